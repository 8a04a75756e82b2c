// A button that started something says so and cannot be pressed twice. data-busy holds the words meanwhile.
// It is not disabled, since a disabled button loses the focus.
const isBusy = (button) => button?.getAttribute("aria-busy") === "true";

function begin(button) {
  button.setAttribute("aria-busy", "true");
  button.setAttribute("aria-disabled", "true");
  if (button.dataset.busy) {
    button.dataset.idle = button.textContent;
    button.textContent = button.dataset.busy;
  }
}

function end(button) {
  button.removeAttribute("aria-busy");
  button.removeAttribute("aria-disabled");
  if (button.dataset.idle !== undefined) {
    button.textContent = button.dataset.idle;
    delete button.dataset.idle;
  }
}

function buttonOf(element) {
  if (element.matches("button")) return element;
  return element.matches("form") ? element.querySelector("button:not([type=button])") : null;
}

function isHtmx(form) {
  return form.matches("[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]");
}

function refuseSecondPress(event) {
  const button = event.type === "submit" ? event.submitter ?? buttonOf(event.target) : event.target.closest("button");
  if (!isBusy(button)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function watchForms() {
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || isHtmx(event.target) || event.target.method === "dialog") return;
    const button = event.submitter ?? buttonOf(event.target);
    // The words change after the form is read, because the button's own value may be part of it.
    if (button) setTimeout(() => begin(button));
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("[aria-busy=true]").forEach(end);
  });
}

function watchParts() {
  const started = new WeakMap();
  document.addEventListener("htmx:beforeRequest", (event) => {
    const button = event.detail.requestConfig?.triggeringEvent?.submitter ?? buttonOf(event.detail.elt);
    if (!button) return;
    begin(button);
    started.set(event.detail.xhr, button);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const button = started.get(event.detail.xhr);
    if (button) end(button);
  });
}

export function watchBusyButtons() {
  for (const type of ["click", "submit"]) document.addEventListener(type, refuseSecondPress, true);
  watchForms();
  watchParts();
}

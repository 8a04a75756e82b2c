// A button that started something says so and cannot be pressed twice. data-busy holds the words meanwhile.
function begin(button) {
  if (!button || button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
  if (button.dataset.busy) {
    button.dataset.idle = button.textContent;
    button.textContent = button.dataset.busy;
  }
}

function end(button) {
  button.removeAttribute("aria-busy");
  button.disabled = false;
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

export function watchBusyButtons() {
  const started = new WeakMap();
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || isHtmx(event.target) || event.target.method === "dialog") return;
    // A button that is disabled before the form is read would not be sent with it.
    setTimeout(() => begin(event.submitter));
  });
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
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("[aria-busy=true]").forEach(end);
  });
}

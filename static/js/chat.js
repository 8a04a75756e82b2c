// The manners of the question box: Enter asks where there are keys, the box is empty again once the question
// stands above it, and the focus never falls out of a part that is replaced.
const hasKeys = matchMedia("(pointer: fine)").matches;
let focusedPart = "";

function askOnEnter(event) {
  const box = event.target;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !box.matches(".ask textarea")) return;
  event.preventDefault();
  if (box.value.trim()) box.form.requestSubmit(box.form.querySelector("button"));
}

function clearAsked(event) {
  const form = event.detail.elt;
  if (event.detail.xhr.status >= 400 || !form.matches("[data-clears]")) return;
  const box = form.querySelector("textarea");
  box.value = "";
  box.focus();
}

function noteFocus(event) {
  const part = event.detail.target.closest(".turn, .proposed");
  focusedPart = part?.contains(document.activeElement) ? part.id : "";
}

function keepFocus() {
  if (focusedPart) document.getElementById(focusedPart)?.focus();
  focusedPart = "";
}

document.addEventListener("htmx:afterRequest", clearAsked);
document.addEventListener("htmx:beforeSwap", noteFocus);
document.addEventListener("htmx:afterSettle", keepFocus);
if (hasKeys) {
  document.addEventListener("keydown", askOnEnter);
  for (const note of document.querySelectorAll("[data-with-keys]")) note.hidden = false;
}

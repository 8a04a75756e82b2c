// After a form came back with errors the focus is at the first of them, so that it is read out and can be mended.
function focusFirst(part) {
  part.querySelector("[aria-invalid=true]")?.focus();
}

export function watchFormErrors() {
  focusFirst(document);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.xhr?.status === 422) focusFirst(event.detail.elt);
  });
}

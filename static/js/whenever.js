// Starts a part of a page when it is there: now, or when htmx brings it.
export function whenever(selector, start) {
  const startAll = (part) => {
    const found = [...part.querySelectorAll(selector), ...(part.matches?.(selector) ? [part] : [])];
    for (const each of found) {
      if (each.dataset.started) continue;
      each.dataset.started = "yes";
      start(each);
    }
  };
  startAll(document);
  document.addEventListener("htmx:load", (event) => startAll(event.detail.elt));
}

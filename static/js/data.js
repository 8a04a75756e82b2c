// JSON of the page's own server, and a plain word where a chart would be when it cannot be had.
export async function load(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

export function sayUnavailable(container) {
  const words = document.createElement("p");
  words.className = "notice is-warn";
  words.setAttribute("role", "status");
  words.textContent = "The chart could not be loaded. Reload the page to try again.";
  container.replaceChildren(words);
}

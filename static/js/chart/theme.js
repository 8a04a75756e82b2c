// Colours and type of the canvas come from the same CSS variables as the page.
const probe = document.createElement("span");
probe.hidden = true;
const cache = new Map();

// The colour of a token as the present theme gives it: colour("fitness") reads --fitness.
export function colour(token) {
  if (!cache.has(token)) {
    if (!probe.isConnected) document.body.append(probe);
    probe.style.color = `var(--${token})`;
    cache.set(token, getComputedStyle(probe).color);
  }
  return cache.get(token);
}

export function font(element) {
  const style = getComputedStyle(element);
  return `${style.fontSize} ${style.fontFamily}`;
}

export function onThemeChange(redraw) {
  document.addEventListener("themechange", () => {
    cache.clear();
    redraw();
  });
}

// The readable line under a chart: what is drawn, in words, at the cursor or at the newest value.
import { shown } from "./format.js";

function key(series) {
  const part = document.createElement("span");
  part.className = "key";
  part.style.setProperty("--tone", `var(--${series.tone})`);
  const value = document.createElement("b");
  part.append(`${series.label} `, value);
  return { part, value };
}

// Returns show(index | null); null shows the newest point that is not in the future.
export function makeLegend(element, spec) {
  if (!element) return () => {};
  const when = document.createElement("span");
  when.className = "key-when";
  const keys = spec.series.map(key);
  element.replaceChildren(when, ...keys.map(({ part }) => part));
  const resting = spec.restAt ?? spec.x.values.length - 1;

  return (index) => {
    const at = index ?? resting;
    when.textContent = spec.x.words(spec.x.values[at]);
    spec.series.forEach((series, i) => {
      keys[i].value.textContent = shown(series.values[at], series.format);
    });
  };
}

// The readable line of a chart: what is drawn, in words, at the cursor; without one at `restAt`, where that says
// something (today), else only the names and units.
import { shown } from "./format.js";

function key(series) {
  const part = document.createElement("span");
  part.className = "key";
  part.style.setProperty("--tone", `var(--${series.tone})`);
  const value = document.createElement("b");
  part.append(`${series.label} `, value);
  return { part, value };
}

// Returns show(index | null).
export function makeLegend(element, spec) {
  if (!element) return () => {};
  const when = document.createElement("span");
  when.className = "key-when";
  const keys = spec.series.map(key);
  element.replaceChildren(...keys.map(({ part }) => part), when);

  return (index) => {
    const at = index ?? spec.restAt ?? null;
    when.textContent = at === null ? "" : spec.x.words(spec.x.values[at]);
    spec.series.forEach((series, i) => {
      keys[i].value.textContent = at === null ? series.format.unit : shown(series.values[at], series.format);
    });
  };
}

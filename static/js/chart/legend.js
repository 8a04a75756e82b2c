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

// "58–66 ms"; unknown where nothing is usual yet.
function between({ low, high, format }, at) {
  const bounds = [shown(low[at], { ...format, unit: "" }), shown(high[at], format)];
  return low[at] === null ? shown(null) : bounds.join("\u2013");
}

// Returns show(index | null).
export function makeLegend(element, spec) {
  if (!element) return () => {};
  const when = document.createElement("span");
  when.className = "key-when";
  const keys = spec.series.map(key);
  const ranges = (spec.ranges ?? []).map((range) => ({ ...key(range), range }));
  ranges.forEach(({ part }) => part.classList.add("is-range"));
  element.replaceChildren(...[...keys, ...ranges].map(({ part }) => part), when);

  return (index) => {
    const at = index ?? spec.restAt ?? null;
    when.textContent = at === null ? "" : spec.x.words(spec.x.values[at]);
    spec.series.forEach((series, i) => {
      keys[i].value.textContent = at === null ? series.format.unit : shown(series.values[at], series.format);
    });
    for (const { value, range } of ranges) value.textContent = at === null ? "" : between(range, at);
  };
}

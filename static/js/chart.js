// The one way to draw a chart. A chart is described as
// {x: {kind: "date"|"elapsed"|"effort" (logarithmic), values, words(value)}, series: [{label, tone, values, kind: "line"|"area"|"bars"|"dots",
//  scale, width, dashed, format: {kind: "number"|"signed"|"pace"|"duration", digits, unit}}],
//  scales: [{key, format, range(chart, min, max), side: 3 left | 1 right | 0 none}], sync, endRoom: leave the width of a right axis, today, gapsOf,
//  ranges: [{label, tone, low, high, format}], zones: [{from, to, tone}], bands: [{start, end, name}], flags: [{at, name}], legend,
//  restAt: index the legend shows without a cursor, onZoom(min, max), onCursor(index)}.
// Tones are colour tokens; null is a gap; what lies after `today` is dashed.
import uPlot from "../vendor/uplot/uPlot.esm.js";
import { missingStretches } from "./chart/draw.js";
import { listen } from "./chart/gestures.js";
import { makeLegend } from "./chart/legend.js";
import { options } from "./chart/options.js";
import { onThemeChange } from "./chart/theme.js";

export function dayToSeconds(iso) {
  return Date.parse(`${iso}T00:00:00Z`) / 1000;
}

// A line that reaches into the future becomes two: what was, and, dashed, what is foreseen.
function split(series, xs, today) {
  const turn = today ? xs.findLastIndex((x) => x <= today) : xs.length - 1;
  if (turn === xs.length - 1 || series.kind === "bars" || series.kind === "dots") return [{ series, column: series.values, dashed: false }];
  const past = series.values.map((value, i) => (i <= turn ? value : null));
  const future = series.values.map((value, i) => (i >= turn ? value : null));
  return [{ series, column: past, dashed: false }, { series, column: future, dashed: true }];
}

function follow(chart, spec, element) {
  const show = makeLegend(spec.legend, spec);
  show(null);
  chart.hooks.setCursor = [({ cursor }) => {
    show(cursor.idx ?? null);
    spec.onCursor?.(cursor.idx ?? null);
  }];
  chart.hooks.setScale = [(changed, key) => {
    if (key === "x") spec.onZoom?.(changed.scales.x.min, changed.scales.x.max);
  }];
  listen(chart, element);
}

function keepSize(chart, element) {
  new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = element;
    if (width && (width !== chart.width || height !== chart.height)) chart.setSize({ width, height });
  }).observe(element);
}

export function createChart(element, spec) {
  const xs = spec.x.values;
  const parts = spec.series.flatMap((series) => split(series, xs, spec.today));
  const restAt = spec.restAt ?? (spec.today ? xs.findLastIndex((x) => x <= spec.today) : null);
  const full = { ...spec, restAt, missing: spec.gapsOf ? missingStretches(xs, spec.gapsOf) : [] };
  element.replaceChildren();
  const chart = new uPlot(options(element, full, parts), [xs, ...parts.map(({ column }) => column)], element);
  chart.spec = full;
  follow(chart, full, element);
  keepSize(chart, element);
  onThemeChange(() => chart.redraw(false, true));
  return chart;
}

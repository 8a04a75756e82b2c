// The Health page: each daily value beside its usual range, with one cursor and one zoom.
// Data: {dates: [ISO], measures: {key: {unit, values, mean, low, high}}, extras: {sleep_need_s}, bands: [{start, end, name}]}
import { createChart, dayToSeconds } from "./chart.js";
import { date } from "./chart/format.js";
import { shareZoom } from "./chart/zoom.js";
import { load, sayUnavailable } from "./data.js";
import { whenever } from "./whenever.js";

const DIGITS = { respiration: 1, weight: 1 };
const TONES = { sleep: "sleep", body_battery: "form-steady", weight: "form-steady" };
const HOURS = { kind: "duration", unit: "h" };
const LAST = { hrv: "Night", weight: "Weight" };
const SMOOTH = { weight: "Trend" };

function extent(columns) {
  const known = columns.flat().filter((value) => value !== null && value !== undefined);
  return known.length ? [Math.min(...known), Math.max(...known)] : [0, 1];
}

// A little room around what is drawn, the band included, which the chart itself does not know as data.
function around(columns) {
  const [least, most] = extent(columns);
  const room = Math.max((most - least) * 0.1, most * 0.01);
  return () => [least - room, most + room];
}

function common(root, key, data, xs) {
  return {
    x: { kind: "date", values: xs, words: date },
    sync: "health",
    restAt: xs.length - 1,
    gapsOf: data.measures[key].values,
    bands: data.bands.map((band) => ({ start: dayToSeconds(band.start), end: dayToSeconds(band.end), name: band.name })),
    legend: root.querySelector(`[data-legend="${key}"]`),
  };
}

function dotsSpec(root, key, data, xs) {
  const { values, mean, low, high, unit } = data.measures[key];
  const format = { kind: "number", digits: DIGITS[key] ?? 0, unit: unit === "points" ? "" : unit };
  const tone = TONES[key] ?? "heart";
  return {
    ...common(root, key, data, xs),
    ranges: [{ label: "Usual", tone, low, high, format }],
    series: [
      { label: LAST[key] ?? "Day", tone, values, kind: "dots", format },
      { label: SMOOTH[key] ?? "7-day mean", tone, values: mean, kind: "line", width: 2, format },
    ],
    scales: [{ key: "y", format, range: around([values, mean, low, high]) }],
  };
}

function sleepSpec(root, key, data, xs) {
  const { values } = data.measures.sleep;
  const need = data.extras.sleep_need_s;
  const [, most] = extent([values, need]);
  return {
    ...common(root, key, data, xs),
    series: [
      { label: "Asleep", tone: "sleep", values, kind: "bars", format: HOURS },
      { label: "Need", tone: "text", values: need, kind: "line", width: 1.5, format: HOURS },
    ],
    scales: [{ key: "y", format: HOURS, range: () => [0, most * 1.1] }],
  };
}

async function draw(root) {
  const places = [...root.querySelectorAll("[data-chart]")];
  try {
    const data = await load(root.dataset.url);
    if (!data.dates.length) return;
    const xs = data.dates.map(dayToSeconds);
    const share = shareZoom();
    for (const place of places) {
      const key = place.dataset.chart;
      const spec = key === "sleep" ? sleepSpec(root, key, data, xs) : dotsSpec(root, key, data, xs);
      share.add(createChart(place, { ...spec, onZoom: share.set }));
    }
  } catch (error) {
    console.error(error);
    places.forEach(sayUnavailable);
  }
}

whenever("[data-health]", draw);

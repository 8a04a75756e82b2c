// The Fitness page: fitness and fatigue over bars of load, and form below, with one cursor and one zoom.
// What the plan adds, when there is one, comes from data-future: {dates, load, fitness, fatigue, form, races}.
// Data: {dates: [ISO], load, fitness, fatigue, form, today: ISO, second?: {label, unit, tone, kind, digits, values}, races?: [{date, name}], bands?: [{start, end, name}]}
import { createChart, dayToSeconds } from "./chart.js";
import { shareZoom } from "./chart/zoom.js";
import { date } from "./chart/format.js";
import { colour } from "./chart/theme.js";
import { load, sayUnavailable } from "./data.js";
import { whenever } from "./whenever.js";

const COLUMNS = ["dates", "load", "fitness", "fatigue", "form"];
const LEAST_AHEAD = 42; // Days; further than what is shown of the past the plan is not shown either.
const FRESH = 15;
const DEEP = -30;
const WHOLE = { kind: "number" };
const SIGNED = { kind: "signed" };

// Bars stay in the lower half, so that the lines remain readable above them.
const lowerHalf = (chart, min, max) => [0, Math.max(max, 1) * 2];
const fromZero = (chart, min, max) => [0, Math.max(max, 10) * 1.1];
const aroundZero = (chart, min, max) => [Math.min(min, -20) - 5, Math.max(max, 20) + 5];

// Fresh above, deep below, neutral between: the line's colour says where form stands, and the axis says it too.
function formGradient(chart) {
  const { top, height } = chart.bbox;
  const share = (value) => Math.min(1, Math.max(0, (chart.valToPos(value, "y", true) - top) / (height || 1)));
  const stops = [[FRESH, "form-fresh"], [0, "form-steady"], [-10, "form-steady"], [DEEP, "form-deep"]];
  const line = chart.ctx.createLinearGradient(0, top, 0, top + (height || 1));
  for (const [value, tone] of stops) line.addColorStop(share(value) || 0, colour(tone));
  return line;
}

function common(root, name, data, xs) {
  return {
    x: { kind: "date", values: xs, words: date },
    sync: "fitness",
    today: data.today ? dayToSeconds(data.today) : undefined,
    gapsOf: data.load,
    flags: (data.races ?? []).map((race) => ({ at: dayToSeconds(race.date), name: race.name })),
    bands: (data.bands ?? []).map((band) => ({ start: dayToSeconds(band.start), end: dayToSeconds(band.end), name: band.name })),
    legend: root.querySelector(`[data-legend="${name}"]`),
  };
}

// Fitness and fatigue are values of the evening, so the newest ones that are complete are yesterday's.
function fitnessSpec(root, data, xs) {
  const shared = common(root, "fitness", data, xs);
  const second = data.second && { kind: data.second.kind, digits: data.second.digits, unit: data.second.unit };
  return {
    ...shared,
    restAt: shared.today && Math.max(0, xs.findLastIndex((x) => x < shared.today)),
    series: [
      { label: "Load", tone: "load", values: data.load, kind: "bars", scale: "load", format: WHOLE },
      { label: "Fatigue", tone: "fatigue", values: data.fatigue, kind: "line", width: 1.25, format: WHOLE },
      { label: "Fitness", tone: "fitness", values: data.fitness, kind: "line", width: 2.5, format: WHOLE },
      ...(second ? [{ label: data.second.label, tone: data.second.tone, values: data.second.values, kind: "line", width: 1.5, scale: "second", format: second }] : []),
    ],
    scales: [
      { key: "y", format: WHOLE, range: fromZero },
      { key: "load", range: lowerHalf, side: 0 },
      ...(second ? [{ key: "second", format: second, side: 1 }] : []),
    ],
  };
}

function formSpec(root, data, xs) {
  return {
    ...common(root, "form", data, xs),
    series: [{ label: "Form", tone: "form-steady", values: data.form, kind: "line", width: 2, gradient: formGradient, format: SIGNED }],
    scales: [{ key: "y", format: SIGNED, range: aroundZero }],
    endRoom: Boolean(data.second), // under the axis of the chart above, so that the same day stays below itself
    zones: [{ from: FRESH, to: 1000, tone: "form-fresh" }, { from: -1000, to: DEEP, tone: "form-deep" }],
  };
}

function withFuture(data, future) {
  const first = future.dates.findIndex((day) => day > data.today);
  if (first < 0) return data;
  const last = first + Math.max(LEAST_AHEAD, data.dates.length);
  const ahead = future.dates.slice(first, last);
  const joined = Object.fromEntries(COLUMNS.map((name) => [name, [...data[name], ...future[name].slice(first, last)]]));
  const races = future.races.filter((race) => ahead.includes(race.date));
  const second = data.second && { ...data.second, values: [...data.second.values, ...ahead.map(() => null)] };
  return { ...data, ...joined, second, races: [...(data.races ?? []), ...races] };
}

// The past is worth showing without the future.
async function loadFuture(root) {
  if (!root.dataset.future) return null;
  try {
    return await load(root.dataset.future);
  } catch (error) {
    console.error(error);
    return null;
  }
}

async function draw(root) {
  const places = [...root.querySelectorAll("[data-chart]")];
  const specs = { fitness: fitnessSpec, form: formSpec };
  try {
    const [past, future] = await Promise.all([load(root.dataset.url), loadFuture(root)]);
    if (!past.dates.length) return;
    const data = future?.dates.length ? withFuture(past, future) : past;
    for (const words of root.querySelectorAll("[data-future-words]")) words.hidden = data === past;
    const xs = data.dates.map(dayToSeconds);
    const share = shareZoom();
    for (const place of places) share.add(createChart(place, { ...specs[place.dataset.chart](root, data, xs), onZoom: share.set }));
  } catch (error) {
    console.error(error);
    places.forEach(sayUnavailable);
  }
}

whenever("[data-fitness]", draw);

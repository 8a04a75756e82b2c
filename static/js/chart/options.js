// From our description of a chart to uPlot's options.
import uPlot from "../../vendor/uplot/uPlot.esm.js";
import { background, foreground } from "./draw.js";
import { dateTick, effort, hours, tick } from "./format.js";
import { colour, font } from "./theme.js";

const DAY_S = 86400;
const DATE_STEPS = [1, 2, 7, 14].map((days) => days * DAY_S);
const MONTH_STEPS = [30, 61, 91, 182, 365, 730].map((days) => days * DAY_S);
const TIME_STEPS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
const EFFORT_TICKS = [1, 5, 15, 60, 300, 1200, 3600, 14400, 43200];
const HOUR_STEPS = [60, 300, 600, 900, 1800, 3600, 7200, 14400];
const PACE_STEPS = [5, 10, 15, 30, 60, 120, 300, 600];
const STEPS = { pace: PACE_STEPS, duration: HOUR_STEPS };
const AXIS_WIDTH = 44;
const AXIS_HEIGHT = 24;

// Durations grow by multiples; without a range of its own uPlot would round out to whole powers of ten.
const LOGARITHMIC = { time: false, distr: 3, range: (chart, min, max) => [min, max] };

// First days of months (or years), because months have no even length.
function monthSplits(chart, axis, min, max, step) {
  const months = Math.max(1, Math.round(step / (30.4 * DAY_S)));
  const at = new Date(min * 1000);
  const splits = [];
  for (let month = Math.ceil(at.getUTCMonth() / months) * months; ; month += months) {
    const when = Date.UTC(at.getUTCFullYear(), month, 1) / 1000;
    if (when > max) return splits;
    if (when >= min) splits.push(when);
  }
}

function dateSplits(chart, axis, min, max, step) {
  if (step >= MONTH_STEPS[0]) return monthSplits(chart, axis, min, max, step);
  const splits = [];
  for (let at = Math.ceil(min / step) * step; at <= max; at += step) splits.push(at);
  return splits;
}

function xAxis(element, spec) {
  const space = element.clientWidth < 500 ? 48 : 80;
  const look = { stroke: () => colour("muted"), font: font(element), size: AXIS_HEIGHT, gap: 6, space, grid: { show: false }, ticks: { show: false } };
  if (spec.x.hidden) return { ...look, show: false };
  if (spec.x.kind === "date") {
    const values = (chart, splits, axis, space, step) => splits.map((at) => dateTick(at, step));
    return { ...look, incrs: [...DATE_STEPS, ...MONTH_STEPS], splits: dateSplits, values };
  }
  if (spec.x.kind === "effort") {
    const splits = (chart, axis, min, max) => EFFORT_TICKS.filter((at) => at >= min && at <= max);
    return { ...look, splits, filter: (chart, all) => all, values: (chart, all) => all.map(effort) };
  }
  return { ...look, incrs: TIME_STEPS, values: (chart, splits) => splits.map(hours) };
}

function yAxis(element, scale, side) {
  const { format = {} } = scale;
  return {
    scale: scale.key, side, stroke: () => colour("muted"), font: font(element), size: AXIS_WIDTH, gap: 4, space: 28,
    grid: { show: side === 3, stroke: () => colour("line"), width: 1 },
    ticks: { show: false },
    ...(STEPS[format.kind] ? { incrs: STEPS[format.kind] } : {}),
    values: (chart, splits, axis, space, step) => splits.map((value) => tick(value, format, step)),
  };
}

// A value between two gaps has no line; it gets a point.
function lonely(chart, index) {
  const column = chart.data[index];
  return column.flatMap((value, i) => (value !== null && (column[i - 1] ?? null) === null && (column[i + 1] ?? null) === null ? [i] : []));
}

const bars = uPlot.paths.bars({ size: [0.55, 6], align: 0 });

function line(series, dashed) {
  const stroke = series.gradient ? (chart) => series.gradient(chart) : () => colour(series.tone);
  const look = { label: series.label, scale: series.scale ?? "y", stroke, width: series.width ?? 1.5 };
  if (series.kind === "bars") return { ...look, stroke: null, fill: stroke, paths: bars, points: { show: false } };
  if (series.kind === "dots") return { ...look, paths: () => null, points: { show: true, size: 4, width: 0, fill: stroke } };
  const area = series.kind === "area" ? { fill: (chart) => fade(chart, series.tone) } : {};
  return { ...look, ...area, ...(dashed || series.dashed ? { dash: [4, 4] } : {}), points: { show: true, size: 4, fill: stroke, filter: lonely } };
}

function fade(chart, tone) {
  const { top, height } = chart.bbox;
  const ground = chart.ctx.createLinearGradient(0, top, 0, top + (height || 1));
  const parts = colour(tone).match(/[\d.]+/g).slice(0, 3).join(" ");
  ground.addColorStop(0, `rgb(${parts} / .22)`);
  ground.addColorStop(1, `rgb(${parts} / .02)`);
  return ground;
}

function scaleOf(scale) {
  return { dir: scale.format?.kind === "pace" ? -1 : 1, ...(scale.range ? { range: scale.range } : {}) };
}

// parts: [{series, column, dashed}] as chart.js split them at today.
export function options(element, spec, parts) {
  const scales = Object.fromEntries(spec.scales.map((scale) => [scale.key, scaleOf(scale)]));
  const axes = spec.scales.flatMap((scale) => (scale.side === 0 ? [] : [yAxis(element, scale, scale.side ?? 3)]));
  return {
    width: element.clientWidth, height: element.clientHeight,
    padding: [8, axes.some((axis) => axis.side === 1) ? 0 : spec.endRoom ? AXIS_WIDTH : 8, spec.x.hidden ? 8 : 0, 0],
    scales: { x: spec.x.kind === "effort" ? LOGARITHMIC : { time: false }, ...scales },
    axes: [xAxis(element, spec), ...axes],
    series: [{}, ...parts.map(({ series, dashed }) => line(series, dashed))],
    cursor: { y: false, points: { size: 7 }, drag: { x: true, y: false, dist: 8 }, sync: spec.sync ? { key: spec.sync, scales: ["x", null], setSeries: false } : undefined },
    legend: { show: false },
    hooks: { drawClear: [(chart) => background(chart, spec)], draw: [(chart) => foreground(chart, spec)] },
  };
}

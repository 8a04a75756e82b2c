// What lies behind and above the lines: the future's ground, hatched gaps, bands, zones, flags, today.
import { colour, font } from "./theme.js";

const LABEL_GAP = 4;
const LABEL_SHARE = 0.4;
const LABEL_MOST = 180;

function hatch(context, ratio) {
  const tile = document.createElement("canvas");
  const size = Math.round(6 * ratio);
  tile.width = tile.height = size;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour("line");
  pen.lineWidth = 1.5 * ratio;
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat");
}

// Stretches of x without a value in `column`, widened to the middle between neighbours: [[from, to], …].
export function missingStretches(xs, column) {
  const stretches = [];
  const middle = (a, b) => (xs[a] + xs[b]) / 2;
  for (let i = 0; i < xs.length; i++) {
    if (column[i] !== null) continue;
    const start = i;
    while (i + 1 < xs.length && column[i + 1] === null) i++;
    stretches.push([start > 0 ? middle(start - 1, start) : xs[start], i + 1 < xs.length ? middle(i, i + 1) : xs[i]]);
  }
  return stretches;
}

function span(chart, from, to) {
  const { left, width } = chart.bbox;
  const within = (x) => Math.min(Math.max(chart.valToPos(x, "x", true), left), left + width);
  return [within(from), within(to)];
}

function fill(chart, from, to, style, alpha = 1) {
  const [start, end] = span(chart, from, to);
  if (end <= start) return;
  chart.ctx.globalAlpha = alpha;
  chart.ctx.fillStyle = style;
  chart.ctx.fillRect(start, chart.bbox.top, end - start, chart.bbox.height);
  chart.ctx.globalAlpha = 1;
}

// The text, or as many of its letters as `fits` takes, with an ellipsis.
export function shortened(text, fits) {
  if (fits(text)) return text;
  const letters = [...text];
  while (letters.length > 1 && !fits(`${letters.join("").trimEnd()}…`)) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

// Writes beside x, in the first row that is free. A long text is cut, so that it leaves the lines to be seen. `taken` holds what is written already: [{row, from, to}].
function label(chart, taken, { text: whole, x, tone, before = true }) {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const [size, ...family] = font(chart.root).split(" ");
  const height = parseFloat(size) * ratio;
  ctx.font = `${height}px ${family.join(" ")}`;
  const most = Math.min(LABEL_SHARE * bbox.width, LABEL_MOST * ratio);
  const text = shortened(whole, (words) => ctx.measureText(words).width <= most);
  const width = ctx.measureText(text).width;
  const gap = LABEL_GAP * ratio;
  const wished = before && x - gap - width > bbox.left ? x - gap - width : x + gap;
  const from = Math.max(bbox.left, Math.min(wished, bbox.left + bbox.width - width));
  const to = from + width;
  let row = 0;
  while (taken.some((other) => other.row === row && from < other.to + gap && other.from < to + gap)) row++;
  taken.push({ row, from, to });
  ctx.fillStyle = colour(tone);
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  const top = bbox.top + gap / 2 + row * height * 1.3;
  ctx.strokeStyle = colour("surface");
  ctx.lineWidth = 3 * ratio;
  ctx.lineJoin = "round";
  ctx.strokeText(text, from, top);
  ctx.fillText(text, from, top);
}

function mark(chart, taken, at, text, tone) {
  const { left, top, width, height } = chart.bbox;
  const x = chart.valToPos(at, "x", true);
  if (x < left || x > left + width) return;
  chart.ctx.fillStyle = colour(tone);
  chart.ctx.fillRect(Math.round(x), top, Math.max(1, Math.round(devicePixelRatio)), height);
  label(chart, taken, { text, x, tone });
}

function zone(chart, { from, to, tone }) {
  const { left, top, width, height } = chart.bbox;
  const y = (value) => Math.min(Math.max(chart.valToPos(value, "y", true), top), top + height);
  const [upper, lower] = [y(to), y(from)];
  chart.ctx.globalAlpha = 0.1;
  chart.ctx.fillStyle = colour(tone);
  chart.ctx.fillRect(left, upper, width, lower - upper);
  chart.ctx.globalAlpha = 1;
}

// What is usual: the ground between two columns, broken where either is unknown. Each day reaches to the middle
// between its neighbours, so that a single day shows as well.
function range(chart, { low, high, tone }) {
  const xs = chart.data[0];
  const { ctx } = chart;
  const y = (value) => chart.valToPos(value, "y", true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(chart.bbox.left, chart.bbox.top, chart.bbox.width, chart.bbox.height);
  ctx.clip();
  ctx.globalAlpha = 0.16;
  ctx.fillStyle = colour(tone);
  ctx.beginPath();
  for (let i = 0; i < xs.length; i++) {
    if (low[i] === null || high[i] === null) continue;
    const start = i;
    while (i + 1 < xs.length && low[i + 1] !== null && high[i + 1] !== null) i++;
    const half = (xs[1] - xs[0] || 0) / 2;
    const points = [[xs[start] - half, start], ...xs.slice(start, i + 1).map((x, k) => [x, start + k]), [xs[i] + half, i]];
    points.forEach(([x, k], n) => ctx[n ? "lineTo" : "moveTo"](chart.valToPos(x, "x", true), y(high[k])));
    points.reverse().forEach(([x, k]) => ctx.lineTo(chart.valToPos(x, "x", true), y(low[k])));
    ctx.closePath();
  }
  ctx.fill();
  ctx.restore();
}

export function background(chart, spec) {
  const { ctx } = chart;
  ctx.save();
  for (const each of spec.zones ?? []) zone(chart, each);
  for (const each of spec.ranges ?? []) range(chart, each);
  const xs = chart.data[0];
  if (spec.today && xs.at(-1) > spec.today) fill(chart, spec.today, xs.at(-1), colour("sunken"));
  for (const [from, to] of spec.missing ?? []) fill(chart, from, to, hatch(ctx, devicePixelRatio));
  for (const band of spec.bands ?? []) fill(chart, band.start, band.end, colour(band.tone ?? "warn"), 0.14);
  ctx.restore();
}

export function foreground(chart, spec) {
  const taken = [];
  chart.ctx.save();
  if (spec.today && chart.data[0].at(-1) > spec.today) mark(chart, taken, spec.today, "today", "muted");
  for (const flag of spec.flags ?? []) mark(chart, taken, flag.at, flag.name, flag.tone ?? "form-deep");
  for (const { start, end, name, tone = "warn" } of spec.bands ?? []) {
    const [from, to] = span(chart, start, end);
    if (name && to > from) label(chart, taken, { text: name, x: from, tone, before: false });
  }
  chart.ctx.restore();
}

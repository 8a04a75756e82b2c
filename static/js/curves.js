// The page of curves. Data: {durations_s: [], series: [{key, label, values, dates}], models: [{key, values}], sport,
// metric, units}
import { createChart } from "./chart.js";
import { clock } from "./chart/format.js";
import { shownChannels } from "./activity/channels.js";
import { load, sayUnavailable } from "./data.js";
import { whenever } from "./whenever.js";

const BESIDE = "muted";
const MODEL = "accent";
const NAMES = { morton: "Morton's model", two: "Model", speed: "Model" };

// The channel as the athlete's sport and units show it; null where no value is known.
const shownAs = (data, values) => shownChannels({ ...data, channels: { [data.metric]: values } })[0] ?? null;

function withRoom(columns) {
  const known = columns.flat().filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const room = (high - low) * 0.06 || 1;
  return () => [Math.max(0, low - room), high + room];
}

function seriesOf(data) {
  const drawn = [];
  data.series.toReversed().forEach(({ label, values }, i, all) => {
    const channel = shownAs(data, values);
    const isMain = i === all.length - 1;
    if (channel) drawn.push({ ...channel, kind: "line", label, tone: isMain ? channel.tone : BESIDE, width: isMain ? 2.5 : 1.5 });
  });
  for (const { key, values } of data.models) {
    const channel = shownAs(data, values);
    if (channel) drawn.push({ ...channel, kind: "line", label: NAMES[key], tone: MODEL, width: 1.25, dashed: true });
  }
  return drawn;
}

async function draw(root) {
  const place = root.querySelector("[data-chart]");
  try {
    const data = await load(root.dataset.url);
    const series = seriesOf(data);
    if (!series.length) return;
    createChart(place, {
      x: { kind: "effort", values: data.durations_s, words: clock },
      series,
      scales: [{ key: "y", format: series[0].format, range: withRoom(series.map(({ values }) => values)) }],
      legend: root.querySelector("[data-legend]"),
    });
  } catch (error) {
    console.error(error);
    sayUnavailable(place);
  }
}

whenever("[data-curves]", draw);

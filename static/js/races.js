// The Races page: how the prediction for one distance changed over the last year.
// Data: {dates: [ISO], time_s, low_s, high_s}; null where nothing could be predicted.
import { createChart, dayToSeconds } from "./chart.js";
import { date } from "./chart/format.js";
import { load, sayUnavailable } from "./data.js";
import { whenever } from "./whenever.js";

const HOUR = 3600;

function spec(root, data) {
  const longest = Math.max(...data.high_s.filter((value) => value !== null));
  // Below an hour times read like paces, the faster the higher; from there on in hours and minutes.
  const format = { kind: longest < HOUR ? "pace" : "duration" };
  const bound = (label, values) => ({ label, tone: "edge", values, kind: "line", width: 1, format });
  return {
    x: { kind: "date", values: data.dates.map(dayToSeconds), words: date },
    legend: root.querySelector('[data-legend="history"]'),
    restAt: data.dates.length - 1,
    series: [
      bound("Bad day", data.high_s),
      bound("Good day", data.low_s),
      { label: "Prediction", tone: "pace", values: data.time_s, kind: "line", width: 2.5, format },
    ],
    scales: [{ key: "y", format, range: (chart, min, max) => [min - (max - min) * 0.1 - 1, max + (max - min) * 0.1 + 1] }],
  };
}

async function draw(root) {
  const place = root.querySelector("[data-chart]");
  try {
    const data = await load(root.dataset.url);
    if (data.time_s.some((value) => value !== null)) createChart(place, spec(root, data));
  } catch (error) {
    console.error(error);
    sayUnavailable(place);
  }
}

whenever("[data-race-history]", draw);

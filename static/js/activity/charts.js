// One chart per channel, above one another, with one cursor and one zoom.
import { createChart } from "../chart.js";
import { clock } from "../chart/format.js";
import { resetZoom } from "../chart/gestures.js";
import { shareZoom } from "../chart/zoom.js";
import { shownChannels } from "./channels.js";

function place(container, channel, isLast) {
  const figure = document.createElement("figure");
  figure.className = "chart is-stacked";
  const canvas = document.createElement("div");
  canvas.className = `chart-canvas ${isLast ? "is-last" : "is-short"}`;
  canvas.setAttribute("role", "img");
  const legend = document.createElement("p");
  legend.className = "chart-legend";
  const caption = document.createElement("figcaption");
  caption.className = "visually-hidden";
  caption.id = `chart-${channel.label.toLowerCase().replaceAll(" ", "-")}`;
  caption.textContent = `${channel.label} over the time of the activity.`;
  canvas.setAttribute("aria-labelledby", caption.id);
  figure.append(legend, canvas, caption);
  container.append(figure);
  return { canvas, legend };
}

// Only the lowest chart says the time, since all share it.
function spec(data, channel, legend, isLast) {
  return {
    x: { kind: "elapsed", values: data.time_s, words: clock, hidden: !isLast },
    series: [{ kind: "line", ...channel }],
    scales: [{ key: "y", format: channel.format, range: channel.range }],
    sync: "activity",
    legend,
  };
}

// Draws all channels. onCursor(index | null) hears where the shared cursor is.
export function drawCharts(container, data, onCursor) {
  container.replaceChildren();
  const zoom = shareZoom();
  shownChannels(data).forEach((channel, i, all) => {
    const isLast = i === all.length - 1;
    const { canvas, legend } = place(container, channel, isLast);
    zoom.add(createChart(canvas, { ...spec(data, channel, legend, isLast), onZoom: zoom.set, onCursor }));
  });
  return {
    mark(bands) {
      for (const chart of zoom.charts) {
        chart.spec.bands = bands;
        chart.redraw(false, false);
      }
    },
    zoom: ({ start_s: min, end_s: max }) => zoom.charts[0]?.setScale("x", { min, max }),
    reset: () => zoom.charts[0] && resetZoom(zoom.charts[0]),
  };
}

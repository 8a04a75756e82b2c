// The Activity page. Data: {time_s: [], channels: {power_w: [], …}, laps: [{start_s, end_s}], units, sport}
import { drawCharts } from "./activity/charts.js";
import { linkLaps } from "./activity/laps.js";
import { drawMap } from "./activity/map.js";
import { load, sayUnavailable } from "./data.js";
import { whenever } from "./whenever.js";

async function draw(root) {
  const container = root.querySelector("[data-charts]");
  const mapPlace = root.querySelector("[data-map]");
  const followers = [];
  try {
    const data = await load(root.dataset.url);
    const charts = drawCharts(container, data, (index) => followers.forEach((follow) => follow(index)));
    followers.push(linkLaps([...root.querySelectorAll("[data-lap], [data-span-start]")], data, charts));
    if (mapPlace) followers.push(drawMap(mapPlace, data));
  } catch (error) {
    console.error(error);
    sayUnavailable(container);
  }
}

whenever("[data-activity]", draw);

// Ways into a chart beside the mouse: one finger moves the cursor, two zoom; arrows, + and − and Escape by keyboard.
const ZOOM_STEP = 0.7;

function clampRange(chart, min, max) {
  const xs = chart.data[0];
  const [first, last] = [xs[0], xs.at(-1)];
  const width = Math.min(max - min, last - first);
  const start = Math.min(Math.max(min, first), last - width);
  return { min: start, max: start + width };
}

export function zoomAround(chart, centre, factor) {
  const { min, max } = chart.scales.x;
  chart.setScale("x", clampRange(chart, centre - (centre - min) * factor, centre + (max - centre) * factor));
}

export function resetZoom(chart) {
  const xs = chart.data[0];
  chart.setScale("x", { min: xs[0], max: xs.at(-1) });
}

export function moveCursor(chart, index) {
  const left = chart.valToPos(chart.data[0][index], "x");
  chart.setCursor({ left, top: chart.over.clientHeight / 2 }, true, true);
}

function onKey(chart, event) {
  const last = chart.data[0].length - 1;
  const step = event.shiftKey ? 7 : 1;
  const index = chart.cursor.idx ?? last;
  const actions = {
    ArrowLeft: () => moveCursor(chart, Math.max(0, index - step)),
    ArrowRight: () => moveCursor(chart, Math.min(last, index + step)),
    "+": () => zoomAround(chart, chart.data[0][index], ZOOM_STEP),
    "-": () => zoomAround(chart, chart.data[0][index], 1 / ZOOM_STEP),
    Escape: () => resetZoom(chart),
  };
  if (!actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
}

function onTouch(chart) {
  let pinch = null;
  const place = (touch) => touch.clientX - chart.over.getBoundingClientRect().left;
  const spread = ([a, b]) => Math.max(1, Math.abs(a.clientX - b.clientX));
  const start = ({ touches }) => {
    if (touches.length !== 2) return;
    const middle = (place(touches[0]) + place(touches[1])) / 2;
    pinch = { spread: spread(touches), centre: chart.posToVal(middle, "x"), ...chart.scales.x };
  };
  const move = (event) => {
    const { touches } = event;
    if (pinch && touches.length === 2) {
      event.preventDefault();
      const factor = pinch.spread / spread(touches);
      const { centre, min, max } = pinch;
      chart.setScale("x", clampRange(chart, centre - (centre - min) * factor, centre + (max - centre) * factor));
    } else if (touches.length === 1) {
      chart.setCursor({ left: place(touches[0]), top: chart.over.clientHeight / 2 }, true, true);
    }
  };
  chart.over.addEventListener("touchstart", start, { passive: true });
  chart.over.addEventListener("touchmove", move, { passive: false });
  chart.over.addEventListener("touchend", () => { pinch = null; });
}

export function listen(chart, element) {
  element.tabIndex = 0;
  element.addEventListener("keydown", (event) => onKey(chart, event));
  onTouch(chart);
}

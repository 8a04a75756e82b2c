// Charts above one another zoom together.
export function shareZoom() {
  const charts = [];
  let setting = false;
  return {
    charts,
    add: (chart) => charts.push(chart),
    set(min, max) {
      if (setting) return;
      setting = true;
      for (const chart of charts) {
        const { x } = chart.scales;
        if (x.min !== min || x.max !== max) chart.setScale("x", { min, max });
      }
      setting = false;
    },
  };
}

// Rows of laps and intervals and the charts point at each other: a row shows its stretch, the cursor its row.
const spanOf = ({ spanStart, spanEnd }) => ({ start_s: Number(spanStart), end_s: Number(spanEnd) });

export function linkLaps(rows, data, charts) {
  const lapOf = ({ dataset }) => (dataset.lap ? data.laps[Number(dataset.lap)] : spanOf(dataset));
  const show = (row) => charts.mark([{ start: lapOf(row).start_s, end: lapOf(row).end_s, name: "", tone: "accent" }]);
  let zoomed = null;
  const zoom = (row) => {
    if (zoomed === row) charts.reset();
    else charts.zoom(lapOf(row));
    zoomed = zoomed === row ? null : row;
  };
  for (const row of rows.filter(lapOf)) {
    row.tabIndex = 0;
    for (const name of ["mouseenter", "focus"]) row.addEventListener(name, () => show(row));
    for (const name of ["mouseleave", "blur"]) row.addEventListener(name, () => charts.mark([]));
    row.addEventListener("click", () => zoom(row));
    row.addEventListener("keydown", (event) => event.key === "Enter" && zoom(row));
  }
  return (index) => {
    const at = index === null ? null : data.time_s[index];
    for (const row of rows) {
      const lap = lapOf(row);
      row.classList.toggle("is-active", at !== null && Boolean(lap) && at >= lap.start_s && at < lap.end_s);
    }
  };
}

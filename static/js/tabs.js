// Tabs that do not fit are scrolled to the one that is open.
export function showOpenTabs() {
  for (const tab of document.querySelectorAll(".tabs > [aria-current]")) {
    const row = tab.parentElement;
    const { left, width } = tab.getBoundingClientRect();
    const box = row.getBoundingClientRect();
    row.scrollLeft += left + width / 2 - (box.left + box.width / 2);
  }
}

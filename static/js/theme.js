// Runs before the first paint, so that a chosen theme never flashes. Not a module: modules run too late.
(() => {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage can be forbidden; the system's theme holds then.
  }
})();

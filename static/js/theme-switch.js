// The switch in the account menu: system, light or dark. Charts hear the event "themechange".
const root = document.documentElement;

function chosen() {
  return root.dataset.theme ?? "system";
}

function remember(theme) {
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Without storage the choice holds for this page only.
  }
}

function show() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen()));
  }
}

function choose(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  remember(theme);
  show();
  announce();
}

function announce() {
  document.dispatchEvent(new CustomEvent("themechange"));
}

export function watchThemeSwitch() {
  for (const part of document.querySelectorAll("[data-theme-switch]")) part.hidden = false;
  show();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (button) choose(button.dataset.themeChoice);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", announce);
}

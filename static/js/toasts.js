// Short messages. They come with the page, from the response header HX-Trigger: {"toast": {"message", "level"}},
// as fragments put into #toasts, or by calling toast(). One with a data-subject takes the place of the one before it.
const STAY_MS = 7000;
const TONES = { success: "is-ok", info: "", warning: "is-warn", error: "is-bad" };

function closeButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-btn";
  button.setAttribute("aria-label", "Close this message");
  button.textContent = "✕";
  return button;
}

// Good news leaves by itself; what needs doing stays until it is closed.
function prepare(toast) {
  if (toast.dataset.ready) return;
  toast.dataset.ready = "yes";
  const { subject } = toast.dataset;
  for (const other of subject ? toast.parentElement.children : []) {
    if (other !== toast && other.dataset.subject === subject) other.remove();
  }
  const button = closeButton();
  button.addEventListener("click", () => toast.remove());
  toast.append(button);
  const lasting = toast.matches(".is-bad, .is-warn");
  if (!lasting) setTimeout(() => toast.matches(":hover, :focus-within") || toast.remove(), STAY_MS);
}

export function toast(message, level = "success") {
  const item = document.createElement("div");
  item.className = `toast ${TONES[level] ?? ""}`;
  const words = document.createElement("p");
  words.textContent = message;
  item.append(words);
  document.getElementById("toasts").append(item);
}

export function watchToasts() {
  const region = document.getElementById("toasts");
  const prepareAll = () => region.querySelectorAll(".toast").forEach(prepare);
  prepareAll();
  new MutationObserver(prepareAll).observe(region, { childList: true });
  document.addEventListener("toast", (event) => toast(event.detail.message, event.detail.level));
}

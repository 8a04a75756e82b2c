// The buttons that switch messages on in this browser and off again. What the browser agreed with its push
// service goes to the server by the form of the button.
import { whenever } from "./whenever.js";

const SCRIPT = "/service-worker.js";
const WORDS = {
  none: "This browser cannot show messages of web pages. On an iPhone put Formline on the home screen first.",
  blocked: "Messages of this page are blocked in this browser. Allow them in its settings, then come back.",
  refused: "Nothing was switched on, since the browser was not allowed to show messages.",
  failed: "The browser could not reach its push service, as in a private window. Elsewhere try again in a while.",
  on: "This browser shows your messages.",
  off: "This browser shows nothing yet.",
};
const canPush = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function bytes(text) {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}

async function current() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return registration?.pushManager.getSubscription() ?? null;
}

async function subscription(key) {
  await navigator.serviceWorker.register(SCRIPT);
  const { pushManager } = await navigator.serviceWorker.ready;
  // One that was made for another key of this server would never get anything.
  await (await pushManager.getSubscription())?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
}

function begin(root) {
  const [on, off] = ["[data-push-start]", "[data-push-stop]"].map((name) => root.querySelector(name));
  const say = (words) => { root.querySelector("[data-push-state]").textContent = WORDS[words]; };

  async function show() {
    if (!canPush) return say("none");
    const mine = await current();
    const isOn = Boolean(mine) && root.dataset.known.split(" ").includes(mine.endpoint);
    on.hidden = isOn;
    off.hidden = !isOn;
    return say(Notification.permission === "denied" ? "blocked" : isOn ? "on" : "off");
  }

  on.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await Notification.requestPermission() !== "granted") return say("refused");
    try {
      on.elements.subscription.value = JSON.stringify(await subscription(root.dataset.key));
    } catch (error) {
      console.error(error);
      return say("failed");
    }
    return on.submit();
  });
  off.addEventListener("submit", async (event) => {
    event.preventDefault();
    const mine = await current();
    off.elements.endpoint.value = mine?.endpoint ?? "";
    await mine?.unsubscribe();
    off.submit();
  });
  show();
}

whenever("[data-push]", begin);

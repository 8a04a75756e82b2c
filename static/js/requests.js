// What htmx does when a request fails. An error answer carries a .toast, which the configuration in base.html
// puts into #toasts; these listeners cover the answers that carry none.
import { toast } from "./toasts.js";

const NO_ANSWER = "The server did not answer. Check the connection, then try again.";
const NO_REASON = "That did not work and nothing was changed. Reload the page, then try again.";

// What asks by itself, such as the bell every minute, asks again by itself: no word about it.
function wasAsked(event) {
  return Boolean(event.detail.requestConfig?.triggeringEvent);
}

function carriesToast(xhr) {
  return xhr.responseText.includes('class="toast');
}

// A session that ended answers with the login page; swapping that into a panel would help nobody.
function leadsToLogin(xhr) {
  const login = document.body.dataset.login;
  return xhr.responseURL && new URL(xhr.responseURL).pathname === login && location.pathname !== login;
}

function goToLogin() {
  const back = encodeURIComponent(location.pathname + location.search);
  location.assign(`${document.body.dataset.login}?next=${back}`);
}

export function watchRequests() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!leadsToLogin(event.detail.xhr)) return;
    event.detail.shouldSwap = false;
    goToLogin();
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (wasAsked(event) && !carriesToast(event.detail.xhr)) toast(NO_REASON, "error");
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => wasAsked(event) && toast(NO_ANSWER, "error"));
  }
}

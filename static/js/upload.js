// The Import page: drag and drop and a bar over an ordinary form. Without this script the form works as it is.
import { clock } from "./chart/format.js";
import { droppedFiles, putInto } from "./upload/files.js";
import { reasonIn, send } from "./upload/send.js";
import { whenever } from "./whenever.js";

const FILES_PER_REQUEST = 200;

const counted = (count) => `${count} ${count === 1 ? "file" : "files"}`;

function parts(form) {
  return {
    form,
    input: form.querySelector("input[type=file]"),
    drop: form.querySelector("[data-drop]"),
    bar: form.querySelector("[data-upload-progress]"),
    status: form.querySelector("[data-upload-status]"),
    button: form.querySelector("button:not([type=button])"),
    folder: form.querySelector("[data-pick-folder]"),
  };
}

function enableDrop({ drop, input }) {
  const over = (isOver) => drop.classList.toggle("is-over", isOver);
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  drop.addEventListener("dragleave", (event) => drop.contains(event.relatedTarget) || over(false));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    over(false);
    putInto(input, await droppedFiles(event.dataTransfer));
  });
}

function enableFolder({ folder, input }) {
  if (!folder || !("webkitdirectory" in input)) return;
  const chooser = document.createElement("input");
  Object.assign(chooser, { type: "file", multiple: true, webkitdirectory: true });
  chooser.addEventListener("change", () => putInto(input, chooser.files));
  folder.hidden = false;
  folder.addEventListener("click", () => chooser.click());
}

function progress({ bar, status }, total) {
  const begun = performance.now();
  bar.hidden = false;
  bar.max = 1;
  return (sent) => {
    const share = Math.min(sent / total, 1);
    const left = share > 0.02 ? ((performance.now() - begun) / 1000) * (1 / share - 1) : null;
    bar.value = share;
    status.textContent = share === 1 ? "Sent. The server puts them away." : `Sending, ${Math.round(share * 100)} %${left ? `, about ${clock(left)} left` : ""}`;
  };
}

function stop({ bar, status, button }, words) {
  bar.hidden = true;
  button.removeAttribute("aria-busy");
  status.textContent = words;
}

// Many files go in several requests, each a batch of its own, so that one request stays small.
async function sendAll(page) {
  const files = [...page.input.files];
  const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
  const show = progress(page, total);
  let done = 0;
  let request;
  for (let from = 0; from < files.length; from += FILES_PER_REQUEST) {
    const some = files.slice(from, from + FILES_PER_REQUEST);
    request = await send(page.form, page.input.name, some, (sent) => show(done + sent));
    if (request.status >= 400) return stop(page, reasonIn(request));
    done += some.reduce((sum, file) => sum + file.size, 0);
  }
  return location.assign(files.length > FILES_PER_REQUEST ? page.form.action : request.responseURL);
}

function enhance(form) {
  const page = parts(form);
  enableDrop(page);
  enableFolder(page);
  page.input.addEventListener("change", () => {
    page.status.textContent = page.input.files.length ? `${counted(page.input.files.length)} chosen.` : "";
  });
  form.addEventListener("submit", (event) => {
    if (!page.input.files.length) return;
    event.preventDefault();
    page.button.setAttribute("aria-busy", "true");
    sendAll(page).catch(() => stop(page, "The server did not answer. Check the connection, then send again."));
  });
}

whenever("form[data-upload]", enhance);

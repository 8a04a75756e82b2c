// The calendar by mouse and thumb: a session is dragged to another day, or changed in a dialog. Whatever is done
// here is a form that works without scripts too; a move that is refused puts the card back where it was.
import Sortable from "../vendor/sortable/sortable.esm.js";
import { whenever } from "./whenever.js";

const HOLD_MS = 250; // A finger that rests begins to drag, one that moves scrolls.
const mover = document.getElementById("mover");
const dialog = document.getElementById("acts");
let held = null; // The move on its way: {card, list, before}
let opener = null; // What the dialog gives the focus back to.

function putBack() {
  if (held?.card.isConnected) held.list.insertBefore(held.card, held.before);
  held = null;
}

function slotIn(list, card) {
  return [...list.querySelectorAll(".cal-card")].indexOf(card) + 1;
}

function send({ item: card, from, to }) {
  const slot = slotIn(to, card);
  if (from === to && held.slot === slot) {
    held = null;
    return;
  }
  mover.elements.day.value = to.dataset.day;
  mover.elements.slot.value = slot;
  mover.elements.revision.value = card.dataset.revision;
  mover.requestSubmit();
}

function makeSortable(list) {
  Sortable.create(list, {
    group: "days",
    draggable: ".cal-card[data-move]",
    filter: ".icon-btn",
    preventOnFilter: false,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    delay: HOLD_MS,
    delayOnTouchOnly: true,
    ghostClass: "is-held",
    chosenClass: "is-picked",
    onStart: ({ item, from }) => {
      held = { card: item, list: from, before: item.nextElementSibling, slot: slotIn(from, item) };
    },
    onEnd: send,
  });
}

function watchMoves() {
  mover.addEventListener("htmx:configRequest", (event) => {
    event.detail.path = held.card.dataset.move;
  });
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) mover.addEventListener(name, putBack);
}

function watchDialog() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".cal-card > .icon-btn");
    if (link) opener = link.closest(".cal-card").id;
  });
  // Not before it is settled: until then its forms would be sent as a page without scripts sends them.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.target.id === "session-acts" && !dialog.open) dialog.showModal();
  });
  dialog.addEventListener("close", () => document.querySelector(`#${opener} > .icon-btn`)?.focus());
}

// After something was changed the dialog is in the way, and the focus stays with the session wherever it is now.
function watchChanges() {
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.target.id !== "calendar") return;
    opener = held?.card.id ?? opener;
    held = null;
    if (dialog.open) dialog.close();
    else document.querySelector(`#${opener} .cal-name`)?.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:responseError", ({ detail }) => {
    if (dialog.open && detail.elt.closest("#acts")) dialog.close();
  });
}

// A month begins with weeks that are over: the day that it is about comes into view, unless a notice stands above.
function showDay() {
  const asked = new URLSearchParams(location.search).get("date");
  const day = document.getElementById(`day-${asked}`) ?? document.querySelector(".cal-day.is-today");
  if (!day || location.hash || document.querySelector("main .notice")) return;
  if (day.getBoundingClientRect().bottom > innerHeight) day.closest(".cal-week").scrollIntoView();
}

if (mover && dialog) {
  showDay();
  whenever(".cal-cards", makeSortable);
  watchMoves();
  watchDialog();
  watchChanges();
}

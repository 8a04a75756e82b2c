// Offers the time zone of this device where the profile names another.
import { whenever } from "./whenever.js";

function offerTimeZone(offer) {
  const select = offer.closest("form").elements.time_zone;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const option = [...select.options].find(({ value }) => value === here);
  if (!option || option.selected) return;
  offer.querySelector("[data-time-zone]").textContent = here.replaceAll("_", " ");
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    select.value = here;
    offer.hidden = true;
    select.focus();
  });
}

whenever("[data-time-zone-guess]", offerTimeZone);

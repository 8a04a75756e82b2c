// Offers the time zone of this device where the profile names another.
function offerTimeZone(offer) {
  const select = offer.closest("form").elements.time_zone;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const option = [...select.options].find(({ value }) => value === here);
  if (!option || option.selected) return;
  offer.querySelector("b").textContent = here.replaceAll("_", " ");
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    select.value = here;
    offer.hidden = true;
    select.focus();
  });
}

document.querySelectorAll("[data-time-zone-guess]").forEach(offerTimeZone);

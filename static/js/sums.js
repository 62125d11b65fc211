/* Adds up amounts while they are typed: the page says the same when it has been saved.
   [data-sums data-had="600000"] holds <output data-used>, <output data-left> and a row [data-apart-row] with
   <output data-apart>; each input with data-adds counts, and the one with data-says-left says what is left. */
"use strict";

for (const place of document.querySelectorAll("[data-sums]")) follow(place);

function follow(place) {
  const form = place.closest("form");
  const inputs = [...form.querySelectorAll("input[data-adds]")];
  const said = form.querySelector("input[data-says-left]");
  const had = Number(place.dataset.had);

  form.addEventListener("input", (event) => { if (inputs.includes(event.target) || event.target === said) tell(); });

  function tell() {
    const amounts = inputs.filter((input) => input.value.trim()).map((input) => kroner(input.value));
    const used = amounts.length ? amounts.reduce((total, amount) => total + amount, 0) : NaN;
    const left = said && said.value.trim() ? kroner(said.value) : Math.max(had - used, 0);
    const apart = used + left - had;
    place.querySelector("[data-used]").textContent = words(used);
    place.querySelector("[data-left]").textContent = words(left);
    place.querySelector("[data-apart]").textContent = words(apart);
    place.querySelector("[data-apart-row]").hidden = !apart;
  }
}

/* "40 000 kr", "kr 40.000", "40.000,-" and "40000" are the same; anything else is no amount. */
function kroner(text) {
  const bare = text.replace(/\s/g, "").replace(/^kr\.?|(,[-–−]|,00)?(kr\.?)?$/gi, "");
  const digits = bare.replace(/\.(?=\d{3}(\D|$))/g, "");
  return /^\d{1,15}$/.test(digits) ? Number(digits) : NaN;
}

function words(amount) {
  if (Number.isNaN(amount)) return "–";
  const sign = amount < 0 ? "\u2212" : "";
  return `${sign}${String(Math.abs(amount)).replace(/\B(?=(\d{3})+$)/g, "\u00a0")}\u00a0kr`;
}

/* Adds up amounts while they are typed: the page says the same when it has been saved.
   [data-sums data-had="600000"] holds <output data-used> and <output data-left>; each input with data-adds counts. */
"use strict";

for (const place of document.querySelectorAll("[data-sums]")) follow(place);

function follow(place) {
  const form = place.closest("form");
  const inputs = [...form.querySelectorAll("input[data-adds]")];
  const used = place.querySelector("[data-used]");
  const left = place.querySelector("[data-left]");
  const had = Number(place.dataset.had);

  form.addEventListener("input", (event) => { if (inputs.includes(event.target)) tell(); });

  function tell() {
    const amounts = inputs.filter((input) => input.value.trim()).map((input) => kroner(input.value));
    const sum = amounts.reduce((total, amount) => total + amount, 0);
    used.textContent = amounts.length ? words(sum) : "–";
    left.textContent = amounts.length && !Number.isNaN(sum) ? words(Math.max(had - sum, 0)) : "–";
  }
}

/* "40 000 kr", "40.000,-" and "40000" are the same; anything else is no amount. */
function kroner(text) {
  const digits = text.replace(/\s/g, "").replace(/(kr\.?|,-|,00)$/i, "").replace(/\.(?=\d{3}(\D|$))/g, "");
  return /^\d+$/.test(digits) ? Number(digits) : NaN;
}

function words(amount) {
  return Number.isNaN(amount) ? "–" : `${String(amount).replace(/\B(?=(\d{3})+$)/g, "\u00a0")}\u00a0kr`;
}

/* Small help where a needs report is written. Each page works without it.
   data-shown-when="id" data-values="1 2"   shown while that field has one of the values, or something is written in it
   data-picker                              tick boxes in groups: all, none, a filter when they are many, how many are chosen
   data-order                               the order of cards, saved as they move */
"use strict";

for (const part of document.querySelectorAll("[data-shown-when]")) shownWhen(part);
for (const picker of document.querySelectorAll("[data-picker]")) pick(picker);
for (const form of document.querySelectorAll("form[data-order]")) sayOrder(form);

function shownWhen(part) {
  const field = document.getElementById(part.dataset.shownWhen);
  const own = part.querySelector("input, textarea, select");
  const values = part.dataset.values.split(" ");
  const show = () => { part.hidden = !values.includes(field.value) && !own.value && !part.querySelector("[data-invalid]"); };
  field.addEventListener("change", show);
  show();
}

function pick(picker) {
  const MANY = 10;
  const boxes = [...picker.querySelectorAll("input[type=checkbox]")];
  const groups = [...picker.querySelectorAll("[data-picker-group]")];
  const count = picker.querySelector("[data-picker-count]");
  const filter = picker.querySelector("[data-picker-filter] input");
  const nothing = picker.querySelector("[data-picker-nothing]");
  const row = (box) => box.closest(".ds-field");

  if (boxes.length < 2) return;
  for (const tools of picker.querySelectorAll("[data-picker-tools]")) tools.hidden = tools.closest("[data-picker-group]") !== null && groups.length < 2;
  filter.parentElement.hidden = boxes.length <= MANY;

  picker.addEventListener("change", tell);
  picker.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (!button) return;
    const place = button.closest("[data-picker-group]") || picker;
    const shown = boxes.filter((box) => place.contains(box) && !row(box).hidden);
    for (const box of shown) box.checked = button.dataset.pick === "all";
    if (shown.length) shown[0].dispatchEvent(new Event("change", { bubbles: true }));
  });
  filter.addEventListener("input", (event) => {
    event.stopPropagation();
    const wanted = filter.value.trim().toLowerCase();
    for (const box of boxes) row(box).hidden = !row(box).textContent.toLowerCase().includes(wanted);
    for (const group of groups) group.hidden = ![...group.querySelectorAll(".ds-field")].some((each) => !each.hidden);
    nothing.hidden = groups.some((group) => !group.hidden);
  });
  filter.addEventListener("change", (event) => event.stopPropagation());
  filter.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  tell();

  function tell() {
    count.textContent = count.dataset.one
      .replace("{n}", boxes.filter((box) => box.checked).length)
      .replace("{total}", boxes.length);
  }
}

function sayOrder(form) {
  const status = document.getElementById("saved");
  const again = () => htmx.trigger(form, "change");
  form.addEventListener("htmx:sendError", () => {
    status.textContent = status.dataset.offline;
    setTimeout(again, 5000);
  });
  form.addEventListener("htmx:responseError", () => { status.textContent = status.dataset.failed; });
}

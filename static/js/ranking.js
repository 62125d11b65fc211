/* Cards whose order is the rank (components/ranking.html): buttons, arrow keys, drag and a typed place move a card at once.
   Without this file each button sends the form. */
"use strict";

for (const list of document.querySelectorAll("[data-ranking]")) ranking(list);

function ranking(root) {
  const cards = root.querySelector(".ranking-cards");
  const order = root.querySelector("[data-ranking-order]");
  const status = root.querySelector("[data-ranking-status]");
  const all = () => [...cards.children];

  for (const field of cards.querySelectorAll(".ranking-to")) field.removeAttribute("name"); // only a way to move
  for (const handle of cards.querySelectorAll(".ranking-handle")) {
    handle.hidden = false;
    handle.addEventListener("pointerdown", (event) => drag(handle, event));
  }

  putInOrder();
  order.addEventListener("change", putInOrder);

  cards.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    const card = button.closest(".ranking-card");
    const how = button.value.split(":")[1];
    if (how === "to") moveTo(card, typedPlace(card), button);
    else moveTo(card, place(card) + (how === "up" ? -1 : 1), button);
  });

  cards.addEventListener("keydown", (event) => {
    const card = event.target.closest(".ranking-card");
    if (event.target.matches(".ranking-to") && event.key === "Enter") {
      event.preventDefault();
      moveTo(card, typedPlace(card), event.target);
    }
    if (!event.target.matches(".ranking-handle")) return;
    const steps = { ArrowUp: place(card) - 1, ArrowDown: place(card) + 1, Home: 1, End: all().length };
    if (!(event.key in steps)) return;
    event.preventDefault();
    moveTo(card, steps[event.key], event.target);
  });

  /** The order as the field holds it, also when a draft is put back after a reload. */
  function putInOrder() {
    const wanted = order.value.split(",").map((key) => all().find((card) => card.dataset.key === key)).filter(Boolean);
    if (wanted.every((card, index) => card === all()[index])) return;
    cards.append(...wanted, ...all().filter((card) => !wanted.includes(card)));
    number();
  }

  function number() {
    all().forEach((each, index) => {
      each.querySelector("[data-place]").textContent = index + 1;
      const typed = each.querySelector(".ranking-to");
      if (typed) typed.value = index + 1;
    });
  }

  function place(card) {
    return all().indexOf(card) + 1;
  }

  function typedPlace(card) {
    const typed = Number.parseInt(card.querySelector(".ranking-to").value, 10);
    return Number.isNaN(typed) ? place(card) : typed;
  }

  function moveTo(card, wanted, focus) {
    const others = all().filter((other) => other !== card);
    const goal = Math.min(Math.max(wanted, 1), others.length + 1);
    if (goal !== place(card)) cards.insertBefore(card, others[goal - 1] || null);
    focus.focus();
    settle(card);
  }

  function drag(handle, start) {
    if (start.button) return;
    const card = handle.closest(".ranking-card");
    const before = place(card);
    handle.setPointerCapture(start.pointerId);
    card.classList.add("is-moving");
    // The others move around the card, the nearest first: a card that is taken out of the page loses the pointer.
    const follow = (event) => {
      const now = all();
      for (const other of now.slice(place(card))) {
        if (!isBelowMiddle(other, event)) break;
        card.before(other);
      }
      for (const other of now.slice(0, now.indexOf(card)).reverse()) {
        if (isBelowMiddle(other, event)) break;
        card.after(other);
      }
    };
    const stop = () => {
      handle.removeEventListener("pointermove", follow);
      card.classList.remove("is-moving");
      if (place(card) !== before) settle(card);
    };
    handle.addEventListener("pointermove", follow);
    for (const end of ["pointerup", "pointercancel"]) handle.addEventListener(end, stop, { once: true });
    start.preventDefault();
    handle.focus();
  }

  function isBelowMiddle(card, event) {
    const box = card.getBoundingClientRect();
    return event.clientY > box.top + box.height / 2;
  }

  function settle(card) {
    number();
    status.textContent = root.dataset.moved
      .replace("{name}", card.dataset.name)
      .replace("{place}", place(card))
      .replace("{total}", all().length);
    const now = all().map((each) => each.dataset.key).join(",");
    if (order.value === now) return;
    order.value = now;
    for (const kind of ["input", "change"]) order.dispatchEvent(new Event(kind, { bubbles: true }));
  }
}

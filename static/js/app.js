/* Small help on top of pages that work without it. No inline handlers: everything hangs on data attributes.
   data-guard            on a form: one submit only, and a question before typed text is left behind
   data-insert-into="id" on a button: puts data-insert-text into that text field
   data-forget           on the form that signs out: forgets the unsaved text that autosave.js keeps in this browser
   details.menu          closes on Escape and on a click outside */
"use strict";

const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.hasAttribute("data-guard") && !form.hasAttribute("data-autosave")) changed.add(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-forget")) forgetDrafts();
  if (!form.hasAttribute("data-guard")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  changed.clear();
  if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
});

window.addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert-into]");
  if (button) insertText(button);
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

function insertText(button) {
  const field = document.getElementById(button.dataset.insertInto);
  if (!field) return;
  const before = field.value.trimEnd();
  field.value = before ? `${before}\n\n${button.dataset.insertText}` : button.dataset.insertText;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function forgetDrafts() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("rekom:draft:")) localStorage.removeItem(key);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}

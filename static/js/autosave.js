/* Saves a form while it is written (form[data-autosave], layouts/draft.html). docs/adr/0014 tells why it is so.
   - htmx carries each save. One at a time; a save that failed is sent again exactly as it was, so that a lost answer
     is no conflict with oneself; then what is newest.
   - An answer counts only when its header Rekom-Draft says that the portal took the text.
   - Until then what is typed is kept in localStorage, for this address and this person, and put back after a reload. */
"use strict";

{
  const QUIET = 1000; // milliseconds without typing before a save
  const RETRY = [2000, 4000, 8000, 15000, 30000];
  const KEPT_FOR = 7 * 24 * 3600 * 1000;
  const KEPT = "rekom:draft:";
  const NOT_TYPED = new Set(["csrfmiddlewaretoken", "shown", "do"]);
  const NO_VALUE = new Set(["submit", "button", "reset", "image", "file", "fieldset", "output"]);

  const form = document.querySelector("form[data-autosave]");
  const status = document.getElementById("saved");
  const place = form && `${KEPT}${form.dataset.person}:${location.pathname}:`;
  const own = form && place + tabName();

  let base = {}; // what the portal has, by field name
  let failed = null; // the save that nobody answered, sent again as it was
  let current = null; // the save that is under way: {fields, data, promise, done}
  let last = null; // what the last answered save held
  let timer = 0;
  let failures = 0;
  let isLeaving = false;

  if (form) begin();

  function begin() {
    forgetOld();
    base = form.hasAttribute("data-unsaved") ? {} : valuesOf(form, true);
    if (!form.hasAttribute("data-unsaved")) putBack();
    remember();
    form.addEventListener("input", () => noted(QUIET));
    form.addEventListener("change", () => noted(0));
    form.addEventListener("htmx:configRequest", (event) => { event.detail.parameters = current.data; });
    document.addEventListener("htmx:beforeSwap", judge);
    form.addEventListener("htmx:afterRequest", (event) => answered(event.detail.xhr));
    document.addEventListener("submit", waitBeforeSubmit, true);
    document.addEventListener("click", waitBeforeLeaving);
    document.addEventListener("visibilitychange", () => { if (document.hidden && isUnsent()) save(); });
    window.addEventListener("online", () => { if (failed || isUnsent()) save(); });
    window.addEventListener("pageshow", () => { isLeaving = false; });
    window.addEventListener("beforeunload", (event) => { if (!isLeaving && isUnsaved()) event.preventDefault(); });
  }

  /* --- what is typed --- */

  function valuesOf(someForm, asServed) {
    const found = {};
    for (const field of someForm.elements) {
      if (!field.name || field.disabled || NOT_TYPED.has(field.name) || NO_VALUE.has(field.type)) continue;
      found[field.name] = [...(found[field.name] || []), ...valuesIn(field, asServed)];
    }
    return found;
  }

  function valuesIn(field, asServed) {
    if (field.type === "checkbox" || field.type === "radio") {
      return (asServed ? field.defaultChecked : field.checked) ? [field.value] : [];
    }
    if (field.tagName === "SELECT") {
      const chosen = [...field.options].filter((option) => (asServed ? option.defaultSelected : option.selected));
      const first = asServed && !chosen.length && !field.multiple ? [...field.options].slice(0, 1) : chosen;
      return first.map((option) => option.value);
    }
    return [(asServed ? field.defaultValue : field.value).replace(/\r\n/g, "\n").trim()];
  }

  function isSame(some, other) {
    return JSON.stringify(some || []) === JSON.stringify(other || []);
  }

  function changedSince(before) {
    const now = valuesOf(form, false);
    return Object.fromEntries(Object.entries(now).filter(([name, values]) => !isSame(values, before[name])));
  }

  function isUnsaved() {
    return Boolean(current || failed) || Object.keys(changedSince(base)).length > 0;
  }

  /** Whether something is typed that the last answered save did not hold: a field with faults is not sent again. */
  function isUnsent() {
    return Boolean(failed) || (isUnsaved() && (!last || Object.keys(changedSince(last)).length > 0));
  }

  /* --- saving --- */

  function noted(wait) {
    remember();
    plan(wait);
  }

  function plan(wait) {
    clearTimeout(timer);
    timer = setTimeout(() => { if (isUnsent()) save(); }, wait);
  }

  /** Send one save, or wait for the one under way. Gives "saved", "conflict", "refused", "offline" or "failed". */
  function save() {
    clearTimeout(timer);
    if (current) return current.promise;
    current = failed || { fields: valuesOf(form, false), data: dataOf(form) };
    current.promise = new Promise((done) => { current.done = done; });
    const { promise } = current;
    remember();
    htmx.trigger(form, "autosave");
    return promise;
  }

  function dataOf(someForm) {
    const data = new FormData(someForm);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    data.set("do", "autosave");
    return data;
  }

  /** Only an answer of ours is shown, whatever its status; a sign-in page or an error page is not. */
  function judge(event) {
    if (event.detail.requestConfig.elt !== form) return;
    const isOurs = Boolean(event.detail.xhr.getResponseHeader("Rekom-Draft"));
    event.detail.shouldSwap = isOurs;
    event.detail.isError = !isOurs;
  }

  function answered(xhr) {
    if (!current) return;
    const sent = current;
    const said = xhr.status ? xhr.getResponseHeader("Rekom-Draft") : null;
    current = null;
    if (said) taken(sent, said, (xhr.getResponseHeader("Rekom-Open-Fields") || "").split(" "));
    else notTaken(sent, xhr.status);
    remember();
    sent.done(said || (xhr.status ? "failed" : "offline"));
  }

  function taken(sent, said, open) {
    failed = null;
    failures = 0;
    last = sent.fields;
    status.removeAttribute("data-trouble");
    if (said === "refused") {
      status.setAttribute("data-trouble", "");
      return;
    }
    for (const [name, values] of Object.entries(sent.fields)) if (!open.includes(name)) base[name] = values;
    if (isUnsent()) plan(QUIET);
  }

  function notTaken(sent, code) {
    failed = sent;
    say(!code ? "offline" : code === 401 ? "signed-out" : code >= 500 || code === 429 ? "failed" : "turned-away");
    if (code && code < 500 && code !== 429) {
      failed = null; // another sign-in, or nothing, would help: what is newest is tried when more is typed
      last = sent.fields;
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(save, RETRY[Math.min(failures, RETRY.length - 1)]);
    failures += 1;
  }

  function say(what) {
    const words = document.querySelector(`#autosave-words [data-when="${what}"]`);
    status.replaceChildren(...words.cloneNode(true).childNodes);
    status.setAttribute("data-trouble", "");
  }

  /* --- leaving the page --- */

  /** A button waits until all that is typed is saved. It stays on the page where that does not go well. */
  async function waitBeforeSubmit(event) {
    if (event.target !== form) return;
    const button = event.submitter;
    const isChoice = Boolean(button) && (button.name === "keep" || button.name === "take");
    if (isChoice && button.name === "take") giveUp(button.value.slice(0, button.value.lastIndexOf(":")));
    if (isLeaving || (!current && (isChoice || !isUnsent()))) {
      isLeaving = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (button) button.setAttribute("aria-busy", "true");
    const result = await (isChoice ? save() : saveAll());
    if (button) button.removeAttribute("aria-busy");
    if (result === "conflict" && !isChoice) document.getElementById("conflicts").scrollIntoView();
    if ((result !== "saved" && result !== "refused" && !isChoice) || (button && !button.isConnected)) return;
    isLeaving = true;
    form.requestSubmit(button);
  }

  /** The other's text is chosen: one's own is not put back. */
  function giveUp(name) {
    base[name] = valuesOf(form, false)[name];
    remember();
  }

  async function waitBeforeLeaving(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isHere = link.origin === location.origin && link.pathname === location.pathname && link.hash;
    if (isHere || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (!current && !isUnsent()) return;
    event.preventDefault();
    await saveAll();
    location.href = link.href;
  }

  async function saveAll() {
    let result = current ? await current.promise : "saved";
    if (isUnsent()) result = await save();
    if (result === "saved" && isUnsent()) result = await save(); // after a save that was sent again
    return result;
  }

  /* --- what this browser keeps until the portal has it --- */

  function remember() {
    const unsaved = changedSince(base);
    if (!Object.keys(unsaved).length) {
      store(() => localStorage.removeItem(own));
      return;
    }
    const prints = shown().fields;
    const record = {
      at: Date.now(),
      fields: unsaved,
      prints: Object.fromEntries(Object.keys(unsaved).map((name) => [name, prints[name]])),
      sent: (current || failed || {}).fields || {},
    };
    store(() => localStorage.setItem(own, JSON.stringify(record)));
  }

  /** Put back what was typed here and never saved. Where somebody else has saved another text since, the field keeps
      what it showed then, so that the next save gives both texts to choose between. */
  function putBack() {
    const records = kept(place).sort((some, other) => some.record.at - other.record.at);
    const wasShown = shown();
    let at = 0;
    for (const { key, record } of records) {
      for (const [name, values] of Object.entries(record.fields)) {
        if (isSame(values, base[name]) || !fill(name, values)) continue;
        if (!isSame((record.sent || {})[name], base[name])) wasShown.fields[name] = record.prints[name];
        at = record.at;
      }
      if (key !== own) store(() => localStorage.removeItem(key));
    }
    if (!at) return;
    document.getElementById("shown").value = JSON.stringify(wasShown);
    tellPutBack(at);
    plan(0);
  }

  function fill(name, values) {
    const fields = [...form.elements].filter((field) => field.name === name && !NO_VALUE.has(field.type));
    fields.forEach((field, number) => {
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (field.tagName === "SELECT") {
        for (const option of field.options) option.selected = values.includes(option.value);
      } else field.value = values[number] ?? "";
      field.closest("details")?.setAttribute("open", "");
    });
    return fields.length > 0;
  }

  function tellPutBack(at) {
    const words = document.querySelector('#autosave-words [data-when="restored"]').cloneNode(true);
    const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    words.querySelector("b").replaceWith(when.format(at));
    const box = document.createElement("div");
    box.className = "ds-alert";
    box.dataset.color = "info";
    box.append(words);
    document.getElementById("restored").replaceChildren(box);
  }

  function shown() {
    const found = JSON.parse(document.getElementById("shown").value);
    return { ...found, fields: { ...found.fields } };
  }

  function kept(prefix) {
    const found = [];
    store(() => {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(prefix)) found.push({ key, record: JSON.parse(localStorage.getItem(key)) });
      }
    });
    return found;
  }

  function forgetOld() {
    for (const { key, record } of kept(KEPT)) {
      if (Date.now() - record.at > KEPT_FOR) store(() => localStorage.removeItem(key));
    }
  }

  /** The same name for a window as long as it lives, so that two windows do not keep in the same place. */
  function tabName() {
    let name = "";
    store(() => { name = sessionStorage.getItem("rekom:tab") || ""; });
    if (!name) name = Math.random().toString(36).slice(2);
    store(() => sessionStorage.setItem("rekom:tab", name));
    return name;
  }

  /** A browser that keeps nothing (or is full) must not stop anybody from writing. */
  function store(work) {
    try {
      work();
    } catch {
      // what is typed is still sent
    }
  }
}

// Drafts that outlive a lost connection: a form with data-entries="address" is sent there a moment after the last key. Until
// the server has it, it is also kept in this browser, and comes back when the form is opened again.

const PAUSE_MS = 1200;
const RETRY_MS = 10000;
const SENT = "gw-draft-sent";

const store = {
  get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* Then there is nothing to drop. */ } },
};

const IS_CHOICE = { radio: true, checkbox: true };

/** What stands in the form, or what the server had put into it: browsers fill in again what was there before a reload. */
function values(form, { atFirst = false } = {}) {
  const found = [];
  for (const field of form.elements) {
    if (!field.name || !("value" in field) || /^(submit|hidden|file)$/.test(field.type)) continue;
    if (!IS_CHOICE[field.type]) found.push([field.name, atFirst ? field.defaultValue : field.value]);
    else if (atFirst ? field.defaultChecked : field.checked) found.push([field.name, field.value]);
  }
  return JSON.stringify(found);
}

function fill(form, entries) {
  for (const field of form.elements) {
    if (!field.name || !("value" in field) || /^(submit|hidden|file)$/.test(field.type)) continue;
    const given = entries.filter(([name]) => name === field.name).map(([, value]) => value);
    if (IS_CHOICE[field.type]) field.checked = given.includes(field.value);
    else field.value = given[0] ?? "";
  }
}

class Draft {
  constructor(form) {
    this.form = form;
    this.key = `gw-draft:${form.dataset.entries}`;
    // What came back with something to mend was never saved.
    this.saved = "draftUnsaved" in form.dataset ? "" : values(form, { atFirst: true });
    this.isKept = true;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("online", () => this.isOpen && this.send());
    addEventListener("pagehide", () => this.isOpen && navigator.onLine && this.post(true).catch(() => {}));
    addEventListener("beforeunload", (event) => this.isOpen && !this.isKept && event.preventDefault());
    if (this.isOpen) this.changed();
    else this.bringBack();
  }

  now() { return values(this.form); }

  get isOpen() { return this.now() !== this.saved; }

  /** What was never sent: at once where nobody has changed the draft elsewhere, else as one chooses. */
  bringBack() {
    const kept = store.get(this.key);
    if (!kept) return;
    if (kept.values === this.saved) return store.drop(this.key);
    if (kept.base === this.saved) return this.take(kept);
    const choice = this.form.querySelector("[data-draft-choice]");
    if (!choice) return;
    choice.hidden = false;
    choice.querySelector("[data-draft-take]").addEventListener("click", () => { choice.hidden = true; this.take(kept); });
    choice.querySelector("[data-draft-drop]").addEventListener("click", () => { choice.hidden = true; store.drop(this.key); });
  }

  take(kept) {
    fill(this.form, JSON.parse(kept.values));
    this.say("back");
    this.send();
  }

  changed() {
    this.isKept = store.set(this.key, { base: this.saved, values: this.now() });
    this.show("waiting");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE_MS);
  }

  submitted(event) {
    if (navigator.onLine) {
      try { sessionStorage.setItem(SENT, this.key); } catch { /* It is dropped when the form is opened again. */ }
      return;
    }
    // The browser would show an error page instead of the form.
    event.preventDefault();
    this.say("offline");
  }

  post(keepalive) {
    const body = new FormData(this.form);
    return fetch(this.form.dataset.entries, { method: "POST", body, keepalive, redirect: "manual" });
  }

  async send() {
    if (this.isBusy || !this.isOpen) return;
    if (!navigator.onLine) return this.later("offline");
    clearTimeout(this.timer);
    this.isBusy = true;
    const sent = this.now();
    let answer = null;
    try {
      answer = await this.post(false);
    } catch {
      // The connection is gone, whatever the browser believes.
    }
    this.isBusy = false;
    if (!answer || answer.status >= 500 || answer.status === 429) return this.later("offline");
    // A redirect leads to the sign-in page.
    if (answer.type === "opaqueredirect" || answer.status === 403) return this.say("away");
    if (!answer.ok) return this.say("refused");
    this.saved = sent;
    if (this.isOpen) return this.changed();
    store.drop(this.key);
    this.say("saved");
  }

  later(state) {
    this.isKept = store.set(this.key, { base: this.saved, values: this.now() });
    this.say(state);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), RETRY_MS);
  }

  /** For the eye alone: it changes with every pause in typing. */
  show(state) {
    const place = this.form.querySelector("[data-draft-state]");
    if (!place) return;
    place.dataset.draftState = state;
    place.textContent = this.form.dataset[`${state}Text`] ?? "";
  }

  say(state) {
    this.show(state);
    const place = this.form.querySelector("[data-draft-said]");
    if (place) place.textContent = this.form.dataset[`${state}Text`] ?? "";
  }
}

// What was submitted is the server's now, unless the same form came back with something to mend.
let before = null;
try { before = sessionStorage.getItem(SENT); sessionStorage.removeItem(SENT); } catch { /* Nothing was noted. */ }
const forms = [...document.querySelectorAll("form[data-entries]")];
if (before && !forms.some((form) => before === `gw-draft:${form.dataset.entries}`)) store.drop(before);
for (const form of forms) new Draft(form);

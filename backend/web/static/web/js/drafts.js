// A draft that is never lost: kept in this browser at once, sent when there is a connection, never over what somebody
// else has written meanwhile. Forms with data-draft="address"; the words come with the form.

const KEPT_FOR = 30 * 24 * 3600 * 1000;
const PAUSE = 1500;
const AGAIN = 15000;

// What is kept is for this browser alone; where storing is switched off, the server's draft is all there is.
const store = {
  read(key) {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return kept && Date.now() - kept.at < KEPT_FOR ? kept : null;
    } catch {
      return null;
    }
  },
  write(key, kept) {
    try {
      localStorage.setItem(key, JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch { /* nothing is kept, then */ }
  },
};

function fieldsOf(form) {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "base") found[name] = value.replace(/\r\n/g, "\n");
  }
  return found;
}

// Dropped on the next page, unless the same form comes back with something to mend; see forms.js.
function noteSent(key) {
  try {
    sessionStorage.setItem("gw-draft-sent", key);
  } catch { /* it is dropped when the form is opened again */ }
}

const differing = (one, other) => Object.keys({ ...one, ...other }).filter((name) => (one[name] ?? "") !== (other[name] ?? ""));

class Draft {
  constructor(form) {
    this.form = form;
    this.key = `gw-draft:${form.dataset.draft}`;
    this.place = form.querySelector("[data-saved]");
    this.said = form.querySelector("[data-said]");
    this.choice = form.querySelector("[data-draft-choice]");
    this.base = form.elements.base;
    this.isHeld = false;
    form.addEventListener("input", () => this.typed());
    // Before all others: what is not sent must not count as being on its way.
    window.addEventListener("submit", (event) => event.target === form && this.submitted(event), true);
    window.addEventListener("online", () => this.pending && this.send());
    window.addEventListener("offline", () => this.pending && this.say("offline"));
    this.restore();
  }

  say(what, text = this.form.dataset[what]) {
    if (this.place && text && this.place.textContent !== text) this.place.textContent = text;
    if (this.place) this.place.dataset.state = what;
    // Not with every pause in typing: whoever listens hears what has become of it.
    if (this.said && what !== "unsaved") this.said.textContent = text ?? "";
  }

  // --- Coming back to the page ---

  restore() {
    const kept = store.read(this.key);
    const typed = "typed" in this.form.dataset;
    if (!kept || typed || !differing(kept.fields, fieldsOf(this.form)).length) {
      store.drop(this.key);
      if (typed) this.keep();
    } else if (kept.base === this.base.value) {
      // Nobody else has written since: what is here is simply newer.
      this.put(kept.fields);
      this.say("restored");
      this.pending = true;
      this.send();
    } else this.ask(kept);
  }

  put(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.form.elements[name];
      if (!field) continue;
      if (field instanceof RadioNodeList || field.type === "radio") field.value = value;
      else if (field.type !== "file" && field.type !== "checkbox") field.value = value;
    }
    // A box without its mark is not sent at all.
    for (const box of this.form.querySelectorAll("input[type=checkbox]")) {
      if (!(this.form.elements[box.name] instanceof RadioNodeList)) box.checked = fields[box.name] === box.value;
    }
  }

  /** Two texts, and one person who knows which of them counts: nothing is sent before they have said so. */
  ask(kept, base = this.base.value) {
    this.isHeld = true;
    const list = this.choice.querySelector("[data-draft-here]");
    list.replaceChildren();
    const there = fieldsOf(this.form);
    const names = kept === null ? Object.keys(there) : differing(kept.fields, there);
    for (const name of names) {
      const value = (kept?.fields ?? there)[name];
      const label = this.form.querySelector(`label[for="id_${name}"]`)?.textContent.trim();
      if (!value || !label) continue;
      const term = document.createElement("dt");
      const text = document.createElement("dd");
      term.textContent = label;
      text.textContent = value;
      const row = document.createElement("div");
      row.append(term, text);
      list.append(row);
    }
    this.choice.hidden = false;
    this.choice.querySelector("[data-take=here]").onclick = () => {
      this.base.value = base;
      if (kept) this.put(kept.fields);
      this.chosen();
      this.pending = true;
      this.keep();
      this.send();
    };
    this.choice.querySelector("[data-take=there]").onclick = () => {
      this.pending = false;
      store.drop(this.key);
      if (kept) this.chosen();
      // The page still shows what was typed; what is saved comes with a new one.
      else {
        this.form.dispatchEvent(new CustomEvent("gw:saved", { bubbles: true }));
        location.reload();
      }
    };
    this.choice.focus();
  }

  chosen() {
    this.isHeld = false;
    this.choice.hidden = true;
    this.place?.focus();
    this.say("blank", " ");
  }

  // --- Writing ---

  keep() {
    const kept = { fields: fieldsOf(this.form), base: this.base.value, at: Date.now() };
    return store.write(this.key, kept);
  }

  typed() {
    if (this.isHeld) return;
    this.pending = true;
    this.keep();
    this.say(navigator.onLine ? "unsaved" : "offline");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  async send() {
    clearTimeout(this.timer);
    if (this.isHeld || this.isSending || this.isLeaving) return;
    if (!navigator.onLine) return this.say("offline");
    this.isSending = true;
    const sent = fieldsOf(this.form);
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    try {
      const answer = await fetch(this.form.dataset.draft, { method: "POST", body, headers: { "X-Autosave": "true" } });
      if (answer.redirected) throw new Error("signed out");
      this.answered(await answer.json(), answer.status, sent);
    } catch {
      this.say(navigator.onLine ? "failed" : "offline");
      this.timer = setTimeout(() => this.send(), AGAIN);
    } finally {
      this.isSending = false;
    }
  }

  answered(told, status, sent) {
    if (status === 200) {
      this.base.value = told.base;
      if (differing(sent, fieldsOf(this.form)).length) return this.typed();
      this.pending = false;
      store.drop(this.key);
      this.form.dispatchEvent(new CustomEvent("gw:saved", { bubbles: true }));
      return this.say("said", told.said);
    }
    this.say("refused", told.said);
    if (told.code === "draft_changed") this.ask(null, told.base);
  }

  submitted(event) {
    if (this.isHeld || !navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.pending = true;
      this.keep();
      if (!this.isHeld) this.say("offline");
      (this.isHeld ? this.choice : this.place)?.focus();
      return;
    }
    // What is on its way with the form does not race with a draft.
    clearTimeout(this.timer);
    this.isLeaving = true;
    this.keep();
    noteSent(this.key);
    setTimeout(() => (this.isLeaving = false), 20000);
  }
}

window.addEventListener("pageshow", (event) => event.persisted && location.reload());
for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form);

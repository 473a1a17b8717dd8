// Nothing is lost and nothing is sent twice.

// --- Double submits: a form that is on its way is not sent again; coming back in the history frees it. -----------

const sent = new WeakSet();

function free(form) {
  sent.delete(form);
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || "unguarded" in form.dataset) return;
  if (sent.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (form.method === "get") return;
  sent.add(form);
  // Other listeners may still refuse; then it was not sent.
  queueMicrotask(() => {
    const byHtmx = form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]");
    if (event.defaultPrevented && !byHtmx) return free(form);
    event.submitter?.setAttribute("aria-busy", "true");
    clean(form);
    // An answer that is a download leaves the page as it is.
    setTimeout(() => free(form), 20000);
  });
}, true);
document.addEventListener("htmx:afterRequest", (event) => free(event.detail.elt.closest("form") ?? event.detail.elt));
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(free));

// --- Unsaved changes: forms with data-warn ---------------------------------------------------------------------

const dirty = new Set();
const clean = (form) => dirty.delete(form);

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && "warn" in form.dataset) dirty.add(form);
});
// What keeps drafts elsewhere says when one is safe.
document.addEventListener("gw:saved", (event) => clean(event.target));
window.addEventListener("beforeunload", (event) => {
  for (const form of dirty) if (form.isConnected) return event.preventDefault();
});

// --- Drafts: forms with data-autosave="address" are posted there two seconds after the last key ------------------

const waiting = new WeakMap();

async function save(form) {
  const place = form.querySelector("[data-saved]");
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { "X-Autosave": "true" } });
    if (!answer.ok) throw new Error(String(answer.status));
    clean(form);
    if (place) place.textContent = form.dataset.savedText ?? "";
  } catch {
    // Typing is never interrupted by this; the warning on leaving stays.
    if (place) place.textContent = form.dataset.unsavedText ?? "";
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.autosave) return;
  dirty.add(form);
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => save(form), 2000));
});

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

// --- Drafts that were sent with their form are the server's now -------------------------------------------------

try {
  const sent = sessionStorage.getItem("gw-draft-sent");
  const isBack = [...document.querySelectorAll("form[data-draft]")].some((form) => sent === `gw-draft:${form.dataset.draft}`);
  if (sent && !isBack) localStorage.removeItem(sent);
  sessionStorage.removeItem("gw-draft-sent");
} catch { /* nothing is kept, then */ }

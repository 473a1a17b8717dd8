// Deadlines that stay true, focus that is never lost, dialogs that ask once.

const announcer = () => document.getElementById("announcer");

/** Reads a sentence out to screen readers; emptied first, so that the same sentence is read twice. */
export function announce(text) {
  const place = announcer();
  if (!place || !text) return;
  place.textContent = "";
  setTimeout(() => (place.textContent = text), 60);
}

// --- Deadlines: the server's clock decides; ours only counts on from it. -------------------------------------

const language = document.documentElement.lang || "de";
const locale = { de: "de-DE", en: "en-GB" }[language] ?? language;
const loaded = performance.now();

function unit(count, name) {
  return new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" }).format(count);
}

function span(milliseconds) {
  const minutes = Math.max(1, Math.floor(milliseconds / 60000));
  const parts = [[Math.floor(minutes / 1440), "day"], [Math.floor(minutes / 60) % 24, "hour"], [minutes % 60, "minute"]];
  while (parts.length > 1 && !parts[0][0]) parts.shift();
  return parts.slice(0, 2).filter(([count]) => count).map(([count, name]) => unit(count, name)).join(", ");
}

function countDown() {
  for (const place of document.querySelectorAll("[data-countdown]")) {
    place.born ??= performance.now() < loaded + 1000 ? loaded : performance.now();
    const serverNow = Date.parse(place.dataset.serverNow) + (performance.now() - place.born);
    const left = Date.parse(place.dataset.countdown) - serverNow;
    const text = left > 0 ? place.dataset.pattern.replace("%s", span(left)) : place.dataset.over;
    if (place.textContent !== text) {
      place.textContent = text;
      if (left <= 0) announce(text);
    }
  }
}
countDown();
setInterval(countDown, 15000);

// --- Slots and deadlines: whoever reads in another time zone sees the time of their own clock, too. ----------

const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const SLOT = { weekday: "short", ...TIME };
const MOMENT = { weekday: "long", day: "numeric", month: "long", year: "numeric", ...TIME, timeZoneName: "short" };

function ownZone() {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const place of document.querySelectorAll("[data-own-zone]")) {
    const { ownZone: told, starts, ends, pattern = "%s" } = place.dataset;
    const at = new Date(starts);
    const clock = (timeZone, form) => new Intl.DateTimeFormat(locale, { ...form, timeZone });
    const offset = (timeZone) => clock(timeZone, { ...MOMENT, timeZoneName: "longOffset" }).format(at);
    // Two names of one clock are no other zone.
    if (!own || told.split(" ").some((zone) => offset(zone) === offset(own))) continue;
    const time = ends ? clock(own, SLOT).formatRange(at, new Date(ends)) : clock(own, MOMENT).format(at);
    const words = pattern.replace("%s", `${time} (${own.replaceAll("_", " ")})`);
    (place.querySelector("[data-fill]") ?? place).textContent = words;
    place.hidden = false;
  }
}
ownZone();

// --- Tabs: on a phone the row is wider than the screen; it begins where the reader is. ------------------------

for (const here of document.querySelectorAll(".gw-tabs [aria-current]")) {
  const row = here.closest(".gw-tabs");
  row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}

// --- Focus ---------------------------------------------------------------------------------------------------

function focus(place) {
  if (!place.matches("a[href], button, input, select, textarea, summary, [tabindex]")) place.tabIndex = -1;
  place.focus({ preventScroll: false });
}

const first = document.querySelector("[data-focus]");
if (first) focus(first);

document.addEventListener("htmx:afterSettle", (event) => {
  const changed = event.detail.elt;
  const wanted = changed.matches?.("[data-focus]") ? changed : changed.querySelector?.("[data-focus]");
  if (wanted) focus(wanted);
  else if (document.activeElement === document.body && changed.isConnected) focus(changed);
  const saying = changed.matches?.("[data-announce]") ? changed : changed.querySelector?.("[data-announce]");
  if (saying) announce(saying.dataset.announce);
  countDown();
  ownZone();
});

// What is only a hint says nothing of a missing connection: whoever writes has other things in mind.
const isHint = (event) => event.detail.elt?.matches?.("[data-hint]");
document.addEventListener("htmx:beforeRequest", (event) => isHint(event) && !navigator.onLine && event.preventDefault());
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => isHint(event) || announce(document.body.dataset.failed));
}

// --- Menus close with Escape and give the focus back -------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details.gw-menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// --- Dialogs: a link or button with data-dialog="id"; without this script the link leads to a page that asks. -----

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener("close", () => opener.isConnected && opener.focus(), { once: true });
});

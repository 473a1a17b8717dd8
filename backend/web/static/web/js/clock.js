// Our clock, counted on from the moment at which the page came, and a deadline in the reader's own time zone.

const language = document.documentElement.lang || "de";
const locale = { de: "de-DE", en: "en-GB" }[language] ?? language;
const loaded = performance.now();

function inZone(at, zone, more) {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...more }).format(at);
}

const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short" };
const WHOLE = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const place of document.querySelectorAll("[data-deadline-zone]")) {
  const at = new Date(place.dataset.at);
  const offset = (zone) => inZone(at, zone, { ...WHOLE, timeZoneName: "longOffset" });
  // The reader's clock is told only where it shows something else.
  if (!here || [place.dataset.deadlineZone, "UTC"].some((zone) => offset(zone) === offset(here))) continue;
  place.querySelector("[data-fill]").textContent = `${inZone(at, here, WHOLE)} (${here})`;
  place.hidden = false;
}

function tick() {
  for (const place of document.querySelectorAll("[data-our-clock]")) {
    const now = new Date(Date.parse(place.dataset.ourClock) + performance.now() - loaded);
    const utc = inZone(now, "UTC", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    place.textContent = place.dataset.pattern.replace("%s", inZone(now, place.dataset.zone, CLOCK)).replace("%s", utc);
  }
}

if (document.querySelector("[data-our-clock]")) {
  tick();
  setInterval(tick, 1000);
}

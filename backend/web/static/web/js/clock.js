// Our clock, counted on from the moment at which the page came.

const language = document.documentElement.lang || "de";
const locale = { de: "de-DE", en: "en-GB" }[language] ?? language;
const loaded = performance.now();

function inZone(at, zone, more) {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...more }).format(at);
}

const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short" };

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

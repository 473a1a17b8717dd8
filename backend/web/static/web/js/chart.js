// Draws each [data-chart] figure from its own table: what is seen is what is written.

const language = document.documentElement.lang || "de";
// On a phone names beside the lines would take half of the picture: there they stand in the key below it.
const wide = matchMedia("(min-width: 44rem)");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

// ECharts sets style attributes, which the Content-Security-Policy refuses; the same through CSSOM is allowed.
const plain = Element.prototype.setAttribute;
SVGElement.prototype.setAttribute = function (name, value) {
  if (name === "style") this.style.cssText = value;
  else plain.call(this, name, value);
};

function colour(name) {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.className = "gw-probe";
  document.body.append(probe);
  probe.style.color = `var(--gw-${name})`;
  const found = getComputedStyle(probe).color;
  probe.remove();
  // ECharts knows neither oklch() nor color(): a pixel of a canvas says it in rgb.
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  context.fillStyle = found;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red},${green},${blue})`;
}

function read(figure) {
  const table = figure.querySelector("table");
  const rows = [...table.tBodies[0].rows];
  return {
    labels: rows.map((row) => row.cells[0].textContent.trim()),
    series: [...table.tHead.rows[0].cells].slice(1).map((head, index) => ({
      name: head.textContent.trim(),
      colour: head.dataset.colour,
      values: rows.map((row) => (row.cells[index + 1].dataset.value === "" ? null : Number(row.cells[index + 1].dataset.value))),
      texts: rows.map((row) => row.cells[index + 1].textContent.trim()),
    })),
  };
}

function axisNumber(figure) {
  const { currency, unit } = figure.dataset;
  const format = new Intl.NumberFormat(language === "en" ? "en-GB" : language, currency
    ? { style: "currency", currency, maximumFractionDigits: 1, notation: "compact", useGrouping: "always" }
    : { notation: "compact", useGrouping: "always" });
  return (value) => format.format(value) + (unit ? ` ${unit}` : "");
}

function one(figure, data, series, kind) {
  const area = kind === "area";
  const bars = kind === "bars" || kind === "stacked";
  const width = figure.clientWidth;
  // Names that would not fit under their bars lie beside them.
  const longest = Math.max(...data.labels.map((label) => label.length));
  const lying = bars && ("horizontal" in figure.dataset || longest * 8.5 * data.labels.length > width - 70);
  const shade = colour(series.colour);
  // Lines that end in one point bear their names there, once: beside each other if they are as short as letters.
  const together = data.series.filter((other) => other.values.at(-1) === series.values.at(-1)).map((other) => other.name);
  const ending = { show: kind === "lines" && wide.matches && together[0] === series.name, formatter: () => together.join(together.join().length > 8 ? "\n" : ", "), color: colour("text"), fontSize: 15, lineHeight: 18, distance: 8 };
  return {
    name: series.name,
    type: bars ? "bar" : "line",
    stack: kind === "stacked" || area ? "all" : undefined,
    data: series.values,
    color: shade,
    itemStyle: bars ? { color: shade, borderRadius: kind === "bars" ? 4 : 0 } : { color: shade },
    barMaxWidth: 56,
    symbol: area || data.labels.length > 24 ? "none" : "circle",
    symbolSize: 7,
    lineStyle: { width: area ? 1 : 3, color: shade },
    areaStyle: area ? { color: shade, opacity: 1 } : undefined,
    endLabel: ending,
    labelLayout: kind === "lines" ? { moveOverlap: "shiftY" } : undefined,
    emphasis: { disabled: true },
  };
}

/** What the longest name beside its line takes. */
function room(series) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = "15px 'Fira Sans', sans-serif";
  return Math.ceil(Math.max(...series.map((entry) => context.measureText(entry.name).width))) + 20;
}

function options(figure) {
  const data = read(figure);
  const kind = figure.dataset.chart;
  const [text, muted, line, ground] = ["text", "muted", "line", "ground"].map(colour);
  const type = { fontFamily: "Fira Sans, sans-serif", fontSize: 15, color: muted };
  const bars = kind === "bars" || kind === "stacked";
  const width = figure.clientWidth;
  // Names that would not fit under their bars lie beside them.
  const longest = Math.max(...data.labels.map((label) => label.length));
  const lying = bars && ("horizontal" in figure.dataset || longest * 8.5 * data.labels.length > width - 70);
  const labels = { type: "category", data: data.labels, boundaryGap: bars, axisLabel: { ...type, margin: 12, hideOverlap: !bars, interval: bars ? 0 : "auto", width: lying ? Math.min(180, width * 0.42) : undefined, overflow: lying ? "break" : undefined }, axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, inverse: lying };
  const values = { type: "value", axisLabel: { ...type, formatter: axisNumber(figure), hideOverlap: true }, splitLine: { lineStyle: { color: line } }, splitNumber: 4 };
  const series = data.series.map((entry) => one(figure, data, entry, kind));
  if (figure.dataset.now && series[0]) {
    series[0].markLine = { silent: true, symbol: "none", data: [{ xAxis: figure.dataset.now }], lineStyle: { color: colour("accent"), width: 2, type: "solid" }, label: { ...type, color: text, formatter: language === "de" ? "jetzt" : "now" } };
  }
  return {
    animation: !still,
    animationDuration: 500,
    textStyle: type,
    grid: { left: 4, right: kind === "lines" && wide.matches ? room(data.series) : 16, top: 24, bottom: 4, containLabel: true },
    xAxis: lying ? values : labels,
    yAxis: lying ? labels : values,
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: ground,
      borderColor: line,
      textStyle: { ...type, color: text },
      axisPointer: { type: bars ? "shadow" : "line", lineStyle: { color: muted } },
      formatter: (points) => [points[0].name, ...points.map((point) => `${point.seriesName}: ${data.series[point.seriesIndex].texts[point.dataIndex]}`)].join("\n"),
    },
    aria: { enabled: true, decal: { show: data.series.length > 1 && kind !== "lines", decals: decals(data.series) } },
    series,
  };
}

function decals(series) {
  // What is only promised is hatched, what is firm is not; the rest is told apart by lightness.
  const hatch = { color: "rgba(0,0,0,0.22)", dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: Math.PI / 4 };
  return series.map((entry) => (entry.colour === "reserved" ? hatch : { symbol: "none" }));
}

const begun = new WeakSet();
const drawn = new Map();

async function draw(figures) {
  const echarts = await import(document.querySelector("[data-echarts]").dataset.echarts);
  await document.fonts.ready;
  for (const figure of figures) {
    figure.classList.add("gw-chart--drawn");
    const place = figure.querySelector("[data-picture]");
    const chart = echarts.init(place, null, { renderer: "svg", locale: language === "de" ? "DE" : "EN" });
    const show = () => {
      chart.setOption(options(figure), true);
      place.setAttribute("role", "img");
      place.setAttribute("aria-label", place.getAttribute("aria-label") || figure.querySelector("figcaption").textContent);
    };
    const ending = new AbortController();
    const observer = new ResizeObserver(() => (chart.resize(), show()));
    observer.observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show, { signal: ending.signal });
    drawn.set(figure, () => (ending.abort(), observer.disconnect(), chart.dispose()));
  }
}

function drawIn(place) {
  const figures = [...place.querySelectorAll("[data-chart]")].filter((figure) => !begun.has(figure));
  figures.forEach((figure) => begun.add(figure));
  if (figures.length) draw(figures);
}

let opened = [];
drawIn(document);

// Pictures that htmx brings anew: the old ones end, and whoever reads a table goes on reading it.
document.addEventListener("htmx:beforeSwap", (event) => {
  opened = [...event.detail.target.querySelectorAll("[data-chart] details[open] > summary")].map((summary) => summary.id);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const id of opened) document.getElementById(id)?.parentElement.setAttribute("open", "");
  opened = [];
  for (const [figure, end] of drawn) if (!figure.isConnected && drawn.delete(figure)) end();
  drawIn(document);
});

// Single keys for what a page asks again and again: [data-key] says which one presses a button. Whoever does not want
// them (a voice input types letters) switches them off beside their list, and it stays so in this browser.

const STORE = "gw-keys-off";
const TYPING = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]";

function isOff() {
  try {
    return localStorage.getItem(STORE) === "true";
  } catch {
    return false;
  }
}

function show() {
  const list = document.querySelector("[data-keys]");
  if (!list) return;
  list.hidden = false;
  const box = list.querySelector("[data-keys-on]");
  if (box) box.checked = !isOff();
}
show();
document.addEventListener("htmx:afterSettle", show);

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-on]")) return;
  try {
    localStorage.setItem(STORE, String(!event.target.checked));
  } catch {
    // Without a store it holds for this page.
  }
});

// Only while a criterion has the focus: a digit takes its place among the points, and s abstains, where that is allowed.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("form[data-draft] input")) return;
  const abstains = event.key.toLowerCase() === "s";
  if (abstains && event.target.matches("[type=number][data-excludes]")) {
    event.preventDefault();
    document.getElementById(event.target.dataset.excludes).click();
  }
  if (event.target.type !== "radio") return;
  const wanted = abstains ? "abstain" : event.key;
  const chosen = [...event.target.form.elements].find((one) => one.name === event.target.name && one.value === wanted);
  if (!chosen) return;
  event.preventDefault();
  chosen.focus();
  chosen.checked = true;
  chosen.dispatchEvent(new Event("input", { bubbles: true }));
});

// Points and an abstention exclude each other: what comes last counts. Before a draft takes down what is there.
document.addEventListener("input", (event) => {
  const other = document.getElementById(event.target.dataset.excludes ?? "");
  if (!other) return;
  if (event.target.type !== "checkbox") other.checked &&= event.target.value === "";
  else if (event.target.checked) other.value = "";
}, true);

// Control and Enter send a form from wherever one types.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-ctrl-enter]");
  if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit([...form.elements].find((one) => one.type === "submit"));
});

document.addEventListener("keydown", (event) => {
  const list = document.querySelector("[data-keys]");
  if (!list || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (!list.querySelector("[data-keys-on]")?.checked || event.target.closest(TYPING)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // The arrows move through a choice.
  if (key.startsWith("Arrow") && event.target.matches("input")) return;
  const button = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// Single keys for what a page asks again and again: [data-key] says which one presses a button. Whoever does not want
// them (a voice input types letters) switches them off beside their list, and it stays so in this browser.

const STORE = "gw-keys-off";
const TYPING = "input:not([type=checkbox], [type=submit], [type=button]), textarea, select, [contenteditable]";

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

document.addEventListener("keydown", (event) => {
  const list = document.querySelector("[data-keys]");
  if (!list || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (!list.querySelector("[data-keys-on]")?.checked || event.target.closest(TYPING)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const button = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (!button) return;
  event.preventDefault();
  button.click();
});

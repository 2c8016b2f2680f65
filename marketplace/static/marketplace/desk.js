// Keys of the review queue. Without this file everything works by pointer and Tab.
// A key presses what carries it (data-key): anywhere on the page, never while typing, and not at all once turned off.
const OFF = "desk-keys-off";
const USED = "desk-keys-used";
const desk = document.querySelector("[data-desk]");
const help = document.getElementById("keys-help");
const power = help?.querySelector("[data-keys-switch]");

const isOn = () => !localStorage.getItem(OFF);

function show() {
  desk.dataset.keys = isOn() ? "on" : "off";
  power?.setAttribute("aria-pressed", String(isOn()));
}

if (desk) {
  for (const opener of document.querySelectorAll("[data-keys-opener]")) opener.hidden = false;
  show();
  // Whoever decides by keyboard hears on the next page what it is about.
  if (isOn() && sessionStorage.getItem(USED)) document.querySelector("[data-desk-start]")?.focus({ preventScroll: true });
  sessionStorage.removeItem(USED);

  power?.addEventListener("click", () => {
    if (isOn()) localStorage.setItem(OFF, "yes");
    else localStorage.removeItem(OFF);
    show();
  });

  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
    if (event.target.matches?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]")) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?" && help?.showModal) {
      event.preventDefault();
      help.showModal();
      return;
    }
    const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!pressed) return;
    event.preventDefault();
    sessionStorage.setItem(USED, "yes");
    pressed.click();
  });
}

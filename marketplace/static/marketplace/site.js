// Small comforts of every page. Without this file everything still works.

// Menus close on Escape, on a click elsewhere, and when another one opens.
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A link with data-opens="id" opens that dialog instead of leading to the page that asks the same.
document.addEventListener("click", (event) => {
  const dialog = document.getElementById(event.target.closest("[data-opens]")?.dataset.opens);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
});

// Keys shown on buttons (data-key) work while the focus is inside their data-keys region, and never while typing.
document.addEventListener("keydown", (event) => {
  const region = event.target.closest?.("[data-keys]");
  if (!region || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, select, textarea")) return;
  region.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});

// A search box that narrows the select below it; the select alone is the form's field.
function prepareNarrowing(field) {
  const search = field.querySelector("[data-narrow]");
  const select = field.querySelector("select");
  const found = field.querySelector("[data-found]");
  if (!search || !search.hidden || !select) return;
  const groups = [...select.children].map((child) => ({ child, options: [...child.children] }));
  search.hidden = false;
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    const fits = (option) => `${option.text} ${option.dataset.words ?? ""}`.toLocaleLowerCase().includes(wanted);
    const chosen = select.value;
    let count = 0;
    for (const { child, options } of groups) {
      const kept = options.filter((option) => !wanted || option.value === chosen || fits(option));
      if (options.length) child.replaceChildren(...kept);
      count += kept.filter(fits).length;
    }
    select.replaceChildren(...groups.filter(({ child, options }) => !options.length || child.children.length).map(({ child }) => child));
    select.value = chosen;
    if (wanted && !chosen && count) select.value = [...select.options].find((option) => option.value && fits(option))?.value ?? "";
    found.textContent = wanted && !count ? found.dataset.none : "";
  });
}

function prepare(root) {
  for (const field of root.querySelectorAll("[data-narrows]")) prepareNarrowing(field);
}

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));

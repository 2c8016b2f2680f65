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

// What a link could not fetch beside its page is asked for as a page: by then it comes, or says what is wrong.
let isLeaving = false; // for another page: what breaks off then was wanted no more
addEventListener("beforeunload", () => (isLeaving = true));
for (const failed of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failed, ({ detail }) => {
    if (!isLeaving && detail.boosted && detail.requestConfig.verb === "get") location.assign(detail.pathInfo.finalRequestPath);
  });
}

// A search box that narrows the select below it; the select alone is the form's field.
function prepareNarrowing(field) {
  const search = field.querySelector("[data-narrow]");
  const select = field.querySelector("select");
  const status = field.querySelector("[data-found]");
  if (!search || !search.hidden || !select) return;
  const groups = [...select.children].map((child) => ({ child, options: [...child.children] }));
  let picked = ""; // what we chose, as long as nobody chose otherwise
  search.hidden = false;
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    const words = (option) => `${option.text} ${option.dataset.words ?? ""}`.toLocaleLowerCase();
    const chosen = select.value === picked ? "" : select.value;
    const found = groups.flatMap(({ options }) => options).filter((option) => wanted && words(option).includes(wanted));
    const stays = (option) => !wanted || found.includes(option) || (chosen && option.value === chosen);
    for (const { child, options } of groups) if (options.length) child.replaceChildren(...options.filter(stays));
    select.replaceChildren(...groups.flatMap(({ child, options }) => (!options.length || child.children.length ? [child] : [])));
    const only = found.length === 1 ? found[0] : found.find((option) => option.text.toLocaleLowerCase() === wanted);
    picked = chosen ? "" : (only?.value ?? "");
    select.value = chosen || picked;
    status.textContent = wanted && !found.length ? status.dataset.none : "";
  });
}

function prepare(root) {
  for (const field of root.querySelectorAll("[data-narrows]")) prepareNarrowing(field);
}

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));

// A text box for a place becomes a combobox that asks the server while one types (WAI-ARIA 1.2, list autocomplete).
// Without this file the box offers the names of its datalist.

const WAIT_MS = 150;
let numbered = 0;

function prepareCombobox(input) {
  const names = [...document.getElementById(input.getAttribute("list"))?.options ?? []].map((option) => option.value);
  const own = names.slice(0, Number(input.dataset.ownPlaces));
  const list = document.createElement("ul");
  const status = document.createElement("span");
  let active = -1;
  let asked = 0;
  let timer;

  input.removeAttribute("list");
  list.className = "combo-list";
  list.id = `places-${(numbered += 1)}`;
  list.role = "listbox";
  list.hidden = true;
  list.ariaLabel = input.labels[0]?.textContent.trim() ?? "";
  status.className = "visually-hidden";
  status.role = "status";
  const frame = document.createElement("div");
  frame.className = "combo";
  input.replaceWith(frame);
  frame.append(input, list, status);
  input.role = "combobox";
  input.ariaAutoComplete = "list";
  input.ariaExpanded = "false";
  input.setAttribute("aria-controls", list.id);

  const close = () => {
    asked += 1; // an answer on its way comes too late
    list.hidden = true;
    active = -1;
    input.ariaExpanded = "false";
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (option) => {
    input.value = option.dataset.name;
    close();
    status.textContent = "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const mark = (place) => {
    active = (place + list.children.length) % list.children.length;
    [...list.children].forEach((option, number) => { option.ariaSelected = String(number === active); });
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };

  const show = (places) => {
    list.replaceChildren(...places.map(({ name, detail }, number) => {
      const option = document.createElement("li");
      const where = document.createElement("small");
      option.role = "option";
      option.id = `${list.id}-${number}`;
      option.ariaSelected = "false";
      option.dataset.name = name;
      option.textContent = name;
      where.textContent = detail;
      if (detail) option.append(where);
      return option;
    }));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !places.length;
    input.ariaExpanded = String(places.length > 0);
    status.textContent = input.dataset.found.replace("#", places.length);
  };

  const ask = async () => {
    const text = input.value.trim();
    if (!text) return close();
    const turn = (asked += 1);
    const mine = own.filter((name) => name.toLocaleLowerCase().includes(text.toLocaleLowerCase()));
    try {
      const answer = await fetch(`${input.dataset.places}?q=${encodeURIComponent(text)}`);
      const { places } = await answer.json();
      if (turn === asked) show([...mine.map((name) => ({ name, detail: "" })), ...places]);
    } catch {
      close(); // no network: what is typed is still read by the server, later
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && list.hidden) ask();
    else if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp" && !list.hidden) mark(active < 0 ? list.children.length - 1 : active - 1);
    else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) choose(option);
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    close();
  });
}

for (const input of document.querySelectorAll("input[data-places][list]")) prepareCombobox(input);

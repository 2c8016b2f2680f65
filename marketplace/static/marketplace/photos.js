// Photos are put in order by dragging one over another; the buttons beside them do the same without this file.
const list = document.querySelector("[data-photo-list]");
const form = document.querySelector("[data-photo-order]");
let dragged = null;

for (const item of list && list.children.length > 1 ? list.children : []) {
  // Only by the picture: text in the fields is still there to be marked.
  const picture = item.querySelector("img");
  picture.draggable = true;
  picture.addEventListener("dragstart", (event) => {
    dragged = item;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  picture.addEventListener("dragend", () => {
    dragged = null;
  });
  item.addEventListener("dragover", (event) => {
    if (dragged) event.preventDefault();
  });
  item.addEventListener("drop", (event) => {
    if (!dragged || dragged === item) return;
    event.preventDefault();
    const items = [...list.children];
    if (items.indexOf(dragged) < items.indexOf(item)) item.after(dragged);
    else item.before(dragged);
    for (const each of list.children) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "photo", value: each.dataset.photo });
      form.append(field);
    }
    form.requestSubmit();
  });
}

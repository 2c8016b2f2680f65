// Photos are put in order by dragging: by the grip with a finger, a pen or a mouse, with a mouse by the picture too.
// The buttons beside them do the same without this file. Escape, or a drag that the browser ends, changes nothing.
const EDGE = 72; // pixels from the top and bottom of the window where the page moves along
const STEP = 8; // pixels that it then moves at a time
const AT_REST = 4; // pixels within which a pointer has not moved: a photo changes no place by being taken hold of
const PASSED = 0.4; // this share of a photo behind the pointer, and it makes room

const list = document.querySelector("[data-photo-list]");
const form = document.querySelector("[data-photo-order]");
let drag = null; // of one photo: item, pointer, y (where the pointer is), start (where it was), before (their order)

// The height at which a share of an element lies above: half of it above its middle.
const height = (element, share) => {
  const box = element.getBoundingClientRect();
  return box.top + box.height * share;
};
const middle = (element) => height(element, 0.5);

function begin(item, event) {
  if (drag || event.button) return;
  event.preventDefault();
  drag = { item, pointer: event.pointerId, y: event.clientY, start: event.clientY, before: [...list.children] };
  event.currentTarget.setPointerCapture(event.pointerId);
  list.classList.add("is-ordering"); // rows are low now: all fit on a phone
  item.classList.add("is-dragged");
  scrollBy({ top: middle(item) - drag.y, behavior: "instant" });
  requestAnimationFrame(follow);
}

const hasMoved = () => Math.abs(drag.y - drag.start) > AT_REST;

// Let the photo change places with one that the pointer has passed. Returns whether there was one.
function pass() {
  const { item, y } = drag;
  const { previousElementSibling: above, nextElementSibling: below } = item;
  if (above && y < height(above, 1 - PASSED)) item.after(above);
  else if (below && y > height(below, PASSED)) item.before(below);
  else return false;
  return true;
}

// Once a frame, also while the pointer rests: at an edge the page goes on. Never the dragged photo changes places in the
// page, but the one that it passes: taken out of it, it would lose its pointer.
function follow() {
  if (!drag) return;
  const { item, y } = drag;
  if (y < EDGE) scrollBy({ top: -STEP, behavior: "instant" });
  else if (y > innerHeight - EDGE) scrollBy({ top: STEP, behavior: "instant" });
  if (hasMoved()) pass();
  item.style.translate = "none";
  item.style.translate = `0 ${y - middle(item)}px`;
  requestAnimationFrame(follow);
}

function end() {
  const { item, before } = drag;
  drag = null;
  list.classList.remove("is-ordering");
  item.classList.remove("is-dragged");
  item.style.translate = "";
  return before;
}

function cancel(event) {
  if (!drag || (event.pointerId ?? drag.pointer) !== drag.pointer) return;
  list.append(...end());
}

function drop(event) {
  if (event.pointerId !== drag?.pointer) return;
  drag.y = event.clientY;
  while (hasMoved() && pass()); // who lets go at once has passed some since the last frame
  const before = end();
  const items = [...list.children];
  if (items.every((item, place) => item === before[place])) return;
  for (const each of items) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "photo", value: each.dataset.photo });
    form.append(field);
  }
  form.requestSubmit();
}

for (const item of list && list.children.length > 1 ? list.children : []) {
  const grip = item.querySelector("[data-photo-grip]");
  grip.hidden = false;
  grip.addEventListener("pointerdown", (event) => begin(item, event));
  // Only by the picture: text in the fields is still there to be marked. A finger on it moves the page.
  item.querySelector("img").addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse") begin(item, event);
  });
  item.addEventListener("pointermove", (event) => {
    if (event.pointerId === drag?.pointer) drag.y = event.clientY;
  });
  item.addEventListener("pointerup", drop);
  item.addEventListener("pointercancel", cancel);
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") cancel(event);
});

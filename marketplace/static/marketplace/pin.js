// A point on a map: components/pin_field.html. Its two fields are the form's; the map and the buttons fill them in.

import { makeMap } from "./map.js";

const DECIMALS = 5; // about a metre
const NEAR = 11; // the zoom at which a yard's surroundings are seen,
const AROUND = 9; // and those of a village

async function preparePin(field) {
  const [latitude, longitude] = ["latitude", "longitude"].map((name) => field.querySelector(`input[name=${name}]`));
  const status = field.querySelector("[data-pin-status]");
  const words = field.dataset;
  let map;
  try {
    map = await makeMap(field.querySelector(".map-live"));
  } catch {
    status.textContent = words.unreadable;
    return;
  }
  const icon = window.L.divIcon({ className: "map-pin", html: document.createElement("span"), iconSize: null });
  const marker = window.L.marker([0, 0], { icon, draggable: true, keyboard: false });

  const typed = () => {
    const point = [latitude, longitude].map((input) => Number.parseFloat(input.value.replace(",", ".")));
    return point.every(Number.isFinite) && Math.abs(point[0]) <= 90 && Math.abs(point[1]) <= 180 ? point : null;
  };
  const show = (point) => {
    if (point) marker.setLatLng(point).addTo(map);
    else marker.remove();
  };
  const tell = (point) => {
    status.textContent = point ? words.set.replace("#", point.map((degrees) => degrees.toFixed(DECIMALS)).join(", ")) : words.removed;
  };
  const set = ({ lat, lng }) => {
    latitude.value = lat.toFixed(DECIMALS);
    longitude.value = lng.toFixed(DECIMALS);
    latitude.dispatchEvent(new Event("change", { bubbles: true }));
    show([lat, lng]);
    tell([lat, lng]);
  };

  // The cross in the middle is for those who set the point by keyboard.
  map.getContainer().addEventListener("keydown", () => { field.dataset.byKeys = "yes"; });
  map.getContainer().addEventListener("pointerdown", () => { delete field.dataset.byKeys; });
  map.getContainer().addEventListener("focus", () => { if (map.getContainer().matches(":focus-visible")) field.dataset.byKeys = "yes"; });
  map.on("click", ({ latlng }) => set(latlng));
  marker.on("dragend", () => set(marker.getLatLng()));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== map.getContainer()) return;
    event.preventDefault();
    set(map.getCenter());
  });
  for (const input of [latitude, longitude]) {
    input.addEventListener("change", () => {
      const point = typed();
      show(point);
      // A point in view stays where it is: the map must not slide away under a finger that has just set it.
      if (point && !map.getBounds().contains(point)) map.panTo(point);
    });
  }
  field.querySelector("[data-pin-remove]").addEventListener("click", () => {
    latitude.value = longitude.value = "";
    show(null);
    tell(null);
  });
  field.querySelector("[data-pin-here]").addEventListener("click", () => {
    status.textContent = words.waiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        set({ lat: coords.latitude, lng: coords.longitude });
        map.setView([coords.latitude, coords.longitude], NEAR);
      },
      () => { status.textContent = words.failed; },
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  });

  field.querySelector("[data-pin-tools]").hidden = false;
  field.querySelector("[data-pin-here]").hidden = !navigator.geolocation;
  const point = typed();
  show(point);
  if (point) map.setView(point, NEAR);
  else if (words.start) map.setView(words.start.split(" ").map(Number), AROUND);
}

document.querySelectorAll("[data-pin]").forEach(preparePin);

// The base map in an element: our own layers, names by zoom, credit, and tiles where the site has them.
// The element is that of components/live_map.html, which carries words and addresses; components/map_scripts.html
// loads Leaflet before. Whoever imports this adds to the map that `makeMap` resolves to.

const NAME_ROOM = { large: 11, small: 8, municipality: 10, water: 8 }; // about the pixels that a letter takes
const LINE = 17;
const DOT = 7;
// Where a name may stand, from its point to its left upper corner, in shares of its own width and height.
const TOWN_SIDES = [["end", 0, -0.5], ["start", -1, -0.5], ["above", -0.5, -1.3], ["below", -0.5, 0.3]];
const FREE_SIDES = [["middle", -0.5, -0.5]];
const NEAR = 9; // from this zoom on lines are drawn heavier
const CITY = "map-town-large";
const [UNDER_TILES, NAMES] = ["base", "names"];

const collections = new Map();

function fetchFeatures(address) {
  if (!collections.has(address)) collections.set(address, fetch(address).then((answer) => answer.json()));
  return collections.get(address);
}

/**
 * Make the base map in an element and resolve to the Leaflet map. Options of Leaflet may be given; `taken` returns
 * boxes (left, top, right, bottom in pixels of the whole map) that names keep clear of, asked anew on "marksdrawn".
 * The map frames the region and knows its `cities`; it can be moved and zoomed by mouse, touch and keyboard.
 */
export async function makeMap(element, { taken = () => [], ...options } = {}) {
  const { L } = window;
  const words = element.dataset;
  const [south, west, north, east] = words.bounds.split(" ").map(Number);
  const features = await fetchFeatures(words.features);
  element.hidden = false;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    attributionControl: false, zoomControl: false, zoomSnap: 0.25, zoomDelta: 0.5, wheelPxPerZoomLevel: 120,
    maxZoom: words.tiles ? 18 : 12, maxBoundsViscosity: 1,
    inertia: !still, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, ...options,
  });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut, position: "topright" }).addTo(map);
  L.control.attribution({ prefix: false, position: "bottomright" }).addTo(map)
    .addAttribution(`${words.creditLabel} ${features.credits.join("; ")}`);
  const [left, bottom, right, top] = features.bbox;
  const drawn = L.latLngBounds([[bottom, left], [top, right]]);
  // Never beyond what is drawn: there the sea would seem to begin.
  const keepInside = () => map.setMinZoom(map.getBoundsZoom(drawn, true));
  map.fitBounds([[south, west], [north, east]]);
  map.setMaxBounds(drawn);
  keepInside();
  map.on("resize", keepInside);
  map.createPane(UNDER_TILES).style.zIndex = 150; // below the tiles, to be seen as long as they are not
  drawShapes(map, features);
  map.cities = features.features.filter(({ properties }) => properties.css === CITY)
    .map(({ geometry }) => [...geometry.coordinates].reverse());
  map.createPane(NAMES).style.zIndex = 450; // above lines, below marks
  const name = () => nameThings(map, features, taken);
  if (words.tiles) layTiles(map, words, name);
  else name();
  markNearness(map);
  // Paper has another width than the screen.
  matchMedia("print").addEventListener("change", () => map.invalidateSize({ animate: false }));
  return map;
}

function drawShapes(map, features) {
  window.L.geoJSON(features, {
    pane: UNDER_TILES, interactive: false,
    filter: (feature) => feature.geometry.type !== "Point",
    style: (feature) => ({ className: feature.properties.css }),
  }).addTo(map);
}

function layTiles(map, words, name) {
  const tiles = window.L.tileLayer(words.tiles, { attribution: words.tileCredit, referrerPolicy: "strict-origin" });
  // A server that does not answer leaves our own map, which then needs its names.
  tiles.once("tileerror", name);
  tiles.addTo(map);
}

function markNearness(map) {
  const mark = () => { map.getContainer().dataset.near = map.getZoom() >= NEAR ? "yes" : "no"; };
  map.on("zoomend", mark);
  mark();
}

/** Show names by importance as far as there is room at this zoom. */
function nameThings(map, features, boxes) {
  const { L } = window;
  const names = features.features.filter((feature) => feature.properties.name);
  const layer = L.layerGroup().addTo(map);
  const show = () => {
    const taken = boxes();
    layer.clearLayers();
    for (const feature of names) {
      if (map.getZoom() < feature.properties.zoom) continue;
      const side = freeSide(map, feature, taken);
      if (side) layer.addLayer(nameMarker(feature, side));
    }
  };
  map.on("zoomend marksdrawn", show);
  show();
}

function freeSide(map, { geometry, properties }, taken) {
  const [longitude, latitude] = geometry.coordinates;
  const { x, y } = map.project([latitude, longitude]);
  const width = properties.name.length * NAME_ROOM[properties.css.split("-").at(-1)] + 6;
  const isTown = properties.css.startsWith("map-town");
  const dot = [x - DOT, y - DOT, x + DOT, y + DOT];
  const free = (box) => !taken.some((other) => overlap(box, other));
  if (isTown && properties.css !== CITY && !free(dot)) return null;
  for (const [side, across, down] of isTown ? TOWN_SIDES : FREE_SIDES) {
    const left = x + across * width + Math.sign(across + 0.5) * (isTown ? DOT : 0);
    const box = [left, y + down * LINE, left + width, y + (down + 1) * LINE];
    if (!free(box)) continue;
    taken.push(box, dot);
    return side;
  }
  return null;
}

const overlap = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

function nameMarker({ geometry, properties }, side) {
  const [longitude, latitude] = geometry.coordinates;
  const text = document.createElement("span");
  text.textContent = properties.name;
  const icon = window.L.divIcon({ className: `map-name ${properties.css} map-name-${side}`, html: text, iconSize: null });
  return window.L.marker([latitude, longitude], { icon, interactive: false, keyboard: false, pane: NAMES });
}

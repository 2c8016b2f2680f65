// The market on a map that people can move: it takes the place of the drawn one and says the same.
// Marks are links like those of the drawn map; htmx fetches the list beside, and we follow with new marks.

import { makeMap } from "./map.js";

const PULL = 0.18; // how far a line between areas is bent, in shares of its length, so that both ways differ
const STEPS = 16;

async function start(figure) {
  let [asked, market] = ["", null];
  figure.classList.add("map-moves");
  const live = figure.querySelector(".map-live");
  const map = await makeMap(live, { taken: () => (market ? clustersNow(map, market).map((cluster) => boxOf(map, cluster).box) : []) });
  map.createPane("marks-below").style.zIndex = 410;
  const layers = { marks: window.L.layerGroup().addTo(map), lines: window.L.layerGroup().addTo(map) };
  const { sprite } = figure.dataset;
  // A mark that asks for its list stays until the list has come: out of the page htmx would not know where to put it.
  let [isAsking, isLate] = [false, false];
  const showMarks = () => {
    isLate = isAsking;
    if (market && !isAsking) drawMarks(map, layers.marks, { market, sprite });
  };
  live.addEventListener("htmx:beforeRequest", () => (isAsking = true));
  live.addEventListener("htmx:afterRequest", () => {
    isAsking = false;
    // Not before htmx has told at the mark, too, that its request failed: out of the page nobody would hear it.
    if (isLate) queueMicrotask(showMarks);
  });
  const follow = async () => {
    if (!figure.isConnected) return document.removeEventListener("htmx:afterSettle", follow);
    const address = document.querySelector("[data-marks]")?.dataset.marks;
    if (!address || address === asked) return;
    asked = address;
    const answer = await fetch(address);
    if (!answer.ok || address !== asked) return;
    market = await answer.json();
    drawLines(map, layers.lines, market);
    showMarks();
  };
  map.on("zoomend", showMarks);
  document.addEventListener("htmx:afterSettle", follow);
  await follow();
}

const clustersNow = (map, market) => {
  const levels = market.levels.filter((level) => level.zoom <= map.getZoom());
  return (levels.at(-1) ?? market.levels[0]).clusters;
};

function drawMarks(map, layer, { market, sprite }) {
  const { L } = window;
  layer.clearLayers();
  for (const cluster of clustersNow(map, market)) {
    const board = makeBoard(cluster, sprite);
    board.classList.toggle("map-board-below", boxOf(map, cluster).below);
    const icon = L.divIcon({ className: "map-place", html: board, iconSize: null });
    layer.addLayer(L.marker(cluster.point, { icon, interactive: false, keyboard: false }));
    board.addEventListener("focusin", () => map.panInside(cluster.point, { padding: [80, 80], animate: false }));
    L.DomEvent.disableClickPropagation(board);
    window.htmx?.process(board);
  }
  map.fire("marksdrawn"); // names make room
}

/** Return where a mark lies: a box in pixels of the whole map at this zoom. */
function boxOf(map, cluster) {
  const { x, y } = map.project(cluster.point);
  const rows = Math.ceil(cluster.groups.length / 3);
  const [half, height] = [rows ? 66 : 52, 45 + 30 * rows];
  const [above, below] = [[x - half, y - height, x + half, y], [x - half, y + TIP, x + half, y + height]];
  // The names of the two cities are what a reader knows the map by: rather than on one it hangs below its point.
  const hides = (box) => map.cities.some((city) => holds(box, map.project(city)));
  return hides(above) && !hides(below) ? { box: below, below: true } : { box: above, below: false };
}

const TIP = 6; // below its point a mark begins with its tip
const CITY = { width: 110, height: 9 }; // about the room of its name, to the right of its dot
const holds = ([left, top, right, bottom], { x, y }) =>
  x < right && x + CITY.width > left && y + CITY.height > top && y - CITY.height < bottom;

function makeBoard(cluster, sprite) {
  const board = document.createElement("div");
  board.className = "map-board";
  const all = board.appendChild(makeLink(cluster, "map-pill"));
  if (cluster.chosen) all.setAttribute("aria-current", "true");
  if (!cluster.groups.length) all.append(picture(`${sprite}#icon-${cluster.icon}`));
  for (const side of ["offer", "need"]) if (cluster[`${side}s`]) all.append(makeNumber(cluster[`${side}s`], `map-pill-${side}`));
  for (const group of cluster.groups) {
    const link = board.appendChild(makeLink(group, "map-group"));
    link.append(picture(`${sprite}#icon-${group.icon}`), makeNumber(group.number, ""));
  }
  return board;
}

function makeLink({ url, label }, className) {
  const link = document.createElement("a");
  Object.assign(link, { href: url, title: label, className });
  link.setAttribute("aria-label", label);
  return link;
}

function makeNumber(number, className) {
  const text = document.createElement("span");
  Object.assign(text, { textContent: number, className });
  return text;
}

function picture(address) {
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.classList.add("icon");
  icon.setAttribute("aria-hidden", "true");
  const use = icon.appendChild(document.createElementNS(icon.namespaceURI, "use"));
  use.setAttribute("href", address);
  return icon;
}

function drawLines(map, layer, market) {
  const { L } = window;
  const line = (points, className) => L.polyline(points, { className, interactive: false, pane: "marks-below" }).addTo(layer);
  layer.clearLayers();
  if (market.reach.length) line(market.reach, "map-reach");
  for (const { kind, start, end } of market.lines) line(bent(map, start, end), `map-arc map-arc-${kind}`);
  if (market.start) L.circleMarker(market.start, { className: "map-start", radius: 8, interactive: false, pane: "marks-below" }).addTo(layer);
}

/** Return points on a curve that leaves the straight line to its left. */
function bent(map, start, end) {
  const ZOOM = 8; // any will do: the curve looks alike at each
  const [from, to] = [map.project(start, ZOOM), map.project(end, ZOOM)];
  const along = to.subtract(from);
  const pull = from.add(to).divideBy(2).add([PULL * along.y, -PULL * along.x]);
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const t = step / STEPS;
    const point = from.multiplyBy((1 - t) ** 2).add(pull.multiplyBy(2 * t * (1 - t))).add(to.multiplyBy(t ** 2));
    return map.unproject(point, ZOOM);
  });
}

const begin = (root) => {
  for (const figure of root.querySelectorAll("[data-market-map]:not(.map-moves)")) start(figure);
};

begin(document);
// The way back of the browser brings the whole page anew.
document.addEventListener("htmx:historyRestore", () => begin(document));
// Whoever has chosen a mark finds the focus at the list that it leads to.
document.addEventListener("htmx:afterSwap", (event) => {
  if (!event.detail.requestConfig?.elt?.closest(".map-live")) return;
  const title = document.getElementById("found-title");
  title?.focus({ preventScroll: true });
  if (!matchMedia("(min-width: 60rem)").matches) title?.scrollIntoView({ block: "center" }); // there the list is below
});

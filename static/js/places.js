/* Places and activities on the map, where somebody wants to see them: their type by icon, their state by shape. */

/* From here on streets can be told apart, and places are shown unless somebody switched them off. */
const FROM_ZOOM = 14;
const SVG = "http://www.w3.org/2000/svg";
/* Of the whole shape, in pixels, by how hard a place is pressed; in between where that is not known. */
const SIZES = [28, 33, 39, 46];
const UNKNOWN_SIZE = 30;
/* How far places lie apart that are shown one by one, in pixels. */
const APART = 44;
const LAST_ZOOM = 19;

let map;
let view;
let group;
let drawn;
let clusters;
let chosen = false;

const part = (id) => document.getElementById(id);

/** Tell which places belong to the view. They are fetched when they are shown, and not before. */
export async function offerPlaces(ofMap, ofView) {
  view = ofView;
  if (!map) {
    map = ofMap;
    // Grouping begins at the last zoom.
    map.setMaxZoom(LAST_ZOOM);
    part("places-shown").addEventListener("change", () => {
      chosen = true;
      update();
    });
    map.on("zoomend", followZoom);
  }
  followZoom();
  await update();
}

function followZoom() {
  if (chosen || part("places-shown").checked || map.getZoom() < FROM_ZOOM) return;
  part("places-shown").checked = true;
  update();
}

async function update() {
  const isShown = part("places-shown").checked;
  part("places-legend").hidden = !isShown;
  part("places-failure").hidden = true;
  if (!isShown) {
    group?.remove();
    return;
  }
  const url = view.venuesUrl;
  try {
    if (url !== drawn) await draw(url);
    if (part("places-shown").checked) group?.addTo(map);
  } catch (error) {
    part("places-failure").hidden = false;
    console.error(error);
  }
}

async function draw(url) {
  drawn = url;
  try {
    const [answer] = await Promise.all([fetch(url), fetchClusters(view.clustersUrl)]);
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    const points = await answer.json();
    if (drawn !== url) return;
    group?.remove();
    group = L.markerClusterGroup({ animate: false, showCoverageOnHover: false, maxClusterRadius: APART, iconCreateFunction: iconOfCluster });
    group.addLayer(L.geoJSON(points, { pointToLayer: ({ properties }, at) => markerOf(properties, at) }));
  } catch (error) {
    drawn = undefined;
    throw error;
  }
}

function fetchClusters(url) {
  clusters ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => {
      clusters = undefined;
      reject(new Error(`${url} could not be loaded`));
    });
    document.head.append(script);
  }).then(() => {
    // The search and the table lead to places by keyboard; hundreds of stops would stand before what follows the map.
    L.MarkerCluster.prototype.options.keyboard = false;
  });
  return clusters;
}

function markerOf({ name, type, icon, state, pressure, known, told, url }, at) {
  const size = pressure === null ? UNKNOWN_SIZE : SIZES[pressure];
  const html = document.createElementNS(SVG, "svg");
  html.setAttribute("class", `point point-${state}${known ? " is-known" : ""}`);
  html.setAttribute("viewBox", "0 0 32 32");
  html.setAttribute("role", "img");
  html.setAttribute("aria-label", `${name}. ${type}. ${told}`);
  // A triangle has its room low, and less of it.
  const room = state === "risk" ? [9.5, 13, 14.5] : [8, 16, 8];
  html.append(use(`#point-${state}`, 0, 32), use(`${view.iconsUrl}#${icon}`, ...room));
  const marker = L.marker(at, { icon: L.divIcon({ html, className: "point-place", iconSize: [size, size] }), keyboard: false });
  marker.isAtRisk = state === "risk";
  marker.on("click", () => window.location.assign(url));
  return marker.bindTooltip(words(name, type, told), { direction: "top", opacity: 1, offset: [0, -size / 2] });
}

function use(href, x, side, y = x) {
  const element = document.createElementNS(SVG, "use");
  for (const [key, value] of Object.entries({ href, x, y, width: side, height: side })) element.setAttribute(key, value);
  return element;
}

function iconOfCluster(cluster) {
  const count = cluster.getChildCount();
  const html = document.createElement("span");
  html.className = "points-together";
  html.setAttribute("role", "img");
  const { together, risk } = part("places").dataset;
  const atRisk = cluster.getAllChildMarkers().filter((marker) => marker.isAtRisk).length;
  html.classList.toggle("has-risk", atRisk > 0);
  html.setAttribute("aria-label", `${count} ${together}${atRisk ? `, ${risk}: ${atRisk}` : ""}`);
  html.textContent = count;
  return L.divIcon({ html, className: "point-place", iconSize: [36, 36] });
}

function words(name, type, told) {
  const box = document.createElement("div");
  box.className = "tip-place";
  const title = document.createElement("strong");
  title.className = "tip-name";
  title.textContent = name;
  const rest = document.createElement("span");
  rest.textContent = told;
  box.append(title, type, document.createElement("br"), rest);
  return box;
}

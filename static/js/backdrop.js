/* Water, parks and streets of our own, drawn from vector tiles: a readable map without a basemap from elsewhere. */

const PANE = "backdrop";
/* Below this zoom main streets would hide the areas. */
const STREETS_STAND_OUT = 12;
/* A tile is drawn 512 pixels wide, one zoom further in than its own. */
const ZOOMS = { first: 9, localStreets: 14, lastOfTiles: 16 };
const TOKENS = { water: "--infra-map-water-color", park: "--infra-map-park-color", street: "--infra-map-street-color" };

const colours = {};
/** The layers of each map. */
const drawn = new Map();
let renderer;

/** Draw water, parks and main streets, and local streets wherever the map is zoomed in. */
export async function drawBackdrop(map, view) {
  await fetchRenderer(view.rendererUrl);
  if (!map.getPane(PANE)) {
    map.createPane(PANE).classList.add("backdrop-pane");
    map.getPane(PANE).setAttribute("aria-hidden", "true");
    readColours();
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      readColours();
      for (const layer of drawn.get(map) ?? []) layer.rerenderTiles();
    });
  }
  for (const layer of drawn.get(map) ?? []) layer.remove();
  const layers = [
    layerOf(view.backdropUrl, ZOOMS.first, [area("park", 0.28), area("water", 1), street("main-street", 1.8, 0.8)]),
    layerOf(view.streetsUrl, ZOOMS.localStreets, [street("street", 1.2, 0.5)]),
  ];
  drawn.set(map, layers);
  for (const layer of layers) layer.addTo(map);
}

/** Once, and not before the areas are there: it weighs as much as all the rest of our code. */
function fetchRenderer(url) {
  renderer ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`${url} could not be loaded`)));
    document.head.append(script);
  });
  return renderer;
}

function layerOf(url, minZoom, paintRules) {
  // The sources of the map are named elsewhere, once.
  const options = { pane: PANE, minZoom, maxDataZoom: ZOOMS.lastOfTiles, attribution: "", lang: document.documentElement.lang };
  return protomapsL.leafletLayer({ ...options, url, paintRules });
}

function area(kind, opacity) {
  return { dataLayer: kind, symbolizer: new protomapsL.PolygonSymbolizer({ fill: () => colours[kind], opacity }) };
}

function street(dataLayer, width, opacity) {
  const symbolizer = new protomapsL.LineSymbolizer({
    color: () => colours.street,
    width: (zoom) => (zoom < STREETS_STAND_OUT ? width / 2 : width),
    opacity: (zoom) => (zoom < STREETS_STAND_OUT ? opacity * 0.75 : opacity),
    lineCap: "round",
    lineJoin: "round",
  });
  return { dataLayer, symbolizer };
}

function readColours() {
  const tokens = getComputedStyle(document.documentElement);
  for (const [name, token] of Object.entries(TOKENS)) colours[name] = tokens.getPropertyValue(token).trim();
}

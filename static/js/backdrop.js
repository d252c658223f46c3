/* Water, parks and streets of our own over the areas: a readable map without a basemap from elsewhere. */

const PANE = "backdrop";
let layer;
let tiles = new Map();
let local;

/** Draw water, parks and main streets, and local streets wherever the map is zoomed in. */
export async function drawBackdrop(map, view) {
  if (!map.getPane(PANE)) {
    // Above the areas (400), below tooltips: colours of areas stay exactly those of the legend.
    map.createPane(PANE).classList.add("backdrop-pane");
    map.getPane(PANE).style.zIndex = 410;
    map.getPane(PANE).style.pointerEvents = "none";
    map.on("moveend", () => drawStreets(map));
  }
  layer?.remove();
  for (const tile of tiles.values()) tile?.remove();
  tiles = new Map();
  local = { url: view.streetsUrl, zoom: view.streetsZoom };
  layer = draw(await read(view.backdropUrl)).addTo(map);
  drawStreets(map);
}

function drawStreets(map) {
  const shown = map.getZoom() >= local.zoom;
  const [west, north] = tileOf(map.getBounds().getNorthWest());
  const [east, south] = tileOf(map.getBounds().getSouthEast());
  for (const tile of tiles.values()) {
    if (shown) tile?.addTo(map);
    else tile?.remove();
  }
  if (!shown) return;
  for (let x = west; x <= east; x += 1) {
    for (let y = north; y <= south; y += 1) fetchStreets(map, x, y);
  }
}

async function fetchStreets(map, x, y) {
  const key = `${x}/${y}`;
  if (tiles.has(key)) return;
  const mine = tiles;
  mine.set(key, undefined);
  const streets = draw(await read(local.url.replace("{x}", x).replace("{y}", y)));
  if (mine !== tiles) return;
  mine.set(key, streets);
  if (map.getZoom() >= local.zoom) streets.addTo(map);
}

function tileOf({ lat, lng }) {
  const point = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lng), local.zoom);
  return [Math.floor(point.x / 256), Math.floor(point.y / 256)];
}

function draw(shapes) {
  return L.geoJSON(shapes, {
    pane: PANE,
    interactive: false,
    style: (feature) => ({ className: `backdrop backdrop-${feature.properties.kind}` }),
  });
}

async function read(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

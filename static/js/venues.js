/* Places of the register as small points, from the zoom at which streets can be told apart. */

const FROM_ZOOM = 14;
const PANE = "venues";
let layer;

export async function drawVenues(map, url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  if (!map.getPane(PANE)) {
    map.createPane(PANE).style.zIndex = 450;
    map.on("zoomend", () => setShown(map));
  }
  layer?.remove();
  layer = L.geoJSON(await answer.json(), {
    pointToLayer: ({ properties }, at) => {
      const className = properties.closed ? "venue venue-closed" : "venue";
      const point = L.circleMarker(at, { pane: PANE, radius: 4.5, className });
      return point.bindTooltip(words(properties), { direction: "top", opacity: 1 });
    },
    onEachFeature: ({ properties }, point) => point.on("click", () => window.location.assign(properties.url)),
  });
  setShown(map);
}

function setShown(map) {
  if (map.getZoom() >= FROM_ZOOM) layer.addTo(map);
  else layer.remove();
}

function words({ name, type }) {
  const box = document.createElement("div");
  const title = document.createElement("strong");
  title.className = "tip-name";
  title.textContent = name;
  box.append(title, type);
  return box;
}

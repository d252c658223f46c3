/* Water, parks and streets of our own over the areas: a readable map without a basemap from elsewhere. */

const PANE = "backdrop";
let layer;

export async function drawBackdrop(map, url) {
  if (!map.getPane(PANE)) {
    // Above the areas (400), below tooltips: colours of areas stay exactly those of the legend.
    map.createPane(PANE).classList.add("backdrop-pane");
    map.getPane(PANE).style.zIndex = 410;
    map.getPane(PANE).style.pointerEvents = "none";
  }
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  layer?.remove();
  layer = L.geoJSON(await answer.json(), {
    pane: PANE,
    interactive: false,
    style: (feature) => ({ className: `backdrop backdrop-${feature.properties.kind}` }),
  }).addTo(map);
}

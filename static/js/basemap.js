/* A basemap from elsewhere, where one is set. Without an answer from there it goes, and ours stays. */

/** So many tiles that fail one after another are no hole but a server that cannot be reached. */
const LOST = 3;
const CLASS = "has-basemap";

/** Put the basemap between our own streets and the areas; the stylesheet knows by the class of the map. */
export function setBasemap(map, basemap) {
  if (!basemap || map.basemap) return;
  map.basemap = L.tileLayer(basemap.url, { attribution: basemap.attribution, maxZoom: 19 });
  let failed = 0;
  map.basemap.on("tileload", () => {
    failed = 0;
  });
  map.basemap.on("tileerror", () => {
    failed += 1;
    if (failed < LOST) return;
    map.basemap.remove();
    map.getContainer().classList.remove(CLASS);
  });
  map.getContainer().classList.add(CLASS);
  map.basemap.addTo(map);
}

/* Where the map was moved to, as `at=zoom/lat/lon` in the address: a view that is shared looks the same elsewhere. */

const NAME = "at";
const DECIMALS = 5;

/** The position that the address of the page names, or undefined. */
export function readPosition() {
  const parts = (written() ?? "").split("/").map((part) => (part ? Number(part) : NaN));
  const [zoom, lat, lng] = parts;
  const isPlace = parts.length === 3 && parts.every(Number.isFinite) && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
  return isPlace ? { zoom, centre: [lat, lng] } : undefined;
}

/** As it stands in the address, to be taken along to the next. */
export function written() {
  return new URL(window.location.href).searchParams.get(NAME);
}

/** Write where somebody moves the map to; what the page does by itself is not written. */
export function keepPosition(map) {
  let isTouched = false;
  for (const name of ["pointerdown", "wheel", "keydown"]) {
    map.getContainer().addEventListener(name, () => { isTouched = true; }, { capture: true, passive: true });
  }
  map.on("moveend", () => {
    if (!isTouched) return;
    const { lat, lng } = map.getCenter();
    const url = new URL(window.location.href);
    url.searchParams.set(NAME, [map.getZoom(), lat.toFixed(DECIMALS), lng.toFixed(DECIMALS)].join("/"));
    window.history.replaceState(window.history.state, "", url.href.replaceAll("%2F", "/"));
  });
}

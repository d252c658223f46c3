/* The buttons of a map, named in the language of the page. */

export function nameControls(map, words) {
  for (const [selector, word] of [[".leaflet-control-zoom-in", words.zoomIn], [".leaflet-control-zoom-out", words.zoomOut]]) {
    const button = map.getContainer().querySelector(selector);
    button.title = word;
    button.setAttribute("aria-label", word);
  }
}

/** Areas fill the frame, which whole zoom levels would leave half empty; a page that is scrolled does not stick in it. */
export function easeControls(map) {
  map.options.zoomSnap = 0.25;
  map.scrollWheelZoom.disable();
  map.on("focus click", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
}

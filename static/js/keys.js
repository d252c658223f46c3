/* The areas of the map by keyboard: one stop, arrows to the nearest area that way, Enter opens it, Escape leaves it. */

const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export function walkAreas(map, choropleth) {
  let current;

  const makeStop = (code) => {
    if (current) choropleth.unstop(current);
    current = code;
    choropleth.stop(code);
  };

  // After each repaint the stop has new words; after new shapes it is the area in the middle.
  choropleth.onPaint(() => {
    if (!choropleth.paths.size) return;
    const middle = map.getSize().divideBy(2);
    makeStop(choropleth.paths.has(current) ? current : nearest(places(), (dx, dy) => Math.hypot(dx, dy), middle));
  });

  const pane = map.getPane("overlayPane");
  pane.addEventListener("keydown", (event) => {
    const code = event.target.dataset.area;
    if (!code) return;
    if (event.key in WAYS) step(code, WAYS[event.key]);
    else if (event.key === "Enter") choropleth.open(code);
    else if (event.key === "Escape") map.getContainer().focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  pane.addEventListener("focusin", ({ target }) => target.dataset.area && choropleth.enter(target.dataset.area));
  pane.addEventListener("focusout", ({ target }) => target.dataset.area && choropleth.leave(target.dataset.area));

  function step(from, [wayX, wayY]) {
    const all = places();
    const origin = all.get(from);
    all.delete(from);
    const found = nearest(all, (dx, dy) => {
      const [along, across] = [dx * wayX + dy * wayY, Math.abs(dx * wayY - dy * wayX)];
      // Within the quarter of the compass that the arrow points to, and rather ahead than aside.
      return along > 0 && across <= along ? along + 2 * across : Infinity;
    }, origin);
    if (!found) return;
    makeStop(found);
    if (!map.getBounds().contains(choropleth.middle(found))) map.panTo(choropleth.middle(found), { animate: false });
    choropleth.paths.get(found).getElement().focus({ preventScroll: true });
  }

  function places() {
    return new Map([...choropleth.paths.keys()].map((code) => [code, map.latLngToContainerPoint(choropleth.middle(code))]));
  }
}

/** The code of the place with the least distance, or undefined where none is less than endless. */
function nearest(places, distance, { x, y }) {
  let [found, least] = [undefined, Infinity];
  for (const [code, place] of places) {
    const away = distance(place.x - x, place.y - y);
    if (away < least) [found, least] = [code, away];
  }
  return found;
}

/* A pin on a map and the coordinates in a text field: each follows the other. */
import { drawBackdrop } from "./backdrop.js";
import { setBasemap } from "./basemap.js";
import { nameSources } from "./sources.js";

const STREET_ZOOM = 17;
const STEP_M = 10;
const SMALL_STEP_M = 1;
const METRES_A_DEGREE = 111_320;
const MOVES = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const DEGREES = /^\s*(5\d[.]\d+)\s*,\s*(\d[.]\d+)\s*$/;

export function putPin(form) {
  const field = form.elements.coordinates;
  const view = JSON.parse(document.getElementById("map-data").textContent);
  let map;
  let pin;

  function write({ lat, lng }) {
    field.value = `${lat.toFixed(6)}, ${lng.toFixed(6)}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    document.getElementById("pin-said").textContent = field.value;
  }

  function place(at, { zoom = false } = {}) {
    if (!map) return;
    if (!pin) {
      const icon = L.divIcon({ className: "pin", iconSize: [28, 36], iconAnchor: [14, 36] });
      pin = L.marker(at, { draggable: true, icon, title: view.words.pin, alt: view.words.pin, autoPanOnFocus: false }).addTo(map);
      pin.on("dragend", () => write(pin.getLatLng()));
      pin.getElement().addEventListener("keydown", step);
    }
    pin.setLatLng(at);
    if (zoom) map.setView(at, Math.max(map.getZoom(), STREET_ZOOM), { animate: false });
  }

  function step(event) {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    const { lat, lng } = pin.getLatLng();
    const degrees = (event.shiftKey ? SMALL_STEP_M : STEP_M) / METRES_A_DEGREE;
    const at = L.latLng(lat + move[0] * degrees, lng + (move[1] * degrees) / Math.cos((lat * Math.PI) / 180));
    place(at);
    write(at);
    map.panInside(at, { padding: [40, 40] });
  }

  function follow(zoom) {
    const read = DEGREES.exec(field.value);
    if (read) place(L.latLng(Number(read[1]), Number(read[2])), { zoom });
  }

  function fit() {
    map.invalidateSize({ pan: false });
    if (pin) map.setView(pin.getLatLng(), Math.max(map.getZoom(), STREET_ZOOM), { reset: true });
    else map.fitBounds(view.bounds, { reset: true });
  }

  function choose(lat, lng) {
    const at = L.latLng(lat, lng);
    place(at, { zoom: true });
    write(at);
  }

  window.addEventListener("map:init", (event) => {
    map = event.detail.map;
    map.scrollWheelZoom.disable();
    nameSources(map, view.attribution);
    // Bounds of the whole world: a map without a size would be pushed back into them, and out of the town.
    map.setMaxBounds(null);
    fit();
    setBasemap(map, view.basemap);
    drawBackdrop(map, view).catch((error) => console.error(error));
    for (const [selector, word] of [[".leaflet-control-zoom-in", view.words.zoomIn], [".leaflet-control-zoom-out", view.words.zoomOut]]) {
      const button = map.getContainer().querySelector(selector);
      button.title = word;
      button.setAttribute("aria-label", word);
    }
    map.on("click", ({ latlng }) => {
      place(latlng);
      write(latlng);
    });
    follow(true);
  });

  // A map that was hidden does not know its size.
  form.addEventListener("part:shown", () => {
    if (map?.getContainer().offsetParent) fit();
  });
  field.addEventListener("change", () => follow(false));
  document.getElementById("middle").addEventListener("click", () => {
    const { lat, lng } = map.getCenter();
    const at = L.latLng(lat, lng);
    place(at);
    write(at);
    pin.getElement().focus();
  });
  document.getElementById("here").addEventListener("click", ({ target }) => {
    const sorry = () => {
      document.getElementById("spots").textContent = view.words.noPosition;
    };
    if (!navigator.geolocation) sorry();
    else navigator.geolocation.getCurrentPosition(({ coords }) => choose(coords.latitude, coords.longitude), sorry, { enableHighAccuracy: true, timeout: 10_000 });
    target.blur();
  });
  document.getElementById("spots").addEventListener("click", ({ target }) => {
    const spot = target.closest("[data-coordinates]");
    if (!spot) return;
    const [lat, lng] = spot.dataset.coordinates.split(", ").map(Number);
    choose(lat, lng);
    for (const name of ["address", "postcode"]) {
      const other = form.elements[name];
      if (other && spot.dataset[name]) other.value = spot.dataset[name];
    }
    document.getElementById("spots").replaceChildren();
    field.focus();
  });
}

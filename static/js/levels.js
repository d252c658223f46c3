/*
 * The level follows the zoom: whoever zooms out so far that areas blur sees districts, and the municipality in its
 * region; whoever zooms in again sees what was there before. Only until somebody chooses a level: that stays.
 */

const LEVELS = ["neighbourhood", "district", "municipality"];
/* Zooms below the one at which the municipality fills the frame: each halves what an area is wide. Coming back takes
   less, so that a map at the boundary does not go to and fro. */
const OUT = [1, 2];
const BACK = [0.5, 1.5];
/* A wheel passes many zooms; what is only passed is not asked for. */
const REST_MS = 400;

let map;
let shown;
let whole;
let chosen;
let resting;

/** Begin to follow. */
export function followZoom(ofMap) {
  map = ofMap;
  document.addEventListener("change", ({ target }) => {
    if (target.name !== "level") return;
    chosen = true;
    say();
  }, true);
  map.on("zoomstart", () => clearTimeout(resting));
  map.on("zoomend", () => {
    clearTimeout(resting);
    resting = setTimeout(settle, REST_MS);
  });
}

/**
 * Tell what is shown now.
 * @param bounds Of its areas; those of another level may end elsewhere, so the first of a municipality stay.
 */
export function tellLevel(view, bounds) {
  if (!bounds) return;
  if (view.municipality !== shown?.municipality) whole = bounds;
  shown = view;
  // An address that names another level than its zoom would was chosen by somebody.
  chosen ??= fitting() !== view.level;
  say();
}

/** The level for the zoom, where the one that is shown is kept as long as it may be. */
function fitting() {
  const out = map.getBoundsZoom(whole) - map.getZoom();
  const place = LEVELS.indexOf(shown.level);
  const atLeast = OUT.filter((zooms) => out >= zooms).length;
  const atMost = BACK.filter((zooms) => out > zooms).length;
  return LEVELS[Math.min(Math.max(place, atLeast), Math.max(atMost, atLeast))];
}

function settle() {
  if (!shown || chosen) return;
  const wanted = fitting();
  const choice = document.getElementById(`pick-level-${wanted}`);
  if (!choice || wanted === shown.level) return;
  choice.checked = true;
  // Of the form, not of the choice: that would be somebody's own.
  choice.form.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Say on the map why it shows another level, and where the others are. */
function say() {
  const line = document.getElementById("map-level");
  if (!line) return;
  const text = chosen ? undefined : shown?.words.levels?.[shown.level];
  line.hidden = !text;
  line.textContent = text ?? "";
  if (!text || shown.level !== "municipality" || !shown.countryUrl) return;
  const link = document.createElement("a");
  link.href = shown.countryUrl;
  link.textContent = shown.words.country;
  line.append(" ", link);
}

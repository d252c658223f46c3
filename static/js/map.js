/* The map page: paints the classes that the server gave, and ties map and table together. */
import { classesOf, learnClasses } from "./ahead.js";
import { Choropleth } from "./choropleth.js";
import { drawBackdrop } from "./backdrop.js";
import { setBasemap } from "./basemap.js";
import { easeControls, nameControls } from "./controls.js";
import { walkAreas } from "./keys.js";
import { followZoom, tellLevel } from "./levels.js";
import { learnMonths, slideMonths } from "./months.js";
import "./paper.js";
import { offerPlaces } from "./places.js";
import { keepPosition, written } from "./position.js";
import { nameSources } from "./sources.js";
import { filterTable, linkTable, readTable } from "./table.js";

/* What a view is, for who does not see it change. */
const SAID = ".pickers [name=level]:checked + label, .map-head h1, .map-head .lede";

/* The country on a small screen. */
const FIRST_ZOOM = 5;

let map;
let choropleth;
let shown = {};
let choices = 0;

/** What the server says to show; null on a page without a scored municipality. */
function readView() {
  const data = document.getElementById("map-data");
  return data ? JSON.parse(data.textContent) : null;
}

async function show(view) {
  if (!map || !view) return;
  const before = shown;
  shown = view;
  const moved = view.municipality !== before.municipality;
  if (moved) {
    nameSources(map, view.attribution);
    nameControls(map, view.words);
    setBasemap(map, view.basemap);
  }
  const rows = readTable(document);
  const classes = new Map([...rows].map(([code, row]) => [code, row.dataset.class]));
  if (view.areasUrl !== before.areasUrl) await choropleth.load(view.areasUrl, moved, classes, rows, view);
  // Another choice may have been made while the shapes came.
  if (view !== shown) return;
  choropleth.paint(classes, rows, view);
  document.getElementById("map").dataset.shows = `${view.level} ${view.group} ${view.show}`;
  tellLevel(view, choropleth.bounds);
  // Not after the streets: the next choice may come before these.
  const learning = Promise.all([learnClasses(view.classesUrl), learnMonths()]);
  if (moved && view.backdropUrl) await drawBackdrop(map, view);
  if (view.venuesUrl) await offerPlaces(map, view);
  await learning;
}

/** Paint what was chosen at once, where its classes are known; legend, table and words come with the answer. */
function paintAhead(chosen) {
  const others = ["municipality", "level", "date", "since"].filter((name) => chosen.has(name));
  const same = others.every((name) => chosen.get(name) === shown[name]);
  const classes = same && classesOf(chosen.get("show") ?? shown.show, chosen.get("group"));
  if (classes) choropleth?.paint(classes, undefined, shown);
}

/** The view as the table has it, where no answer came to a choice. */
function paintBack() {
  document.querySelector(".pickers")?.reset();
  document.getElementById("table-filter")?.dispatchEvent(new Event("input", { bubbles: true }));
  showOrSay(readView());
}

/** Whether an answer is for the view: others on the page exchange their own parts. Going back names no target. */
function isOfView({ target }) {
  return !target?.id || target.id === "view" || target === document.body;
}

function showOrSay(view) {
  const failure = document.getElementById("map-failure");
  if (failure) failure.hidden = true;
  show(view).catch((error) => {
    // The next choice fetches everything anew.
    shown = {};
    failure.textContent = view.words.failed;
    failure.hidden = false;
    console.error(error);
  });
}

window.addEventListener("map:init", (event) => {
  map = event.detail.map;
  // The tiles begin further in; without this the region around a municipality could not be seen.
  map.setMinZoom(FIRST_ZOOM);
  easeControls(map);
  choropleth = new Choropleth(map);
  linkTable(document, choropleth);
  filterTable(document, () => shown.words.matching);
  walkAreas(map, choropleth);
  keepPosition(map);
  followZoom(map);
  slideMonths(choropleth, () => {
    choices += 1;
    return shown;
  });
  showOrSay(readView());
});

// At the swap itself: map and table change in the same frame.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (!isOfView(detail)) return;
  map?.invalidateSize();
  showOrSay(readView());
  const said = [...document.querySelectorAll(SAID)].map((part) => part.textContent);
  document.getElementById("announcement").textContent = said.join(". ").replace(/\s+/g, " ").trim();
});

// Heard before htmx hears of it: the request for a choice carries its number.
document.addEventListener("change", ({ target }) => {
  const form = target.closest(".pickers");
  if (!form) return;
  choices += 1;
  paintAhead(new FormData(form));
}, true);
document.addEventListener("htmx:beforeSend", ({ detail }) => { detail.xhr.choice = choices; });
// Another choice was made since: exchanging the form now would lose it, and its request waits for this one.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (isOfView(detail) && detail.xhr.choice !== choices) detail.shouldSwap = false;
});
document.addEventListener("htmx:sendError", paintBack);
document.addEventListener("htmx:responseError", paintBack);

// An address says what was chosen, not what was left empty or as usual.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  // Headers of the table lead to where it was sorted before the filter was typed.
  const typed = document.getElementById("table-filter")?.value;
  if (typed !== undefined && detail.target?.id === "view") {
    const path = new URL(detail.path, window.location.href);
    path.searchParams.delete("filter");
    detail.path = path.pathname + path.search;
    detail.formData.set("filter", typed);
    // Another municipality lies elsewhere.
    const at = (detail.formData.get("municipality") ?? shown.municipality) === shown.municipality && written();
    if (at) detail.formData.set("at", at);
  }
  for (const [name, value] of [...detail.formData]) {
    if (value === "" || (name === "show" && value === "coverage")) detail.formData.delete(name);
  }
});

// The language switch keeps the view that was chosen since the page was loaded.
document.addEventListener("htmx:afterOnLoad", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const fresh = page.getElementById("languages");
  if (fresh) document.getElementById("languages").replaceChildren(...fresh.children);
});

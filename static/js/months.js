/* The slider over the stored months: each is painted at once from one file; where it stops is the date of the view. */

import { readTable } from "./table.js";

/* Long enough to see what changes; who asked for less motion gets more time for each. */
const STEP_MS = { usual: 350, calm: 1200 };
/* An arrow key is mostly pressed again: only then the server is asked. */
const REST_MS = 400;

let wanted;
let file;
let playing;
let resting;

const slider = () => document.getElementById("month");

/** Fetch the months of the view on the page, where it has a slider. Without them it waits for the server. */
export async function learnMonths() {
  const url = slider()?.dataset.url;
  if (url === wanted) return file;
  wanted = url;
  file = url && fetch(url).then((answer) => (answer.ok ? answer.json() : undefined)).catch(() => undefined);
  return file;
}

/**
 * Let the slider and its button paint the map.
 * @param moved Called when it moves, before anything else; gives the view that is shown.
 */
export function slideMonths(choropleth, moved) {
  document.addEventListener("input", ({ target }) => {
    if (target.id !== "month") return;
    halt();
    paint();
  });
  document.addEventListener("change", ({ target }) => {
    if (target.id === "month") resting = setTimeout(settle, REST_MS);
    else if (target.closest(".pickers")) halt();
  }, true);
  document.addEventListener("click", ({ target }) => {
    if (target.id !== "months-play") return;
    if (playing) settle();
    else play();
  });
  document.addEventListener("visibilitychange", () => document.hidden && playing && settle());
  // A choice was taken back, and the slider with its form.
  document.addEventListener("reset", () => setTimeout(restore));
  document.addEventListener("htmx:afterSwap", ({ detail }) => detail.target?.id === "view" && halt());

  function play() {
    halt();
    const range = slider();
    if (range.value === range.max) range.value = range.min;
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    playing = setInterval(step, isCalm ? STEP_MS.calm : STEP_MS.usual);
    name("pause");
    paint();
  }

  function step() {
    slider().value = Number(slider().value) + 1;
    paint();
    if (slider().value === slider().max) settle();
  }

  async function paint() {
    const view = moved();
    const at = Number(slider().value);
    const words = monthWords(at);
    document.getElementById("month-shown").value = words;
    slider().setAttribute("aria-valuetext", words);
    document.getElementById("view").classList.add("is-behind");
    const months = await learnMonths();
    // Moved on, or answered by the server, while the file came.
    if (!months || Number(slider()?.value) !== at || !document.querySelector("#view.is-behind")) return;
    const now = new Map(Object.entries(months.areas).map(([code, steps]) => [code, steps.findLast(([from]) => from <= at)]));
    const classes = new Map([...now].map(([code, [, place]]) => [code, months.classes[place]]));
    const figures = new Map([...now].map(([code, [, place, percent]]) => [code, said(percent, months.classes[place], view)]));
    choropleth.paint(classes, undefined, view, figures);
    count([...classes.values()]);
  }
}

/** Nothing moves any more, and nothing is asked. */
function halt() {
  clearInterval(playing);
  clearTimeout(resting);
  playing = undefined;
  name("play");
}

/** Where the slider stands becomes the date that is asked for. */
function settle() {
  halt();
  document.getElementById("announcement").textContent = monthWords(Number(slider().value));
  const date = document.getElementById("pick-date");
  date.value = `${monthAt(Number(slider().value))}-01`;
  date.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Slider and legend say again what the server said. */
function restore() {
  document.getElementById("view").classList.remove("is-behind");
  const shown = document.getElementById("month-shown");
  if (!shown) return;
  halt();
  shown.value = shown.defaultValue;
  slider().setAttribute("aria-valuetext", shown.value);
  count([...readTable(document).values()].map((row) => row.dataset.class));
}

function name(state) {
  const button = document.getElementById("months-play");
  if (button) button.textContent = button.dataset[state];
}

function monthAt(place) {
  const [year, month] = slider().dataset.first.split("-").map(Number);
  const months = 12 * year + month - 1 + place;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
}

function monthWords(place) {
  const [year, month] = monthAt(place).split("-").map(Number);
  const names = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", year: "numeric" });
  return names.format(new Date(year, month - 1, 1));
}

/** A figure in words; without one what the legend calls its pattern. */
function said(percent, css, view) {
  if (percent === null) return document.querySelector(`.legend [data-class="${css}"] .legend-label`)?.textContent;
  return percent > 200 ? view.words.above : `${percent}%`;
}

function count(classes) {
  for (const entry of document.querySelectorAll(".legend [data-class]")) {
    const n = classes.filter((css) => css === entry.dataset.class).length;
    entry.querySelector(".legend-count").textContent = n;
  }
}

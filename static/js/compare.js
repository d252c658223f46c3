/* Two maps with the same classes, which pan and zoom together; the table says what each of them paints. */
import { drawBackdrop } from "./backdrop.js";
import { setBasemap } from "./basemap.js";
import { Choropleth } from "./choropleth.js";
import { easeControls, nameControls } from "./controls.js";
import { walkAreas } from "./keys.js";
import "./paper.js";
import { keepPosition } from "./position.js";
import { nameSources } from "./sources.js";
import { linkTable, readTable } from "./table.js";

const setting = JSON.parse(document.getElementById("map-data").textContent);
const sides = [];
let isFollowing = false;

window.addEventListener("map:init", ({ detail: { map } }) => {
  const number = Number(map.getContainer().id.replace("map-", ""));
  const side = { map, number, choropleth: new Choropleth(map) };
  sides.push(side);
  easeControls(map);
  linkTable(document, side.choropleth);
  side.choropleth.onPoint((code, entered) => otherThan(side)?.choropleth.link(code, entered));
  walkAreas(map, side.choropleth);
  keepPosition(map);
  map.on("move", () => follow(side));
  show(side).catch((error) => {
    const failure = map.getContainer().parentElement.querySelector(".map-failure");
    failure.textContent = setting.words.failed;
    failure.hidden = false;
    console.error(error);
  });
});

async function show({ map, number, choropleth }) {
  nameSources(map, setting.attribution);
  nameControls(map, setting.words);
  setBasemap(map, setting.basemap);
  const rows = readTable(document);
  const cell = `.side-${number}`;
  const classes = new Map([...rows].map(([code, row]) => [code, row.querySelector(cell).dataset.class]));
  const view = { words: setting.words, cell };
  await choropleth.load(setting.sides[number - 1], true, classes, rows, view);
  choropleth.paint(classes, rows, view);
  map.getContainer().dataset.shows = String(rows.size);
  await drawBackdrop(map, setting);
}

function otherThan(side) {
  return sides.find((each) => each !== side);
}

function follow(side) {
  const other = otherThan(side);
  if (!other || isFollowing) return;
  isFollowing = true;
  other.map.setView(side.map.getCenter(), side.map.getZoom(), { animate: false });
  isFollowing = false;
}

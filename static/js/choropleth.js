/* Areas as SVG paths whose class says how they are painted; the stylesheet holds the colours. */

import { readPosition } from "./position.js";

const OUTLINE = "outline";
const UNKNOWN = "coverage-unknown";
/* So many areas are drawn in one go: a phone answers to a touch in between. */
const AT_ONCE = 30;

const pause = () => new Promise((resolve) => setTimeout(resolve));

export class Choropleth {
  constructor(map) {
    this.map = map;
    this.paths = new Map();
    this.listeners = [];
    this.painted = [];
    map.createPane(OUTLINE).style.zIndex = 430;
    map.getPane(OUTLINE).style.pointerEvents = "none";
  }

  /**
   * Fetch the shapes of a level and draw them in their classes; `fit` moves the map to them.
   * What is painted meanwhile holds for the areas that are still to be drawn, too.
   */
  async load(url, fit, classes, rows, view) {
    this.wanted = url;
    this.classes = classes;
    this.told = { rows, view };
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    const { bbox, features } = await answer.json();
    if (this.wanted !== url) return;
    // An area in focus goes: the map itself is where its keyboard goes on.
    if (this.layer && this.map.getPane("overlayPane").contains(document.activeElement)) this.map.getContainer().focus();
    this.layer?.remove();
    this.paths.clear();
    if (bbox) this.bounds = L.latLngBounds([bbox[1], bbox[0]], [bbox[3], bbox[2]]);
    if (fit) this.#fit(bbox);
    this.layer = L.geoJSON(undefined, {
      style: ({ properties }) => ({ className: `area ${this.#classOf(properties.code)}` }),
      onEachFeature: (feature, path) => this.#adopt(feature.properties, path),
    }).addTo(this.map);
    for (let first = 0; first < features.length; first += AT_ONCE) {
      this.layer.addData(features.slice(first, first + AT_ONCE));
      await pause();
      if (this.wanted !== url) return;
    }
  }

  /** Go where the address says, else to all areas, with room below for the line with the sources. */
  #fit(bbox) {
    const asked = readPosition();
    if (asked) this.map.setView(asked.centre, asked.zoom, { animate: false });
    else if (bbox) {
      this.map.fitBounds(this.bounds, { paddingTopLeft: [8, 8], paddingBottomRight: [8, 26], animate: false });
    }
  }

  #classOf(code) {
    return this.classes.get(code) ?? UNKNOWN;
  }

  #adopt(properties, path) {
    this.paths.set(properties.code, path);
    path.css = this.#classOf(properties.code);
    path.once("add", () => {
      const element = path.getElement();
      element.dataset.area = properties.code;
      // One area at a time is a stop; hundreds of them would stand before the table.
      element.setAttribute("tabindex", "-1");
    });
    path.areaName = properties.name;
    // Written when they are opened: hundreds of them would hold up each repaint.
    path.bindTooltip(() => this.#words(properties.code), { sticky: true, direction: "top", opacity: 1 });
    path.bindPopup(() => this.#words(properties.code, true));
    path.on("click", () => this.told.view.opensAtOnce && this.open(properties.code));
    path.on("mouseover", () => this.#tell(properties.code, true));
    path.on("mouseout", () => this.#tell(properties.code, false));
  }

  /**
   * Give every area a class, by its code; an area that is not named is unknown.
   * @param rows What the table says of each; absent where the server has not answered yet.
   * @param figures What is said of each until then, where that is known.
   */
  paint(classes, rows, view, figures) {
    this.told = { rows, view, figures };
    this.classes = classes;
    for (const [code, path] of this.paths) {
      const css = this.#classOf(code);
      if (path.css === css) continue;
      path.getElement().classList.replace(path.css, css);
      path.css = css;
    }
    // What is open says what was painted before.
    for (const path of this.paths.values()) {
      if (path.isTooltipOpen()) path.getTooltip().update();
      if (path.isPopupOpen()) path.getPopup().update();
    }
    for (const listener of this.painted) listener();
  }

  /** Hear of each repaint. */
  onPaint(listener) {
    this.painted.push(listener);
  }

  /** Make an area the one that the keyboard stops at. */
  stop(code) {
    const element = this.paths.get(code).getElement();
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "link");
    element.setAttribute("aria-label", `${this.paths.get(code).areaName}: ${this.#said(code)}`);
  }

  /** Make it none again. */
  unstop(code) {
    const element = this.paths.get(code)?.getElement();
    element?.setAttribute("tabindex", "-1");
    for (const name of ["role", "aria-label", "aria-describedby"]) element?.removeAttribute(name);
  }

  /** The middle of what an area spans. */
  middle(code) {
    return this.paths.get(code).getBounds().getCenter();
  }

  /** Focus came to an area: it is outlined, its row with it, and its words are shown. */
  enter(code) {
    this.#tell(code, true);
    this.paths.get(code).openTooltip(this.middle(code));
    // The tooltip says what the name says already.
    this.paths.get(code).getElement().setAttribute("aria-describedby", "map-keys");
  }

  /** Focus left it. */
  leave(code) {
    this.#tell(code, false);
    this.paths.get(code)?.closeTooltip();
  }

  /** Go to the page of an area. */
  open(code) {
    const url = this.#address(code);
    if (url) window.location.assign(url);
  }

  /** Outline an area, or no longer. */
  link(code, on) {
    const path = this.paths.get(code);
    if (!path) return;
    path.getElement().classList.toggle("is-linked", on);
    this.outline?.remove();
    // Over the water and streets, which would hide parts of the area's own border.
    if (on) this.outline = L.polygon(path.getLatLngs(), { pane: OUTLINE, interactive: false, className: "outline" }).addTo(this.map);
  }

  /** Hear of areas that the pointer enters and leaves: listener(code, entered). */
  onPoint(listener) {
    this.listeners.push(listener);
  }

  /** What the table says of an area. */
  #said(code) {
    const { rows, view, figures } = this.told;
    if (figures) return figures.get(code) ?? view.words.noFigure;
    // Of a row with two figures the view says in which cell its own is.
    const parts = [".figure", ".range"].map((part) => `${view.cell ?? ""} ${part}`);
    const [figure, range] = parts.map((part) => rows?.get(code)?.querySelector(part)?.textContent);
    return range ? `${figure} (${range})` : (figure ?? (rows ? view.words.noFigure : "…"));
  }

  /** Where its row leads; undefined where it leads nowhere. */
  #address(code) {
    return this.told.rows?.get(code)?.querySelector("a")?.href;
  }

  #words(code, withLink) {
    const url = withLink && this.#address(code);
    return words(this.paths.get(code).areaName, this.#said(code), url, this.told.view.words.open);
  }

  #tell(code, entered) {
    this.link(code, entered);
    for (const listener of this.listeners) listener(code, entered);
  }
}

function words(name, text, url, open) {
  const box = document.createElement("div");
  const title = document.createElement("strong");
  title.className = "tip-name";
  title.textContent = name;
  box.append(title, text);
  if (url) {
    const link = document.createElement("a");
    link.className = "tip-link";
    link.href = url;
    link.textContent = open;
    box.append(link);
  }
  return box;
}

/* The line of sources on a map: Leaflet writes it as HTML, and names of sources are text. */

export function nameSources(map, texts) {
  const line = document.createElement("span");
  line.textContent = texts.join(" · ");
  map.attributionControl.setPrefix(line.innerHTML);
}

/* Map and table point at each other: the row of an area under the pointer, the area of a row in focus. */

const AREA_ROW = "tr[data-area]";

/** The rows of the table by the code of their area: what the map paints and says comes from them. */
export function readTable(root) {
  return new Map([...root.querySelectorAll(`.table-column ${AREA_ROW}`)].map((row) => [row.dataset.area, row]));
}

export function linkTable(root, choropleth) {
  let linked;
  const link = (code) => {
    if (code === linked) return;
    if (linked) choropleth.link(linked, false);
    linked = code;
    if (linked) choropleth.link(linked, true);
  };
  for (const name of ["mouseover", "focusin"]) {
    root.addEventListener(name, (event) => {
      const row = event.target.closest?.(AREA_ROW);
      if (row || !event.target.closest?.(".map")) link(row?.dataset.area);
    });
  }
  choropleth.onPoint((code, entered) => {
    const row = root.querySelector(`${AREA_ROW}[data-area="${code}"]`);
    row?.classList.toggle("is-linked", entered);
    if (row && entered) scrollTo(row);
  });
}

/** Bring a row into sight within the table, where that scrolls; the page stays where it is. */
function scrollTo(row) {
  const region = row.closest(".table-region");
  const head = region.querySelector("thead").offsetHeight;
  if (row.offsetTop < region.scrollTop + head) region.scrollTop = row.offsetTop - head;
  else if (row.offsetTop + row.offsetHeight > region.scrollTop + region.clientHeight) {
    region.scrollTop = row.offsetTop + row.offsetHeight - region.clientHeight;
  }
}

/** Rows whose names hold what is typed; the address, the files and the number of rows follow. */
export function filterTable(root, words) {
  root.addEventListener("input", ({ target }) => {
    if (target.id !== "table-filter") return;
    const wanted = target.value.trim().toLocaleLowerCase();
    const rows = [...readTable(root).values()];
    for (const row of rows) row.hidden = !namesOf(row).some((name) => name.toLocaleLowerCase().includes(wanted));
    const told = words().replace("{n}", rows.filter((row) => !row.hidden).length).replace("{all}", rows.length);
    root.getElementById("table-count").textContent = told;
    root.getElementById("announcement").textContent = told;
    const links = [...root.querySelectorAll("[data-file]")];
    for (const link of links) link.href = filtered(link.href, target.value.trim());
    window.history.replaceState(window.history.state, "", filtered(window.location.href, target.value.trim()));
  });
}

function namesOf(row) {
  return [...row.querySelectorAll("th a, th .row-name, th .within")].map((part) => part.textContent);
}

function filtered(address, wanted) {
  const url = new URL(address);
  if (wanted) url.searchParams.set("filter", wanted);
  else url.searchParams.delete("filter");
  return url.href;
}

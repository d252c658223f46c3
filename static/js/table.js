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
      if (row || !event.target.closest?.("#map")) link(row?.dataset.area);
    });
  }
  choropleth.onPoint((code, entered) => {
    root.querySelector(`${AREA_ROW}[data-area="${code}"]`)?.classList.toggle("is-linked", entered);
  });
}

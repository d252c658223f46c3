/* Map and table point at each other: the row of an area under the pointer, the area of a row in focus. */

const AREA_ROW = "tr[data-area]";

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

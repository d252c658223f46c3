/* On paper the map keeps the size that it is drawn at, as a whole made smaller until it fits the sheet. */

// A4 between its margins, in CSS pixels.
const SHEET = { wide: 680, high: 560 };

window.addEventListener("beforeprint", () => {
  const frame = document.getElementById("map-frame");
  if (!frame) return;
  const { offsetWidth: wide, offsetHeight: high } = frame;
  frame.style.setProperty("--drawn-wide", `${wide}px`);
  frame.style.setProperty("--drawn-high", `${high}px`);
  frame.style.setProperty("--drawn-part", Math.min(1, SHEET.wide / wide, SHEET.high / high));
});

/* On paper each map keeps the size that it is drawn at, as a whole made smaller until all fit beside each other on the sheet. */

// A4 between its margins, in CSS pixels.
const SHEET = { wide: 680, high: 560 };
const BETWEEN = 16;

window.addEventListener("beforeprint", () => {
  const frames = [...document.querySelectorAll(".map-frame")];
  const room = (SHEET.wide - BETWEEN * (frames.length - 1)) / frames.length;
  for (const frame of frames) {
    const { offsetWidth: wide, offsetHeight: high } = frame;
    frame.style.setProperty("--drawn-wide", `${wide}px`);
    frame.style.setProperty("--drawn-high", `${high}px`);
    frame.style.setProperty("--drawn-part", Math.min(1, room / wide, SHEET.high / high));
  }
});

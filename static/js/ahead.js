/* The classes of every group in one small file: another group is painted before the server answers. */

let wanted;
let file;

/** Fetch the classes that a view may be changed to. Without them the map waits for the server, as it did before. */
export async function learnClasses(url) {
  if (url === wanted) return;
  wanted = url;
  file = undefined;
  const answer = await fetch(url).catch(() => undefined);
  const classes = answer?.ok ? await answer.json() : undefined;
  if (url === wanted) file = classes;
}

/** The class of each area by its code, or undefined where that is not known here. */
export function classesOf(indicator, group) {
  const groups = file?.indicators[indicator]?.groups;
  // Some figures are the same whichever group is chosen.
  const written = groups?.["*"] ?? groups?.[group];
  if (!written) return undefined;
  const { classes } = file.indicators[indicator];
  return new Map(file.codes.map((code, place) => [code, classes[parseInt(written[place], 36)]]));
}

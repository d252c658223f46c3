/* The form of a place or activity: its parts one by one, rows that can be added, a pin on a map, and a draft on the device. */
import { keepDraft } from "./draft.js";
import { showParts } from "./parts.js";
import { putPin } from "./pin.js";
import { addRows } from "./rows.js";

const form = document.getElementById("entry");
const rows = addRows(form);
keepDraft(form, rows);
showParts(form);
putPin(form);

/* Whoever signs out leaves no drafts behind on the device. */
import { forgetAll } from "./draft.js";

document.getElementById("sign-out").addEventListener("submit", forgetAll);

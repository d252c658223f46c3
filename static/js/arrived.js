/* On the page that says that a form arrived: its draft is needed no longer. */
import { forgetSent } from "./draft.js";

if (document.querySelector(".messages")) forgetSent();

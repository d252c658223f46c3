/* On the page that says that a form arrived: its draft is needed no longer. */
import { forgetArrived } from "./draft.js";

forgetArrived();

// Writing at the desk begins here: the bar above each text that has one, and what is pasted into it.

import { cleanPaste } from "./paste.js";
import { useToolbar } from "./toolbar.js";

for (const bar of document.querySelectorAll("[data-marks]")) {
  useToolbar(bar);
  cleanPaste(document.getElementById(bar.getAttribute("aria-controls")));
}

// The count page: rows follow the frames where they stand, and what falls due is marked by itself.

import { followEntries } from "./entries.js";

const LOOK = 15_000; // milliseconds between two looks at the clock

const section = document.querySelector("[data-entries]");
if (section) followEntries(section, { show: exchange });
setInterval(markLate, LOOK);

/** A row keeps its place, so that no button slips away under a thumb; one in use keeps its forms. */
function exchange(rows, fresh) {
  for (const next of fresh.querySelectorAll("[data-part]")) {
    const shown = rows.querySelector(`[data-part="${CSS.escape(next.dataset.part)}"]`);
    if (shown === null) {
      const { list } = next.closest("[data-list]").dataset;
      rows.querySelector(`[data-list="${list}"]`).append(next.cloneNode(true));
    } else if (isInUse(shown)) {
      const now = next.querySelector("[data-now]");
      shown.querySelector("[data-now]")?.replaceWith(now.cloneNode(true));
    } else {
      shown.replaceWith(next.cloneNode(true));
    }
  }
  for (const shown of rows.querySelectorAll("[data-part]")) {
    const stays = fresh.querySelector(`[data-part="${CSS.escape(shown.dataset.part)}"]`);
    if (!stays && !isInUse(shown)) shown.remove();
  }
}

function isInUse(row) {
  return row.contains(document.activeElement) || row.querySelector("details[open]") !== null;
}

function markLate() {
  for (const mark of document.querySelectorAll("[data-late-at]")) {
    mark.hidden = Date.now() <= Date.parse(mark.dataset.lateAt);
  }
}

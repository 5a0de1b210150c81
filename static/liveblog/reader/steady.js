// Holds what is being read still while the page changes above it.

const TOP = 4; // pixels: so near the top, the reader is watching for news and not reading below it

/** Whether the reader has scrolled away from the top. */
export function isReading() {
  return window.scrollY > TOP;
}

/** Make the change so that the first entry in view, or what `first` finds, stays where it is. */
export function steadily(change, first = firstInView) {
  const held = isReading() ? first() : null;
  const before = held?.getBoundingClientRect().top;
  change();
  if (held === null) return;
  // An entry that was itself replaced is found again under its id.
  const now = held.isConnected ? held : document.getElementById(held.id);
  if (now === null) return;
  const moved = now.getBoundingClientRect().top - before;
  if (moved !== 0) window.scrollBy({ top: moved, behavior: "instant" });
}

function firstInView() {
  let across = null;
  for (const entry of document.querySelectorAll("[data-region=stream] > article:not([hidden])")) {
    const { top, bottom } = entry.getBoundingClientRect();
    if (top >= window.innerHeight) break;
    if (top >= 0) return entry;
    if (bottom > 0) across = entry;
  }
  return across;
}

// A press is on the device in the instant in which it is made. The store needs a moment until it
// has it on the disk, and in that moment the page may go; what is noted here outlives the page.

const NOTE = "declared-pressed:";

/**
 * Note `entry` until the function that is given back is called: the store has it.
 *
 * `locks` tell other pages that this one is still at it.
 */
export function note(entry, { locks, storage = globalThis.localStorage }) {
  const name = NOTE + entry.id;
  try {
    storage.setItem(name, JSON.stringify(entry));
  } catch {
    return () => {}; // there is no room for it, and the store is a moment away
  }
  let done = () => {};
  const kept = new Promise((resolve) => (done = resolve));
  locks.request(name, () => kept).catch(() => {});
  return () => {
    storage.removeItem(name);
    done();
  };
}

/** What was pressed in pages that went before the store had it: `{ entry, strike() }`, oldest first. */
export async function orphans({ locks, storage = globalThis.localStorage }) {
  const { held } = await locks.query();
  const alive = new Set(held.map(({ name }) => name));
  const found = [];
  for (const name of noted(storage)) {
    if (alive.has(name)) continue;
    const strike = () => storage.removeItem(name);
    try {
      found.push({ entry: JSON.parse(storage.getItem(name)), strike });
    } catch {
      strike();
    }
  }
  return found.sort((a, b) => a.entry.now - b.entry.now);
}

function noted(storage) {
  try {
    const names = Array.from({ length: storage.length }, (_, place) => storage.key(place));
    return names.filter((name) => name.startsWith(NOTE));
  } catch {
    return []; // a browser that keeps nothing
  }
}

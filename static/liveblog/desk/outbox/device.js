// What of the newsroom is kept on this device beside what was typed: for whom, and by which worker.

export const PAGES = "declared-pages"; // the caches' names begin so
const FOR = "declared-kept-for";

/** Have the composer open without a network. A browser that cannot has the outbox all the same. */
export async function installWorker({ worker, username }) {
  if (!navigator.serviceWorker) return;
  // A page that the worker has not brought itself it has not seen.
  const seen = Boolean(navigator.serviceWorker.controller);
  try {
    localStorage.setItem(FOR, username.toLowerCase());
    await navigator.serviceWorker.register(worker, { type: "module" });
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: location.pathname, seen });
  } catch {
    // The page works as it did before there were workers.
  }
}

/** Forget the kept pages: somebody leaves, or somebody else comes. What was typed stays. */
export async function forgetPages() {
  if (!globalThis.caches) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PAGES)).map((name) => caches.delete(name)));
  try {
    localStorage.removeItem(FOR);
  } catch {
    // There is none to remove it from.
  }
}

/** Whether pages are kept of somebody who logs in by another name. */
export function isKeptForSomebodyElse(username) {
  try {
    const name = localStorage.getItem(FOR);
    return name !== null && name !== username.trim().toLowerCase();
  } catch {
    return true;
  }
}

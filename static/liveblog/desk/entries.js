// The newest entries under the composer: when a frame says that something happened, they are
// fetched again, because the controls beside them are this person's own and in no frame.

import { Connection } from "../reader/connection.js";

const GATHER = 300; // milliseconds: the frames of one deed are one refresh

/**
 * Keep `section` as the server would give it now, for as long as the blog is not over.
 *
 * `show(rows, fresh)` puts what came in place of what is shown.
 */
export function followEntries(section, { show = null } = {}) {
  const rows = section.querySelector("[data-rows]");
  let offset = Number(section.dataset.offset);
  let gathering = null;

  const connection = new Connection({
    address: () => {
      const address = new URL(section.dataset.ws, location.href);
      address.protocol = address.protocol.replace("http", "ws");
      return address.href;
    },
    heard: (frame) => {
      // A hello and a beat tell how far the log has come: what we missed was in no frame.
      const newest = frame.type === "beat" ? frame.head : (frame.offset ?? offset);
      if (newest === offset) return;
      offset = newest;
      refreshSoon();
    },
    failed: () => {},
    ended: () => refreshSoon(),
  });
  window.addEventListener("online", () => connection.check({ suspicious: true }));
  window.addEventListener("pageshow", ({ persisted }) => persisted && connection.check());
  document.addEventListener("visibilitychange", () => document.hidden || connection.check());
  document.addEventListener("desk:kept", refreshSoon);
  connection.start();

  function refreshSoon() {
    gathering ??= setTimeout(() => {
      gathering = null;
      document.dispatchEvent(new CustomEvent("desk:moved"));
      refresh().catch(() => (offset = -1)); // the next beat asks again
    }, GATHER);
  }

  async function refresh() {
    const answer = await fetch(section.dataset.entries, { cache: "no-store" });
    if (answer.redirected) return; // logged out: the page says so when it is used
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (show) return show(rows, page.body);
    // Whoever is on a control of the list with the keyboard must not lose it.
    if (rows.contains(document.activeElement)) {
      rows.addEventListener("focusout", refreshSoon, { once: true });
    } else {
      rows.replaceChildren(...page.body.childNodes);
    }
  }
}

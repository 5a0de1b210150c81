// What every page that follows a log does beside: it says how the line is, and minds its window.

import { Follower } from "./follower.js";

/**
 * Follow the log that `root` names in its data attributes.
 *
 * @param {HTMLElement} root the part of the page that is live; it has a `[data-state]`
 * @param {Record<string, string>} words what to say in each state of the line
 * @param {object} tell
 * @param {(event: object) => void} tell.event the next event, to be applied now
 * @param {() => Promise<{position: import("./position.js").Position, isOver?: boolean}>} tell.reset
 *   show the page afresh, and say where it stands
 * @param {() => void} [tell.closed] there is nothing more to follow
 */
export function follow(root, words, { event, reset, closed }) {
  const { ws, events, epoch, offset } = root.dataset;
  const follower = new Follower(
    { socket: socketAddress(ws), events, position: { epoch, offset: Number(offset) } },
    {
      event(each) {
        event(each);
        showPosition(root, { epoch: root.dataset.epoch, offset: each.offset });
      },
      async reset() {
        const { position, isOver } = await reset();
        showPosition(root, position);
        return isOver ? null : position;
      },
      state(state) {
        showState(root, words, state);
        if (state === "closed") closed?.();
      },
    },
  );
  showState(root, words, "connecting");
  window.addEventListener("online", () => follower.check({ suspicious: true }));
  window.addEventListener("pageshow", ({ persisted }) => persisted && follower.check());
  document.addEventListener("visibilitychange", () => document.hidden || follower.check());
  follower.start();
}

/** Where a page fetched afresh stands in the log. */
export function positionOf(page) {
  const { epoch, offset } = page.querySelector("[data-live]").dataset;
  return { epoch, offset: Number(offset) };
}

/** Say in words, and to the style sheet, how the page is connected. */
export function showState(root, words, state) {
  document.documentElement.dataset.connection = state;
  document.documentElement.dataset.offset = root.dataset.offset;
  const line = root.querySelector("[data-state]");
  const said = words[state] ?? "";
  if (line.textContent !== said) line.textContent = said;
}

function socketAddress(path) {
  const address = new URL(path, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}

function showPosition(root, { epoch, offset }) {
  root.dataset.epoch = epoch;
  root.dataset.offset = document.documentElement.dataset.offset = String(offset);
}

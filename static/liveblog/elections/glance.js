// The morning-after article begins here: it follows its blog, and is fetched afresh with the figures.

import { about } from "../reader/backoff.js";
import { follow, showState } from "../reader/following.js";
import { Events } from "../reader/polling.js";
import { Renewal } from "./renewal.js";

const WORDS = {
  live: "Corrections appear by themselves",
  reconnecting: "Reconnecting…",
  polling: "Updates paused – checking every few seconds",
  closed: "Corrections appear by themselves",
};
// A blog that is over has no sockets any more, but its article is read the morning after.
const ASK = 60_000; // milliseconds

const root = document.querySelector("[data-live]");
if (root) begin(root);

function begin(root) {
  const renewal = new Renewal(root);

  function event({ type, offset, published }) {
    if (type === "glance" && !published) {
      renewal.cancel();
      takeDown(root);
    } else if (type === "glance" || type === "board") {
      renewal.want(offset);
    }
  }

  if (root.dataset.status === "closed") {
    showState(root, WORDS, "closed");
    ask();
  } else {
    const reset = async () => ({ position: await renewal.afresh() });
    follow(root, WORDS, { event, reset, closed: ask });
  }

  function ask() {
    const { epoch, offset } = root.dataset;
    const events = new Events(root.dataset.events);
    let position = { epoch, offset: Number(offset) };
    const again = () => setTimeout(next, about(ASK));

    async function next() {
      try {
        const page = await events.after(position);
        for (const each of page?.events ?? []) {
          event(each);
          position = { epoch, offset: each.offset };
        }
        if (page?.status === "archived") return;
      } catch (error) {
        console.warn(error);
      }
      again();
    }
    again();
  }
}

function takeDown(root) {
  const instead = document.querySelector("[data-taken-down]").content.cloneNode(true);
  root.replaceChildren(root.querySelector("[data-state]"), instead);
}

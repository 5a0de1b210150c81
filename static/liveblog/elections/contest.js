// A contest's page begins here: it follows its election, and is fetched afresh when it moves.

import { follow } from "../reader/following.js";
import { Renewal } from "./renewal.js";

const WORDS = {
  live: "Live: new figures appear by themselves",
  reconnecting: "Reconnecting…",
  polling: "Updates paused – checking every few seconds",
  closed: "This election was taken away",
};

const root = document.querySelector("[data-live]");
const renewal = new Renewal(root);

follow(root, WORDS, {
  event({ offset, contest }) {
    if (contest?.slug === root.dataset.contest) renewal.want(offset);
  },
  reset: async () => ({ position: await renewal.afresh() }),
});

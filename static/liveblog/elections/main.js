// An election's page begins here: it follows the election's log and replaces what has moved.

import { Announcer } from "../reader/announce.js";
import { follow, positionOf } from "../reader/following.js";
import { freshPage } from "../reader/polling.js";
import { showAfresh, showRegions } from "./regions.js";
import { spoken } from "./spoken.js";

const WORDS = {
  live: "Live: declarations appear by themselves",
  reconnecting: "Reconnecting…",
  polling: "Updates paused – checking every few seconds",
  closed: "This election was taken away",
};

const root = document.querySelector("[data-live]");
const announcer = new Announcer(root.querySelector("[data-announcer]"));

follow(root, WORDS, {
  event({ type, contest, html }) {
    if (type !== "standings") return;
    showRegions(root, html);
    const words = contest && spoken(contest);
    if (words) announcer.say(words);
  },
  async reset() {
    const page = await freshPage(location.pathname);
    showAfresh(root, page);
    return { position: positionOf(page) };
  },
});

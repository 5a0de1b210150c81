// The live page begins here: the only module that does something when it is imported.

import { Announcer, saidIn, spoken } from "./announce.js";
import { offerEmbeds } from "./embeds.js";
import { follow, positionOf, showState } from "./following.js";
import { freshPage } from "./polling.js";
import { Surroundings } from "./surroundings.js";
import { Timeline } from "./timeline.js";

const WORDS = {
  live: "Live: new entries appear by themselves",
  reconnecting: "Reconnecting…",
  polling: "Updates paused – checking every few seconds",
  closed: "Coverage ended",
};

const root = document.querySelector("[data-live]");
if (root) begin(root);

function begin(root) {
  const announcer = new Announcer(root.querySelector("[data-announcer]"));
  offerEmbeds(root);
  const timeline = new Timeline(root, (article) => announcer.say(spoken(saidIn(article))));
  const surroundings = new Surroundings(root);
  if (isOver(root)) {
    showState(root, WORDS, "closed");
    return;
  }
  follow(root, WORDS, {
    event(event) {
      if (event.type === "put") timeline.put(event.entry);
      else if (event.type === "drop") timeline.drop(event);
      else if (event.type === "board") surroundings.board(event);
      else if (event.type === "blog") surroundings.blog(event);
    },
    async reset() {
      const page = await freshPage(location.pathname);
      surroundings.reconcile(page);
      timeline.reconcile(page);
      return { position: positionOf(page), isOver: isOver(root) };
    },
  });
}

function isOver(root) {
  return root.dataset.status === "closed" || root.dataset.status === "archived";
}

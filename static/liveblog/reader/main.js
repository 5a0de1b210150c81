// The live page begins here: the only module that does something when it is imported.

import { Announcer, saidIn, spoken } from "./announce.js";
import { Follower } from "./follower.js";
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
  const timeline = new Timeline(root, (article) => announcer.say(spoken(saidIn(article))));
  const surroundings = new Surroundings(root);
  showState(root, "connecting");
  if (isOver(root)) {
    showState(root, "closed");
    return;
  }

  const { ws, events, epoch, offset } = root.dataset;
  const follower = new Follower(
    { socket: socketAddress(ws), events, position: { epoch, offset: Number(offset) } },
    {
      event(event) {
        if (event.type === "put") timeline.put(event.entry);
        else if (event.type === "drop") timeline.drop(event);
        else if (event.type === "board") surroundings.board(event);
        else if (event.type === "blog") surroundings.blog(event);
        showPosition(root, { epoch: root.dataset.epoch, offset: event.offset });
      },
      async reset() {
        const page = await freshPage(location.pathname);
        const { dataset } = page.querySelector("[data-live]");
        const position = { epoch: dataset.epoch, offset: Number(dataset.offset) };
        surroundings.reconcile(page);
        timeline.reconcile(page);
        showPosition(root, position);
        return isOver(root) ? null : position;
      },
      state: (state) => showState(root, state),
    },
  );
  window.addEventListener("online", () => follower.check({ suspicious: true }));
  window.addEventListener("pageshow", ({ persisted }) => persisted && follower.check());
  document.addEventListener("visibilitychange", () => document.hidden || follower.check());
  follower.start();
}

function isOver(root) {
  return root.dataset.status === "closed" || root.dataset.status === "archived";
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

function showState(root, state) {
  document.documentElement.dataset.connection = state;
  document.documentElement.dataset.offset = root.dataset.offset;
  const line = root.querySelector("[data-state]");
  const words = WORDS[state] ?? "";
  if (line.textContent !== words) line.textContent = words;
}

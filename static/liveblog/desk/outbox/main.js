// The outbox on a page: keeps what is typed, takes the press, sends, and shows how it stands.

import { uploadPicture } from "../pictures/upload.js";
import { Drawer } from "./drawer.js";
import { note, orphans } from "./journal.js";
import { Outbox } from "./outbox.js";
import { forgetPictures, forgetStrays, picturesFrom } from "./pictures.js";
import { openStore } from "./store.js";
import { tokenFrom, transport } from "./transport.js";
import { installWorker } from "./device.js";
import { houseTime } from "./words.js";
import { Writing } from "./writing.js";

const HOLD = "hold"; // the device's setting: ten seconds to take a post back
const NEWS = "declared-outbox";
// Where there are no locks (an old browser, or a page without HTTPS) the server's memory of every
// entry's id is still there to keep one from being two.
const NO_LOCKS = {
  request: async (_name, ...rest) => rest.at(-1)({}),
  query: async () => ({ held: [] }),
};

/** Keep `form` (null where the blog takes no entries) and send what is pressed in it. */
export async function startOutbox(form) {
  const place = document.querySelector("[data-outbox]");
  if (!place) return;
  const { user, name, blog, title, zone } = place.dataset;
  const locks = navigator.locks ?? NO_LOCKS;
  const opening = openStore();
  const about = { user, blog, title };
  const isNew = form?.matches(".composer");
  freshenTokens();
  const writing = form && new Writing(form, { store: opening, locks, about });
  let outbox = null;
  let drawer = null;
  let keptBefore = null; // the ids of drafts and scheduled entries that the list has
  const ready = opening.then((store) => {
    const token = tokenFrom({ address: place.dataset.token, cookie: () => document.cookie });
    outbox = new Outbox({
      store,
      user,
      locks,
      send: transport({ token, upload: picturesFrom(store, uploadPicture) }),
      arrived: (item) => forgetPictures(store, item),
      isOnline: () => navigator.onLine,
      changed: () => {
        show();
        news?.postMessage("changed");
      },
    });
    return store;
  });
  const news = globalThis.BroadcastChannel ? new BroadcastChannel(NEWS) : null;

  if (isNew) form.addEventListener("submit", pressed);
  else form?.addEventListener("submit", () => writing.posted());

  for (const link of document.querySelectorAll("a[data-drops]")) {
    link.addEventListener("click", () => writing?.leave());
  }

  let store;
  try {
    store = await ready;
  } catch {
    sayNothingIsKept(place);
    return;
  }
  const { login } = place.dataset;
  drawer = new Drawer(place, { user, zone, blog, form, takes: isNew, login, deeds: deeds() });
  news?.addEventListener("message", () => {
    show();
    outbox.run();
  });
  const hold = place.querySelector("[data-hold]");
  hold.checked = await store.setting(HOLD, true);
  hold.addEventListener("change", () => store.set(HOLD, hold.checked));
  window.addEventListener("online", () => outbox.run({ hurry: true, afresh: true }));
  for (const kind of ["online", "offline"]) window.addEventListener(kind, show);
  document.addEventListener("visibilitychange", () => document.hidden || outbox.run({ hurry: true }));
  window.addEventListener("pageshow", ({ persisted }) => persisted && outbox.run({ hurry: true }));
  await keepOrphans().catch(() => {}); // the next page tries again
  if (writing) await forgetSaved(store);
  const restored = writing && (await writing.restore());
  if (restored) sayRestored(restored);
  await show();
  outbox.run({ hurry: true });
  installWorker(place.dataset);
  forgetStrays(store).catch(() => {});
  sayHowOld(place);

  async function pressed(event) {
    if (event.defaultPrevented || isForTheServer(form, event.submitter)) return;
    event.preventDefault();
    const now = Date.now(); // the stamp, before anything takes its time
    const address = new URL(form.action).pathname;
    const entry = { ...writing.take(event.submitter), now, user, name, blog, title, address };
    const strike = note(entry, { locks });
    drawer?.note(null);
    try {
      await keep(entry);
    } catch {
      postPlainly(form, entry.fields);
      return;
    } finally {
      strike();
    }
    askToKeep();
    // Where the browser can, it wakes our worker when there is a network, even with no page open.
    navigator.serviceWorker?.ready.then((worker) => worker.sync?.register(NEWS)).catch(() => {});
  }

  async function keep(entry) {
    const kept = await ready;
    await outbox.press({ ...entry, hold: await kept.setting(HOLD, true) });
  }

  async function keepOrphans() {
    for (const { entry, strike } of await orphans({ locks })) {
      await keep(entry);
      strike();
    }
  }

  async function show() {
    if (!drawer) return;
    const [items, drafts] = await Promise.all([outbox.items(), writing ? writing.others() : []]);
    drawer.show(items, drafts);
    tellOfKept(items);
  }

  /** No frame tells of what readers do not see: the list of it is asked for again. */
  function tellOfKept(items) {
    const isKept = ({ state, answer }) => state === "done" && answer.state !== "published";
    const now = items.filter(isKept).map(({ id }) => id);
    if (keptBefore && now.some((id) => !keptBefore.has(id))) {
      document.dispatchEvent(new CustomEvent("desk:kept"));
    }
    keptBefore = new Set(now);
  }

  function deeds() {
    return {
      release: (item) => outbox.release(item.seq),
      confirm: (item) => outbox.confirm(item.seq),
      take: (item) => bringBack(item),
      open: (item) => bringBack(item),
      resume: async (draft) => {
        if (await writing.open(draft)) sayRestored(draft);
        show();
      },
      discard: async (item) => {
        const sure = item.state === "done" || confirm("Discard this entry and everything typed in it?");
        if (sure) await outbox.discard(item.seq);
      },
      drop: async (draft) => {
        if (!confirm("Drop this half-written entry?")) return;
        await store.dropDraft(draft.id);
        show();
      },
    };
  }

  async function bringBack(item) {
    const draft = await outbox.reopen(item.seq);
    if (!draft) return show();
    if (draft.address !== location.pathname) {
      await store.keepDraft(draft);
      location.assign(draft.address);
      return undefined;
    }
    await writing.open(draft);
    if (draft.answer) {
      drawer.note(`This was pressed at ${houseTime(draft.pressed, zone)} and keeps that time, unless you type another.`);
    } else {
      const doubt = " It may have reached the page all the same: the answer was lost.";
      drawer.note(`Taken back, as you typed it.${draft.mayHaveArrived ? doubt : ""}`);
      form.elements.body?.focus();
    }
    return show();
  }

  function sayRestored(draft) {
    drawer.note(`Restored what you typed at ${houseTime(draft.saved, zone)}.`, {
      text: "Drop it",
      deed: async () => {
        if (!confirm("Drop what was restored?")) return;
        await writing.drop();
        drawer.note(null);
        show();
      },
    });
  }
}

/** That the browser clears nothing away when it runs short; asked once there is something to keep. */
async function askToKeep() {
  const { storage } = navigator;
  if (storage?.persist && !(await storage.persisted())) await storage.persist().catch(() => false);
}

/** Whether the button asks the server for another form rather than for an entry. */
function isForTheServer(form, button) {
  if (["show", "repeat"].includes(button?.name)) return true;
  // Enter in “If repeated here” asks for the sum.
  return button?.name === "enter" && Boolean(form.elements["repeat.swing"]?.value.trim());
}

/** Without a store the form does what it did before there was one. */
function postPlainly(form, fields) {
  const plain = Object.assign(document.createElement("form"), { method: "post", action: form.action });
  plain.hidden = true;
  const token = form.elements.csrfmiddlewaretoken?.value ?? "";
  for (const [name, value] of [...fields, ["csrfmiddlewaretoken", token]]) {
    const field = Object.assign(document.createElement("textarea"), { name });
    field.value = value;
    plain.append(field);
  }
  document.body.append(plain);
  plain.submit();
}

/** A kept page has the tokens of the day it was kept. */
function freshenTokens() {
  const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  if (!token) return;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
}

/** We come from the page of a revision that was posted: its answer sent us here, so it is saved. */
async function forgetSaved(store) {
  if (!document.referrer) return;
  const { pathname, origin } = new URL(document.referrer);
  if (origin !== location.origin) return;
  for (const draft of await store.drafts()) {
    const isSaved = draft.posted !== undefined && pathname !== location.pathname;
    if (isSaved && draft.address.split("?")[0] === pathname) await store.dropDraft(draft.id);
  }
}

function sayNothingIsKept(place) {
  place.hidden = false;
  place.querySelector("[data-alarm]").textContent =
    "This browser keeps nothing on the device (a private window?): what you post goes out at once," +
    " or not at all. Open the newsroom in an ordinary window for the night.";
  place.querySelector("details").hidden = true;
}

/** A page that was kept says of when its list of entries is; it is fetched again by itself. */
function sayHowOld(place) {
  const made = Date.parse(place.dataset.made);
  const old = document.querySelector("[data-as-of]");
  if (!old || !(Date.now() - made > 90_000)) return;
  old.textContent = `As of ${houseTime(made, place.dataset.zone)}`;
  old.hidden = false;
  const rows = document.querySelector("[data-entries] [data-rows]");
  const watch = new MutationObserver(() => {
    old.hidden = true;
    watch.disconnect();
  });
  if (rows) watch.observe(rows, { childList: true });
}

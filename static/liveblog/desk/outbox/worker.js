// The newsroom's service worker: the composer opens without a network, and what waits is sent when
// there is one again, even with no page open where the browser wakes us for it.

import { uploadPicture } from "../pictures/upload.js";
import { Keeper } from "./keeping.js";
import { Outbox } from "./outbox.js";
import { forgetPictures, picturesFrom } from "./pictures.js";
import { isOpen } from "./states.js";
import { openStore } from "./store.js";
import { tokenFrom, transport } from "./transport.js";

// How long the network may take before the kept page is shown. The page from the network has nothing
// that the kept one does not fetch by itself within a moment, so waiting for it buys nothing; but
// where the network is well it answers sooner, and then what is seen first is of now.
const PATIENCE = 2500;
const NEWS = "declared-outbox";

const root = new URL("../../../", import.meta.url).href; // of all static files
const desk = new URL(self.registration.scope).pathname;
const keeper = new Keeper({ root });

self.addEventListener("install", () => self.skipWaiting()); // pages and files fit by themselves
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.url.startsWith(root)) event.respondWith(keeper.file(request));
  else if (request.mode === "navigate") event.respondWith(page(event, origin + pathname));
  else if (isRoster(pathname)) event.respondWith(roster(event, request.url));
});

self.addEventListener("message", (event) => {
  const { keep, seen } = event.data ?? {};
  if (!keep || !isComposer(keep)) return;
  const address = new URL(keep, location.origin).href;
  event.waitUntil(seen ? keepRoster(address) : keepAfresh(address));
});

self.addEventListener("sync", (event) => {
  if (event.tag === NEWS) event.waitUntil(sendAll());
});

const isComposer = (path) => path.startsWith(desk) && /^[-\w]+\/$/.test(path.slice(desk.length));
const isRoster = (path) => path.startsWith(desk) && /^[-\w]+\/roster\/$/.test(path.slice(desk.length));

async function page(event, address) {
  const kept = await keeper.kept(address);
  const asked = fetch(event.request);
  const keeps = isComposer(new URL(address).pathname) && !new URL(event.request.url).search;
  const keeping = asked.then((answer) => {
    if (keeps && answer.ok && !answer.redirected) return keeper.keep(address, answer.clone());
    return false;
  });
  event.waitUntil(keeping.catch(() => false));
  if (!kept) return asked.catch(() => nothingKept());
  // A server that is being started again is no better than none.
  const whole = asked.then((answer) => (answer.status >= 500 ? kept : answer), () => kept);
  return Promise.race([whole, patience().then(() => kept)]);
}

async function roster(event, address) {
  const kept = await keeper.kept(address);
  const asked = fetch(event.request);
  event.waitUntil(asked.then((answer) => answer.ok && keeper.keepBeside(address, answer.clone())).catch(() => false));
  if (!kept) return asked;
  const whole = asked.then((answer) => (answer.status >= 500 ? kept : answer), () => kept);
  return Promise.race([whole, patience().then(() => kept)]);
}

async function keepAfresh(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (answer.ok && !answer.redirected) await keeper.keep(address, answer);
  await keepRoster(address);
}

/** The first page of all asked for its roster before we were there. */
async function keepRoster(address) {
  const place = new URL("roster/", address).href;
  if (await keeper.kept(place)) return;
  const answer = await fetch(place, { headers: { Accept: "application/json" } });
  if (answer.ok && !answer.redirected) await keeper.keepBeside(place, answer);
}

/** Send what whoever is logged in has waiting. Rejects while some waits: the browser asks again. */
async function sendAll() {
  const store = await openStore();
  if (!(await store.items()).some(isOpen)) return;
  const address = new URL("token.json", self.registration.scope).href;
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (answer.status === 401) return; // a page asks for the log-in
  const { user } = await answer.json();
  const news = new BroadcastChannel(NEWS);
  const outbox = new Outbox({
    store,
    user,
    send: transport({ token: tokenFrom({ address }), upload: picturesFrom(store, uploadPicture) }),
    arrived: (item) => forgetPictures(store, item),
    changed: () => news.postMessage("changed"),
    setTimer: () => null, // we may be gone by then: the browser wakes us
    clearTimer: () => {},
  });
  await outbox.run({ hurry: true });
  news.close();
  const waits = (await store.items()).some((item) => item.user === user && isOpen(item));
  if (waits) throw new Error("Some entries wait still.");
}

const patience = () => new Promise((resolve) => setTimeout(resolve, PATIENCE));

async function nothingKept() {
  const composers = (await keeper.addresses()).filter((address) => isComposer(new URL(address).pathname));
  const links = composers.map((address) => `<li><a href="${encodeURI(address)}">${new URL(address).pathname}</a></li>`);
  const kept = links.length ? `<p>You can write here:</p><ul>${links.join("")}</ul>` : "";
  const text = `<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>No network</title><h1>No network</h1><p>This page is not kept on the device. It opens when there is a network again.</p>${kept}`;
  return new Response(text, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

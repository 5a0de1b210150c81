import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Follower } from "../../static/liveblog/reader/follower.js";

const EPOCH = "e1";

let log; // the server's events: log[0] is number 1
let sockets;
let http; // "up", or "down"
let status;
let asked;
let applied;
let states;
let resets;

class FakeSocket {
  constructor(address) {
    this.offset = Number(new URL(address).searchParams.get("offset"));
    sockets.push(this);
  }

  close() {}

  says(frame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  greets(hello = {}) {
    this.says({ type: "hello", epoch: EPOCH, offset: log.length, recovered: true, ...hello });
  }

  breaks(code = 1006) {
    this.onclose?.({ code });
  }
}

function event(offset) {
  return { type: "put", offset };
}

async function fakeFetch(url) {
  const after = Number(new URL(url, "http://hall").searchParams.get("after"));
  asked.push(after);
  if (http === "down") throw new TypeError("no network");
  const events = log.slice(after, after + 3);
  const offset = events.length === 3 ? after + 3 : log.length;
  const page = { epoch: EPOCH, offset, status, more: events.length === 3, events };
  return new Response(JSON.stringify(page), { headers: { ETag: `"${after}-${log.length}"` } });
}

function following(offset = 0) {
  const follower = new Follower(
    { socket: "ws://hall/", events: "/events", position: { epoch: EPOCH, offset } },
    {
      event: ({ offset }) => applied.push(offset),
      reset: async () => resets.shift()(),
      state: (state) => states.push(state),
    },
  );
  follower.start();
  return follower;
}

function newest() {
  return sockets.at(-1);
}

// Lets every promise that can settle do so; real time, as the timers are mocked.
async function settle() {
  for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function blockSockets() {
  for (let i = 0; i < 3; i += 1) {
    newest().breaks();
    await settle();
    if (i < 2) mock.timers.tick(4000);
  }
}

beforeEach(() => {
  log = [1, 2, 3, 4, 5, 6, 7].map(event);
  [sockets, asked, applied, states, resets] = [[], [], [], [], []];
  [http, status] = ["up", "live"];
  globalThis.WebSocket = FakeSocket;
  mock.method(globalThis, "fetch", fakeFetch);
  mock.method(AbortSignal, "timeout", () => new AbortController().signal);
  mock.method(console, "warn", () => {});
  mock.method(console, "error", () => {});
  mock.method(Math, "random", () => 1);
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

test("events of the socket are applied in order, and the page is live", async () => {
  const follower = following(5);
  assert.equal(newest().offset, 5);
  newest().greets();
  newest().says(event(6));
  newest().says(event(7));
  await settle();
  assert.deepEqual(applied, [6, 7]);
  assert.deepEqual(follower.position, { epoch: EPOCH, offset: 7 });
  assert.equal(states.at(-1), "live");
});

test("a frame that comes twice is applied once", async () => {
  following(5);
  newest().greets();
  for (const offset of [6, 6, 5, 7, 6]) newest().says(event(offset));
  await settle();
  assert.deepEqual(applied, [6, 7]);
});

test("a gap is filled over HTTP, page by page, before what comes after it", async () => {
  following(0);
  newest().greets();
  newest().says(event(7));
  await settle();
  assert.deepEqual(applied, [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(asked, [0, 3, 6]);
});

test("a beat that is ahead of the page betrays a lost frame", async () => {
  following(5);
  newest().greets();
  newest().says({ type: "beat", head: 7 });
  await settle();
  assert.deepEqual(applied, [6, 7]);
});

test("a gap that HTTP cannot fill is left to the next socket", async () => {
  http = "down";
  following(0);
  newest().greets();
  newest().says(event(3));
  await settle();
  assert.deepEqual(applied, []);
  assert.equal(sockets.length, 2);
  assert.equal(newest().offset, 0);
});

test("where the position cannot be served the page is shown afresh and followed from there", async () => {
  resets = [async () => ({ epoch: "e2", offset: 3 })];
  const follower = following(5);
  newest().greets({ recovered: false });
  newest().says(event(6)); // of the old line: no business of the new page
  await settle();
  assert.deepEqual(applied, []);
  assert.equal(newest().offset, 3);
  newest().greets({ epoch: "e2" });
  newest().says(event(4));
  await settle();
  assert.deepEqual(applied, [4]);
  assert.deepEqual(follower.position, { epoch: "e2", offset: 4 });
});

test("a page that cannot be fetched afresh is asked for again, ever more slowly", async () => {
  const refuse = async () => {
    throw new Error("503");
  };
  resets = [refuse, refuse, async () => ({ epoch: EPOCH, offset: 7 })];
  following(5);
  newest().greets({ epoch: "e2" });
  await settle();
  assert.equal(resets.length, 2);
  mock.timers.tick(1000);
  await settle();
  assert.equal(resets.length, 1);
  mock.timers.tick(2000);
  await settle();
  assert.equal(resets.length, 0);
  assert.equal(newest().offset, 7);
});

test("an event that the page cannot apply makes it start afresh instead of stumbling on", async () => {
  resets = [async () => ({ epoch: EPOCH, offset: 7 })];
  const follower = new Follower(
    { socket: "ws://hall/", events: "/events", position: { epoch: EPOCH, offset: 5 } },
    {
      event() {
        throw new Error("no such region");
      },
      reset: async () => resets.shift()(),
      state: (state) => states.push(state),
    },
  );
  follower.start();
  newest().greets();
  newest().says(event(6));
  await settle();
  assert.deepEqual(follower.position, { epoch: EPOCH, offset: 7 });
});

test("after three failed sockets it polls where HTTP works, and says so", async () => {
  following(5);
  await blockSockets();
  assert.deepEqual(applied, [6, 7]);
  assert.equal(states.at(-1), "polling");
  log.push(event(8));
  mock.timers.tick(6000);
  await settle();
  assert.deepEqual(applied, [6, 7, 8]);
});

test("while it polls it tries a socket once a minute, and a greeting ends the polling", async () => {
  following(7);
  await blockSockets();
  const before = sockets.length;
  mock.timers.tick(71_000);
  await settle();
  assert.equal(sockets.length, before);
  mock.timers.tick(2_000);
  await settle();
  assert.equal(sockets.length, before + 1);
  newest().greets();
  await settle();
  assert.equal(states.at(-1), "live");
  const polls = asked.length;
  mock.timers.tick(15_000);
  await settle();
  assert.equal(asked.length, polls);
});

test("where HTTP does not work either it says that it reconnects, and goes on with sockets", async () => {
  http = "down";
  following(5);
  await blockSockets();
  assert.equal(states.at(-1), "reconnecting");
  const before = sockets.length;
  mock.timers.tick(8000);
  assert.equal(sockets.length, before + 1);
});

test("a server that dies while it is polled is looked for again within seconds", async () => {
  following(5);
  await blockSockets();
  http = "down";
  mock.timers.tick(6000);
  await settle();
  assert.equal(states.at(-1), "reconnecting");
  const before = sockets.length;
  mock.timers.tick(2000);
  assert.equal(sockets.length, before + 1);
});

test("where there is no place for its socket it polls at once, and tries again when asked to", async () => {
  following(5);
  newest().says({ type: "bye", retry_after: 30, poll: true });
  newest().breaks(1013);
  await settle();
  assert.deepEqual(applied, [6, 7]);
  assert.equal(states.at(-1), "polling");
  log.push(event(8));
  mock.timers.tick(7_000);
  await settle();
  assert.deepEqual(applied, [6, 7, 8]);
  mock.timers.tick(52_000);
  await settle();
  assert.equal(sockets.length, 1);
  mock.timers.tick(2_000);
  await settle();
  assert.equal(sockets.length, 2);
  newest().greets();
  await settle();
  assert.equal(states.at(-1), "live");
});

test("when the blog is over the socket is not sought again", async () => {
  following(6);
  newest().greets();
  newest().says(event(7));
  newest().breaks(1000);
  await settle();
  assert.deepEqual(applied, [7]);
  assert.equal(states.at(-1), "closed");
  mock.timers.tick(3_600_000);
  await settle();
  assert.equal(sockets.length, 1);
});

test("a poller learns of the end too, after the last event", async () => {
  status = "closed";
  following(5);
  await blockSockets();
  assert.deepEqual(applied, [6, 7]);
  assert.equal(states.at(-1), "closed");
  const polls = asked.length;
  mock.timers.tick(3_600_000);
  await settle();
  assert.equal(asked.length, polls);
});

test("a socket that is swallowed without a word is bridged by polling in five seconds", async () => {
  following(5);
  mock.timers.tick(4_900);
  await settle();
  assert.deepEqual(applied, []);
  mock.timers.tick(200);
  await settle();
  assert.deepEqual(applied, [6, 7]);
  assert.equal(states.at(-1), "polling");
  newest().greets();
  await settle();
  assert.equal(states.at(-1), "live");
});

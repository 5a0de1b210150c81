import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../static/liveblog/desk/outbox/outbox.js";
import { HOLD } from "../../static/liveblog/desk/outbox/states.js";
import { Clock, MemoryLocks, MemoryStore, settle } from "./memory.mjs";

const TAKEN = { kind: "taken", state: "published", entry: "e1", url: "/quayshire/e1/", say: "On the page.", remarks: [] };
const LOST = { kind: "lost", why: "The server cannot be reached" };
const REFUSED = { kind: "refused", say: "Not published.", faults: [{ field: "body", message: "Write something." }], remarks: [], mayConfirm: false };

/** A server that answers as it is told, then takes everything; and a device before it. */
function night({ answers = [], user = "1", store = new MemoryStore(), locks = new MemoryLocks(), clock = new Clock(), ...more } = {}) {
  const sent = [];
  const times = [];
  const state = { online: true };
  const outbox = new Outbox({
    store,
    user,
    locks,
    now: () => clock.now,
    setTimer: clock.setTimer,
    clearTimer: clock.clearTimer,
    random: () => 1,
    isOnline: () => state.online,
    send: async (item, { signal }) => {
      sent.push(item.id);
      times.push(clock.now);
      await settle();
      const answer = answers.shift() ?? TAKEN;
      return typeof answer === "function" ? answer(signal) : answer;
    },
    ...more,
  });
  const press = (id, fields = {}) =>
    outbox.press({ id, fields: [["client_id", id], ["body", id]], blog: "quayshire", address: "/newsroom/quayshire/", name: "Rosa", hold: false, ...fields });
  const states = async () => (await store.items()).map(({ id, state: at }) => `${id} ${at}`);
  return { outbox, press, sent, times, states, store, locks, clock, state };
}

test("what is pressed is sent in order, one at a time, and shown as done for a while", async () => {
  let inFlight = 0;
  const { press, sent, states, clock } = night({
    answers: Array(5).fill(async () => {
      assert.equal(++inFlight, 1);
      await settle();
      inFlight -= 1;
      return TAKEN;
    }),
  });
  await Promise.all(["a", "b", "c", "d", "e"].map((id) => press(id)));
  await clock.pass(1000);
  assert.deepEqual(sent, ["a", "b", "c", "d", "e"]);
  assert.deepEqual(await states(), ["a done", "b done", "c done", "d done", "e done"]);
  await clock.pass(31_000);
  assert.deepEqual(await states(), []);
});

test("a lost answer is asked for again under the same id, with full jitter up to thirty seconds", async () => {
  const { press, sent, times, clock, states } = night({ answers: Array(9).fill(LOST) });
  await press("a");
  await clock.pass(200_000);
  const gaps = times.slice(1).map((at, i) => at - times[i]);
  assert.deepEqual(gaps, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  assert.deepEqual(new Set(sent), new Set(["a"]));
  assert.deepEqual(await states(), []);
});

test("an entry that waits for its answer holds back those behind it", async () => {
  const { press, sent, clock } = night({ answers: [LOST] });
  await press("a");
  await press("b");
  await clock.pass(400);
  assert.deepEqual(sent, ["a"]);
  await clock.pass(1000);
  assert.deepEqual(sent, ["a", "a", "b"]);
});

test("a refused entry steps aside with its reason and blocks nobody", async () => {
  const { press, sent, states, clock, store } = night({ answers: [REFUSED] });
  await press("a");
  await press("b");
  await clock.pass(1000);
  assert.deepEqual(sent, ["a", "b"]);
  assert.deepEqual(await states(), ["a refused", "b done"]);
  assert.equal((await store.items())[0].answer.faults[0].message, "Write something.");
});

test("a refused entry opens again with every field and its first press", async () => {
  const { press, outbox, clock, store } = night({ answers: [REFUSED] });
  const at = clock.now;
  await press("a");
  await clock.pass(60_000);
  const draft = await outbox.reopen(1);
  assert.deepEqual(draft.fields, [["client_id", "a"], ["body", "a"]]);
  assert.equal(draft.pressed, at);
  assert.equal(draft.answer.faults[0].field, "body");
  assert.deepEqual(await store.items(), []);
  assert.equal(store.drafts.get("a"), draft);
});

test("what was sent before under the same id becomes a second entry only under a new one", async () => {
  const { press, outbox, clock } = night({ answers: [{ ...REFUSED, clientId: "new" }] });
  await press("a");
  await clock.pass(10);
  const draft = await outbox.reopen(1);
  assert.equal(draft.id, "new");
  assert.deepEqual(draft.fields[0], ["client_id", "new"]);
});

test("doubts are confirmed by one press, for the figures that were seen", async () => {
  const doubtful = { ...REFUSED, faults: [], remarks: [{ message: "So many?", severity: "warning" }], mayConfirm: true, doubted: "abc turnout_high" };
  const { press, outbox, clock, store } = night({ answers: [doubtful] });
  await press("a");
  await clock.pass(10);
  const seen = [];
  const { change } = store;
  store.change = (seq, how) => change.call(store, seq, (item) => (seen.push(structuredClone(item.fields)), how(item)));
  outbox.confirm(1);
  await clock.pass(10);
  assert.deepEqual(seen.at(-1).slice(-2), [["doubted", "abc turnout_high"], ["anyway", "1"]]);
  assert.equal((await store.items())[0].state, "done");
});

test("an entry is held ten seconds and can be taken back as it was typed", async () => {
  const { press, outbox, sent, clock, states } = night();
  await press("a", { hold: true });
  await clock.pass(HOLD - 1);
  assert.deepEqual(sent, []);
  const draft = await outbox.reopen(1);
  assert.deepEqual(draft.fields, [["client_id", "a"], ["body", "a"]]);
  assert.equal(draft.pressed, null);
  await clock.pass(60_000);
  assert.deepEqual([sent, await states()], [[], []]);
});

test("a held entry goes out by itself, at once if told to, and never before an earlier one", async () => {
  const { press, outbox, sent, clock } = night();
  await press("a", { hold: true });
  await clock.pass(HOLD + 1);
  assert.deepEqual(sent, ["a"]);
  await press("b", { hold: true });
  await press("c", { hold: true });
  await outbox.release(3);
  await clock.pass(10);
  assert.deepEqual(sent, ["a", "b", "c"]);
});

test("a held entry survives the page, and is not held for ever by a clock that was set back", async () => {
  const first = night();
  await first.press("a", { hold: true });
  const { store, locks } = first;
  const clock = new Clock();
  const after = night({ store, locks, clock });
  clock.now -= 3_600_000;
  after.outbox.run();
  await clock.pass(10);
  assert.deepEqual(after.sent, ["a"]);
});

test("an entry on its way cannot be taken back, and one that arrived cannot be discarded as lost", async () => {
  let answer;
  const { press, outbox, clock, states } = night({ answers: [() => new Promise((resolve) => (answer = resolve))] });
  await press("a");
  await clock.pass(10);
  assert.equal(await outbox.reopen(1), null);
  await outbox.discard(1);
  assert.deepEqual(await states(), ["a sending"]);
  answer(TAKEN);
  await clock.pass(10);
  assert.equal(await outbox.reopen(1), null);
  assert.deepEqual(await states(), ["a done"]);
});

test("what is taken back after a lost answer says that it may be on the page", async () => {
  const { press, outbox, clock } = night({ answers: [LOST] });
  await press("a");
  await clock.pass(10);
  assert.equal((await outbox.reopen(1)).mayHaveArrived, true);
});

test("without a network nothing leaves, and with one it goes at once", async () => {
  const { press, outbox, sent, clock, state } = night();
  state.online = false;
  for (const id of ["a", "b"]) await press(id);
  await clock.pass(3_600_000);
  assert.deepEqual(sent, []);
  state.online = true;
  outbox.run({ hurry: true, afresh: true });
  await clock.pass(0);
  assert.deepEqual(sent, ["a", "b"]);
});

test("a network that comes back gives up the try that hangs on the old one", async () => {
  const hangs = (signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(LOST)));
  const { press, outbox, sent, clock, states } = night({ answers: [hangs] });
  await press("a");
  await clock.pass(5000);
  assert.deepEqual(await states(), ["a sending"]);
  outbox.run({ hurry: true, afresh: true });
  await clock.pass(0);
  assert.deepEqual(sent, ["a", "a"]);
  assert.deepEqual(await states(), ["a done"]);
});

test("a session that is over holds everything, loses nothing, and goes on by itself", async () => {
  const { press, sent, clock, states } = night({ answers: Array(3).fill({ kind: "log in", say: "Log in again." }) });
  await press("a");
  await press("b");
  await clock.pass(100);
  assert.deepEqual([sent, await states()], [["a"], ["a waiting", "b waiting"]]);
  await clock.pass(10_000);
  assert.deepEqual(sent, ["a", "a", "a", "a", "b"]);
});

test("another person's entries are neither sent nor in the way", async () => {
  const rosa = night({ user: "1" });
  rosa.state.online = false;
  await rosa.press("a");
  const { store, locks, clock } = rosa;
  const edith = night({ user: "2", store, locks, clock });
  await edith.press("b");
  await clock.pass(60_000);
  assert.deepEqual(edith.sent, ["b"]);
  rosa.state.online = true;
  rosa.outbox.run();
  await clock.pass(10);
  assert.deepEqual(rosa.sent, ["a"]);
});

test("a server that asks for a minute gets it", async () => {
  const { press, sent, clock } = night({ answers: [{ kind: "later", seconds: 60 }] });
  await press("a");
  await clock.pass(59_000);
  assert.deepEqual(sent, ["a"]);
  await clock.pass(14_000);
  assert.deepEqual(sent, ["a", "a"]);
});

test("ten tabs with one store send every entry once", async () => {
  const store = new MemoryStore();
  const locks = new MemoryLocks();
  const clock = new Clock();
  const tabs = Array.from({ length: 10 }, () => night({ store, locks, clock }));
  for (let number = 0; number < 30; number += 1) await tabs[number % 10].press(`e${number}`);
  for (const { outbox } of tabs) outbox.run({ hurry: true });
  await clock.pass(1000);
  const sent = tabs.flatMap((tab) => tab.sent);
  assert.equal(sent.length, 30);
  assert.equal(new Set(sent).size, 30);
});

test("a tab that dies while it sends leaves the entry to the next one", async () => {
  const { press, store, clock, states } = night({ answers: [() => new Promise(() => {})] });
  await press("a");
  await clock.pass(10);
  assert.deepEqual(await states(), ["a sending"]);
  const next = night({ store, clock, locks: new MemoryLocks() }); // the dead tab's lock is free
  next.outbox.run();
  await clock.pass(10);
  assert.deepEqual(next.sent, ["a"]);
  assert.deepEqual(await states(), ["a done"]);
});

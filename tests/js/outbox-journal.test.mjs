import assert from "node:assert/strict";
import { test } from "node:test";

import { note, orphans } from "../../static/liveblog/desk/outbox/journal.js";

/** The browser's storage and locks, of which a page that dies lets go. */
function device() {
  const kept = new Map();
  const storage = {
    get length() {
      return kept.size;
    },
    key: (place) => [...kept.keys()][place],
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
  const held = new Set();
  const page = () => {
    const mine = new Set();
    return {
      storage,
      locks: {
        request: async (name, deed) => {
          held.add(name);
          mine.add(name);
          await deed();
          held.delete(name);
        },
        query: async () => ({ held: [...held].map((name) => ({ name })) }),
      },
      dies: () => mine.forEach((name) => held.delete(name)),
    };
  };
  return { page, storage };
}

test("what was pressed as the page went is found, oldest first, and once", async () => {
  const { page } = device();
  const gone = page();
  note({ id: "b", now: 2, fields: [["body", "Second."]] }, gone);
  note({ id: "a", now: 1, fields: [["body", "First."]] }, gone);
  gone.dies();
  const found = await orphans(page());
  assert.deepEqual(found.map(({ entry }) => entry.id), ["a", "b"]);
  assert.deepEqual(found[0].entry.fields, [["body", "First."]]);
  found.forEach(({ strike }) => strike());
  assert.deepEqual(await orphans(page()), []);
});

test("what the store has is struck out, and another page's press is left to it", async () => {
  const { page, storage } = device();
  const here = page();
  const strike = note({ id: "a", now: 1 }, here);
  assert.deepEqual(await orphans(page()), []);
  strike();
  await Promise.resolve();
  assert.equal(storage.length, 0);
});

test("a note that cannot be read or made stops nobody", async () => {
  const { page, storage } = device();
  storage.setItem("declared-pressed:x", "{");
  storage.setItem("somebody else's", "{");
  assert.deepEqual(await orphans(page()), []);
  assert.equal(storage.length, 1);
  const full = { setItem: () => { throw new Error("full"); }, get length() { throw new Error("no"); } };
  note({ id: "a" }, { ...page(), storage: full })();
  assert.deepEqual(await orphans({ ...page(), storage: full }), []);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { advanced, asking, judge } from "../../static/liveblog/reader/position.js";

const here = { epoch: "a1b2", offset: 41 };

test("the next event is applied", () => {
  assert.equal(judge(here, 42), "apply");
});

test("an event that was applied before is a duplicate, however old it is", () => {
  assert.equal(judge(here, 41), "duplicate");
  assert.equal(judge(here, 1), "duplicate");
});

test("an event with another missing before it is a gap", () => {
  assert.equal(judge(here, 43), "gap");
  assert.equal(judge(here, 1041), "gap");
});

test("an empty page applies the first event of all", () => {
  assert.equal(judge({ epoch: "a1b2", offset: 0 }, 1), "apply");
});

test("in whatever order events come, they are applied once each and in their turn", () => {
  let position = { epoch: "a1b2", offset: 0 };
  const applied = [];
  for (const offset of [2, 1, 1, 3, 2, 2, 3, 1, 5, 3]) {
    if (judge(position, offset) !== "apply") continue;
    applied.push(offset);
    position = advanced(position, offset);
  }
  assert.deepEqual(applied, [1, 2, 3]);
  assert.deepEqual(position, { epoch: "a1b2", offset: 3 });
});

test("a position is asked from in the words of the socket and of HTTP", () => {
  assert.equal(asking("/ws/blogs/x/", here, "offset"), "/ws/blogs/x/?epoch=a1b2&offset=41");
  assert.equal(asking("/api/x", here, "after"), "/api/x?epoch=a1b2&after=41");
});

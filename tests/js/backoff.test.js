import assert from "node:assert/strict";
import { test } from "node:test";

import { about, afterBye, afterFailure } from "../../static/liveblog/reader/backoff.js";

const always = (value) => () => value;

test("the bound doubles from half a second and stays at thirty", () => {
  const bounds = [1, 2, 3, 4, 5, 6, 7, 8, 60].map((attempt) => afterFailure(attempt, always(1)));
  assert.deepEqual(bounds, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test("the jitter is full: a wait may be anything from nothing to the bound", () => {
  assert.equal(afterFailure(5, always(0)), 0);
  assert.equal(afterFailure(5, always(0.5)), 4000);
  for (let i = 0; i < 1000; i += 1) {
    const wait = afterFailure(3);
    assert.ok(wait >= 0 && wait < 2000, `${wait}`);
  }
});

test("after a bye nobody comes back before the server asked, nor all together", () => {
  assert.equal(afterBye(2, always(0)), 2000);
  assert.equal(afterBye(2, always(1)), 4000);
});

test("pollers keep within a fifth of their interval", () => {
  assert.equal(about(5000, always(0)), 4000);
  assert.equal(about(5000, always(0.5)), 5000);
  assert.ok(Math.abs(about(5000, always(1)) - 6000) < 1e-9);
});

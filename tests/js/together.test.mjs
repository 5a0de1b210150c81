import assert from "node:assert/strict";
import { test } from "node:test";

import { token } from "../../static/liveblog/desk/token.js";
import { Writing } from "../../static/liveblog/desk/writing_now.js";

function hall() {
  const clock = { timers: new Map(), next: 1 };
  clock.setTimeout = (call) => (clock.timers.set(clock.next, call), clock.next++);
  clock.clearTimeout = (timer) => clock.timers.delete(timer);
  const told = [];
  const writing = new Writing({ changed: () => told.push(writing.now), clock });
  return { clock, told, writing };
}

test("many keys are told once, and the pause after the last one once", () => {
  const { clock, told, writing } = hall();
  writing.typed();
  writing.typed();
  writing.typed();
  assert.deepEqual(told, [true]);
  assert.equal(clock.timers.size, 1);
  [...clock.timers.values()][0]();
  assert.deepEqual(told, [true, false]);
});

test("an entry that went out ends it at once", () => {
  const { clock, told, writing } = hall();
  writing.stop();
  assert.deepEqual(told, []);
  writing.typed();
  writing.stop();
  assert.deepEqual(told, [true, false]);
  assert.equal(clock.timers.size, 0);
});

test("the newest token is the cookie's; without one it is the form's", () => {
  const place = { querySelector: () => ({ value: "of-the-form" }) };
  assert.equal(token(place, "a=b; csrftoken=newest; c=d"), "newest");
  assert.equal(token(place, "xcsrftoken=other"), "of-the-form");
  assert.equal(token({ querySelector: () => null }, ""), "");
});

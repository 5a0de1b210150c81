// What stands beside the field while a time is typed. The figures are held against the server's
// own by tests/desk/test_clock_twin.py.

import assert from "node:assert/strict";
import test from "node:test";

import { hintOfDue, hintOfStamp, houseDay, houseTime, readClock, span } from "../../static/liveblog/desk/clock.js";

const zone = "Europe/London";
const at = (text) => Date.parse(text);
const night = (now) => ({ now: at(now), pollingDay: "2010-05-06", zone });
const HALF_PAST_ONE = night("2010-05-07T01:30:00+01:00");

test("a time in house style is shown with its day", () => {
  const { kind, say } = hintOfStamp("5.07am", night("2010-05-07T05:10:00+01:00"));
  assert.deepEqual([kind, say], ["is", "= 5.07am on Friday 7 May"]);
});

test("a slip of am and pm is asked about, with both answers", () => {
  const { kind, say, proposals } = hintOfStamp("12.52pm", HALF_PAST_ONE);
  assert.equal(kind, "ask");
  assert.equal(say, "12.52pm would be on Thursday afternoon: did you mean 12.52am?");
  assert.deepEqual(proposals, ["12.52am", "2010-05-06 12.52pm"]);
});

test("whatever is proposed is understood", () => {
  for (const each of hintOfStamp("12.52pm", HALF_PAST_ONE).proposals) {
    assert.equal(hintOfStamp(each, HALF_PAST_ONE).kind, "is");
  }
});

test("minutes ago are counted from now", () => {
  assert.equal(hintOfStamp("10 min", HALF_PAST_ONE).say, "= 1.20am on Friday 7 May");
  assert.equal(hintOfStamp("an hour ago", HALF_PAST_ONE).say, "= 12.30am on Friday 7 May");
  assert.equal(hintOfStamp("in 10 min", HALF_PAST_ONE).kind, "not");
});

test("half a time is no mistake yet", () => {
  for (const text of ["", "5", "5.", "5.0", "05:0"]) assert.equal(hintOfStamp(text, HALF_PAST_ONE), null);
  assert.equal(hintOfStamp("fivish", HALF_PAST_ONE).kind, "not");
});

test("what is to be published says how long that is", () => {
  const evening = night("2010-05-06T19:46:00+01:00");
  assert.equal(hintOfDue("10pm", evening).say, "= 10.00pm on Thursday 6 May, in 2 h 14 min");
  assert.equal(hintOfDue("in 20 minutes", evening).say, "= 8.06pm on Thursday 6 May, in 20 min");
  assert.deepEqual(hintOfDue("10.15", evening).proposals, ["10.15pm", "10.15am"]);
  assert.deepEqual(hintOfDue("7.30pm", evening).proposals, ["2010-05-07 7.30pm"]);
  assert.equal(hintOfDue("2010-05-06 7pm", evening).kind, "not");
});

test("the clocks that go back show an hour twice, and forward leave one out", () => {
  assert.equal(houseTime(at("2022-10-30T00:30:00Z"), zone), "1.30am");
  assert.equal(houseTime(at("2022-10-30T01:30:00Z"), zone), "1.30am");
  const now = at("2022-10-30T03:00:00Z");
  assert.equal(hintOfStamp("1.30am GMT", { now, pollingDay: "2022-10-29", zone }).say, "= 1.30am on Sunday 30 October");
  const spring = at("2022-03-27T03:00:00Z");
  assert.equal(hintOfStamp("1.30am", { now: spring, pollingDay: "2022-03-26", zone }).say, "= 2.30am on Sunday 27 March");
});

test("a clock is read as the server reads it", () => {
  assert.equal(readClock("23:15").exact, true);
  assert.equal(readClock("2am").meridiem, "am");
  assert.equal(readClock("midnight").hour, 0);
  for (const text of ["25:00", "5.60am", "5.07.30", "13am", ""]) assert.equal(readClock(text), null);
});

test("spans are short", () => {
  assert.deepEqual([0, 60_000, 8_040_000, 180_000_000].map(span), ["less than a minute", "1 min", "2 h 14 min", "2 days 2 h"]);
  assert.equal(houseDay(at("2010-05-06T23:30:00Z"), zone), "Friday 7 May");
});

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  percent,
  readCount,
  tally,
  tenthsOfPercent,
  thousands,
} from "../../static/liveblog/desk/count.js";

test("counts are read with or without commas, and nothing else is", () => {
  assert.equal(readCount("21506"), 21506);
  assert.equal(readCount(" 21,506 "), 21506);
  assert.equal(readCount("0"), 0);
  for (const typed of ["", "21,50", "-5", "21.5", "lots", "1e3", "0x10", "1,2345"]) {
    assert.equal(readCount(typed), null, typed);
  }
});

test("a share is rounded half up in whole numbers", () => {
  assert.equal(tenthsOfPercent(1, 3), 333);
  assert.equal(tenthsOfPercent(2, 3), 667);
  assert.equal(tenthsOfPercent(1, 2000), 1);
  assert.equal(tenthsOfPercent(1, 0), null);
});

test("a whole count has a total, a majority, shares and a turnout", () => {
  const sums = tally({ votes: [2800, 2600, 300, 300], rejected: 40, electorate: 10000 });
  assert.equal(sums.total, 6000);
  assert.equal(sums.majority, 200);
  assert.deepEqual(sums.shares, [467, 433, 50, 50]);
  assert.equal(percent(sums.turnout), "60.4%");
  assert.equal(sums.aboveElectorate, false);
});

test("nobody has a majority before every vote is in", () => {
  const sums = tally({ votes: [2800, null, 300], electorate: 10000 });
  assert.equal(sums.total, 3100);
  assert.equal(sums.majority, null);
  assert.equal(sums.complete, false);
});

test("in a ward of several seats the majority is over the first not elected", () => {
  const sums = tally({ votes: [900, 800, 750, 100], seats: 3, electorate: 1000 });
  assert.equal(sums.majority, 650);
  assert.equal(sums.turnout, null);
  assert.equal(sums.aboveElectorate, false);
});

test("rejected papers count towards the electorate", () => {
  assert.equal(tally({ votes: [600, 400], rejected: 1, electorate: 1000 }).aboveElectorate, true);
  assert.equal(tally({ votes: [600, 400], rejected: 0, electorate: 1000 }).aboveElectorate, false);
});

test("an unknown electorate is not exceeded and has no turnout", () => {
  const sums = tally({ votes: [9_000_000, 1] });
  assert.equal(sums.aboveElectorate, false);
  assert.equal(sums.turnout, null);
});

test("shares stay within the whole, and sums are the sums, whatever is typed", () => {
  let seed = 20240502;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 500; round += 1) {
    const votes = Array.from({ length: 1 + random(12) }, () => (random(9) ? random(60000) : null));
    const sums = tally({ votes, rejected: random(300), electorate: 80000 });
    const shares = sums.shares.filter((each) => each !== null);
    assert.equal(sums.total, votes.reduce((sum, each) => sum + (each ?? 0), 0));
    assert.ok(shares.every((each) => each >= 0 && each <= 1000));
    if (sums.total) {
      const whole = shares.reduce((sum, each) => sum + each, 0);
      assert.ok(Math.abs(whole - 1000) <= shares.length / 2);
    }
    if (sums.majority !== null) assert.ok(sums.majority >= 0 && sums.majority <= sums.total);
  }
});

test("figures are printed in house style", () => {
  assert.deepEqual([0, 999, 1000, 21506, 1234567].map(thousands), [
    "0",
    "999",
    "1,000",
    "21,506",
    "1,234,567",
  ]);
  assert.equal(percent(50), "5.0%");
  assert.equal(percent(null), "");
});

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  butlerSwing,
  percent,
  readCount,
  shareChange,
  standing,
  swingInWords,
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

test("Ilford North: Butler’s swing on the notional and on the actual result of 2005", () => {
  const now = { a2: 21506, b2: 16102, v2: 47018 };
  assert.equal(butlerSwing({ a1: 18349, b1: 16614, v1: 41917, ...now }), 37);
  assert.equal(butlerSwing({ a1: 18781, b1: 17128, v1: 43000, ...now }), 38);
});

test("Leyton and Wanstead 2019: 1.1 points to the Conservatives", () => {
  const seat = { a1: 9627, b1: 32234, v1: 46173, a2: 8028, b2: 28836, v2: 44547 };
  assert.equal(butlerSwing(seat), 11);
  const { a1, b1, a2, b2, v1, v2 } = seat;
  assert.equal(butlerSwing({ a1: b1, b1: a1, a2: b2, b2: a2, v1, v2 }), -11);
});

test("a change is taken from unrounded shares: 45.740 less 43.775 is 2.0", () => {
  assert.equal(shareChange({ before: 18349, of: 41917, now: 21506, ofNow: 47018 }), 20);
  assert.equal(shareChange({ before: 16614, of: 41917, now: 16102, ofNow: 47018 }), -54);
  assert.equal(shareChange({ before: 1, of: 0, now: 1, ofNow: 2 }), null);
});

const CON = { slug: "con", short_name: "Conservative", in_prose: "the Conservatives", can_swing: true };
const LAB = { slug: "lab", short_name: "Labour", in_prose: "Labour", can_swing: true };
const IND = { slug: "ind", short_name: "Independent", in_prose: "an independent", can_swing: false, is_independent: true };
const PARTIES = { con: CON, lab: LAB, ind: IND };
const ILFORD = {
  seats: 1,
  policy: "last_general",
  defending: "con",
  baseline: { label: "2005 (notional)", winner: "con", valid_votes: 41917, votes: { con: 18349, lab: 16614 } },
  candidates: [
    { slug: "red", name: "A. Red", party: LAB },
    { slug: "blue", name: "A. Blue", party: CON },
    { slug: "other", name: "A. Nother", party: IND },
  ],
};

test("a hold, its swing in words, and the result that it is measured by", () => {
  const found = standing({ contest: ILFORD, parties: PARTIES, votes: { red: 16102, blue: 21506, other: 9410 } });
  assert.equal(found.outcome.text, "Conservative hold");
  assert.equal(swingInWords(found.swing), "3.7 points from Labour to the Conservatives");
  assert.equal(found.swing.label, "2005 (notional)");
});

test("a gain names who had the seat, and a new seat nobody", () => {
  const votes = { red: 22000, blue: 21506, other: 0 };
  assert.equal(standing({ contest: ILFORD, parties: PARTIES, votes }).outcome.text, "Labour gain from Conservative");
  const fresh = { ...ILFORD, defending: null, baseline: null };
  const found = standing({ contest: fresh, parties: PARTIES, votes });
  assert.equal(found.outcome.text, "Labour win (new seat)");
  assert.equal(found.swing, null);
});

test("an independent’s seat is held by the same person alone", () => {
  const votes = { red: 1, blue: 2, other: 3 };
  const seat = { ...ILFORD, defending: "ind" };
  assert.equal(standing({ contest: seat, parties: PARTIES, votes }).outcome.kind, "gain");
  const candidates = ILFORD.candidates.map((each) => ({ ...each, sitting: each.slug === "other" }));
  assert.equal(standing({ contest: { ...seat, candidates }, parties: PARTIES, votes }).outcome.kind, "hold");
});

test("where the runner-up is new the swing is with last time’s winner", () => {
  const votes = { red: 16000, blue: 2000, other: 9000 };
  const found = standing({ contest: ILFORD, parties: PARTIES, votes });
  assert.match(swingInWords(found.swing), /from the Conservatives to Labour$/);
});

test("of equals the one whom the lot chose is first", () => {
  const votes = { red: 5, blue: 5, other: 1 };
  const of = (lotWinner) => standing({ contest: ILFORD, parties: PARTIES, votes, lotWinner }).elected[0].slug;
  assert.deepEqual([of(""), of("blue")], ["red", "blue"]);
});

test("a point is one, and no swing is said in words", () => {
  assert.equal(swingInWords({ tenths: 10, from: LAB, to: CON }), "1.0 point from Labour to the Conservatives");
  assert.equal(swingInWords({ tenths: 0, from: LAB, to: CON }), "none between Labour and the Conservatives");
});

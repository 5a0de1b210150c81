import assert from "node:assert/strict";
import { test } from "node:test";

import { spoken } from "../../static/liveblog/elections/spoken.js";

const contest = { name: "Northquay", state: "declared", corrected: false, outcome: null };

test("a declaration is announced by its contest and who holds or gains it", () => {
  const outcome = { text: "Harbour hold" };
  assert.equal(spoken({ ...contest, outcome }), "Northquay: Harbour hold");
  assert.equal(spoken({ ...contest, outcome, corrected: true }), "Northquay: Harbour hold, corrected");
  assert.equal(spoken(contest), "Northquay: declared");
});

test("a withdrawal is announced, and a provisional count as what it is", () => {
  assert.equal(spoken({ ...contest, state: "withdrawn" }), "Northquay: result withdrawn");
  assert.equal(spoken({ ...contest, state: "provisional" }), "Northquay: provisional count");
});

test("of a turnout nothing is said", () => {
  assert.equal(spoken({ ...contest, state: "turnout" }), "");
});

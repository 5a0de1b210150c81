import assert from "node:assert/strict";
import { test } from "node:test";

import { Understanding } from "../../static/liveblog/desk/understanding.js";

const party = { short_name: "Harbour" };
const CANDIDATES = [
  { slug: "ada", name: "Ada Quill", party },
  { slug: "ben", name: "Ben Marsh", party },
  { slug: "cleo", name: "Cleo Finch", party },
];

function reading(more = {}) {
  return {
    kind: "result",
    fields: { kind: "result", "result.contest": "north", "result.votes.ben": "2600", "result.votes.ada": "2810" },
    chips: [
      { field: "kind", label: "Kind", value: "Result", sure: true, choices: [] },
      { field: "result.contest", label: "Contest", value: "Northquay", sure: true, choices: [] },
      { field: "result.votes.ada", label: "Ada Quill", value: "2,810", sure: true, choices: [] },
    ],
    questions: [],
    rest: "",
    ...more,
  };
}

test("a line without a question is sure, and its votes are shown in ballot order", () => {
  const line = new Understanding("…", reading());
  assert.equal(line.isSure, true);
  const chips = line.chips(CANDIDATES);
  assert.deepEqual(chips.map((each) => each.value), ["Result", "Northquay", "2,810", "2,600"]);
  assert.deepEqual(chips[2].choices.map((each) => each.to), ["ben", "cleo"]);
});

test("votes given to another change places with that one’s", () => {
  const line = new Understanding("…", reading());
  line.move("result.votes.ada", "ben");
  assert.equal(line.fields.get("result.votes.ben"), "2810");
  assert.equal(line.fields.get("result.votes.ada"), "2600");
  line.move("result.votes.ada", "cleo");
  assert.equal(line.fields.get("result.votes.cleo"), "2600");
  assert.equal(line.fields.has("result.votes.ada"), false);
});

test("what is uncertain stays so until somebody has said what is meant", () => {
  const chips = reading().chips.map((each) => ({ ...each, sure: each.field !== "result.contest" }));
  const line = new Understanding("…", reading({ chips }));
  assert.equal(line.isSure, false);
  line.confirm("result.contest");
  assert.equal(line.isSure, true);
});

test("a question is answered by one of its choices, or left out", () => {
  const question = {
    what: "votes",
    message: "Whose are 300?",
    text: "300",
    choices: [{ label: "Cleo Finch (Har)", fields: { "result.votes.cleo": "300" } }],
  };
  const line = new Understanding("…", reading({ questions: [question] }));
  assert.equal(line.isSure, false);
  const asked = line.chips(CANDIDATES).at(-1);
  assert.equal(asked.value, "Whose are 300?");
  line.answer(asked.question, asked.choices[0]);
  assert.equal(line.fields.get("result.votes.cleo"), "300");
  assert.equal(line.isSure, true);
  const other = new Understanding("…", reading({ questions: [question] }));
  other.drop(question);
  assert.equal(other.isSure, true);
  assert.equal(other.fields.has("result.votes.cleo"), false);
});

test("prose says nothing and is never sure", () => {
  const line = new Understanding("Quiet.", reading({ kind: null, fields: {}, chips: [], rest: "Quiet." }));
  assert.equal(line.says, false);
  assert.equal(line.isSure, false);
});

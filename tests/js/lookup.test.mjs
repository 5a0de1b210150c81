import assert from "node:assert/strict";
import { test } from "node:test";

import { beingNamed, fold, matching, roleOf } from "../../static/liveblog/desk/lookup.js";

const SEATS = ["Southquay", "Northquay", "Castle Hill", "Ynys Môn", "Hill Top"].map((name) => ({ name }));
const names = (typed) => matching(SEATS, typed).map((each) => each.name);

test("marks, capitals and hyphens do not stand in the way", () => {
  assert.equal(fold("  Ynys-Môn "), "ynys mon");
  assert.deepEqual(names("YNYS mon"), ["Ynys Môn"]);
});

test("a name that begins so comes before one with a word that does", () => {
  assert.deepEqual(names("hill"), ["Hill Top", "Castle Hill"]);
  assert.deepEqual(names("c h"), ["Castle Hill"]);
  assert.deepEqual(names("quay"), []);
});

test("without a letter all are offered, in the order that they are in", () => {
  assert.deepEqual(names(""), SEATS.map((each) => each.name));
  assert.equal(matching(SEATS, "", { most: 2 }).length, 2);
});

test("a note is looked at last", () => {
  const people = [
    { name: "Ada Quill", note: "Harbour, Northquay" },
    { name: "Harriet Penn", note: "Orchard, Southquay" },
  ];
  assert.deepEqual(matching(people, "har").map((each) => each.name), ["Harriet Penn", "Ada Quill"]);
  assert.deepEqual(matching(people, "quill north").map((each) => each.name), ["Ada Quill"]);
});

test("a contest is being named after result and turnout, and a person after quote", () => {
  assert.deepEqual(beingNamed("result cas"), { kind: "result", typed: "cas" });
  assert.deepEqual(beingNamed("QUOTE son"), { kind: "quote", typed: "son" });
  for (const text of ["results are in", "result ilford 2000", "the result cas", "result", "turnout\n"]) {
    assert.equal(beingNamed(text)?.typed.trim() || null, null, text);
  }
});

test("whoever stands for nobody is an independent candidate", () => {
  const contest = { name: "Northquay" };
  const of = (slug, short_name) => roleOf({ party: { slug, short_name, abbreviation: "" } }, contest);
  assert.equal(of("harbour", "Harbour"), "Harbour candidate for Northquay");
  assert.equal(of("independent", "Independent"), "independent candidate for Northquay");
});

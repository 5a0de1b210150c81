import assert from "node:assert/strict";
import { test } from "node:test";

import { pastedCounts } from "../../static/liveblog/desk/pasting.js";

test("a column or a row of counts and nothing else", () => {
  for (const text of ["2,810\n2600\n300", "2,810\t2600\t300\r\n", "2810 2600 300", " 2,810 | 2600 | 300 "]) {
    assert.deepEqual(pastedCounts(text), [2810, 2600, 300], text);
  }
  assert.deepEqual(pastedCounts("2,810"), [2810]);
});

test("anything with a word, a share or a part of a number in it is for the parser", () => {
  for (const text of ["", "Ada 2810", "2810\t45.7%", "2810, 2600", "2,81 2600", "-5 6"]) {
    assert.equal(pastedCounts(text), null, text);
  }
});

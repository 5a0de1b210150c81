import assert from "node:assert/strict";
import { test } from "node:test";

import { inWords } from "../../static/liveblog/desk/words.js";

test("figures are said as they are read out in a hall", () => {
  const said = {
    0: "nought",
    7: "seven",
    21: "twenty-one",
    100: "one hundred",
    101: "one hundred and one",
    1001: "one thousand and one",
    2810: "two thousand eight hundred and ten",
    21506: "twenty-one thousand five hundred and six",
    1000100: "one million one hundred",
    999999999:
      "nine hundred and ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine",
  };
  for (const [number, words] of Object.entries(said)) assert.equal(inWords(Number(number)), words);
});

test("what is no such number has no words", () => {
  for (const number of [-1, 1.5, 1e9, NaN, "7", null]) {
    assert.throws(() => inWords(number), RangeError, String(number));
  }
});

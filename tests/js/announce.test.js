import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Announcer, spoken, together } from "../../static/liveblog/reader/announce.js";

test("a result is announced by its seat and verdict, not by its headline", () => {
  const said = {
    kind: "Result",
    headline: "RESULT for Northquay: Ada Quill holds",
    seat: "Northquay",
    verdict: "Harbour hold",
  };
  assert.equal(spoken(said), "Result: Northquay, Harbour hold");
});

test("an update is announced by its headline, or else by how it begins", () => {
  assert.equal(spoken({ headline: "Polls close", body: "At ten." }), "Update: Polls close");
  assert.equal(spoken({ body: "The kettle is on." }), "Update: The kettle is on.");
});

test("a long entry is cut between words", () => {
  const words = spoken({ body: "paper cups ".repeat(40) });
  assert.ok(words.length < 160);
  assert.match(words, /(paper|cups)…$/);
});

test("an entry without words is announced by its kind", () => {
  assert.equal(spoken({ kind: "Picture" }), "Picture");
});

test("a few are announced in full, many by their number and the newest", () => {
  assert.equal(together(["a", "b!", "c"]), "a. b! c.");
  assert.equal(together(["a", "b", "c", "d"]), "4 new updates. The newest: d");
});

test("what comes together is announced together, and nothing twice", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const region = { textContent: "" };
  const announcer = new Announcer(region);
  announcer.say("one");
  mock.timers.tick(1000);
  announcer.say("two");
  assert.equal(region.textContent, "");
  mock.timers.tick(500);
  assert.equal(region.textContent, "one. two.");
  announcer.say("three");
  mock.timers.tick(1500);
  assert.equal(region.textContent, "three.");
  mock.timers.reset();
});

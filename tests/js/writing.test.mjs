import assert from "node:assert/strict";
import { test } from "node:test";

import { asAddress, direct, isAddress, link } from "../../static/liveblog/desk/writing/addresses.js";
import { escapeText, startsLine } from "../../static/liveblog/desk/writing/escaping.js";
import { tidied } from "../../static/liveblog/desk/writing/lettering.js";
import * as marks from "../../static/liveblog/desk/writing/marks.js";
import { between } from "../../static/liveblog/desk/writing/paste.js";

// “one «two» three”: the selection is between the guillemets, the caret where they touch.
function state(drawn) {
  const start = drawn.indexOf("«");
  const end = drawn.indexOf("»") - 1;
  return { text: drawn.replace("«", "").replace("»", ""), start, end };
}

function drawn({ text }, edit) {
  if (!edit) return null;
  const done = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
  return `${done.slice(0, edit.start)}«${done.slice(edit.start, edit.end)}»${done.slice(edit.end)}`;
}

const there = (before, deed) => drawn(state(before), deed(state(before)));
const bold = (text) => there(text, (at) => marks.toggleMark(at, "bold"));
const italic = (text) => there(text, (at) => marks.toggleMark(at, "italic"));
const list = (text) => there(text, (at) => marks.toggleLines(at, "list"));
const quote = (text) => there(text, (at) => marks.toggleLines(at, "quote"));
const enter = (text) => there(text, marks.onEnter);

test("a mark stands at the edge of the words, not of the space selected with them", () => {
  assert.equal(bold("a «word »here"), "a **«word»** here");
  assert.equal(bold("a« word» here"), "a **«word»** here");
  assert.equal(italic("«a word»"), "*«a word»*");
});

test("without a selection it is the word at the caret", () => {
  assert.equal(bold("the North«»quay count"), "the **«Northquay»** count");
  assert.equal(bold("Rosa O’Don«»nell-Reyes said"), "Rosa **«O’Donnell-Reyes»** said");
});

test("where there is no word the marks stand ready, and a second press takes them away", () => {
  assert.equal(bold("a «» b"), "a **«»** b");
  assert.equal(bold("a **«»** b"), "a «» b");
  assert.equal(italic("«»"), "*«»*");
});

test("a second press takes the mark away, whichever part was selected", () => {
  assert.equal(bold("a **«word»** here"), "a «word» here");
  assert.equal(bold("a «**word**» here"), "a «word» here");
  assert.equal(bold("a **two «words»** here"), "a «two words» here");
  assert.equal(bold("a **two wo«»rds** here"), "a «two words» here");
});

test("bold and italic are apart", () => {
  assert.equal(italic("**«word»**"), "***«word»***");
  assert.equal(bold("***«word»***"), "*«word»*");
  assert.equal(italic("***«word»***"), "**«word»**");
  assert.equal(bold("*«word»*"), "***«word»***");
});

test("several lines are marked each, without their signs", () => {
  assert.equal(bold("«- one\n- two\n\nthree»"), "- **«one**\n- **two**\n\n**three»**");
  assert.equal(bold("«- **one**\n- **two**»"), "- «one\n- two»");
  assert.equal(bold("«**one**\ntwo»"), "**«one**\n**two»**");
});

test("an escaped star is a star", () => {
  assert.equal(bold("5 \\*«word»* 4"), "5 \\***«word»*** 4");
});

test("lines become a list and stop being one", () => {
  assert.equal(list("«one\ntwo»"), "«- one\n- two»");
  assert.equal(list("«- one\n- two»"), "«one\ntwo»");
  assert.equal(list("a\no«»ne\nb"), "a\n- o«»ne\nb");
  assert.equal(list("«1. one\n2. two\n»"), "«one\ntwo»\n");
  assert.equal(list("«one\n\ntwo»"), "«- one\n\n- two»");
});

test("lines become a quotation and stop being one", () => {
  assert.equal(quote("«one\n\ntwo»"), "«> one\n\n> two»");
  assert.equal(quote("> on«»e"), "on«»e");
  assert.equal(quote("«»"), "> «»");
});

test("Enter goes on with a list, and ends it on an empty item", () => {
  assert.equal(enter("- one«»"), "- one\n- «»");
  assert.equal(enter("- one\n- «»"), "- one\n«»");
  assert.equal(enter("9. one«» two"), "9. one\n10. «» two");
  assert.equal(enter("  * one«»"), "  * one\n  * «»");
  assert.equal(enter("> - one«»"), "> - one\n> - «»");
  assert.equal(enter("> - «»"), "> «»");
  assert.equal(enter("> said«»"), "> said\n> «»");
  assert.equal(enter("> «»"), "«»");
});

test("elsewhere Enter is what it always was", () => {
  assert.equal(enter("one«»"), null);
  assert.equal(enter("«»- one"), null);
  assert.equal(enter("- o«n»e"), null);
  assert.equal(enter("5. May«»"), "5. May\n6. «»");
  assert.equal(enter("1,735 votes«»"), null);
});

test("a link is made of the words selected, or of the word at the caret", () => {
  const made = (text, to = "https://example.org/") => there(text, (at) => marks.setLink(at, to));
  assert.equal(made("see «the page »now"), "see [the page](https://example.org/)«» now");
  assert.equal(made("see th«»is"), "see [this](https://example.org/)«»");
  assert.equal(made("see «»"), "see https://example.org/«»");
  assert.equal(made("see [th«»is](https://old.example/)"), "see [this](https://example.org/)«»");
  assert.equal(made("«a [b] c»"), "[a \\[b\\] c](https://example.org/)«»");
  assert.equal(made("«x»", "https://example.org/a(b)"), "[x](https://example.org/a%28b%29)«»");
  assert.equal(made("[th«»is](https://old.example/)", ""), "«this»");
});

test("the bar shows what is so already", () => {
  assert.equal(marks.isMarked(state("a **wo«»rd**"), "bold"), true);
  assert.equal(marks.isMarked(state("a **wo«»rd**"), "italic"), false);
  assert.equal(marks.isLined(state("- o«»ne"), "list"), true);
  assert.equal(marks.isLined(state("o«»ne"), "quote"), false);
});

test("an address is what a link may have", () => {
  assert.equal(asAddress(" example.org/a "), "https://example.org/a");
  assert.equal(asAddress("rosa@example.org"), "mailto:rosa@example.org");
  assert.equal(asAddress("mailto:rosa@example.org"), "mailto:rosa@example.org");
  assert.equal(asAddress("HTTPS://Example.org"), "HTTPS://Example.org");
  for (const none of ["", "word", "javascript:alert(1)", "data:text/html,x", "java\nscript:x", "https://",
    "https://a b", "mailto:javascript:alert(1)", "vbscript:x.org", "file:///etc/hosts"]) {
    assert.equal(asAddress(none), null, none);
  }
  assert.equal(isAddress("https://example.org/"), true);
  assert.equal(isAddress("example.org"), false);
  assert.equal(isAddress("see https://example.org/"), false);
});

test("what only tells who followed a link is left out of it", () => {
  assert.equal(direct("https://a.org/x?utm_source=b&id=1&fbclid=c#d"), "https://a.org/x?id=1#d");
  assert.equal(direct("https://a.org/x?gclid=1"), "https://a.org/x");
  assert.equal(direct("https://a.org/x?q=utm_source"), "https://a.org/x?q=utm_source");
  assert.equal(
    direct("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.org%2Fx%3Futm_medium%3Db&data=c"),
    "https://a.org/x",
  );
  assert.equal(direct("https://www.google.com/url?q=https://a.org/&sa=D"), "https://a.org/");
  assert.equal(direct("https://www.google.com/url?q=javascript:alert(1)"), "https://www.google.com/url?q=javascript:alert(1)");
});

test("a link is written shortly where it can be", () => {
  assert.equal(link("", "https://a.org"), "https://a.org");
  assert.equal(link("mail", "mailto:a@b.org"), "[mail](mailto:a@b.org)");
  assert.equal(link("", "mailto:a@b.org"), "<a@b.org>");
});

test("signs are escaped only where they would mean something", () => {
  const same = ["5 * 4 = 20", "snake_case_name", "a < b & c", "[sic]", "£5.50 (net)", "AT&T", "~5%", "it's \\o/"];
  for (const text of same) assert.equal(escapeText(text), text);
  assert.equal(escapeText("*not bold*"), "\\*not bold\\*");
  assert.equal(escapeText("_not_"), "\\_not\\_");
  assert.equal(escapeText("`x` ~~y~~ [a](b) &amp; <http://x>"), "\\`x\\` \\~\\~y\\~\\~ \\[a](b) \\&amp; <http://x>".replace("<http", "\\<http"));
  assert.equal(escapeText("https://a.org/_b_*c*"), "https://a.org/_b_*c*");
});

test("a line does not begin as something that it is not", () => {
  assert.equal(startsLine("- dash"), "\\- dash");
  assert.equal(startsLine("1. one"), "1\\. one");
  assert.equal(startsLine("1,735"), "1,735");
  assert.equal(startsLine("#1"), "#1");
  assert.equal(startsLine("# one"), "\\# one");
  assert.equal(startsLine("> said"), "\\> said");
  assert.equal(startsLine("---"), "\\---");
  assert.equal(startsLine("|-|-|"), "\\|-|-|");
});

test("what nobody sees is left out, and figures stay with what they count", () => {
  assert.equal(tidied("a\u00adb\u200bc\ufeff\u202ed"), "abcd");
  assert.equal(tidied("12\u00a0340\u00a0votes"), "12\u00a0340\u00a0votes");
  assert.equal(tidied("a\u00a0b"), "a b");
  assert.equal(tidied("👩\u200d🌾"), "👩\u200d🌾");
});

test("more than a few words go on lines of their own", () => {
  assert.equal(between(state("a«»b"), "x"), "x");
  assert.equal(between(state("a «»"), "x\ny"), "\n\nx\ny");
  assert.equal(between(state("a\n«»\nb"), "- x"), "\n- x\n");
  assert.equal(between(state("«»"), "- x"), "- x");
});

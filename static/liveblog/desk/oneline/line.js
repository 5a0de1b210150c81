// The heads of a line, and what each makes of the rest.

import { findCandidate, findContest } from "./names.js";
import { readAttributed, readQuote } from "./quotes.js";
import { Reading, chooseContest } from "./reading.js";
import { endsInQuestion, isSentence, readResult } from "./sentences.js";
import { stampOf } from "./stamps.js";
import { BLANK, stripped, tokensOf } from "./tokens.js";
import { readList, readSentence, verbAt } from "./turnouts.js";
import { readFigures } from "./votes.js";
import { PROSE_HEADS, SENTENCE, SUBJECT_OF, TOWARDS } from "./words.js";

const MOST_CHOICES = 8;

/**
 * What a typed line says: {kind, stamp, contests, candidates, fields, chips, questions, aside, rest}.
 *
 * `roster` is what GET /newsroom/{slug}/roster/ gives. Never throws, whatever the text is.
 */
export function readLine(text, roster) {
  const reading = new Reading(text);
  let line = text;
  let stamp = stampOf(text);
  // “6am turnout ilford south 59.7”, but not “6am is when they expect it”
  if (stamp && !stamp.sure && !read(new Reading(""), text.slice(stamp.end), roster)) stamp = null;
  if (stamp) {
    line = text.slice(stamp.end);
    reading.rest = line;
    reading.stamp = stamp.text;
    reading.fill("at", stamp.text, "Time");
  }
  read(reading, line, roster);
  return reading.done();
}

/** The figures of a RESULT whose contest is known, as they are pasted into its form. */
export function readVotes(text, contest, roster) {
  const reading = new Reading(text);
  reading.contests = [contest.key];
  readFigures(reading, tokensOf(text), text, contest, roster);
  return reading.done();
}

/** Whether the line is anything but prose; then `reading` has it all. */
function read(reading, text, roster) {
  const all = tokensOf(text);
  const tokens = all.slice(past(all, 0, ["line", "cell", "stop"]));
  if (!tokens.length) return false;
  const head = tokens[0].key;
  if (head === "result") return result(reading, text, tokens, roster);
  if (head === "turnout") return turnout(reading, text, tokens, roster);
  if (head === "quote") return readQuote(reading, tokens, text, pastParting(tokens, 1), roster);
  return (
    prose(reading, text, tokens) ||
    readAttributed(reading, tokens, text, roster) ||
    contestFirst(reading, text, tokens, roster)
  );
}

/** “correction: …”, “exit poll …”: the kind, and the rest is the text. */
function prose(reading, text, tokens) {
  for (const [head, kind] of Object.entries(PROSE_HEADS)) {
    const words = head.split(" ");
    if (!words.every((word, n) => tokens[n]?.key === word)) continue;
    const follows = tokens[words.length]?.key ?? "";
    const isWhole = head === "correction" && ["to", "of"].includes(follows);
    if (SUBJECT_OF.includes(follows) && !isWhole) return false;
    reading.isOf(kind);
    if (!isWhole) reading.rest = restFrom(tokens, text, words.length);
    return true;
  }
  return false;
}

/** “result …” with its contest, then figures or sentences. */
function result(reading, text, tokens, roster) {
  const found = contestOf(reading, text, tokens, pastTowards(tokens), roster, "result");
  if (!found || found.contests.length !== 1) return Boolean(found);
  const [contest] = found.contests;
  const start = pastParting(tokens, found.end);
  const told = new Reading(text);
  isAbout(told, found, "result");
  if (SUBJECT_OF.includes(tokens[start]?.key)) {
    const named = findCandidate(contest, roster, tokens, start);
    if (!named || named.given) return false;
  }
  if (!isSentence(tokens, start, contest, roster)) {
    readFigures(told, tokens.slice(start), text, contest, roster);
  } else if (endsInQuestion(tokens) || !readResult(told, tokens, start, contest, roster)) {
    return false;
  }
  reading.take(told);
  return true;
}

function turnout(reading, text, tokens, roster) {
  if (endsInQuestion(tokens)) return false;
  const found = contestOf(reading, text, tokens, pastTowards(tokens), roster, "turnout");
  if (!found || found.contests.length !== 1) return Boolean(found);
  return turnoutFigures(reading, text, tokens, found.end, found);
}

function turnoutFigures(reading, text, tokens, end, found) {
  const [contest] = found.contests;
  const told = new Reading(text);
  isAbout(told, found, "turnout");
  const start = pastParting(tokens, end);
  const verb = verbAt(tokens, start);
  const isRead = verb
    ? readSentence(told, tokens, start + verb, contest)
    : readList(told, tokens, text, start, contest);
  if (isRead) reading.take(told);
  return isRead;
}

/** “ilford south turnout 59.7%”, “Ilford North: Scott 21,506, Klein 16,102”. */
function contestFirst(reading, text, tokens, roster) {
  const isFigure = tokens.slice(0, 24).some(({ kind }) => kind === "number");
  if (endsInQuestion(tokens) || !isFigure) return false;
  const found = findContest(roster, text, tokens, 0);
  const said = found ? pastParting(tokens, found.end) : tokens.length;
  if (said + 1 >= tokens.length) return false;
  if (tokens[said].key !== "turnout") return bareResult(reading, text, tokens, said, found, roster);
  if (found.contests.length === 1) return turnoutFigures(reading, text, tokens, said + 1, found);
  if (tokens[pastParting(tokens, said + 1)]?.kind !== "number") return false;
  askContest(reading, roster, text, tokens, 0, found, "turnout", said + 1);
  return true;
}

/** Two candidates or more with their votes, and nothing that is doubtful or left. */
function bareResult(reading, text, tokens, start, found, roster) {
  const [contest] = found.contests;
  if (found.contests.length !== 1 || isSentence(tokens, start, contest, roster)) return false;
  const told = new Reading(text);
  isAbout(told, found, "result");
  readFigures(told, tokens.slice(start), text, contest, roster);
  const votes = Object.keys(told.fields).filter((name) => name.startsWith("result.votes."));
  if (votes.length < 2 || told.questions.length || told.rest) return false;
  reading.take(told);
  return true;
}

/** The contest of a head, asked for where several fit; null where the line is prose. */
function contestOf(reading, text, tokens, start, roster, kind) {
  if (start >= tokens.length) {
    const all = { contests: roster.contests, end: start, sure: true };
    if (all.contests.length === 1) return all;
    all.contests = all.contests.slice(0, MOST_CHOICES);
    return askContest(reading, roster, text, tokens, start, all, kind, start);
  }
  const found = findContest(roster, text, tokens, start) ?? nowhere(roster, tokens, start);
  if (!found || (found.contests.length === 1 && found.end > start)) return found;
  if (SUBJECT_OF.includes(tokens[pastParting(tokens, found.end)]?.key)) return null;
  return askContest(reading, roster, text, tokens, start, found, kind, found.end);
}

/** “result ilfrd 21506 16102”: figures of a contest that is not known; null for a sentence. */
function nowhere(roster, tokens, start) {
  const figures = ["count", "percent", "decimal"];
  const end = tokens.findIndex(({ number }, i) => i >= start && figures.includes(number));
  const isSentence = ({ key }) => SENTENCE.includes(key) || SUBJECT_OF.includes(key);
  if (end < 0 || tokens.slice(start).some(isSentence)) return null;
  return { contests: roster.contests.slice(0, MOST_CHOICES), end, sure: true };
}

/** Which contest is meant; the kind is certain, and nothing else. */
function askContest(reading, roster, text, tokens, start, found, kind, until) {
  const isTyped = start < tokens.length;
  const first = isTyped ? tokens[start].start : 0;
  const last = found.end > start ? tokens[found.end - 1].end : first;
  const before = isTyped ? text.slice(0, first) : `${trimmedEnd(text)} `;
  const shifted = isTyped ? ` ${text.slice(first)}` : "";
  const after = found.end > start ? text.slice(last) : shifted;
  const typed = stripped(text.slice(first, last));
  const some = found.contests.slice(0, MOST_CHOICES);
  const names = [...new Set(some.map(({ name }) => name))];
  let message = typed ? `Which contest is “${typed}”?` : "Which contest?";
  if (typed && found.contests.length <= MOST_CHOICES && names.length > 1) {
    message = `Which contest is “${typed}”: ${names.join(" or ")}?`;
  }
  reading.isOf(kind);
  reading.ask("contest", message, typed, chooseContest(roster, some, { kind, before, after }));
  reading.rest = restFrom(tokens, text, until);
  return found;
}

function isAbout(reading, found, kind) {
  reading.isOf(kind);
  reading.isAbout(found.contests[0], { kind, sure: found.sure });
}

function restFrom(tokens, text, i) {
  const start = pastParting(tokens, i);
  return start < tokens.length ? text.slice(tokens[start].start) : "";
}

function trimmedEnd(text) {
  let end = text.length;
  while (end > 0 && BLANK.includes(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

/** Behind “result for”, “RESULT -” or “turnout:”. */
function pastTowards(tokens) {
  const i = pastParting(tokens, 1);
  return TOWARDS.includes(tokens[i]?.key) ? i + 1 : i;
}

function pastParting(tokens, i) {
  return past(tokens, i, ["cell", "line"]);
}

function past(tokens, i, kinds) {
  let place = i;
  while (place < tokens.length && kinds.includes(tokens[place].kind)) place += 1;
  return place;
}

// What a list of figures is made of: names, numbers, and words that belong to neither.
//
// An item is {kind, text, start, row, part, since, cell, word, number, slugs, key, sure, strange,
// given}. `kind`: label, unknown (words that are no name), number, outcome or from. A label is of candidates
// (`slugs`, more than one where the name fits several) or of a `key` of KEYS. `row`, `part` and
// `cell` number what newlines, commas and anything else parts; a name that goes over several cells
// began in `since`. `strange`: words that are not on the ballot paper stand with the name. `given`:
// it is nothing but a first name.

import { findCandidate, guessCandidate, isSlip } from "./names.js";
import { wordsOf } from "./tokens.js";
import { FILLERS, KEYS, OF_A_YEAR, OUTCOMES } from "./words.js";

const NEAR = 3; // letters of a first name that may have a slip
const PHRASES = Object.entries(KEYS)
  .flatMap(([key, phrases]) => phrases.map((phrase) => [phrase.split(" "), key]))
  .sort(([a], [b]) => b.length - a.length);

/** The items of a list of figures, where names of one candidate that touch are one. */
export function itemsOf(tokens, text, contest, roster) {
  let items = [];
  let [row, part, cell] = [0, 0, 0];
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i];
    let [item, used] = [null, 1];
    if (token.kind === "line") {
      row += 1;
      part += 1;
      cell += 1;
    } else if (token.kind === "cell" || token.kind === "stop") {
      if (token.text === ",") part += 1;
      cell += 1;
    } else {
      [item, used] = itemAt(tokens, i, contest, roster);
    }
    if (item) {
      const span = text.slice(token.start, tokens[i + used - 1].end);
      items.push({ ...item, text: span, start: token.start, row, part, since: cell, cell });
    }
    i += used;
  }
  if (!hasPair(items)) items = items.map((each) => ({ ...each, row: 0 })); // a cell in each line
  const firstNames = new Map(contest.candidates.map((c) => [c.slug, wordsOf(c.name).slice(0, 1)]));
  return withStrange(merged(items, firstNames));
}

/** An item without a place. */
export function item(kind, text, more = {}) {
  const blank = { word: "", number: "", slugs: [], key: "", sure: true };
  const place = { start: 0, row: 0, part: 0, since: 0, cell: 0 };
  return { kind, text, ...place, ...blank, strange: false, given: false, ...more };
}

/** Whether in any row a name stands with a number. */
function hasPair(items) {
  const names = new Set(items.filter(({ kind }) => kind === "label").map(({ row }) => row));
  return items.some(({ number, row }) => number === "count" && names.has(row));
}

/** The longest name, key or word at token `i` that says something, and its length in tokens. */
function itemAt(tokens, i, contest, roster) {
  const token = tokens[i];
  const blank = item("unknown", token.text, { word: token.key });
  if (token.kind === "number") {
    const number = isOfAYear(tokens, i) ? "rank" : token.number;
    return [{ ...blank, kind: "number", number }, 1];
  }
  if (token.kind === "other") return [token.text === "%" ? null : blank, 1];
  const found = findCandidate(contest, roster, tokens, i);
  const [key, length] = keyAt(tokens, i);
  if (found && !found.given && found.words >= length) {
    return [{ ...blank, kind: "label", slugs: found.slugs }, found.words];
  }
  if (key) return [{ ...blank, kind: "label", key }, length];
  if (Object.hasOwn(OUTCOMES, token.key)) return [{ ...blank, kind: "outcome" }, 1];
  if (token.key === "from") return [{ ...blank, kind: "from" }, 1];
  if (found) return [{ ...blank, slugs: found.slugs, given: true }, 1];
  if (FILLERS.includes(token.key)) return [null, 1];
  const guessed = guessCandidate(contest, roster, token.key);
  if (guessed) return [{ ...blank, kind: "label", slugs: guessed.slugs, sure: false }, 1];
  return [blank, 1];
}

/** “in 2005”, “(2005)”: certainly nobody's votes. */
function isOfAYear(tokens, i) {
  if (tokens[i].number !== "year" || i === 0) return false;
  const inBrackets = tokens[i - 1].text === "(" && tokens[i + 1]?.text === ")";
  return OF_A_YEAR.includes(tokens[i - 1].key) || inBrackets;
}

function keyAt(tokens, i) {
  for (const [phrase, key] of PHRASES) {
    if (phrase.every((word, n) => tokens[i + n]?.key === word)) return [key, phrase.length];
  }
  return ["", 0];
}

/** “Lee Scott (Con)”, “QUILL, Ada” and “Ian Duncan Smith” for Iain are one label each. */
function merged(items, firstNames) {
  const all = [];
  for (const each of items) {
    const one = all.length ? oneOf(all.at(-1), each, firstNames) : null;
    if (!one) {
      all.push(each);
      continue;
    }
    all[all.length - 1] = one;
    const more = all.length > 1 ? oneOf(all.at(-2), one, firstNames) : null;
    if (more) all.splice(-2, 2, more);
  }
  return all;
}

/** The two as one label, where both mean the same candidate. */
function oneOf(a, b, firstNames) {
  if (a.row !== b.row || !(isNamed(a) || isNamed(b))) return null;
  const place = { text: `${a.text} ${b.text}`, since: a.since, cell: b.cell };
  if (a.slugs.length && b.slugs.length) {
    const slugs = a.slugs.filter((each) => b.slugs.includes(each));
    if (!slugs.length) return null;
    return { ...(isNamed(b) ? b : a), ...place, slugs, sure: a.sure && b.sure };
  }
  const [named, other] = isNamed(a) ? [a, b] : [b, a];
  const touch = other.kind === "unknown" && a.cell === b.since && named.slugs.length === 1;
  if (touch && firstNames.get(named.slugs[0]).some((each) => isNear(other.word, each))) {
    return { ...named, ...place, sure: false };
  }
  return null;
}

function isNamed({ kind, key }) {
  return kind === "label" && !key;
}

function isNear(typed, name) {
  return Math.min(typed.length, name.length) >= NEAR && isSlip(typed, name);
}

/** Words that stand in one cell with a name make it doubtful whose name it is. */
function withStrange(items) {
  const told = [];
  for (const each of items) {
    const last = told.at(-1);
    const touch = last !== undefined && last.cell === each.since;
    const kinds = touch ? [last.kind, each.kind] : [];
    if (kinds.includes("label") && kinds.includes("unknown")) {
      const label = each.kind === "label" ? each : last;
      const place = { text: `${last.text} ${each.text}`, since: last.since, cell: each.cell };
      told[told.length - 1] = { ...label, ...place, strange: true };
    } else if (touch && kinds.every((kind) => kind === "unknown")) {
      const text = `${last.text} ${each.text}`;
      told[told.length - 1] = { ...last, text, given: false, slugs: [] };
    } else {
      told.push(each);
    }
  }
  return told;
}

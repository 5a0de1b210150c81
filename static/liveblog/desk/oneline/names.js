// Which contest, candidate or party is meant by what was typed; where several fit, all of them.

import { tokensOf, wordsOf } from "./tokens.js";
import { PARTIES, SEAT, SMALL, WARD } from "./words.js";

const LONGEST = 12; // words of a name
const SHORTEST_PREFIX = 3; // letters
const SHORTEST_SLIP = 5;
const LOCAL = "local"; // the kind of election in which wards are fought

const kept = new WeakMap(); // what is worked out of a roster, once for every line

/**
 * The contest whose name begins at token `i`: in full, else its beginning, else with a slip.
 *
 * {contests, end, sure}: of a seat and a ward of one name both are found, unless “ward” or “seat” is
 * said; `sure` but for a slip of a letter. Null where none fits.
 */
export function findContest(roster, text, tokens, i) {
  const index = keep(roster, "contests", () => contestIndex(roster.contests));
  const found = i < tokens.length ? byKey(index, text, tokens, i) : null;
  if (found) return found;
  const ends = windows(tokens, i);
  for (const fits of [exact, beginning, slip]) {
    for (const end of ends) {
      const words = tokens.slice(i, end).filter(({ kind }) => kind !== "cell");
      const contests = fits(index, words.map(({ key }) => key));
      if (contests.length) return saidKind(contests, tokens, i, end, fits !== slip);
    }
  }
  return null;
}

/** The shortest that `findContest` understands as this contest: its name, or else its key. */
export function sayContest(roster, contest) {
  const kind = isWard(contest) ? WARD[0] : SEAT[0];
  const isSaid = (said) => {
    const tokens = tokensOf(said);
    const found = findContest(roster, said, tokens, 0);
    return found?.end === tokens.length && found.contests.length === 1 && found.contests[0] === contest;
  };
  return [contest.name, `${contest.name} ${kind}`].find(isSaid) ?? contest.key;
}

/**
 * Whom the words from token `i` on name, longest name first; party names count, too.
 *
 * {slugs, words, sure, given}: slugs in ballot order, `given` where it is a first name, which helps
 * to tell two candidates apart and is none by itself. Null where nobody is named.
 */
export function findCandidate(contest, roster, tokens, i) {
  const index = candidatesOf(contest, roster);
  for (let end = Math.min(tokens.length, i + index.longest); end > i; end -= 1) {
    const slugs = index.names.get(phrase(tokens, i, end));
    if (slugs) return { slugs: inOrder(index, slugs), words: end - i, sure: true, given: false };
  }
  const slugs = index.given.get(tokens[i].key);
  return slugs ? { slugs: inOrder(index, slugs), words: 1, sure: true, given: true } : null;
}

/** Whom a single word means that is the beginning of a name, or has a slip of a letter in it. */
export function guessCandidate(contest, roster, word) {
  const index = candidatesOf(contest, roster);
  if (!index.guessed.has(word)) index.guessed.set(word, guess(index, word));
  return index.guessed.get(word);
}

/** Who has the full name that begins at token `i`, as numbers of `people`, and where it ends. */
export function findPerson(roster, tokens, i) {
  const index = keep(roster, "people", () => peopleIndex(roster));
  for (let end = Math.min(tokens.length, i + LONGEST); end > i; end -= 1) {
    const found = index.get(phrase(tokens, i, end));
    if (found) return { found, end };
  }
  return { found: [], end: i };
}

/** Everybody who stands, with their contest. */
export function people(roster) {
  return roster.contests.flatMap((contest) =>
    contest.candidates.map((candidate) => ({ contest, candidate })),
  );
}

export function isWard(contest) {
  return contest.kind === LOCAL;
}

/** Whether one letter is missing, too many or another one, or two have changed places. */
export function isSlip(typed, name) {
  if (typed === name || Math.abs(typed.length - name.length) > 1) return false;
  const [shorter, longer] = typed.length <= name.length ? [typed, name] : [name, typed];
  let i = 0;
  while (i < shorter.length && shorter[i] === longer[i]) i += 1;
  if (shorter.length !== longer.length) return shorter.slice(i) === longer.slice(i + 1);
  const swapped = shorter.slice(i, i + 2) === [...longer.slice(i, i + 2)].reverse().join("");
  return (
    shorter.slice(i + 1) === longer.slice(i + 1) ||
    (swapped && shorter.slice(i + 2) === longer.slice(i + 2))
  );
}

function contestIndex(contests) {
  const keys = new Map(contests.map((each) => [each.key.toLowerCase(), each]));
  const names = [...keys.values()].map((contest) => [plain(wordsOf(contest.name)), contest]);
  const sorted = new Map();
  for (const [words, contest] of names) {
    const key = [...words].sort().join(" ");
    sorted.set(key, [...(sorted.get(key) ?? []), contest]);
  }
  return { keys, names, sorted };
}

/** The key of a contest, such as quayshire-2024/northquay, as one word. */
function byKey(index, text, tokens, i) {
  const { start } = tokens[i];
  const typed = text.slice(start, start + 210).toLowerCase();
  const parted = typed.search(/[ \t\n\r,:;]/);
  const key = parted < 0 ? typed : typed.slice(0, parted);
  const contest = index.keys.get(key);
  if (!contest || !/[-/]/.test(contest.key)) return null;
  const end = tokens.findIndex((each, n) => n >= i && each.start >= start + key.length);
  return { contests: [contest], end: end < 0 ? tokens.length : end, sure: true };
}

function exact(index, words) {
  return index.sorted.get(plain(words).sort().join(" ")) ?? [];
}

function beginning(index, words) {
  const typed = plain(words);
  const last = words[words.length - 1];
  if (!typed.length || typed[0].length < SHORTEST_PREFIX || isSmall(last)) return [];
  return index.names
    .filter(([name]) => typed.length <= name.length && typed.every((part, n) => begins(part, name[n])))
    .map(([, contest]) => contest);
}

function slip(index, words) {
  const typed = plain(words);
  return index.names.filter(([name]) => hasSlip(typed, name)).map(([, contest]) => contest);
}

function candidatesOf(contest, roster) {
  return keep(roster, `candidates ${contest.key}`, () => candidateIndex(contest));
}

function candidateIndex(contest) {
  const names = new Map();
  const given = new Map();
  const add = (map, name, slug) => map.set(name, (map.get(name) ?? new Set()).add(slug));
  for (const each of contest.candidates) {
    const words = wordsOf(each.name);
    for (const name of [...forms(words), ...partyNames(each)]) add(names, name, each.slug);
    if (words.length > 1) add(given, words[0], each.slug);
  }
  const single = [...names].filter(([name]) => !name.includes(" "));
  const longest = Math.max(0, ...[...names.keys()].map((name) => name.split(" ").length));
  const order = contest.candidates.map(({ slug }) => slug);
  return { names, given, single, longest, order, guessed: new Map() };
}

function guess(index, word) {
  let found = new Set();
  const add = (fits) => {
    for (const [name, slugs] of index.single) if (fits(name)) slugs.forEach((each) => found.add(each));
  };
  if (word.length >= SHORTEST_SLIP) {
    add((name) => name.length >= SHORTEST_SLIP && isSlip(word, name));
  }
  if (!found.size && word.length >= SHORTEST_PREFIX) add((name) => name.startsWith(word));
  return found.size ? { slugs: inOrder(index, found), words: 1, sure: false, given: false } : null;
}

function inOrder(index, slugs) {
  return index.order.filter((each) => slugs.has(each));
}

/** How a name may be typed: in full, or by its end, with or without first name or initial. */
function forms(words) {
  const found = new Set([words.join(" ")]);
  for (let i = 1; i < words.length; i += 1) {
    const end = words.slice(i).join(" ");
    found.add(end).add(`${words[0]} ${end}`).add(`${words[0].slice(0, 1)} ${end}`);
    found.add(`${end} ${words.slice(0, i).join(" ")}`);
  }
  return found;
}

function partyNames({ party }) {
  const given = [party.slug, party.name, party.short_name, party.abbreviation];
  const names = new Set(given.map((each) => wordsOf(each).join(" ")).filter(Boolean));
  for (const alike of PARTIES) {
    if (alike.some((each) => names.has(each))) alike.forEach((each) => names.add(each));
  }
  return names;
}

function peopleIndex(roster) {
  const index = new Map();
  people(roster).forEach(({ candidate }, number) => {
    const name = wordsOf(candidate.name).join(" ");
    index.set(name, [...(index.get(name) ?? []), number]);
  });
  index.delete("");
  return index;
}

/** The words of the tokens as one, or null where not all are words. */
function phrase(tokens, i, end) {
  const said = tokens.slice(i, end);
  return said.every(({ kind }) => kind === "word") ? said.map(({ key }) => key).join(" ") : null;
}

/** Ends of what may be one name from token `i` on, the longest first. */
function windows(tokens, i) {
  const ends = [];
  for (let end = i; end < tokens.length && end - i < LONGEST; end += 1) {
    const { kind, number, text } = tokens[end];
    if (kind === "word" || number === "count") {
      ends.push(end + 1);
    } else if (text !== "," || end === i) {
      break;
    }
  }
  return ends.reverse();
}

function saidKind(contests, tokens, i, end, sure) {
  const said = new Set(tokens.slice(i, end).map(({ key }) => key));
  let past = end;
  if (past < tokens.length && [...WARD, ...SEAT].includes(tokens[past].key)) {
    said.add(tokens[past].key);
    past += 1;
  }
  const only = (fits) => {
    const those = contests.filter(fits);
    return { contests: those.length ? those : contests, end: past, sure };
  };
  if (WARD.some((each) => said.has(each))) return only(isWard);
  if (SEAT.some((each) => said.has(each))) return only((each) => !isWard(each));
  return { contests, end: past, sure };
}

/** Without the words that count for nothing, unless there are no others. */
function plain(words) {
  const others = words.filter((each) => !isSmall(each));
  return others.length ? others : [...words];
}

function isSmall(word) {
  return SMALL.includes(word) || WARD.includes(word);
}

function begins(part, whole) {
  return part === whole || (whole.startsWith(part) && !/^[0-9]/.test(part));
}

function hasSlip(typed, name) {
  if (typed.length !== name.length) return false;
  const wrong = typed.map((word, n) => [word, name[n]]).filter(([a, b]) => a !== b);
  const fits = ([a, b]) => a.length >= SHORTEST_SLIP && b.length >= SHORTEST_SLIP && isSlip(a, b);
  return wrong.length > 0 && wrong.every(fits);
}

function keep(roster, name, make) {
  if (!kept.has(roster)) kept.set(roster, new Map());
  const known = kept.get(roster);
  if (!known.has(name)) known.set(name, make());
  return known.get(name);
}

// Figures in a sentence: “Lee Scott holds seat with 21,506 votes”, “Turnout … is 59.7 per cent”.
//
// What a sentence says is taken only where it cannot be read otherwise, and the sentence stays whole.

import { findCandidate } from "./names.js";
import { named, thousands } from "./reading.js";
import {
  BEFORE_VOTES,
  BYGONE,
  GAINS,
  HOLDS,
  OF_A_SEAT,
  OF_A_YEAR,
  OPPOSED,
  POLLED,
  POSSESSIVE,
  SENTENCE,
  VOTES,
  WINS,
} from "./words.js";

const BETWEEN = 12; // tokens between a name and its votes, at the most
const REACH = 4;
const ENDS = ["stop", "line", "cell"];
const POINTS_ON = ["", ":", "-", "–", "—"];
const AUXILIARIES = ["has", "is", "was", "been", "re", "duly"];

/** Whether a verb stands in the tokens, which is nobody's name. */
export function isSentence(tokens, start, contest, roster) {
  for (let i = start; i < tokens.length; ) {
    const found = nameAt(tokens, i, contest, roster);
    if (!found && SENTENCE.includes(tokens[i].key)) return true;
    i += found ? found.words : 1;
  }
  return false;
}

/** Who is elected, and the votes and the majority that the sentences give; whether any. */
export function readResult(reading, tokens, start, contest, roster) {
  const names = new Map(contest.candidates.map((each) => [each.slug, named(each)]));
  const votes = new Map([...names.keys()].map((slug) => [slug, []]));
  let elected = null;
  let [first, ofToday, opposed] = [true, true, false];
  let clause = new Set(); // who is named since the last votes: of two, either may have them
  for (let i = start; i < tokens.length; ) {
    if (tokens[i].kind === "stop" && i > start) {
      [first, ofToday, opposed, clause] = [false, true, false, new Set()];
    } else if (tokens[i].number === "year" && OF_A_YEAR.includes(tokens[i - 1].key)) {
      ofToday = false; // what follows in this sentence may be last time's
    }
    opposed ||= OPPOSED.includes(tokens[i].key);
    const found = nameAt(tokens, i, contest, roster);
    if (!found || found.given || found.slugs.length !== 1) {
      i += found ? found.words : 1;
      continue;
    }
    const [slug] = found.slugs;
    const after = pastParty(tokens, i + found.words, contest, roster, found.slugs);
    const outcome = first && contest.seats === 1 ? outcomeAt(tokens, after) : "";
    if (outcome && !elected) elected = { slug, outcome };
    clause.add(slug);
    const plain = ofToday && !opposed && clause.size === 1;
    const number = plain ? votesAfter(tokens, after, Boolean(outcome)) : null;
    if (number) {
      votes.get(slug).push(number.key);
      clause = new Set();
    }
    i = after;
  }
  if (elected) {
    const shown = names.get(elected.slug);
    reading.fill("result.elected", elected.slug, "Declared elected", { shown });
    reading.show("outcome", "Outcome", elected.outcome);
  }
  for (const [slug, name] of names) {
    const [digits, ...others] = new Set(votes.get(slug));
    if (digits && !others.length) {
      reading.fill(`result.votes.${slug}`, digits, name, { shown: thousands(digits) });
    }
  }
  const told = new Set([...names.keys()].filter((slug) => votes.get(slug).length));
  if (elected) told.add(elected.slug);
  const majorities = majoritiesIn(tokens, start);
  if (majorities.length === 1 && told.size) {
    const [digits] = majorities;
    reading.fill("result.majority", digits, "Majority announced", { shown: thousands(digits) });
  }
  reading.candidates = [...names.keys()].filter((slug) => told.has(slug));
  return told.size > 0;
}

/** Whether “in 2005” or “last time” follows: it is another night's figure. */
export function isBygone(tokens, i) {
  const after = tokens.slice(i, i + REACH).map(({ key }) => key);
  const inYear = ["in", "at"].includes(after[0]) && tokens[i + 1]?.number === "year";
  const said = after.join(" ");
  return inYear || BYGONE.some((each) => said === each || said.startsWith(`${each} `));
}

/** Whether the first sentence asks. */
export function endsInQuestion(tokens) {
  return Boolean(tokens.find(({ kind }) => kind === "stop")?.text.includes("?"));
}

function nameAt(tokens, i, contest, roster) {
  return tokens[i].kind === "word" ? findCandidate(contest, roster, tokens, i) : null;
}

/** Behind the party in “Lee Scott (Con)”. */
function pastParty(tokens, i, contest, roster, slugs) {
  const opened = ["(", ","].includes(tokens[i]?.text);
  const inside = opened ? i + 1 : i;
  if (inside >= tokens.length) return i;
  const found = nameAt(tokens, inside, contest, roster);
  if (!found || !slugs.every((each) => found.slugs.includes(each))) return i;
  const past = inside + found.words;
  return opened && tokens[past]?.text === ")" ? past + 1 : past;
}

/** hold, gain or win, if what follows a name says that they have the seat. */
function outcomeAt(tokens, start) {
  let i = start;
  while (i < tokens.length && AUXILIARIES.includes(tokens[i].key)) i += 1;
  const verb = tokens[i]?.key ?? "";
  const outcomes = [["hold", HOLDS], ["gain", GAINS], ["win", WINS]];
  const outcome = outcomes.find(([, verbs]) => verbs.includes(verb))?.[0] ?? "";
  i += 1;
  while (i < tokens.length && POSSESSIVE.includes(tokens[i].key)) i += 1;
  const ends = i >= tokens.length || ENDS.includes(tokens[i].kind);
  const counted = VOTES.includes(tokens[i + 1]?.key);
  return ends || counted || OF_A_SEAT.includes(tokens[i].key) ? outcome : "";
}

/** The number of votes that belongs to the name before token `i`. */
function votesAfter(tokens, i, outcome) {
  let last = "";
  for (const [n, token] of tokens.slice(i, i + BETWEEN).entries()) {
    const { kind, key, text, number } = token;
    if (kind === "number") {
      const plain = number === "count" && (POLLED.includes(last) || POINTS_ON.includes(last));
      return plain && areVotes(tokens, i + n + 1) ? token : null;
    }
    const verbs = outcome ? [...HOLDS, ...GAINS, ...WINS] : [];
    const allowed = [BEFORE_VOTES, POLLED, verbs].some((words) => words.includes(key));
    if (![",", ...POINTS_ON].includes(text) && !allowed) return null;
    last = text === "," ? last : key || text;
  }
  return null;
}

/** “votes”, or the end of what is said, and no “majority”, “people” or “seats”. */
function areVotes(tokens, i) {
  if (i >= tokens.length || VOTES.includes(tokens[i].key)) return !isBygone(tokens, i + 1);
  return ENDS.includes(tokens[i].kind) || ["to", "and"].includes(tokens[i].key);
}

/** The numbers after “majority of”; more than one where another night's is told, too. */
function majoritiesIn(tokens, start) {
  const found = [];
  for (let i = start; i < tokens.length; i += 1) {
    if (tokens[i].key !== "majority") continue;
    let place = i + 1;
    while (["of", "is", "was"].includes(tokens[place]?.key)) place += 1;
    if (tokens[place]?.number !== "count") continue;
    found.push(tokens[place].key);
    if (isBygone(tokens, place + 1)) found.push(tokens[place].key);
  }
  return found;
}

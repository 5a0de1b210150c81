// A turnout: “ilford south 59.7 51505”, “Turnout for Ilford South is 59.7 per cent - up from …”.

import { thousands } from "./reading.js";
import { isBygone } from "./sentences.js";
import { OF_A_YEAR, TURNOUT_FILLERS, TURNOUT_VERBS } from "./words.js";

const FEWEST_ELECTORS = 1_000; // where a hundred papers would be no turnout but a mistake
const LABELS = { percentage: "Turnout", ballots: "Ballot papers" };
const VERBS = TURNOUT_VERBS.map((verb) => verb.split(" ")).sort(
  (a, b) => b.join(" ").length - a.join(" ").length,
);

/** How many words of “is”, “has been announced as” and the like stand at token `i`. */
export function verbAt(tokens, i) {
  const verb = VERBS.find((words) => words.every((word, n) => tokens[i + n]?.key === word));
  return verb ? verb.length : 0;
}

/** The number directly after the verb; whether there is one that is a turnout of today. */
export function readSentence(reading, tokens, i, contest) {
  const number = tokens[i];
  if (number?.kind !== "number" || isBygone(tokens, i + 1)) return false;
  const what = whatOf(number, contest);
  if (!Object.hasOwn(LABELS, what) || ["points", "lower"].includes(tokens[i + 1]?.key)) return false;
  fill(reading, what, number);
  return true;
}

/** Numbers up to the first other word, which begins the rest; false where that comes first. */
export function readList(reading, tokens, text, start, contest) {
  const numbers = [];
  let i = start;
  for (; i < tokens.length; i += 1) {
    const { kind, key } = tokens[i];
    if (kind === "number") numbers.push(tokens[i]);
    else if (["word", "other"].includes(kind) && !TURNOUT_FILLERS.includes(key)) break;
  }
  const goesOn = i < tokens.length;
  if (goesOn && !numbers.length) return false;
  if (goesOn && OF_A_YEAR.includes(tokens[i].key) && isBygone(tokens, i)) return false;
  reading.rest = goesOn ? text.slice(tokens[i].start) : "";
  shareOut(reading, numbers, contest);
  return true;
}

function shareOut(reading, numbers, contest) {
  const kinds = numbers.map((each) => whatOf(each, contest));
  const count = (what) => kinds.filter((each) => each === what).length;
  if (count("either") === 1 && count("ballots") === 1) {
    kinds[kinds.indexOf("either")] = "percentage"; // there are no two numbers of papers
  }
  const said = numbers.map(({ text }) => text).join(" ");
  const known = kinds.every((each) => Object.hasOwn(LABELS, each));
  if (known && new Set(kinds).size === kinds.length) {
    for (const what of Object.keys(LABELS)) {
      if (kinds.includes(what)) fill(reading, what, numbers[kinds.indexOf(what)]);
    }
  } else if (kinds.length === 1 && kinds[0] === "either") {
    const digits = numbers[0].key;
    reading.ask("turnout", `Is ${digits} per cent, or ballot papers?`, said, [
      { label: `${digits} per cent`, fields: { "turnout.percentage": digits } },
      { label: `${digits} ballot papers`, fields: { "turnout.ballots": digits } },
    ]);
  } else {
    const message =
      "Write the turnout as 59.7%, or the ballot papers as 51505, or one after the other.";
    reading.ask("turnout", message, said);
  }
}

/** percentage, ballots, either, or nothing that a turnout can be. */
function whatOf({ key, number }, contest) {
  if (["percent", "decimal"].includes(number)) return hundredths(key) <= 10_000 ? "percentage" : "";
  if (!["count", "year"].includes(number)) return "";
  if (Number(key) > 100) return number === "count" ? "ballots" : "";
  return (contest.electorate ?? 0) >= FEWEST_ELECTORS ? "percentage" : "either";
}

function hundredths(value) {
  const [whole, part = ""] = value.split(".");
  return Number(whole) * 100 + Number(`${part}00`.slice(0, 2));
}

function fill(reading, what, { key }) {
  const shown = what === "percentage" ? `${key}%` : thousands(key);
  reading.fill(`turnout.${what}`, key, LABELS[what], { shown });
}

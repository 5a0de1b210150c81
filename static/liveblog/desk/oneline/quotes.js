// Who is quoted: “quote sonia klein: the mood is good”, “Sonia Klein (Lab): “…””.

import { findPerson, isWard, people } from "./names.js";
import { stripped, wordsOf } from "./tokens.js";
import { SUBJECT_OF } from "./words.js";

const MARKS = "\"“”'‘’";
const CAPITAL = /^[A-ZÀ-ÖØ-Þ]/;
const ROLE = 80; // characters
const NAME = 60;

/** What follows “quote”; false where that is a sentence, such as “Quote of the night”. */
export function readQuote(reading, tokens, text, start, roster) {
  if (start >= tokens.length) {
    reading.isOf("quote");
    reading.rest = "";
    return true;
  }
  const { found, end } = findPerson(roster, tokens, start);
  if (found.length) {
    reading.isOf("quote");
    reading.rest = said(tokens, text, pastRole(tokens, end));
    speaks(reading, roster, found);
    return true;
  }
  if ([...SUBJECT_OF, "the", "unquote"].includes(tokens[start].key)) return false;
  const colon = tokens.findIndex((each, i) => i >= start && each.text === ":");
  const told = colon < 0 ? "" : stripped(text.slice(tokens[start].start, tokens[colon].start));
  const comma = told.indexOf(",");
  const name = stripped(comma < 0 ? told : told.slice(0, comma));
  const role = comma < 0 ? "" : stripped(told.slice(comma + 1));
  if (colon < 0 || !isName(name) || role.length > ROLE) return false;
  reading.isOf("quote");
  reading.rest = said(tokens, text, colon + 1);
  reading.fill("speaker", name, "Who said it", { sure: false });
  if (role) reading.fill("speaker_role", role, "Who they are");
  return true;
}

/** A candidate's full name, their party or not, a colon, and what stands in quotation marks. */
export function readAttributed(reading, tokens, text, roster) {
  const { found, end } = findPerson(roster, tokens, 0);
  if (!found.length) return false;
  const past = pastRole(tokens, end);
  if (past >= tokens.length || tokens[past - 1].text !== ":") return false;
  const rest = stripped(text.slice(tokens[past - 1].end));
  if (!rest || !MARKS.includes(rest[0])) return false;
  reading.isOf("quote");
  reading.rest = rest;
  speaks(reading, roster, found);
  return true;
}

/** Fill the speaker, and who they are; where they stand twice, as what they speak is asked. */
function speaks(reading, roster, found) {
  const everybody = people(roster);
  const those = found.map((number) => everybody[number]);
  const roles = [...new Set(those.map(roleOf))];
  const { name } = those[0].candidate;
  reading.fill("speaker", name, "Who said it");
  if (roles.length === 1) {
    reading.fill("speaker_role", roles[0], "Who they are");
    reading.contests = those.map(({ contest }) => contest.key);
  } else {
    const choices = roles.map((role) => ({ label: role, fields: { speaker_role: role } }));
    reading.ask("role", `As what does ${name} speak?`, name, choices);
  }
  reading.candidates = [...new Set(those.map(({ candidate }) => candidate.slug))];
}

function roleOf({ contest, candidate }) {
  const ward = isWard(contest) && !contest.name.toLowerCase().endsWith(" ward") ? " ward" : "";
  return `${candidate.party.short_name} candidate for ${contest.name}${ward}`;
}

/** Behind “(Lab):”, or behind the colon alone. */
function pastRole(tokens, i) {
  let place = i;
  if (["(", ","].includes(tokens[place]?.text)) {
    while (place < tokens.length && place - i < NAME && ![":", ")"].includes(tokens[place].text)) {
      place += 1;
    }
    if (tokens[place]?.text === ")") place += 1;
  }
  return tokens[place]?.text === ":" ? place + 1 : i;
}

function said(tokens, text, i) {
  return stripped(i ? text.slice(tokens[i - 1].end) : text);
}

/** “Roger Bloom” or “Hazel van Rook”: words of which first and last begin with a capital. */
function isName(name) {
  const words = name.split(" ");
  return (
    name.length > 0 &&
    name.length <= NAME &&
    wordsOf(name).length === words.length &&
    words.length <= 5 &&
    [words[0], words.at(-1)].every((word) => CAPITAL.test(word))
  );
}

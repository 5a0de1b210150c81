// The figures of a RESULT as they are typed or pasted: pairs, a table, or numbers in ballot order.
//
// A number becomes a candidate's only where no other reading is left. What is a share, a change, a
// rank or a year by its looks is set aside; a number that could belong to two is asked about.

import { itemsOf } from "./items.js";
import { FIELDS, fieldOf, grouped, isCertain, takeRows } from "./pairing.js";
import { add, chooseCandidate, named, thousands } from "./reading.js";
import { stripped } from "./tokens.js";
import { OUTCOMES } from "./words.js";

const NOT_VOTES = ["decimal", "percent", "change", "rank"];
const SHARES = ["decimal", "percent"];

/** Fill what the list says for certain, ask about the others; what says nothing is the rest. */
export function readFigures(reading, tokens, text, contest, roster) {
  const all = takeOutcome(reading, itemsOf(tokens, text, contest, roster), contest);
  const rows = grouped(takeAside(reading, all), "row");
  const taken = takeRows(rows, contest);
  give(reading, contest, taken);
  const isCount = ({ number }) => number === "count";
  add(reading.aside, taken.left.filter(isCount).map((each) => each.text));
  const words = taken.left.filter((each) => !isCount(each));
  const last = tokens.findLast(({ kind }) => kind === "number")?.end ?? 0;
  const follows = words.length > 0 && words.every(({ start }) => start >= last);
  reading.rest = follows ? stripped(text.slice(words[0].start)) : said(words);
}

/** “Con hold”, “Lab gain from Con”, “Scott elected”: who has the seat, and no votes. */
function takeOutcome(reading, items, contest) {
  const kept = [];
  const winners = [];
  let outcome = "";
  items.forEach((each, i) => {
    if (each.kind === "outcome") {
      outcome ||= OUTCOMES[each.word];
      const last = kept.at(-1);
      if (last && isCertain(last) && last.slugs.length && last.row === each.row) {
        winners.push(last.slugs[0]);
        const before = kept.slice(-3, -1).map(({ kind }) => kind);
        const isNumbered = before.at(-1) === "number" && !before.includes("label");
        if (items[i + 1]?.kind !== "number" && !isNumbered) kept.pop();
      }
    } else if (each.kind !== "from" && !(items[i - 1]?.kind === "from" && each.slugs.length)) {
      kept.push(each);
    }
  });
  // “Elected” is the head of a column, too
  if (outcome && (winners.length || outcome !== "win")) reading.show("outcome", "Outcome", outcome);
  const names = namesOf(contest);
  if (new Set(winners).size === 1 && contest.seats === 1) {
    const [winner] = winners;
    reading.fill("result.elected", winner, "Declared elected", { shown: names.get(winner) });
    reading.candidates.push(winner);
  } else if (winners.length && contest.seats === 1) {
    const told = [...new Set(winners.map((each) => names.get(each)))].join(" and ");
    reading.ask("elected", `Who has the seat: ${told}?`, "");
  }
  return kept;
}

/** Without shares, changes, ranks and years, and without a turnout that is a share. */
function takeAside(reading, items) {
  return items.filter((each, i) => {
    if (NOT_VOTES.includes(each.number)) {
      reading.aside.push(each.text);
      return false;
    }
    const beside = [items[i - 1], items[i + 1]];
    const isShare = beside.some((other) => other && SHARES.includes(other.number));
    return !(each.key === "turnout" && isShare);
  });
}

/** The fields in the order of the ballot paper, then the questions in that of the text. */
function give(reading, contest, taken) {
  const doubtful = [];
  const byField = new Map();
  for (const [label, number] of taken.pairs) {
    if (label.key === "turnout" || label.key === "other") {
      reading.aside.push(number.text);
    } else if (isCertain(label) && number.number === "count") {
      const field = fieldOf(label);
      if (!byField.has(field)) byField.set(field, []);
      byField.get(field).push([label, number]);
    } else {
      doubtful.push([label, number]);
    }
  }
  const slugs = contest.candidates.map(({ slug }) => slug);
  const order = slugs.map((slug) => `result.votes.${slug}`);
  order.push(...Object.values(FIELDS).map(([name]) => name));
  for (const name of order.filter((each) => byField.has(each))) {
    giveField(reading, contest, name, byField.get(name));
  }
  reading.candidates = slugs.filter((each) => reading.candidates.includes(each));
  for (const [label, number] of doubtful) askAbout(reading, contest, label, number);
  for (const [items, choices] of taken.asked) {
    reading.ask("votes", message(items, contest), said(items), choices);
  }
  for (const label of taken.alone) {
    if (label.key || !Object.hasOwn(reading.fields, `result.votes.${label.slugs[0]}`)) {
      reading.ask("votes", `What is the number for ${shown(label, contest)}?`, label.text);
    }
  }
}

function giveField(reading, contest, name, pairs) {
  const numbers = pairs.map(([, number]) => number);
  const [[label, { word }]] = pairs;
  if (new Set(numbers.map((each) => each.word)).size > 1) {
    const told = numbers.map((each) => thousands(each.word)).join(" and ");
    const choices = numbers.map((each) => ({
      label: thousands(each.word),
      fields: { [name]: each.word },
    }));
    const question = `${shown(label, contest)} is given ${told}: which is right?`;
    reading.ask("votes", question, said(pairs.flat()), choices);
    return;
  }
  const sure = pairs.every(([each]) => each.sure);
  reading.fill(name, word, shown(label, contest), { shown: thousands(word), sure });
  add(reading.aside, numbers.slice(1).map(({ text }) => text));
  if (label.slugs.length && !reading.candidates.includes(label.slugs[0])) {
    reading.candidates.push(label.slugs[0]);
  }
}

function message(items, contest) {
  const year = items.find(({ number }) => number === "year");
  const count = contest.candidates.length;
  if (items.every(({ number }) => number)) {
    if (year && items.length >= count) {
      return `${year.text} may be a year: are these the votes in the order of the ballot paper?`;
    }
    return `${contest.name} has ${count} candidates, and these are ${items.length} numbers.`;
  }
  return "It is not plain which number is whose.";
}

function askAbout(reading, contest, label, number) {
  const text = `${label.text} ${number.text}`;
  const count = thousands(number.word);
  if (!["count", "year", "dotted"].includes(number.number)) {
    const wrong = `“${number.text}” is not a number of votes: write it as 21506 or 21,506.`;
    reading.ask("votes", wrong, text);
  } else if (isCertain(label)) {
    const digits = number.word.replaceAll(".", "");
    const asked = number.number === "year" ? "a year, or a number" : "a whole number";
    const written = thousands(digits);
    const whose = shown(label, contest);
    const choices = [{ label: written, fields: { [fieldOf(label)]: digits } }];
    const question = `Is ${number.text} ${asked} for ${whose}? Write ${written} if it is.`;
    reading.ask("votes", question, text, choices);
  } else if (label.key) {
    reading.ask("votes", `What is ${count}: “${label.text}”?`, text);
  } else {
    const among = contest.candidates.filter(({ slug }) => label.slugs.includes(slug));
    const wrong =
      among.length > 1 && !label.strange
        ? `“${label.text}” fits ${among.length} candidates`
        : `“${label.text}” is not on the ballot paper of ${contest.name}`;
    const free = (among.length ? among : contest.candidates).filter(
      ({ slug }) => !Object.hasOwn(reading.fields, `result.votes.${slug}`),
    );
    const choices = number.number === "count" ? chooseCandidate(free, number.word) : [];
    reading.ask("votes", `${wrong}: whose is ${count}?`, text, choices);
  }
}

function shown(label, contest) {
  if (label.key) return Object.hasOwn(FIELDS, label.key) ? FIELDS[label.key][1] : `“${label.text}”`;
  return contest.candidates.filter(({ slug }) => label.slugs.includes(slug)).map(named).join(" or ");
}

function said(items) {
  return items.map(({ text }) => text).join(" ");
}

function namesOf(contest) {
  return new Map(contest.candidates.map((each) => [each.slug, named(each)]));
}

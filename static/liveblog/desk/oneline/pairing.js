// Which number stands with which name: in ballot order, by turns, by commas, or in a column.

import { item } from "./items.js";
import { add, named, thousands } from "./reading.js";

export const FIELDS = {
  rejected: ["result.rejected", "Rejected papers"],
  majority: ["result.majority", "Majority announced"],
  valid_votes: ["result.valid_votes", "Valid votes announced"],
};

/**
 * Pair the names and numbers of all the rows.
 *
 * {pairs, asked, alone, left}, each number once: pairs, what is to be asked with its choices, names
 * without a number, and words, with numbers that are ranks.
 */
export function takeRows(rows, contest) {
  const taken = { pairs: [], asked: [], alone: [], left: [] };
  if (!inBallotOrder(rows, contest, taken)) {
    const wide = [];
    for (const row of rows) pairUp(undescribed(row, taken, rows.length > 1), taken, wide);
    chooseColumn(wide, taken);
  }
  return taken;
}

/** The items in groups of those that follow each other and are alike in `name`. */
export function grouped(items, name) {
  const groups = [];
  for (const each of items) {
    if (groups.length && groups.at(-1)[0][name] === each[name]) groups.at(-1).push(each);
    else groups.push([each]);
  }
  return groups;
}

/** Whether it names one candidate, or one field, and nothing strange stands with it. */
export function isCertain(label) {
  const isKnown = label.slugs.length === 1 || Object.hasOwn(FIELDS, label.key);
  return label.kind === "label" && isKnown && !label.strange;
}

/** The composer's field for the number of a certain label. */
export function fieldOf(label) {
  return label.key ? FIELDS[label.key][0] : `result.votes.${label.slugs[0]}`;
}

function isLabel({ kind }) {
  return kind === "label" || kind === "unknown";
}

function shapeOf(items) {
  return items.map(({ number }) => (number ? "n" : "k")).join("");
}

/**
 * Numbers and no names: they are the candidates', if there are exactly as many.
 *
 * One more is the rejected papers. What is keyed (“rejected 197”) stands before or after them.
 */
function inBallotOrder(rows, contest, taken) {
  const items = rows.flat();
  if (items.some(({ slugs, kind }) => slugs.length || kind === "unknown")) return false;
  const keyed = keyedOf(items);
  const used = new Set((keyed ?? []).map(([, number]) => number));
  const numbers = items.filter((each) => each.number && !used.has(each));
  if (!numbers.length) return false;
  if (!keyed) {
    taken.asked.push([items, []]);
    return true;
  }
  add(taken.pairs, keyed);
  const { candidates } = contest;
  const labels = candidates.map((each) => item("label", named(each), { slugs: [each.slug] }));
  if (!keyed.some(([{ key }]) => key === "rejected")) {
    labels.push(item("label", "rejected", { key: "rejected" }));
  }
  const lengths = [candidates.length, labels.length];
  const fits = candidates.length > 0 && lengths.includes(numbers.length);
  const pairs = labels.slice(0, numbers.length).map((label, i) => [label, numbers[i]]);
  if (fits && numbers.every(({ number }) => number === "count")) {
    add(taken.pairs, pairs);
  } else {
    const readable = fits && numbers.every(({ number }) => ["count", "year"].includes(number));
    const choice = { label: "in the order of the ballot paper", fields: fieldsOf(pairs) };
    taken.asked.push([numbers, readable ? [choice] : []]);
  }
  return true;
}

/** Keys with their numbers where other numbers stand about; null where that is not plain. */
function keyedOf(items) {
  const shape = shapeOf(items);
  const count = shape.split("k").length - 1;
  const before = shape.length - 2 * count;
  let [start, step] = [0, 0];
  if (shape.endsWith("kn".repeat(count)) && !shape.slice(0, before).includes("k")) {
    start = before;
  } else if (shape.startsWith("kn".repeat(count)) && !shape.slice(2 * count).includes("k")) {
    start = 0;
  } else if (shape.endsWith("nk".repeat(count)) && !shape.slice(0, before).includes("k")) {
    [start, step] = [before, 1];
  } else {
    return null;
  }
  const places = Array.from({ length: count }, (_, n) => start + 2 * n);
  return places.map((place) => [items[place + step], items[place + 1 - step]]);
}

/** Without words that have a cell of their own beside a name, such as a party unknown here. */
function undescribed(row, taken, isTable) {
  const kept = [];
  row.forEach((each, i) => {
    const [before, after] = [row.slice(Math.max(0, i - 1), i), row.slice(i + 1, i + 2)];
    const alone =
      !before.some(({ cell }) => cell === each.since) &&
      !after.some(({ since }) => since === each.cell);
    const beside = [...before, ...after];
    const isBeside = beside.some(({ kind, slugs }) => kind === "label" && slugs.length);
    if (!(each.kind === "unknown" && alone && isBeside)) kept.push(each);
    else if (!isTable) taken.left.push(each);
  });
  return kept;
}

/** The numbers of a row, each with the name that it stands by. */
function pairUp(row, taken, wide) {
  const labels = row.filter(isLabel);
  const numbers = row.filter(({ number }) => number);
  const names = labels.filter(({ kind }) => kind === "label");
  if (!numbers.length || (!names.length && numbers.every(({ number }) => number === "year"))) {
    const those = names.filter((each) => each.slugs.length || Object.hasOwn(FIELDS, each.key));
    add(taken.alone, those);
    add(taken.left, row.filter(({ kind }) => kind !== "label"));
  } else if (labels.length === 1) {
    if (numbers.length === 1) taken.pairs.push([labels[0], numbers[0]]);
    else wide.push(row);
  } else {
    const pairs = byParts(row) ?? byTurns(row, taken);
    if (pairs) add(taken.pairs, pairs);
    else taken.asked.push([row, []]);
  }
}

/** “Scott 21,506, 120 rejected”: where commas part pairs, either may come first. */
function byParts(row) {
  const pairs = grouped(row, "part").map((part) => {
    const [label, ...more] = [...part].sort((a, b) => Boolean(a.number) - Boolean(b.number));
    return !label.number && more.length === 1 && more[0].number ? [label, more[0]] : null;
  });
  return pairs.every(Boolean) ? pairs : null;
}

/**
 * Name, number, name, number, or the other way about, without exception.
 *
 * Only the last name may lack its number, while it is being typed, and words may follow.
 */
function byTurns(row, taken) {
  let end = row.length;
  while (!row[0].number && row[end - 1].kind === "unknown") end -= 1;
  const shape = shapeOf(row.slice(0, end));
  const count = Math.floor(end / 2);
  const places = Array.from({ length: count }, (_, n) => 2 * n);
  if (shape === "nk".repeat(count)) return places.map((place) => [row[place + 1], row[place]]);
  if (shape !== "kn".repeat(count) && shape !== `${"kn".repeat(count)}k`) return null;
  add(taken.alone, row.slice(2 * count, end));
  add(taken.left, row.slice(end));
  return places.map((place) => [row[place], row[place + 1]]);
}

/** Of a table with several columns of whole numbers the votes, where the others are ranks. */
function chooseColumn(rows, taken) {
  if (!rows.length) return;
  if (new Set(rows.map(shapeOf)).size !== 1 || rows.length === 1) {
    for (const row of rows) taken.asked.push([row, oneOfRow(row)]);
    return;
  }
  const labels = rows.map((row) => row.find(isLabel));
  const numbers = rows.map((row) => row.filter(({ number }) => number));
  const columns = numbers[0].map((_, n) => numbers.map((row) => row[n]));
  const isRank = (column) => column.every(({ word }, i) => word === String(i + 1));
  const counted = columns.filter((column) => !isRank(column));
  const pairsOf = (column) => labels.map((label, i) => [label, column[i]]);
  if (counted.length === 1) {
    add(taken.pairs, pairsOf(counted[0]));
    add(taken.left, columns.filter((each) => each !== counted[0]).flat());
    return;
  }
  const choices = counted
    .filter((column) => labels.every(isCertain) && column.every(({ number }) => number === "count"))
    .map((column) => ({
      label: column.map(({ word }) => thousands(word)).join(", "),
      fields: fieldsOf(pairsOf(column)),
    }));
  taken.asked.push([rows.flat(), choices]);
}

/** A choice for each number that may be the one of the only name in the row. */
function oneOfRow(row) {
  const label = row.find(isLabel);
  if (!isCertain(label)) return [];
  return row
    .filter(({ number }) => number === "count")
    .map((each) => ({ label: thousands(each.word), fields: fieldsOf([[label, each]]) }));
}

function fieldsOf(pairs) {
  return Object.fromEntries(pairs.map(([label, { word }]) => [fieldOf(label), word]));
}

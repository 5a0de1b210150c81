// What a press of the toolbar, or Enter, does to a text: pure.
//
// A text is {text, start, end} as a textarea has it. What is to be done is an edit
// {from, to, insert, start, end}: replace from…to, then select start…end; null is nothing.

import { link } from "./addresses.js";

const STARS = { bold: 2, italic: 1 };
const WORD = /[\p{L}\p{N}\p{M}'’‘-]/u;
const BEGINS = /^(\s*(?:>\s?)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(?:#{1,6}\s+)?)/;
const ITEM = /^(\s*(?:> ?)*)([-*+]|\d{1,9}[.)])(\s+)(.*)$/;
const QUOTED = /^(\s*(?:> ?)+)(.*)$/;
const LINK = /\[((?:[^[\]\\]|\\.)*)\]\(([^\s()]*)\)/g;

/** Make the selection, or the word at the caret, bold or italic; or plain, if it is so already. */
export function toggleMark(state, mark) {
  const around = spanAround(state, mark);
  if (around) return setStars(state, [around], mark, false);
  const pieces = piecesOf(state);
  if (pieces.length === 0) return insertPair(state, "*".repeat(STARS[mark]));
  const runs = pieces.map((piece) => stars(state.text, piece));
  return setStars(state, runs, mark, !runs.every((run) => has(run.count, mark)));
}

/** Whether the selection, or the word at the caret, is bold or italic. */
export function isMarked(state, mark) {
  if (spanAround(state, mark)) return true;
  const pieces = piecesOf(state);
  return pieces.length > 0 && pieces.every((piece) => has(stars(state.text, piece).count, mark));
}

/** Begin each line of the selection with the sign of a list or a quotation; or not any more. */
export function toggleLines(state, mark) {
  const { text } = state;
  const from = text.lastIndexOf("\n", state.start - 1) + 1;
  const to = endOfLine(text, Math.max(state.start, state.end - (text[state.end - 1] === "\n" ? 1 : 0)));
  const lines = text.slice(from, to).split("\n");
  const on = isLined(state, mark);
  const changed = lines.map((line) => {
    if (!line.trim() && lines.length > 1) return line;
    if (mark === "quote") return on ? line.replace(/^(\s*)> ?/, "$1") : `> ${line}`;
    const bare = line.replace(/^(\s*)(?:[-*+]|\d{1,9}[.)])\s+/, "$1");
    return on ? bare : bare.replace(/^(\s*)/, "$1- ");
  });
  const insert = changed.join("\n");
  if (lines.length > 1) return { from, to, insert, start: from, end: from + insert.length };
  const caret = Math.max(from, state.end + insert.length - (to - from));
  return { from, to, insert, start: caret, end: caret };
}

/** Whether every line of the selection begins with the sign of a list or a quotation. */
export function isLined({ text, start, end }, mark) {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const to = endOfLine(text, Math.max(start, end - (text[end - 1] === "\n" ? 1 : 0)));
  const sign = mark === "quote" ? /^\s*>/ : /^\s*(?:[-*+]|\d{1,9}[.)])\s/;
  const lines = text.slice(from, to).split("\n").filter((line) => line.trim());
  return lines.length > 0 && lines.every((line) => sign.test(line));
}

/** What Enter does in a list or a quotation: another item, or the end of it after an empty one. */
export function onEnter({ text, start, end }) {
  if (start !== end) return null;
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(from, endOfLine(text, start));
  const item = ITEM.exec(line);
  const [, before, rest] = item ? [, item[1] + item[2] + item[3], item[4]] : QUOTED.exec(line) ?? [];
  if (before === undefined || start < from + before.trimEnd().length) return null;
  if (!rest.trim()) {
    const left = item ? item[1] : "";
    return { from, to: from + line.length, insert: left, start: from + left.length, end: from + left.length };
  }
  const insert = `\n${item ? item[1] + following(item[2]) + item[3] : before}`;
  return { from: start, to: start, insert, start: start + insert.length, end: start + insert.length };
}

/** The link that the selection is in: {from, to, words, address}, or null. */
export function linkAround({ text, start, end }) {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  for (const found of text.slice(from, endOfLine(text, end)).matchAll(LINK)) {
    const at = from + found.index;
    if (at <= start && end <= at + found[0].length) {
      return { from: at, to: at + found[0].length, words: found[1], address: found[2] };
    }
  }
  return null;
}

/** The words that a link would be made of: {from, to, words}, without the spaces at the edges. */
export function linkable(state) {
  const around = linkAround(state);
  if (around) return around;
  let { start: from, end: to } = state.start === state.end ? wordAt(state) : state;
  while (from < to && /\s/.test(state.text[from])) from += 1;
  while (from < to && /\s/.test(state.text[to - 1])) to -= 1;
  return { from, to, words: state.text.slice(from, to) };
}

/** Make a link of the words there; without an address, words of a link. */
export function setLink(state, address) {
  const { from, to, words } = linkable(state);
  const flat = words.replace(/\s*\n\s*/g, " ");
  const text = linkAround(state) ? flat : flat.replace(/(?<!\\)[[\]]/g, "\\$&");
  const insert = address ? link(text, address) : flat;
  const end = from + insert.length;
  return { from, to, insert, start: address ? end : from, end };
}

// "**both *words* here**": the marks that have the whole selection between them.
function spanAround({ text, start, end }, mark) {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(from, endOfLine(text, start));
  if (end > from + line.length) return null;
  for (const found of line.matchAll(/(?<![\\*])(\*{1,3})(?![\s*])(.*?[^\s\\*])\1(?!\*)/g)) {
    const a = from + found.index + found[1].length;
    const b = a + found[2].length;
    if (has(found[1].length, mark) && a <= start && end <= b) return { a, b, count: found[1].length };
  }
  return null;
}

// The parts of the selection that marks can stand around, line by line; of a caret, its word.
function piecesOf(state) {
  const { text } = state;
  const { start, end } = state.start === state.end ? wordAt(state) : state;
  const pieces = [];
  for (let at = start; at < end; ) {
    const stop = Math.min(endOfLine(text, at), end);
    let [a, b] = [at, stop];
    if (a === 0 || text[a - 1] === "\n") a += Math.min(BEGINS.exec(text.slice(a, stop))[1].length, b - a);
    while (a < b && /\s/.test(text[a])) a += 1;
    while (a < b && /\s/.test(text[b - 1])) b -= 1;
    if (a < b) pieces.push({ a, b });
    at = stop + 1;
  }
  return pieces;
}

function wordAt({ text, start }) {
  let [a, b] = [start, start];
  while (a > 0 && WORD.test(text[a - 1])) a -= 1;
  while (b < text.length && WORD.test(text[b])) b += 1;
  return { start: a, end: b };
}

// The words without the stars at their edges, wherever the selection began, and how many these are.
function stars(text, { a, b }) {
  while (a < b && text[a] === "*") a += 1;
  while (b > a && text[b - 1] === "*" && text[b - 2] !== "\\") b -= 1;
  if (a === b) return { a, b, count: 0 };
  let [left, right] = [0, 0];
  while (text[a - left - 1] === "*") left += 1;
  if (left && text[a - left - 1] === "\\") left -= 1;
  while (text[b + right] === "*") right += 1;
  return { a, b, count: Math.min(left, right, 3) };
}

function has(count, mark) {
  return mark === "bold" ? count >= 2 : count === 1 || count >= 3;
}

function setStars({ text }, runs, mark, on) {
  const from = runs[0].a - runs[0].count;
  const last = runs.at(-1);
  const to = last.b + last.count;
  let [insert, at, start, end] = ["", from, 0, 0];
  runs.forEach(({ a, b, count }, number) => {
    const wanted = has(count, mark) === on ? count : count + (on ? STARS[mark] : -STARS[mark]);
    const marks = "*".repeat(wanted);
    insert += text.slice(at, a - count) + marks;
    if (number === 0) start = from + insert.length;
    insert += text.slice(a, b);
    end = from + insert.length;
    insert += marks;
    at = b + count;
  });
  return { from, to, insert, start, end };
}

// Nothing to mark: the marks stand ready around the caret, and a second press takes them away.
function insertPair({ text, start, end }, marks) {
  const size = marks.length;
  if (text.slice(start - size, start) === marks && text.slice(end, end + size) === marks) {
    return { from: start - size, to: end + size, insert: "", start: start - size, end: start - size };
  }
  return { from: start, to: start, insert: marks + marks, start: start + size, end: start + size };
}

function following(sign) {
  const number = Number.parseInt(sign, 10);
  return Number.isNaN(number) ? sign : `${number + 1}${sign.at(-1)}`;
}

function endOfLine(text, at) {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

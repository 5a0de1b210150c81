// The stamp at the start of a line: “5.07am - ”, “05:07”, “1.35am Prime …”.

import { BLANK, LETTERS, SPACES } from "./tokens.js";

// As nightclock.CLOCK has it.
const SPACE = "[ \\t\\n\\r\\f\\v]";
const CLOCK = new RegExp(
  "(?:(?<hour>2[0-4]|[01]?[0-9])[.:](?<minute>[0-5][0-9])(?![0-9]|[.,:][0-9])" +
    `(?:${SPACE}?(?<meridiem>[ap]m\\b|[ap]\\.m\\.?))?` +
    `|(?<bare_hour>1[0-2]|0?[1-9])${SPACE}?(?<bare_meridiem>[ap]m\\b|[ap]\\.m\\.?)` +
    `|(?<military>(?:[01][0-9]|2[0-4])[0-5][0-9])` +
    `(?=${SPACE}?(?:hrs?|hours)\\b|:${SPACE}|${SPACE}[–—-]${SPACE})` +
    `|(?:12${SPACE})?(?<word>midnight|noon|midday)\\b)` +
    `(?:${SPACE}?(?<hours>hrs?|hours)\\b)?` +
    `(?:${SPACE}?(?<zone>BST|GMT|UTC|WEST|WET|CEST|CET|IST)\\b)?`,
  "diy",
);
const HEADS = ["hour", "bare_hour", "military", "word"];
const TAILS = ["minute", "meridiem", "bare_meridiem", "hours", "zone"];

const BEFORE = new RegExp(`[${BLANK}]*`, "y");
const PARTED = new RegExp(
  `[${SPACES}\t]*(?:[–—−:|-]+(?=[${BLANK}]|$)[${BLANK}]*|[\n\r]+[${BLANK}]*|$)`,
  "y",
);
const CLOSE = new RegExp(`[${SPACES}\t]+`, "y");
const OPENS = /[A-ZÀ-ÖØ-Þ0-9"“‘'(]/y;
const GOES_ON = new RegExp(`[${LETTERS}0-9%]|[.,:][0-9]`, "y");

/**
 * The time that the text begins with: {text, end, sure}, or null. It stamps what follows from `end`
 * on; without `sure` only if that is a figure or so. “4am is expected” has none: it is a sentence.
 */
export function stampOf(text) {
  const start = at(BEFORE, text, 0).end;
  const found = at(CLOCK, text, start);
  if (!found || (found.groups.military && !found.groups.hours)) return null;
  const { groups, indices } = found;
  const end = Math.max(
    ...[...HEADS, ...TAILS].filter((each) => groups[each]).map((n) => indices.groups[n][1]),
  );
  const typed = text.slice(start, end);
  if (at(GOES_ON, text, end)) return null;
  const parted = at(PARTED, text, end);
  if (parted) return { text: typed, end: parted.end, sure: true };
  const plain =
    typed.includes(":") ||
    ["meridiem", "bare_meridiem", "hours", "zone"].some((name) => groups[name]);
  const close = at(CLOSE, text, end);
  if (!close || !plain || groups.word) return null;
  return { text: typed, end: close.end, sure: at(OPENS, text, close.end) !== null };
}

function at(pattern, text, start) {
  pattern.lastIndex = start;
  const found = pattern.exec(text);
  if (found) found.end = found.index + found[0].length;
  return found;
}

// Tells those who listen to the page what has come: politely, and several at once as one.

const GATHER = 1_500; // milliseconds
const IN_FULL = 3;
const LONGEST = 140;

export class Announcer {
  #region;
  #waiting = [];
  #timer = null;

  /** @param {Element} region an element with aria-live="polite" */
  constructor(region) {
    this.#region = region;
  }

  say(words) {
    this.#waiting.push(words);
    this.#timer ??= setTimeout(() => {
      this.#region.textContent = together(this.#waiting);
      this.#waiting = [];
      this.#timer = null;
    }, GATHER);
  }
}

/** One announcement for all of these, the newest last: in full if they are few. */
export function together(words) {
  if (words.length <= IN_FULL) return words.map(stopped).join(" ");
  return `${words.length} new updates. The newest: ${words.at(-1)}`;
}

/**
 * How an entry is announced: “Result: Ilford North, Conservative hold”.
 *
 * @param {{kind?: string, headline?: string, seat?: string, verdict?: string, body?: string}} said
 */
export function spoken({ kind = "Update", headline, seat, verdict, body }) {
  const what = seat ? [seat, verdict].filter(Boolean).join(", ") : headline || body || "";
  const short = what.length > LONGEST ? `${what.slice(0, LONGEST).replace(/\s+\S*$/, "")}…` : what;
  return short ? `${kind}: ${short}` : kind;
}

/** The parts of an entry that are marked for saying. */
export function saidIn(article) {
  const said = {};
  for (const part of article.querySelectorAll("[data-say]")) {
    said[part.dataset.say] ??= wordsIn(part).replace(/\s+/g, " ").trim();
  }
  return said;
}

// Without what is there to be pressed.
function wordsIn(part) {
  if (!part.querySelector("button")) return part.textContent;
  const copy = part.cloneNode(true);
  for (const button of copy.querySelectorAll(".embed__box")) button.remove();
  return copy.textContent;
}

// A voice pauses at a full stop.
function stopped(words) {
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}

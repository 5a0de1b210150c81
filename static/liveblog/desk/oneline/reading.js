// What was understood of a line, as the composer gets it.

import { isWard, sayContest } from "./names.js";

/** Gathers fields, chips and questions; `toJSON` is what `readLine` gives. */
export class Reading {
  constructor(text) {
    this.kind = null;
    this.stamp = null;
    this.contests = [];
    this.candidates = [];
    this.fields = {};
    this.chips = [];
    this.questions = [];
    this.aside = [];
    this.rest = text;
  }

  /** A field that the line fills, with the chip that shows it. */
  fill(field, value, label, { shown = "", sure = true } = {}) {
    this.fields[field] = value;
    this.chips.push({ field, label, value: shown || value, sure, choices: [] });
  }

  /** A chip for what no field takes. */
  show(what, label, value) {
    this.chips.push({ what, label, value, sure: true, choices: [] });
  }

  /** A question, about `text`; what it is about fills nothing. */
  ask(what, message, text, choices = []) {
    this.questions.push({ what, message, text, choices });
  }

  isOf(kind) {
    this.kind = kind;
    this.fill("kind", kind, "Kind");
  }

  isAbout(contest, { kind, sure }) {
    this.contests = [contest.key];
    this.fill(`${kind}.contest`, contest.key, "Contest", { shown: contest.name, sure });
  }

  /** What an attempt at reading the line came to, beside the stamp. */
  take(told) {
    const { kind, rest, contests, candidates } = told;
    Object.assign(this, { kind, rest, contests, candidates });
    Object.assign(this.fields, told.fields);
    add(this.chips, told.chips);
    add(this.questions, told.questions);
    add(this.aside, told.aside);
  }

  done() {
    if (this.aside.length) this.show("aside", "Not used", this.aside.join(", "));
    return { ...this };
  }
}

/** Put all of `more` into the list; as arguments of one push they can be too many. */
export function add(list, more) {
  for (const each of more) list.push(each);
}

/** “21506” -> “21,506”; a decimal stays as it is. */
export function thousands(digits) {
  return /^[0-9]+$/.test(digits) ? digits.replace(/\B(?=(\d{3})+$)/g, ",") : digits;
}

/** As prose and chips name a candidate: Lee Scott (Con). */
export function named({ name, party }) {
  return `${name} (${party.abbreviation || party.short_name})`;
}

/** A choice for each contest: the field, and the line with the contest named beyond doubt. */
export function chooseContest(roster, contests, { kind, before, after }) {
  return contests.map((each) => ({
    label: isWard(each) ? `${each.name} ward` : each.name,
    fields: { [`${kind}.contest`]: each.key },
    line: `${before}${sayContest(roster, each)}${after}`,
  }));
}

/** A choice for each candidate: that the number is theirs. */
export function chooseCandidate(candidates, digits) {
  return candidates.map((each) => ({
    label: named(each),
    fields: { [`result.votes.${each.slug}`]: digits },
  }));
}

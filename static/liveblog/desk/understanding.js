// What was understood of a line, and what somebody has put right in it. Pure: knows no page.
// Tested with `node --test`. The reading is what `readLine` of oneline.js gives.

import { readCount, thousands } from "./count.js";

const VOTES = "result.votes.";

export class Understanding {
  constructor(text, reading) {
    this.text = text;
    this.reading = reading;
    this.fields = new Map(Object.entries(reading.fields));
    this.open = [...reading.questions];
    this.unsure = new Set(reading.chips.filter((each) => !each.sure).map((each) => each.field ?? each.what));
  }

  /** Whether there is anything in it but prose. */
  get says() {
    return Boolean(this.reading.kind);
  }

  /** Whether it can be taken as it is, without asking anybody. */
  get isSure() {
    return this.says && this.open.length === 0 && this.unsure.size === 0;
  }

  get kind() {
    return this.fields.get("kind") ?? this.reading.kind;
  }

  /** What is left to be the entry’s text. */
  get rest() {
    return (this.reading.rest ?? "").trim();
  }

  get contestKey() {
    return this.fields.get("result.contest") ?? this.fields.get("turnout.contest") ?? "";
  }

  /**
   * What there is to show, in order: `{ id, label, value, sure, choices }`; a choice has a `label`
   * and either a `line` to be read instead or `fields`. `candidates` are those of the contest.
   */
  chips(candidates = []) {
    const others = this.reading.chips
      .filter((each) => !each.field?.startsWith(VOTES))
      .map((each) => {
        const id = each.field ?? each.what;
        return { ...each, id, sure: !this.unsure.has(id), choices: each.choices ?? [] };
      });
    // What else was counted comes after the votes.
    const isCounted = ({ id }) => id.startsWith("result.") && id !== "result.contest";
    const shown = others.filter((each) => !isCounted(each));
    const names = new Map(candidates.map((each) => [each.slug, each]));
    const order = candidates.map((each) => each.slug);
    const votes = [...this.fields].filter(([field]) => field.startsWith(VOTES));
    votes.sort(([a], [b]) => order.indexOf(a.slice(VOTES.length)) - order.indexOf(b.slice(VOTES.length)));
    for (const [field, number] of votes) {
      const slug = field.slice(VOTES.length);
      const count = readCount(number);
      shown.push({
        id: field,
        field,
        label: names.get(slug)?.name ?? slug,
        value: count === null ? number : thousands(count),
        sure: !this.unsure.has(field),
        choices: candidates
          .filter((each) => each.slug !== slug)
          .map((each) => ({ label: `${each.name} (${each.party.short_name})`, to: each.slug })),
      });
    }
    const asked = this.open.map((each, i) => ({
      id: `question-${i}`,
      label: "",
      value: each.message,
      sure: false,
      question: each,
      choices: each.choices ?? [],
    }));
    return [...shown, ...others.filter(isCounted), ...asked];
  }

  /** These votes are another candidate’s; where that one has votes already, the two change places. */
  move(field, slug) {
    const to = `${VOTES}${slug}`;
    const mine = this.fields.get(field);
    const theirs = this.fields.get(to);
    this.fields.set(to, mine);
    if (theirs === undefined) this.fields.delete(field);
    else this.fields.set(field, theirs);
    this.unsure.delete(field);
    this.unsure.delete(to);
  }

  /** It is right as it stands. */
  confirm(id) {
    this.unsure.delete(id);
  }

  /** One of a question’s choices was taken that names fields. */
  answer(question, choice) {
    for (const [field, value] of Object.entries(choice.fields ?? {})) {
      this.fields.set(field, value);
      this.unsure.delete(field);
    }
    this.open = this.open.filter((each) => each !== question);
  }

  /** The question is about nothing that matters here. */
  drop(question) {
    this.open = this.open.filter((each) => each !== question);
  }
}

// The ballot paper of the contest that is chosen: a row a candidate, sums while votes are typed.
// What was typed for one contest is kept while another is looked at.

import {
  percent,
  readCount,
  standing,
  swingInWords,
  tally,
  thousands,
} from "./count.js";
import { fill, make, mark } from "./elements.js";
import { pastedCounts } from "./pasting.js";

const VOTES = "result.votes.";
const POLITE = 900; // milliseconds after the last key: what is complete is said once
// Beside whom a winner holds or gains, by the election's policy.
const POLICIES = {
  last_general: "beside the winner of the last general election",
  sitting: "beside the party of the sitting member",
};

export class Ballot {
  /**
   * `place` is the element with data-votes, or the fieldset itself where nothing is chosen.
   * `pasted(text, contest)` takes what is pasted and more than counts; true where it did.
   */
  constructor(form, place, { roster = null, pasted = () => false } = {}) {
    Object.assign(this, { form, place, roster, pasted });
    this.kept = new Map();
    this.inLastOrder = false;
    this.form.addEventListener("input", (event) => {
      if (!event.target.name || event.target.name.startsWith("result.")) this.addUp();
    });
    this.place.addEventListener("keydown", (event) => this.key(event));
    this.place.addEventListener("paste", (event) => this.paste(event));
    const order = this.place.querySelector("[data-order] button");
    order?.addEventListener("click", () => this.reorder(!this.inLastOrder));
    roster?.changed.addEventListener("change", () => this.refresh());
    this.refresh();
  }

  get fieldset() {
    return this.place.querySelector("fieldset[data-seats]") ?? this.place;
  }

  get shown() {
    return this.form.elements["result.shown"]?.value ?? "";
  }

  get contest() {
    return this.roster?.contest(this.shown) ?? null;
  }

  /** The fields of votes, in the order in which they stand. */
  get fields() {
    return [...this.fieldset.querySelectorAll("[data-candidates] input")];
  }

  /** {slug: count or null} */
  get votes() {
    return Object.fromEntries(
      this.fields.map((each) => [each.name.slice(VOTES.length), readCount(each.value)]),
    );
  }

  refresh() {
    const order = this.place.querySelector("[data-order]");
    const contest = this.contest;
    if (order) {
      order.hidden = !contest?.baseline || contest.candidates.length < 3;
    }
    this.showLast(contest?.has_figures ?? false);
    this.addUp();
  }

  /** Show the candidates of another contest. False where the roster does not know it. */
  show(key) {
    const { form } = this;
    const contest = this.roster?.contest(key);
    if (!contest) return false;
    if (key === this.shown) return true;
    this.keep();
    this.place.querySelectorAll(".errorlist").forEach((each) => each.remove());
    for (const row of this.place.querySelectorAll(".field--refused")) {
      row.classList.remove("field--refused");
    }
    form.elements["result.shown"].value = key;
    const { fieldset } = this;
    fieldset.dataset.electorate = contest.electorate ?? "";
    fieldset.dataset.seats = contest.seats;
    for (const name of this.place.querySelectorAll("[data-contest-name]")) {
      name.textContent = contest.name;
    }
    this.row(contest);
    for (const name of ["result.elected", "result.lot_winner"]) {
      form.elements[name]?.replaceChildren(
        make("option", { value: "" }, "—"),
        ...contest.candidates.map((each) =>
          make("option", { value: each.slug }, `${each.name} (${each.party.short_name})`),
        ),
      );
    }
    this.headOfParts(contest.seats > 1);
    this.bringBack(key);
    this.refresh();
    return true;
  }

  /** What stands in the fields is no more: it was posted, or is kept as a draft. */
  forget() {
    this.kept.delete(this.shown);
    this.bringBack(this.shown);
    this.refresh();
  }

  /** Remember what is typed for the contest that is shown. */
  keep() {
    const typed = new Map();
    for (const field of this.own()) {
      typed.set(field.name, field.type === "checkbox" ? field.checked : field.value);
    }
    this.kept.set(this.shown, typed);
  }

  bringBack(key) {
    const typed = this.kept.get(key);
    for (const field of this.own()) {
      const value = typed?.get(field.name);
      if (field.type === "checkbox") field.checked = value ?? false;
      else field.value = value ?? "";
    }
  }

  /** Every field that says something of this contest. */
  own() {
    return [...this.place.querySelectorAll("input[name], select[name], textarea[name]")];
  }

  row(contest) {
    const place = this.fieldset.querySelector("[data-candidates]");
    place.replaceChildren(
      ...contest.candidates.map((each) => {
        const name = `${VOTES}${each.slug}`;
        const id = `id_${name}`;
        return make(
          "div",
          { class: "votes__row" },
          make(
            "label",
            { for: id },
            mark(each.party, this.roster.parties),
            `${each.name} `,
            make("small", {}, each.party.short_name),
          ),
          make("output", { class: "votes__share", for: id, "aria-live": "off" }),
          make("input", {
            type: "text",
            name,
            id,
            inputmode: "numeric",
            enterkeyhint: "next",
            autocomplete: "off",
            class: "count",
          }),
        );
      }),
    );
    this.arrange();
  }

  reorder(byLast) {
    this.inLastOrder = byLast;
    this.arrange();
    this.addUp();
  }

  /** As on the ballot paper, or as the parties stood last time; the same fields, moved. */
  arrange() {
    const { contest } = this;
    const button = this.place.querySelector("[data-order] button");
    button?.setAttribute("aria-pressed", String(this.inLastOrder));
    if (!contest) return;
    const order = this.inLastOrder
      ? contest.last_order
      : contest.candidates.map((each) => each.slug);
    const rows = new Map(
      this.fields.map((each) => [each.name.slice(VOTES.length), each.closest(".votes__row")]),
    );
    this.fieldset
      .querySelector("[data-candidates]")
      .append(...order.map((slug) => rows.get(slug)).filter(Boolean));
  }

  /** Only where there are several votes can a paper be rejected in part. */
  headOfParts(isWard) {
    const name = "result.rejected_heads.in_part";
    const there = this.form.elements[name];
    if (there) {
      there.closest(".folded__row").hidden = !isWard;
      return;
    }
    const rows = [...this.fieldset.querySelectorAll(".folded__row")];
    if (!isWard || rows.length === 0) return;
    const row = rows.at(-1).cloneNode(true);
    row.querySelector(".errorlist")?.remove();
    const [label, input] = [row.querySelector("label"), row.querySelector("input")];
    [input.name, input.id, label.htmlFor] = [name, `id_${name}`, `id_${name}`];
    label.textContent = "Rejected in part";
    rows.at(-1).after(row);
  }

  /** What is declared already needs a reason to be declared again. */
  showLast(isDeclared) {
    const again = this.place.querySelector("[data-again]");
    if (again && this.contest) {
      again.hidden = !isDeclared && !again.querySelector("input")?.value;
    }
  }

  key(event) {
    const field = event.target;
    const isCount = field.name?.startsWith(VOTES) || field.name === "result.rejected";
    if (event.key !== "Enter" || !isCount || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const fields = this.fields;
    const at = fields.indexOf(field);
    if (event.shiftKey) {
      (fields[at < 0 ? fields.length - 1 : at - 1] ?? field).focus();
      return;
    }
    // A figure that was left out on the way is asked for before Post is.
    const next = at < 0 ? null : fields[at + 1];
    (next ?? this.form.querySelector("[data-post]") ?? field).focus();
    next?.select();
  }

  /** A line or a table of votes, pasted into any field of votes. */
  paste(event) {
    const field = event.target;
    if (!field.name?.startsWith(VOTES)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const counts = pastedCounts(text);
    const fields = this.fields;
    const from = fields.indexOf(field);
    if (counts && counts.length > 1) {
      if (counts.length > fields.length - from) return;
      event.preventDefault();
      counts.forEach((each, i) => fill(fields[from + i], thousands(each)));
      fields[Math.min(from + counts.length, fields.length - 1)].focus();
      return;
    }
    if (counts || !/\d/.test(text) || !this.contest) return;
    if (this.pasted(text, this.contest)) event.preventDefault();
  }

  addUp() {
    const { fieldset, contest } = this;
    if (!fieldset?.dataset.seats) return;
    const fields = this.fields;
    const rejected = this.form.elements["result.rejected"];
    const electorate = readCount(fieldset.dataset.electorate ?? "");
    const seats = Number(fieldset.dataset.seats);
    const counts = fields.map((each) => readCount(each.value));
    const papers = rejected ? readCount(rejected.value) : null;
    const sums = tally({ votes: counts, rejected: papers, electorate, seats });
    fields.forEach((each, i) => {
      each.closest(".votes__row").querySelector("output").textContent = percent(sums.shares[i]);
    });
    fieldset.querySelector(".tally").hidden = false;
    this.say("total", thousands(sums.total));
    this.say("majority", sums.majority === null ? "–" : thousands(sums.majority));
    this.say("turnout", sums.turnout === null || !sums.total ? "–" : percent(sums.turnout));
    this.say("counted", seats === 1 ? (papers === null ? "of valid votes" : "with rejected") : "");
    this.say("warning", this.warning(sums, electorate));
    this.tie(sums, counts, fields);
    this.meaning(sums, contest);
  }

  meaning(sums, contest) {
    const verdict = this.fieldset.querySelector('[data-tally="verdict"]');
    const said = this.fieldset.querySelector('[data-tally="said"]');
    clearTimeout(this.polite);
    const lot = this.form.elements["result.lot_winner"]?.value ?? "";
    const isTied = sums.majority === 0 && !lot;
    if (!contest || !sums.complete || !sums.total || isTied) {
      verdict.hidden = true;
      said.textContent = "";
      return;
    }
    const found = standing({ contest, parties: this.roster.parties, votes: this.votes, lotWinner: lot });
    const parts = verdictParts(found, contest);
    verdict.hidden = parts.length === 0;
    verdict.replaceChildren(
      ...parts.map(({ text, note }) => make("span", {}, text, note ? make("small", {}, ` ${note}`) : null)),
    );
    const votes = `${thousands(sums.total)} votes`;
    const majority = sums.majority === null ? "" : `, majority ${thousands(sums.majority)}`;
    const told = `Every vote is in: ${votes}${majority}. ${parts.map((each) => each.text).join(". ")}`;
    this.polite = setTimeout(() => {
      if (said.textContent !== told) said.textContent = told;
    }, POLITE);
  }

  warning(sums, electorate) {
    if (sums.aboveElectorate) {
      return `${thousands(sums.papers)} papers are more than the electorate of ${thousands(electorate)}.`;
    }
    return sums.complete && sums.majority === 0 && sums.total ? "A tie: the lot decides." : "";
  }

  /** The lot is asked for where votes are equal at the last seat, and nowhere else. */
  tie(sums, counts, fields) {
    const field = this.form.elements["result.lot_winner"];
    const place = this.fieldset.querySelector("[data-lot]");
    if (!field || !place || counts.length !== fields.length) return;
    const isTied = sums.complete && sums.majority === 0 && sums.total > 0;
    if (!isTied && !place.querySelector(".errorlist")) {
      place.hidden = true;
      field.value = "";
    } else place.hidden = false;
  }

  say(name, text) {
    const place = this.fieldset.querySelector(`[data-tally="${name}"]`);
    if (place && place.textContent !== text) place.textContent = text;
  }
}

function measuredBy(contest) {
  const label = contest.policy === "last_general" && contest.baseline?.label;
  return `${POLICIES[contest.policy] ?? ""}${label ? `, ${label}` : ""}`;
}

/** Hold or gain and the swing, each with what it is measured by. */
export function verdictParts({ outcome, swing, elected }, contest) {
  const parts = [];
  if (outcome) {
    parts.push({ text: outcome.text, note: measuredBy(contest) });
  } else if (contest.seats > 1) {
    parts.push({ text: `Elected: ${elected.map((each) => each.name).join(", ")}` });
  }
  if (swing) {
    parts.push({ text: `Swing ${swingInWords(swing)}`, note: `on ${swing.label}, Butler’s` });
  }
  return parts;
}

// The last look at a result before it goes out: every figure in words, who is elected, and what is
// missing. Enter posts, Escape goes back to the form.

import { verdictParts } from "./ballot.js";
import { readCount, standing, tally, thousands } from "./count.js";
import { make, mark } from "./elements.js";
import { inWords } from "./words.js";

export class ReadBack {
  /** `dialog` is that of `_readback.html`. Without a roster there is nothing to read back by. */
  constructor(form, dialog, ballot) {
    Object.assign(this, { form, dialog, ballot });
    this.confirmed = null; // the figures that were read back and found right
    this.pressed = null;
    const part = (name) => dialog.querySelector(`[data-readback-${name}]`);
    this.part = part;
    part("post").addEventListener("click", () => this.post());
    part("change").addEventListener("click", () => this.change());
    dialog.addEventListener("cancel", () => this.change());
    // An Enter that is held down has not read anything.
    dialog.addEventListener("keydown", (event) => event.key === "Enter" && event.repeat && event.preventDefault());
    form.addEventListener("composer:cleared", () => (this.confirmed = null));
  }

  /** Whether the press is held until the figures were read: they are a result’s, and new. */
  holds(submitter) {
    const { ballot } = this;
    if (!ballot.contest && ballot.roster.isAwaited) {
      // Pressed before the page knew who stands: in a moment it does.
      ballot.roster.ready.then(() => this.form.requestSubmit(submitter ?? undefined));
      return true;
    }
    if (!ballot.contest || this.confirmed === this.figures()) return false;
    this.pressed = submitter;
    this.fill();
    this.dialog.showModal();
    const first = this.missingVotes().length ? "change" : "post";
    this.part(first).focus();
    return true;
  }

  figures() {
    const typed = this.ballot.own().map((each) => [each.name, each.type === "checkbox" ? each.checked : each.value]);
    return JSON.stringify([this.ballot.shown, typed]);
  }

  missingVotes() {
    return this.ballot.fields.filter((each) => readCount(each.value) === null);
  }

  post() {
    this.confirmed = this.figures();
    this.dialog.close();
    const { pressed } = this;
    this.form.requestSubmit(pressed?.isConnected ? pressed : undefined);
  }

  change() {
    if (this.dialog.open) this.dialog.close();
    const [missing] = this.missingVotes();
    (missing ?? this.ballot.fields[0])?.focus();
  }

  fill() {
    const { ballot, form } = this;
    const { contest } = ballot;
    const provisional = form.elements["result.provisional"]?.checked;
    this.part("contest").textContent = provisional ? `${contest.name}, provisional` : contest.name;
    const rows = ballot.fields.map((field) => {
      const slug = field.name.slice("result.votes.".length);
      const candidate = contest.candidates.find((each) => each.slug === slug);
      return row(candidate, readCount(field.value), ballot.roster.parties);
    });
    const rejected = form.elements["result.rejected"];
    const papers = rejected ? readCount(rejected.value) : null;
    if (papers !== null) {
      rows.push(line(`Rejected papers: ${thousands(papers)}`, inWords(papers)));
    }
    this.part("votes").replaceChildren(...rows);
    const said = this.said(contest, papers);
    this.part("verdict").replaceChildren(...said.map((each) => make("span", {}, each)));
    this.part("missing").replaceChildren(...this.missing(papers).map((each) => make("li", {}, each)));
  }

  said(contest, papers) {
    const { ballot, form } = this;
    const sums = tally({
      votes: Object.values(ballot.votes),
      rejected: papers,
      electorate: contest.electorate,
      seats: contest.seats,
    });
    if (!sums.complete || !sums.total) return [];
    const lotWinner = form.elements["result.lot_winner"]?.value ?? "";
    const found = standing({ contest, parties: ballot.roster.parties, votes: ballot.votes, lotWinner });
    const isTied = sums.majority === 0 && !lotWinner;
    const names = found.elected.map((each) => `${each.name}, ${each.party.short_name}`).join("; ");
    const leads = form.elements["result.provisional"]?.checked;
    const said = [isTied ? "A tie: who won the lot is not said." : `${leads ? "Ahead" : "Elected"}: ${names}`];
    if (sums.majority !== null) {
      said.push(`${leads ? "Lead" : "Majority"} ${thousands(sums.majority)}, ${inWords(sums.majority)}`);
    }
    if (!isTied && !leads) {
      for (const { text, note } of verdictParts(found, contest)) said.push(note ? `${text}, ${note}` : text);
    }
    return said;
  }

  missing(papers) {
    const missing = this.missingVotes().map((field) => {
      const who = field.closest(".votes__row").querySelector("label");
      return `No votes for ${who.textContent.replace(/\s+/g, " ").trim()}`;
    });
    if (papers === null) missing.push("Rejected papers are not given.");
    return missing;
  }
}

function row(candidate, votes, parties) {
  const who = `${candidate.name}, ${candidate.party.short_name}: `;
  if (votes === null) return line(`${who}no votes`, "", mark(candidate.party, parties));
  return line(`${who}${thousands(votes)}`, inWords(votes), mark(candidate.party, parties));
}

function line(figures, words, before = null) {
  return make("li", {}, before, make("b", {}, figures), words ? make("span", {}, ` — ${words}`) : null);
}

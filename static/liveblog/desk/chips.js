// What is typed in the text is read as it is typed, shown as chips, and put into the form's fields
// only when somebody says so: by Enter, by a tap, or by Post where nothing is uncertain.

import { openChoices } from "./choosing.js";
import { Combobox } from "./combobox.js";
import { fill, make, setKind, valueOf } from "./elements.js";
import { beingNamed, contestItems, matching, peopleItems } from "./lookup.js";
import { Understanding } from "./understanding.js";

const PAUSE = 120; // milliseconds without a key
const ANSWER = "Answer what is marked, or say that it is only text.";

export class Chips {
  /** `next(kind)` puts the focus where the chosen kind goes on. */
  constructor(form, section, { roster, readLine, readVotes, next }) {
    Object.assign(this, { form, section, roster, readLine, readVotes, next });
    this.text = form.elements.body;
    this.list = section.querySelector("[data-chips-list]");
    this.help = section.querySelector("[data-chips-help]");
    this.told = form.querySelector("[data-chips-told]");
    this.understood = null;
    this.onlyText = null; // the text of which somebody has said so
    this.timer = null;
    this.suggest();
    this.text.addEventListener("input", () => this.soon());
    this.text.addEventListener("change", () => this.soon());
    this.text.addEventListener("keydown", (event) => this.key(event));
    section.querySelector("[data-use]").addEventListener("click", () => this.use());
    section.querySelector("[data-as-text]").addEventListener("click", () => {
      this.onlyText = this.text.value;
      this.read();
      this.text.focus();
    });
    roster.changed.addEventListener("change", () => this.soon());
    for (const name of ["composer:filled", "composer:cleared"]) {
      form.addEventListener(name, () => {
        this.onlyText = null;
        this.read();
      });
    }
    this.soon();
  }

  /** What was understood and is not in the fields yet; null where that is nothing. */
  get pending() {
    clearTimeout(this.timer);
    if (this.understood?.text !== this.text.value) this.read();
    return this.understood?.says ? this.understood : null;
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), PAUSE);
  }

  read() {
    const text = this.text.value;
    const isRead = text.trim() && text !== this.onlyText && this.roster.current;
    // What has been put right in it stays right for as long as the text is the same.
    if (isRead && this.understood?.text === text) return;
    const reading = isRead ? this.readLine(text, this.roster.current) : null;
    this.understood = reading?.kind ? new Understanding(text, reading) : null;
    this.show();
  }

  show() {
    const { understood } = this;
    this.section.hidden = !understood;
    this.told.textContent = "";
    if (!understood) return this.list.replaceChildren();
    const candidates = this.roster.contest(understood.contestKey)?.candidates ?? [];
    this.list.replaceChildren(
      ...understood.chips(candidates).map((each) => make("li", {}, this.chip(each))),
    );
    this.help.textContent = understood.isSure ? "or press Enter" : ANSWER;
  }

  chip(shown) {
    const value = shown.field === "kind" ? kindName(this.form, shown.value) : shown.value;
    const content = [shown.label ? make("small", {}, shown.label, " ") : null, make("b", {}, value)];
    const asks = shown.sure ? "" : " chip--asks";
    if (!shown.sure) content.push(make("span", { class: "visually-hidden" }, " – please check"));
    if (shown.choices.length === 0 && shown.sure) return make("span", { class: "chip" }, ...content);
    const button = make("button", { type: "button", class: `chip${asks}` }, ...content);
    if (shown.choices.length) {
      button.setAttribute("aria-haspopup", "listbox");
      button.setAttribute("aria-expanded", "false");
    }
    button.addEventListener("click", () => this.correct(button, shown));
    return button;
  }

  correct(button, shown) {
    const { understood } = this;
    const choices = shown.sure ? shown.choices : withWayOut(shown);
    openChoices(button, choices, {
      label: shown.label || "Which is meant?",
      chosen: (choice) => {
        if (choice.line !== undefined) return this.retype(choice.line);
        if (choice.to) understood.move(shown.field, choice.to);
        else if (choice.drop) understood.drop(shown.question);
        else if (choice.confirm) understood.confirm(shown.id);
        else if (shown.question) understood.answer(shown.question, choice);
        else understood.answer(null, { fields: choice.fields ?? { [shown.field]: choice.value } });
        this.show();
        (this.list.querySelector(".chip--asks") ?? this.section.querySelector("[data-use]")).focus();
      },
    });
  }

  retype(line) {
    fill(this.text, line);
    this.read();
    (this.list.querySelector(".chip--asks") ?? this.text).focus();
  }

  /** Enter takes a command; with Shift, or in the middle of prose, it is a new line as ever. */
  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (this.text.selectionStart !== this.text.value.length) return;
    const { pending } = this;
    if (!pending) return;
    event.preventDefault();
    this.use();
  }

  /** Put it into the fields; where something is uncertain, ask instead. False if it was not put. */
  use({ focus = true } = {}) {
    const { pending } = this;
    if (!pending) return true;
    if (!pending.isSure) {
      this.ask();
      return false;
    }
    this.apply(pending);
    if (focus) this.next(pending.kind);
    return true;
  }

  ask() {
    this.told.textContent = ANSWER;
    this.list.querySelector(".chip--asks")?.focus();
  }

  apply(understood) {
    const { form } = this;
    setKind(form, understood.kind);
    const contest = ["result.contest", "turnout.contest"].find((each) => understood.fields.has(each));
    if (contest) this.put(contest, understood.fields.get(contest)); // its candidates come with it
    for (const [name, value] of understood.fields) {
      if (name !== "kind" && name !== contest) this.put(name, value);
    }
    this.leave(understood.rest);
  }

  put(name, value) {
    const field = this.form.elements.namedItem(name);
    if (field && !(field instanceof RadioNodeList)) fill(field, value);
  }

  /** What is left is the entry's own text, and is not read again. */
  leave(rest) {
    this.onlyText = rest || null;
    fill(this.text, rest);
    this.read();
  }

  /** Votes that were pasted into the ballot of a contest. False where they were not understood. */
  pasted(text, contest) {
    if (!this.roster.current) return false;
    const reading = this.readVotes(text, contest, this.roster.current);
    const understood = new Understanding(text, { ...reading, kind: "result" });
    const votes = [...understood.fields].filter(([name]) => name.startsWith("result.votes."));
    if (votes.length === 0 && understood.isSure) return false;
    if (understood.isSure) {
      for (const [name, value] of understood.fields) this.put(name, value);
      this.next("result");
    } else {
      // What is uncertain is asked where everything that is typed is asked.
      fill(this.text, `result ${contest.name}\n${text.trim()}`);
      this.read();
      this.ask();
    }
    return true;
  }

  /** Contests after “result ” and “turnout ”, people after “quote ”. */
  suggest() {
    new Combobox(this.text, {
      label: "Suggestions",
      items: () => {
        const asked = beingNamed(this.text.value);
        if (!asked?.typed.trim() || !this.roster.current || !this.atEnd()) return [];
        const items =
          asked.kind === "quote"
            ? peopleItems(this.roster.current, valueOf(this.form, "result.contest"))
            : contestItems(this.roster.current);
        return matching(items, asked.typed, { most: 5 }).map((each) => ({ ...each, kind: asked.kind }));
      },
      choose: (item) => {
        setKind(this.form, item.kind);
        if (item.kind === "quote") {
          this.put("speaker", item.value);
          this.put("speaker_role", item.role);
        } else this.put(`${item.kind}.contest`, item.value);
        this.leave("");
        this.next(item.kind);
      },
    });
  }

  atEnd() {
    return this.text.selectionStart === this.text.value.length;
  }
}

/** A guess can be right as it is; a question can be about nothing that matters. */
function withWayOut(shown) {
  return shown.question
    ? [...shown.choices, { label: "Leave it out", drop: true }]
    : [{ label: `${shown.value} is right`, confirm: true }, ...shown.choices];
}

function kindName(form, kind) {
  const radio = form.querySelector(`[name="kind"][value="${CSS.escape(kind)}"]`);
  return radio?.labels[0]?.textContent.trim() ?? kind;
}

/** Whoever is quoted is chosen from those who stand, or is anybody. */
export function suggestSpeakers(form, roster) {
  const { speaker, speaker_role: role } = form.elements;
  let filled = "";
  new Combobox(speaker, {
    label: "People",
    eager: false,
    items: () => {
      if (!roster.current || !speaker.value.trim()) return [];
      const people = peopleItems(roster.current, valueOf(form, "result.contest"));
      return matching(people, speaker.value, { most: 6 });
    },
    choose: (item) => {
      fill(speaker, item.value);
      if (!role.value || role.value === filled) fill(role, (filled = item.role));
      (form.elements.body.value ? role : form.elements.body).focus();
    },
  });
}

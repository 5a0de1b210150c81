// The entry as readers will see it, made by the server from the form as it is; our sentence for the
// figures; and what the results desk has to say, a moment after the last key.

import { showChecks } from "./checks.js";
import { fill, valueOf } from "./elements.js";

const PAUSE = 450; // milliseconds without a key
const OFFLINE = "No network: the preview comes back with it. You can post all the same.";
const EMPTY = "Write something, and it is shown here.";
const FIGURES = new Set(["result", "turnout", "forecast"]);
const WIDE = matchMedia("(min-width: 62rem)");

export class Preview {
  constructor(form, section) {
    Object.assign(this, { form, section });
    this.told = section.querySelector("[data-preview-told]");
    this.shown = section.querySelector("[data-preview-html]");
    this.edit = form.querySelector("[data-sentence]");
    this.sentence = { headline: "", body: "" };
    this.written = null; // our sentence in the text field, as long as nobody has changed it
    this.asking = null;
    this.timer = null;
    section.hidden = false;
    section.open = WIDE.matches;
    WIDE.addEventListener("change", () => (section.open = WIDE.matches));
    for (const name of ["input", "change"]) form.addEventListener(name, () => this.soon());
    form.addEventListener("composer:filled", () => this.soon());
    form.addEventListener("composer:cleared", () => this.clear());
    window.addEventListener("online", () => this.soon());
    window.addEventListener("offline", () => this.tell(OFFLINE));
    this.edit?.addEventListener("click", () => this.write());
    this.soon();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const { form } = this;
    this.asking?.abort();
    if (!this.saysSomething()) return this.nothing();
    if (!navigator.onLine) return this.tell(OFFLINE);
    const asking = (this.asking = new AbortController());
    const data = new FormData(form);
    if (this.isOurs()) data.set("body", "");
    for (const name of ["enter", "show", "repeat"]) data.delete(name);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        signal: asking.signal,
      });
      if (answer.redirected || answer.status === 401) {
        return this.tell("You are logged out: the preview comes back when you have logged in.");
      }
      if (!answer.ok) throw new Error(String(answer.status));
      this.show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") this.tell(OFFLINE);
    }
  }

  show({ html, headline, body, faults, remarks }) {
    const { form } = this;
    showChecks(form, [...faults, ...remarks]);
    const page = new DOMParser().parseFromString(html, "text/html");
    // It is looked at and leads nowhere: there is no such entry yet.
    for (const link of page.querySelectorAll("a")) link.removeAttribute("href");
    for (const named of page.querySelectorAll("[id]")) named.removeAttribute("id");
    this.shown.replaceChildren(...page.body.childNodes);
    const kind = valueOf(form, "kind");
    const incomplete = kind === "result" ? "It is shown once every vote is in." : "It is shown once the figures are in.";
    this.told.hidden = Boolean(html);
    this.told.textContent = FIGURES.has(kind) ? incomplete : EMPTY;
    this.offer({ headline, body });
  }

  /** Our sentence stands in the empty field, and is rewritten where it was taken over as it is. */
  offer(sentence) {
    const { body, headline } = this.form.elements;
    if (this.isOurs() && sentence.body && body.value !== sentence.body) {
      this.written = sentence.body;
      body.value = sentence.body;
      body.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (sentence.body && body.value === sentence.body) this.written = sentence.body;
    this.sentence = sentence;
    body.placeholder = sentence.body;
    if (headline) headline.placeholder = sentence.headline;
    if (this.edit) this.edit.hidden = !sentence.body || body.value !== "";
  }

  write() {
    const { body } = this.form.elements;
    this.written = this.sentence.body;
    this.edit.hidden = true;
    fill(body, this.sentence.body);
    body.focus();
  }

  /** Whether the text is our sentence, taken over and not changed. */
  isOurs() {
    const { body } = this.form.elements;
    return this.written !== null && body.value === this.written;
  }

  /** Before it is sent: a sentence that nobody changed is written by the server from the figures. */
  handBack() {
    if (FIGURES.has(valueOf(this.form, "kind")) && this.isOurs()) this.form.elements.body.value = "";
    this.written = null;
  }

  saysSomething() {
    const { form } = this;
    const kind = valueOf(form, "kind");
    const starts = FIGURES.has(kind) ? `${kind}.` : null;
    const idle = new Set(["contest", "shown", "definition", "provisional", "election"]);
    return [...form.elements].some((each) => {
      if (!each.name || !each.value || each.type === "hidden" || each.type === "radio") return false;
      if (starts) {
        return each.name.startsWith(starts) && !idle.has(each.name.slice(starts.length)) && each.type !== "checkbox";
      }
      return ["body", "headline"].includes(each.name);
    });
  }

  tell(text) {
    showChecks(this.form, []);
    this.told.hidden = false;
    this.told.textContent = text;
  }

  nothing() {
    this.tell(navigator.onLine ? EMPTY : OFFLINE);
    this.shown.replaceChildren();
    this.offer({ headline: "", body: "" });
  }

  clear() {
    this.asking?.abort();
    this.written = null;
    this.nothing();
  }
}

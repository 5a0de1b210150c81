// The outbox as it is seen: one calm line, then what is not on the page yet, each with its state.

import { heldFor } from "./states.js";
import { houseTime, line, opening, stateOf } from "./words.js";

export class Drawer {
  #place;
  #given;
  #ticking = null;
  #notice = null;

  /**
   * `form` is what is written in, null where nothing is; `takes` whether it makes new entries.
   * `deeds` are what the buttons do: `take(item)`, `open(item)`, `release(item)`, `confirm(item)`,
   * `discard(item)`, `again()`, `resume(draft)`, `drop(draft)`.
   */
  constructor(place, given) {
    this.#place = place;
    this.#given = given;
  }

  /** Show the items and the drafts that stand in no form. */
  show(items, drafts) {
    const { user, zone, login } = this.#given;
    const now = Date.now();
    const about = { user, isOnline: navigator.onLine, now };
    this.#place.hidden = false;
    const said = line(items, about);
    for (const part of ["text", "alarm"]) {
      const told = this.#place.querySelector(`[data-line] [data-${part}]`);
      if (told.textContent !== said[part]) told.textContent = said[part];
    }
    const way = this.#place.querySelector("[data-login]");
    way.hidden = !said.login;
    way.href = `${login}?${new URLSearchParams({ next: location.pathname })}`;
    const rows = [
      ...items
        .filter((item) => item.user === user || item.state !== "done")
        .map((item) => ({ key: `item-${item.seq}`, ...this.#item(item, about, zone) })),
      ...drafts.map((draft) => ({ key: `draft-${draft.id}`, ...this.#draft(draft, zone) })),
    ];
    this.#place.dataset.waiting = items.filter(({ state }) => state !== "done").length;
    this.#update(rows);
    const isHeld = items.some((item) => item.user === user && heldFor(item, now));
    clearTimeout(this.#ticking);
    if (isHeld) this.#ticking = setTimeout(() => this.show(items, drafts), 1000 - (Date.now() % 1000));
  }

  /** One sentence above the form, with a button: about what stands in it. */
  note(text, button = null) {
    this.#notice?.remove();
    this.#notice = null;
    if (!text) return;
    this.#notice = make("p", { className: "outbox__note" }, make("span", { textContent: text }));
    this.#notice.setAttribute("role", "status");
    if (button) this.#notice.append(" ", press(button.text, button.deed));
    this.#given.form?.before(this.#notice);
  }

  #item(item, about, zone) {
    const { user, deeds, blog, takes } = this.#given;
    const mine = item.user === user;
    const buttons = [];
    const offer = (text, deed, more) => buttons.push({ text, deed: () => deeds[deed](item), ...more });
    if (mine && item.state === "waiting" && takes) offer("Take it back", "take");
    if (mine && item.state === "waiting" && about.isOnline) offer("Send now", "release");
    if (mine && item.state === "refused") {
      if (item.answer.mayConfirm) offer("Publish all the same", "confirm");
      if (takes) offer(item.blog === blog ? "Open it" : `Open it in ${item.title}`, "open");
      offer("Discard…", "discard");
    }
    if (item.state === "done" && item.answer.remarks?.length) offer("Seen", "discard");
    const { answer } = item;
    return {
      kind: heldFor(item, about.now) ? "held" : item.state,
      title: item.state === "done" ? "" : mine ? opening(item.fields) : `An entry of ${item.name}’s`,
      time: houseTime(item.pressed, zone),
      state: stateOf(item, about),
      link: answer?.url && item.state === "done" ? { href: answer.url, text: answer.name || "See it" } : null,
      notes: [
        ...(item.blog === blog ? [] : [item.title]),
        ...(mine ? said(answer) : []),
      ],
      buttons,
    };
  }

  #draft(draft, zone) {
    const { deeds, form } = this.#given;
    const isHere = form && draft.address === location.pathname;
    const go = isHere
      ? { text: "Go on writing", deed: () => deeds.resume(draft) }
      : { text: "Go on writing", href: draft.address };
    return {
      kind: "draft",
      title: opening(draft.fields),
      time: houseTime(draft.saved, zone),
      state: draft.answer ? "Not published, and half put right" : "Half written",
      link: null,
      notes: [],
      buttons: [go, { text: "Drop…", deed: () => deeds.drop(draft) }],
    };
  }

  /** Rows that say what they said stay as they are, with the focus on their buttons. */
  #update(rows) {
    const list = this.#place.querySelector("[data-items]");
    const stood = new Map([...list.children].map((row) => [row.dataset.key, row]));
    const focused = document.activeElement?.closest?.("[data-key]")?.dataset.key;
    const label = document.activeElement?.textContent;
    let last = null;
    for (const row of rows) {
      const print = JSON.stringify({ ...row, state: row.kind === "held" ? "" : row.state });
      let element = stood.get(row.key);
      if (element?.dataset.print !== print) {
        const fresh = rowElement(row);
        fresh.dataset.print = print;
        if (element) element.replaceWith(fresh);
        element = fresh;
        if (focused === row.key) refocus(fresh, label);
      } else {
        element.querySelector("[data-state]").textContent = row.state; // only the seconds
      }
      stood.delete(row.key);
      const after = last ? last.nextSibling : list.firstChild;
      if (after !== element) list.insertBefore(element, after);
      last = element;
    }
    for (const gone of stood.values()) gone.remove();
  }
}

function rowElement(row) {
  const said = make("span", { textContent: row.state });
  said.dataset.state = "";
  const time = make("time", { textContent: row.time });
  const link = row.link ? [" ", make("a", { href: row.link.href, textContent: row.link.text })] : [];
  const title = make("p", { className: "outbox__title" }, time, " ", make("b", { textContent: row.title }));
  const state = make("p", { className: "outbox__state" }, ...(row.title ? [] : [time, " "]), said, ...link);
  const element = make("li", { className: `outbox__item outbox__item--${row.kind}` });
  element.append(...(row.title ? [title] : []), state);
  element.dataset.key = row.key;
  if (row.notes.length) {
    const notes = row.notes.map((text) => make("li", { textContent: text }));
    element.append(make("ul", { className: "outbox__notes" }, ...notes));
  }
  if (row.buttons.length) {
    const buttons = row.buttons.map(({ text, deed, href }) =>
      href ? make("a", { className: "button", href, textContent: text }) : press(text, deed),
    );
    if (buttons.length === 1) element.classList.add("outbox__item--short");
    element.append(make("div", { className: "outbox__deeds" }, ...buttons));
  }
  return element;
}

/** What the server said of it, faults first. */
function said(answer) {
  const { faults = [], remarks = [] } = answer ?? {};
  return [...faults, ...remarks].map((each) => each.message ?? each);
}

function refocus(element, label) {
  const buttons = [...element.querySelectorAll("button, a")];
  (buttons.find((each) => each.textContent === label) ?? buttons[0])?.focus();
}

function press(text, deed) {
  const button = make("button", { type: "button", className: "button", textContent: text });
  button.addEventListener("click", deed);
  return button;
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

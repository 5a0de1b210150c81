// The outbox: takes what was pressed, and sends it in order, one at a time, until it has arrived.
//
// It is given its store, its lock, its clock and its way to the server, and has never heard of a
// page: the service worker runs the same one. Several tabs have one each. All read and write one
// store, and whoever holds the lock sends; when a tab dies its lock is free and its items are there.

import {
  answered,
  confirmed,
  isOpen,
  nextDue,
  pressed,
  released,
  reopened,
  shownFor,
  trying,
} from "./states.js";

export const LOCK = "declared-outbox";

export class Outbox {
  #given;
  #timer = null;
  #passing = null;
  #once = {}; // what was asked for while a pass was under way
  #flight = null;

  /**
   * `send(item, { signal })` resolves to an answer and never rejects. `user` is who is at the page.
   * `locks` is `navigator.locks`. `changed()` is told whenever an item has changed, and `arrived(item)`
   * once one is kept by the server.
   */
  constructor({
    store,
    send,
    user,
    locks = navigator.locks,
    now = Date.now,
    random = Math.random,
    isOnline = () => true,
    changed = () => {},
    arrived = async () => {},
    setTimer = (run, wait) => setTimeout(run, wait),
    clearTimer = (timer) => clearTimeout(timer),
  }) {
    this.#given = {
      store, send, user, locks, now, random, isOnline, changed, arrived, setTimer, clearTimer,
    };
  }

  get user() {
    return this.#given.user;
  }

  items() {
    return this.#given.store.items();
  }

  /** Keep an entry for good; resolves once it is on the disk. Rejects where it cannot be kept. */
  async press(entry) {
    const { store, user, now } = this.#given;
    await store.press(pressed({ user, now: now(), ...entry }));
    this.#tell();
    this.run();
  }

  /** Send what is held without its ten seconds; those before it, too, since order is kept. */
  async release(seq) {
    const items = await this.items();
    const upTo = items.filter((item) => item.user === this.user && item.seq <= seq && isOpen(item));
    for (const item of upTo) await this.#given.store.change(item.seq, released);
    this.#tell();
    return this.run({ hurry: true });
  }

  /** The item as a draft, out of the outbox; null where it is on its way or has arrived. */
  async reopen(seq) {
    const { store, now } = this.#given;
    const changed = await store.change(seq, (item) => {
      const draft = reopened(item, now());
      return draft && { draft };
    });
    this.#tell();
    this.run();
    return changed?.draft ?? null;
  }

  /** Publish a doubted item all the same. */
  async confirm(seq) {
    await this.#given.store.change(seq, confirmed);
    this.#tell();
    return this.run({ hurry: true });
  }

  /** Forget an item that was refused, or has been seen. One that is still to go out stays. */
  async discard(seq) {
    const item = (await this.items()).find((each) => each.seq === seq);
    if (item && !isOpen(item)) await this.#given.store.forget(seq);
    this.#tell();
  }

  /**
   * Send what is due, then sleep until more is. `hurry` waits for no back-off; `afresh` gives up a
   * try that is under way, since it went by a network that is no more.
   */
  run({ hurry = false, afresh = false } = {}) {
    const { locks } = this.#given;
    if (hurry) this.#once.hurry = true;
    if (afresh) this.#flight?.abort();
    if (this.#passing) {
      this.#once.again = true;
      return this.#passing;
    }
    this.#given.clearTimer(this.#timer);
    this.#passing = locks
      .request(LOCK, () => this.#pass())
      .catch(() => 5000) // the store did not answer: look again
      .then((wait) => {
        this.#passing = null;
        if (this.#once.again) {
          this.#once.again = false;
          return this.run();
        }
        if (wait !== null) this.#timer = this.#given.setTimer(() => this.run(), wait);
        return undefined;
      });
    return this.#passing;
  }

  /** Until nothing is due; resolves to the milliseconds until something will be, or null. */
  async #pass() {
    const { store, user, now, isOnline } = this.#given;
    for (;;) {
      const items = await store.items();
      const gone = items.filter((item) => shownFor(item, now()) === 0);
      for (const item of gone) await store.forget(item.seq);
      if (gone.length) this.#tell();
      const { hurry } = this.#once;
      const due = nextDue(items, { user, now: now(), hurry });
      const sweep = soonest(items.map((item) => shownFor(item, now())).filter(Boolean));
      if (!due) return sweep;
      // Without a network nothing leaves, so that what is held back can be taken back for certain.
      if (!isOnline()) return sweep;
      if (due.wait > 0) return soonest([due.wait, sweep].filter((wait) => wait !== null));
      this.#once.hurry = false;
      await this.#try(due.item.seq);
    }
  }

  async #try(seq) {
    const { store, send, now, random } = this.#given;
    const item = await store.change(seq, (found) => (isOpen(found) ? trying(found) : null));
    if (!item) return; // taken back in this very moment
    this.#tell();
    this.#flight = new AbortController();
    const answer = await send(item, { signal: this.#flight.signal });
    this.#flight = null;
    await store.change(seq, (sent) => answered(sent, answer, { now: now(), random }));
    this.#tell();
    if (answer.kind === "taken") await this.#given.arrived(item).catch(() => {});
  }

  #tell() {
    this.#given.changed();
  }
}

function soonest(waits) {
  return waits.length ? Math.min(...waits) : null;
}

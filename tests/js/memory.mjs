// A device's store that keeps nothing longer than a test, and a clock that is set by hand.

export class MemoryStore {
  #items = new Map();
  #seq = 0;
  drafts = new Map();

  async items() {
    await null;
    return [...this.#items.values()].map((item) => structuredClone(item));
  }

  async press(item) {
    await null;
    this.drafts.delete(item.id);
    this.#seq += 1;
    this.#items.set(this.#seq, structuredClone({ ...item, seq: this.#seq }));
  }

  async change(seq, change) {
    await null;
    const found = this.#items.get(seq);
    const done = found ? change(structuredClone(found)) : null;
    if (done?.draft) {
      this.#items.delete(seq);
      this.drafts.set(done.draft.id, done.draft);
    } else if (done) {
      this.#items.set(seq, done);
    }
    return done;
  }

  async forget(seq) {
    await null;
    this.#items.delete(seq);
  }
}

/** Locks as a browser has them: one holder a name, the others in a queue. */
export class MemoryLocks {
  #last = new Map();

  request(name, run) {
    const mine = (this.#last.get(name) ?? Promise.resolve()).then(() => run({}));
    this.#last.set(name, mine.catch(() => {}));
    return mine;
  }
}

/** Time that passes when it is told to, and runs what was to be done until then. */
export class Clock {
  now = 1_272_861_000_000;
  #timers = new Map();
  #next = 1;

  setTimer = (run, wait) => {
    this.#timers.set(this.#next, { run, at: this.now + wait });
    return this.#next++;
  };

  clearTimer = (timer) => this.#timers.delete(timer);

  async pass(milliseconds) {
    const until = this.now + milliseconds;
    for (;;) {
      await quiet();
      const due = [...this.#timers].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.now = Math.max(this.now, due[1].at);
      due[1].run();
    }
    this.now = until;
    await quiet();
  }
}

export const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Long enough for a pass over thirty entries, each of which waits for an answer once. */
async function quiet() {
  for (let turn = 0; turn < 100; turn += 1) await settle();
}

// The roster on the device: who stands where. Kept fresh quietly; the page works with what it has.

const FRESH_FOR = 180_000; // milliseconds: what has been declared is also told by the entries below

const PATIENCE = 2_000; // milliseconds that a press waits for the first answer

export class Roster {
  /** `address` gives the roster as JSON; `current` is null until it has come once. */
  constructor(address) {
    this.address = address;
    this.current = null;
    this.changed = new EventTarget();
    this.gone = new Set();
    this.asked = 0;
    this.isAwaited = true; // until the first answer, or until it takes too long
    this.ready = Promise.race([this.refresh(), new Promise((give) => setTimeout(give, PATIENCE))]);
    this.ready.then(() => (this.isAwaited = false));
    setInterval(() => document.hidden || this.refresh(), FRESH_FOR);
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && Date.now() - this.asked > FRESH_FOR) this.refresh();
    });
    window.addEventListener("online", () => this.refresh());
  }

  /** Ask again; what is known stays where nothing comes. */
  async refresh() {
    this.asked = Date.now();
    try {
      const answer = await fetch(this.address, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return this.current;
      this.current = await answer.json();
      this.arrange();
      this.changed.dispatchEvent(new Event("change"));
    } catch {
      // No network: a service worker may have answered already, or there is none yet.
    }
    return this.current;
  }

  contest(key) {
    return this.current?.contests.find((each) => each.key === key) ?? null;
  }

  get parties() {
    return this.current?.parties ?? {};
  }

  /** Posted from this device: the next one is asked for at once, before the news is round. */
  posted(key) {
    this.gone.add(key);
    this.arrange();
  }

  /** The contest to be asked for: the likeliest that is neither declared nor posted from here. */
  get next() {
    return this.current?.contests.find((each) => !each.is_declared && !this.gone.has(each.key)) ?? null;
  }

  arrange() {
    if (!this.current) return;
    const isGone = (each) => this.gone.has(each.key);
    this.current.contests.sort((a, b) => isGone(a) - isGone(b));
  }
}

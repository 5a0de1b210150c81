// Whether somebody is writing just now: from the first key until a while after the last one.

const PAUSE = 20_000; // milliseconds without a key after which nobody is writing

export class Writing {
  #changed;
  #clock;
  #timer = null;
  now = false;

  /** `changed()` is called whenever `now` is another. */
  constructor({ changed, clock = globalThis }) {
    this.#changed = changed;
    this.#clock = clock;
  }

  typed() {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(() => this.stop(), PAUSE);
    this.#become(true);
  }

  stop() {
    this.#clock.clearTimeout(this.#timer);
    this.#become(false);
  }

  #become(now) {
    if (this.now === now) return;
    this.now = now;
    this.#changed();
  }
}

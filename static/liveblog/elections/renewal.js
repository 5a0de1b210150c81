// A page that is fetched afresh as a whole when the log says that it has changed.

import { positionOf } from "../reader/following.js";
import { freshPage } from "../reader/polling.js";
import { afterFailure } from "../reader/backoff.js";
import { showAfresh } from "./regions.js";

const SPREAD = 2_000; // milliseconds: everybody who has the page open hears of it at once

export class Renewal {
  #root;
  #shown;
  #wanted = 0;
  #timer = null;
  #turn = 0; // grows with whatever makes an answer that is under way worthless

  /** @param {HTMLElement} root the part of the page that is replaced */
  constructor(root) {
    this.#root = root;
    this.#shown = Number(root.dataset.offset);
  }

  /** Show the page as it is since the event numbered `offset`, in a moment. */
  want(offset) {
    this.#wanted = Math.max(this.#wanted, offset);
    if (this.#shown < this.#wanted) this.#timer ??= this.#in(Math.random() * SPREAD);
  }

  /** Show nothing that was wanted. */
  cancel() {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#timer = null;
    this.#wanted = 0;
  }

  /** Show the page as it is now, and say where it stands. Rejects where it cannot be fetched. */
  async afresh() {
    this.cancel();
    const page = await freshPage(location.pathname);
    return this.#show(page);
  }

  #in(delay, failures = 0) {
    return setTimeout(() => this.#renew(failures), delay);
  }

  async #renew(failures) {
    const turn = this.#turn;
    let failed = 0;
    try {
      const page = await freshPage(location.pathname);
      if (turn !== this.#turn) return;
      this.#show(page);
    } catch (error) {
      if (turn !== this.#turn) return;
      console.warn(error);
      failed = failures + 1;
    }
    // A cache on the way may have answered with the page before.
    const again = this.#shown < this.#wanted;
    const delay = failed ? afterFailure(failed + 1) : (1 + Math.random()) * SPREAD;
    this.#timer = again ? this.#in(delay, failed) : null;
  }

  #show(page) {
    const position = positionOf(page);
    showAfresh(this.#root, page);
    this.#shown = position.offset;
    return position;
  }
}

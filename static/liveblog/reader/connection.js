// One socket after another, for as long as there is something to hear. Knows nothing of entries.

import { afterBye, afterFailure } from "./backoff.js";

const SILENCE = 18_000; // the server beats every 10 s, so this is a dead line without a close event
const SUSPECT = 12_000;
const PATIENCE = 10_000; // from the attempt to the first frame

const OVER = 1000;
const NO_SUCH_BLOG = 4404;

export class Connection {
  #address;
  #heard;
  #failed;
  #ended;
  #socket = null;
  #failures = 0;
  #greeted = false;
  #timer = null;
  #watch = null;
  #lastHeard = 0;
  #retryAfter = null;
  #stopped = true;

  /**
   * @param {object} to
   * @param {() => string} to.address where to connect, asked anew at each attempt
   * @param {(frame: object) => void} to.heard a frame came
   * @param {(failures: number) => void} to.failed the line is down; attempts that failed in a row
   * @param {(code: number) => void} to.ended the server ended it for good
   */
  constructor({ address, heard, failed, ended }) {
    this.#address = address;
    this.#heard = heard;
    this.#failed = failed;
    this.#ended = ended;
  }

  /** Whether the server has greeted on the line that is open. */
  get isUp() {
    return this.#greeted;
  }

  start() {
    this.#stopped = false;
    this.#open();
  }

  stop() {
    this.#stopped = true;
    this.#drop();
  }

  /** Leave this line and take a new one from the position as it is now. */
  renew() {
    if (this.#stopped) return;
    this.#drop();
    this.#open();
  }

  /** Something suggests that the world changed: try at once, and leave a line that may be dead. */
  check({ suspicious = false } = {}) {
    if (this.#stopped) return;
    const silent = Date.now() - this.#lastHeard;
    if (this.#socket === null || suspicious || silent > SUSPECT) this.renew();
  }

  /** Make the next attempt in `delay` milliseconds, instead of when back-off says. */
  retryIn(delay) {
    if (this.#stopped || this.#socket !== null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), delay);
  }

  #open() {
    clearTimeout(this.#timer);
    let socket;
    try {
      socket = new WebSocket(this.#address());
    } catch {
      this.#lost();
      return;
    }
    this.#socket = socket;
    this.#greeted = false;
    this.#lastHeard = Date.now();
    this.#expectWithin(PATIENCE);
    socket.onmessage = ({ data }) => {
      this.#lastHeard = Date.now();
      this.#expectWithin(SILENCE);
      const frame = JSON.parse(data);
      if (frame.type === "hello") {
        this.#greeted = true;
        this.#failures = 0;
      }
      if (frame.type === "bye") this.#retryAfter = frame.retry_after;
      this.#heard(frame);
    };
    // Most errors are followed by a close; a socket that a policy blocks only errs.
    socket.onerror = () => this.#lost();
    socket.onclose = ({ code }) => {
      if (code === OVER || code === NO_SUCH_BLOG) {
        this.stop();
        this.#ended(code);
      } else {
        this.#lost();
      }
    };
  }

  #expectWithin(delay) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#lost(), delay);
  }

  #lost() {
    if (!this.#greeted) this.#failures += 1;
    this.#drop();
    const asked = this.#retryAfter;
    this.#retryAfter = null;
    this.retryIn(asked === null ? afterFailure(this.#failures + 1) : afterBye(asked));
    this.#failed(this.#failures);
  }

  // A dead line answers no closing handshake, so nothing more is expected of the old socket.
  #drop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    this.#greeted = false;
    if (this.#socket === null) return;
    this.#socket.onmessage = this.#socket.onerror = this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }
}

// Follows a blog's log exactly: every event once and in order, by socket or by polling.

import { about, afterFailure } from "./backoff.js";
import { Connection } from "./connection.js";
import { Events } from "./polling.js";
import { advanced, asking, judge } from "./position.js";

const POLL = 5_000;
const SOCKET_WHILE_POLLING = 60_000;
const BLOCKED = 3; // failed attempts in a row after which sockets are taken to be blocked
const IMPATIENT = 5_000; // a proxy may swallow the handshake: do not wait for it to fail
const OVER = new Set(["closed", "archived"]);

export class Follower {
  position;
  #connection;
  #events;
  #tell;
  #line = 0; // grows with each reset: what was heard before it is of another log
  #turn = Promise.resolve();
  #polling = false;
  #failures = 0;
  #pollTimer = null;
  #resets = 0;
  #ended = false;

  /**
   * @param {object} start
   * @param {string} start.socket address of the stream
   * @param {string} start.events address of the same events by HTTP
   * @param {import("./position.js").Position} start.position
   * @param {object} tell
   * @param {(event: object) => void} tell.event the next event, to be applied now
   * @param {() => Promise<import("./position.js").Position | null>} tell.reset the position cannot
   *   be served: show the page afresh and say where it stands; null if there is nothing to follow
   * @param {(state: "live" | "reconnecting" | "polling" | "closed") => void} tell.state
   */
  constructor({ socket, events, position }, tell) {
    this.position = position;
    this.#tell = tell;
    this.#events = new Events(events);
    this.#connection = new Connection({
      address: () => asking(socket, this.position, "offset"),
      heard: (frame) => {
        const line = this.#line;
        this.#inTurn(() => (line === this.#line ? this.#take(frame) : undefined));
      },
      failed: (failures) => this.#failed(failures),
      ended: () => this.#inTurn(() => this.#end()),
    });
  }

  start() {
    this.#connection.start();
    this.#pollUnlessLive();
  }

  /** See `Connection.check`; while polling, ask at once. */
  check(hint) {
    if (this.#ended) return;
    this.#connection.check(hint);
    if (this.#polling) this.#poll();
  }

  // One thing at a time: while a gap is being filled, what the socket says waits.
  #inTurn(task) {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => {});
    return done;
  }

  async #take(frame) {
    if (frame.type === "hello") {
      if (frame.recovered === false || frame.epoch !== this.position.epoch) {
        await this.#reset();
      } else {
        this.#stopPolling();
        this.#tell.state("live");
      }
    } else if (frame.type === "bye") {
      if (frame.poll) this.#poll(); // no place for one more socket: not a reason to wait for news
    } else if (frame.type === "beat") {
      if (frame.head > this.position.offset) await this.#fill();
    } else if (Number.isInteger(frame.offset)) {
      if (judge(this.position, frame.offset) === "gap") await this.#fill();
      await this.#apply(frame);
    }
  }

  // Where a gap could not be filled this does nothing: the next socket begins before the gap.
  async #apply(event) {
    if (judge(this.position, event.offset) !== "apply") return;
    try {
      this.#tell.event(event);
    } catch (error) {
      console.error(error);
      await this.#reset();
      return;
    }
    this.position = advanced(this.position, event.offset);
    this.#resets = 0;
  }

  async #fill() {
    try {
      await this.#catchUp();
    } catch {
      this.#connection.renew();
    }
  }

  async #catchUp() {
    const line = this.#line;
    for (;;) {
      const page = await this.#events.after(this.position);
      if (page === null) return;
      if (page.epoch !== this.position.epoch || page.offset < this.position.offset) {
        await this.#reset();
        return;
      }
      const before = this.position.offset;
      for (const event of page.events) {
        await this.#apply(event);
        if (line !== this.#line) return;
      }
      if (!page.more && this.position.offset >= page.offset) {
        if (OVER.has(page.status)) this.#end();
        return;
      }
      if (this.position.offset === before) {
        await this.#reset(); // the log no longer reaches back to where we are
        return;
      }
    }
  }

  async #reset() {
    this.#line += 1;
    this.#connection.stop();
    this.#tell.state("reconnecting");
    for (;;) {
      this.#resets += 1;
      // The first time at once: the reader is waiting. Then as slowly as any other failure.
      if (this.#resets > 1) await pause(afterFailure(this.#resets));
      try {
        const position = await this.#tell.reset();
        if (position === null) {
          this.#end();
          return;
        }
        this.position = position;
        break;
      } catch (error) {
        console.warn(error);
      }
    }
    this.#connection.start();
  }

  #failed(failures) {
    this.#failures = failures;
    if (this.#polling) {
      this.#spareTheSocket();
      return;
    }
    this.#tell.state("reconnecting");
    if (failures >= BLOCKED) this.#poll();
    else this.#pollUnlessLive();
  }

  #pollUnlessLive() {
    clearTimeout(this.#pollTimer);
    this.#pollTimer = setTimeout(() => this.#connection.isUp || this.#poll(), IMPATIENT);
  }

  #spareTheSocket() {
    if (this.#failures >= BLOCKED) this.#connection.retryIn(about(SOCKET_WHILE_POLLING));
  }

  async #poll() {
    clearTimeout(this.#pollTimer);
    try {
      await this.#inTurn(() => this.#catchUp());
    } catch {
      // The server itself is away, so back-off is the way to find it again.
      if (this.#polling) this.#connection.retryIn(afterFailure(BLOCKED));
      this.#stopPolling();
      this.#tell.state("reconnecting");
      return;
    }
    if (this.#ended || this.#connection.isUp) return;
    if (!this.#polling) this.#spareTheSocket();
    this.#polling = true;
    clearTimeout(this.#pollTimer);
    this.#pollTimer = setTimeout(() => this.#poll(), about(POLL));
    this.#tell.state("polling");
  }

  #stopPolling() {
    clearTimeout(this.#pollTimer);
    this.#polling = false;
  }

  #end() {
    this.#ended = true;
    this.#stopPolling();
    this.#connection.stop();
    this.#tell.state("closed");
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

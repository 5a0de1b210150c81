// The same events by plain HTTP: to fill a gap, and where sockets are blocked.

import { asking } from "./position.js";

const TIMEOUT = 10_000;

export class Events {
  #address;
  #asked = "";
  #etag = "";

  /** @param {string} address the blog's events, without a query */
  constructor(address) {
    this.#address = address;
  }

  /**
   * The page of events after the position, or null if there is nothing new since the last call.
   * Rejects where the server does not answer as it should.
   *
   * @param {import("./position.js").Position} position
   * @returns {Promise<null | {epoch: string, offset: number, status?: string, more: boolean,
   *   events: object[]}>} `status` is left out of a page that has `more` after it
   */
  async after(position) {
    const url = asking(this.#address, position, "after");
    const headers = url === this.#asked && this.#etag ? { "If-None-Match": this.#etag } : {};
    const answer = await fetch(url, {
      headers,
      cache: "no-store", // the ETag is minded here: the browser's cache would hide the 304
      credentials: "omit",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (answer.status === 304) return null;
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    const page = await answer.json();
    this.#asked = url;
    this.#etag = answer.headers.get("ETag") ?? "";
    return page;
  }
}

/**
 * The page as the server would give it now, parsed. Rejects where the server does not answer so.
 *
 * @param {string} address
 * @returns {Promise<Document>}
 */
export async function freshPage(address) {
  const answer = await fetch(address, {
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

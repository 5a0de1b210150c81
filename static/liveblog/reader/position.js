// Where this page stands in the blog's log, and what a numbered frame means to it. Pure.

/**
 * @typedef {{epoch: string, offset: number}} Position
 * @typedef {"apply" | "duplicate" | "gap"} Judgement
 */

/**
 * What to do with the event numbered `offset`: it is the next one, or known, or one is missing.
 *
 * @param {Position} position
 * @param {number} offset
 * @returns {Judgement}
 */
export function judge(position, offset) {
  if (offset <= position.offset) return "duplicate";
  return offset === position.offset + 1 ? "apply" : "gap";
}

/**
 * The position after the event numbered `offset` was applied.
 *
 * @param {Position} position
 * @param {number} offset
 * @returns {Position}
 */
export function advanced(position, offset) {
  return { epoch: position.epoch, offset };
}

/**
 * The address that asks for what comes after the position.
 *
 * @param {string} address
 * @param {Position} position
 * @param {"offset" | "after"} name
 */
export function asking(address, position, name) {
  const query = new URLSearchParams({ epoch: position.epoch, [name]: String(position.offset) });
  return `${address}?${query}`;
}

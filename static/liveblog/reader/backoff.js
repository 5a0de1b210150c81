// How long to wait before the next attempt. Pure: chance is an argument.

const FIRST = 500;
const LONGEST = 30_000;

/**
 * Full jitter: anything up to a bound that doubles, so that a hall full of phones which lost one
 * server together does not come back together. `attempt` counts from 1; milliseconds.
 */
export function afterFailure(attempt, random = Math.random) {
  return random() * Math.min(LONGEST, FIRST * 2 ** (attempt - 1));
}

/** Not before the server asked for, and spread over as long again; seconds in, milliseconds out. */
export function afterBye(seconds, random = Math.random) {
  return seconds * 1000 * (1 + random());
}

/** Give or take a fifth, so that pollers drift apart; milliseconds. */
export function about(milliseconds, random = Math.random) {
  return milliseconds * (0.8 + 0.4 * random());
}

// What happens to an entry between the press and the page. Pure: the clock and chance are arguments,
// and every function gives a new item and changes none.
//
//   waiting --> sending --> done      (on the page, or kept: proposed, scheduled, a draft)
//      ^           |------> refused   (steps aside with its reason, and blocks nobody)
//      '-----------'                  (no answer, log in, not yet: again after a while)
//
// Held is a waiting item whose ten seconds are not over. An item that is “sending” in the store of a
// tab that died is sent again: the server takes each id once.

import { afterFailure } from "../../reader/backoff.js";

export const HOLD = 10_000;
const SHOWN = 30_000; // how long “on the page” is shown
const LONGEST = 10 * 60_000; // more than this to wait is a clock that was set back

/** A new item: what stands in the form, by whom, and when it was pressed; milliseconds. */
export function pressed({ id, user, name, blog, title, address, fields, now, first, hold }) {
  return {
    id,
    user,
    name,
    blog,
    title,
    address,
    fields,
    pressed: first ?? now,
    heldUntil: hold ? now + HOLD : 0,
    notBefore: 0,
    state: "waiting",
    attempts: 0, // since it last went well: how long to wait
    mayHaveArrived: false,
    trouble: null,
    answer: null,
    settled: null,
  };
}

/** Whether the item is still to go out. */
export const isOpen = (item) => item.state === "waiting" || item.state === "sending";

/** Milliseconds for which the item may still be taken back before it is sent; 0 if it is not held. */
export function heldFor(item, now) {
  const left = item.state === "waiting" ? item.heldUntil - now : 0;
  return left > 0 && left <= HOLD ? left : 0;
}

/**
 * The item that is to be sent next and how long until then, or null: strictly in order.
 *
 * Other people's items are not ours to send and are passed over. `hurry` waits for no back-off.
 */
export function nextDue(items, { user, now, hurry = false }) {
  const item = items.find((each) => each.user === user && isOpen(each));
  if (!item) return null;
  const held = heldFor(item, now);
  const backOff = item.notBefore - now;
  const waits = hurry || item.state === "sending" || backOff > LONGEST ? 0 : Math.max(backOff, 0);
  return { item, wait: Math.max(held, waits) };
}

/** The item as a try begins. From here on it may be on the page, whatever we hear of it. */
export function trying(item) {
  return { ...item, state: "sending", attempts: item.attempts + 1, heldUntil: 0 };
}

/** Without its ten seconds, and without a wait. */
export function released(item) {
  return isOpen(item) ? { ...item, heldUntil: 0, notBefore: 0, attempts: 0 } : null;
}

/** The item after an answer, as `transport.js` reads one. */
export function answered(item, answer, { now, random = Math.random }) {
  const again = (more) => ({ ...item, state: "waiting", ...more });
  switch (answer.kind) {
    case "taken":
      return { ...item, state: "done", answer, settled: now, trouble: null, mayHaveArrived: true };
    case "refused":
      return { ...item, state: "refused", answer, settled: now, trouble: null, mayHaveArrived: false };
    case "later":
      return again({
        notBefore: now + answer.seconds * 1000 * (1 + 0.2 * random()),
        trouble: answer,
      });
    default: {
      const lost = answer.kind === "lost";
      return again({
        notBefore: now + afterFailure(item.attempts, random),
        trouble: answer,
        mayHaveArrived: item.mayHaveArrived || (lost && answer.left !== false),
      });
    }
  }
}

/** A refused item that is published all the same: its warnings were seen and confirmed. */
export function confirmed(item) {
  if (item.state !== "refused" || !item.answer.mayConfirm) return null;
  const others = item.fields.filter(([name]) => name !== "doubted" && name !== "anyway");
  const fields = [...others, ["doubted", item.answer.doubted], ["anyway", "1"]];
  return { ...item, fields, state: "waiting", attempts: 0, notBefore: 0, answer: null, settled: null };
}

/**
 * The item as a draft again, with everything that was typed and what was said of it, or null while
 * it is on its way.
 *
 * One that was refused keeps its first press: what it tells was seen then. One that is taken back
 * was never pressed.
 */
export function reopened(item, now) {
  if (item.state !== "waiting" && item.state !== "refused") return null;
  const isRefused = item.state === "refused";
  const id = (isRefused && item.answer.clientId) || item.id;
  return {
    id,
    user: item.user,
    blog: item.blog,
    title: item.title,
    address: item.address,
    fields: item.fields.map(([name, value]) => [name, name === "client_id" ? id : value]),
    saved: now,
    pressed: isRefused ? item.pressed : null,
    answer: isRefused ? item.answer : null,
    mayHaveArrived: item.mayHaveArrived,
  };
}

/** Milliseconds until the item has been shown for long enough, or null: it is to stay. */
export function shownFor(item, now) {
  if (item.state !== "done" || item.answer.remarks?.length) return null;
  const left = item.settled + SHOWN - now;
  return left > SHOWN ? 0 : Math.max(left, 0);
}

// What the outbox says of itself. Pure: sentences from items, for the drawer to show.

import { heldFor, isOpen } from "./states.js";

const KINDS = {
  result: "Result", turnout: "Turnout", quote: "Quote", forecast: "Exit poll", correction: "Correction",
};

/** 4.12am, as the paper prints it; `now` in milliseconds, `zone` such as “Europe/London”. */
export function houseTime(now, zone) {
  const options = { hour: "numeric", minute: "2-digit", hour12: true };
  let parts;
  try {
    parts = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }).formatToParts(now);
  } catch {
    parts = new Intl.DateTimeFormat("en-GB", options).formatToParts(now);
  }
  const part = (type) => parts.find((each) => each.type === type)?.value ?? "";
  const half = part("dayPeriod").replace(/[^a-z]/gi, "").toLowerCase();
  return `${Number(part("hour")) || 12}.${part("minute")}${half}`;
}

/** What to call an entry that has no page yet: its first words, else what its figures are of. */
export function opening(fields, limit = 70) {
  const said = new Map(fields);
  const kind = said.get("kind");
  const words = (said.get("headline")?.trim() || said.get("body") || "").trim().replace(/\s+/g, " ");
  const contest = said.get(`${kind}.contest`);
  const text = words || (contest ? contest.replace(/^.*\//, "").replace(/-/g, " ") : "");
  const cut = text.length > limit ? `${text.slice(0, limit).replace(/\s+\S*$/, "")}…` : text;
  const name = KINDS[kind];
  if (name && cut) return `${name}: ${cut}`;
  return cut || name || "No words yet";
}

/**
 * The one line above the items: `text`, then `alarm`, which asks somebody to do something. `login` is
 * whether that is to log in.
 */
export function line(items, { user, isOnline, now }) {
  const mine = items.filter((item) => item.user === user);
  const open = mine.filter(isOpen);
  const refused = mine.filter((item) => item.state === "refused").length;
  const alarm = refused ? `${entries(refused)} not published: see why below.` : "";
  const itself = open.length === 1 ? "itself" : "themselves";
  const trouble = open[0]?.state === "waiting" ? open[0].trouble : null;
  const said = (text) => ({ text, alarm, login: false });
  if (trouble?.kind === "log in") {
    const waits = `Log in again: ${entries(open.length)} ${open.length === 1 ? "waits" : "wait"}.`;
    return { text: "", alarm: `${waits} ${alarm}`.trim(), login: true };
  }
  if (open.length && !isOnline) {
    return said(`No network: ${entries(open.length)} kept on this device, to go out by ${itself}.`);
  }
  if (trouble) {
    const why = trouble.why ?? "The server asks to wait";
    return said(`${why}: ${entries(open.length)} kept on this device, tried again by ${itself}.`);
  }
  if (open.length && open.every((item) => heldFor(item, now))) {
    return said(`${entries(open.length)} about to go out.`);
  }
  if (open.length) return said(`Sending ${entries(open.length)}.`);
  if (!isOnline) return said("No network: write on, and it goes out when there is one.");
  return said(refused ? "" : "All on the page.");
}

/** What stands beside one item. */
export function stateOf(item, { user, isOnline, now }) {
  if (item.user !== user) return `Written by ${item.name}: it waits until ${item.name} logs in here.`;
  if (item.state === "refused") return item.answer.say;
  if (item.state === "done") {
    return item.answer.url ? item.answer.say.replace(/\.$/, ":") : item.answer.say; // its link follows
  }
  if (item.state === "sending") return "Sending…";
  if (!isOnline) return "Waits for a network";
  const held = heldFor(item, now);
  if (held) return `Goes out in ${Math.ceil(held / 1000)} s`;
  const { trouble } = item;
  if (trouble?.kind === "log in") return `Waits for a log-in: ${trouble.say}`;
  if (trouble?.kind === "later") return "Waits: the server asked for a moment";
  if (trouble) return `${trouble.why}: tried ${item.attempts === 1 ? "once" : `${item.attempts} times`}, and again soon`;
  return "Waits its turn";
}

const entries = (count) => (count === 1 ? "1 entry" : `${count} entries`);

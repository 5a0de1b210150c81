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

/** The one line above the items. `alarm` is whether somebody has to do something. */
export function line(items, { user, isOnline, now }) {
  const mine = items.filter((item) => item.user === user);
  const open = mine.filter(isOpen);
  const held = open.filter((item) => heldFor(item, now));
  const refused = mine.filter((item) => item.state === "refused").length;
  const waiting = open.length;
  const first = open[0];
  if (first?.trouble?.kind === "log in") {
    return { text: `Log in again: ${entries(waiting)} ${waiting === 1 ? "waits" : "wait"}.`, alarm: true, login: true };
  }
  const also = refused ? ` ${entries(refused)} not published: see why below.` : "";
  if (waiting && !isOnline) {
    return { text: `No network: ${entries(waiting)} kept on this device, to go out by ${waiting === 1 ? "itself" : "themselves"}.${also}`, alarm: Boolean(refused) };
  }
  if (first?.trouble && first.state === "waiting") {
    return { text: `${first.trouble.why ?? "The server asks to wait"}: ${entries(waiting)} kept on this device, tried again by ${waiting === 1 ? "itself" : "themselves"}.${also}`, alarm: Boolean(refused) };
  }
  if (held.length && held.length === waiting) {
    return { text: `${entries(waiting)} about to go out.${also}`, alarm: Boolean(refused) };
  }
  if (waiting) return { text: `Sending ${entries(waiting)}.${also}`, alarm: Boolean(refused) };
  if (refused) return { text: also.trim(), alarm: true };
  if (!isOnline) return { text: "No network: write on, and it goes out when there is one.", alarm: false };
  return { text: "All on the page.", alarm: false };
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
  if (trouble?.kind === "log in") return `Waits for a log-in. ${trouble.say}`;
  if (trouble?.kind === "later") return "Waits: the server asked for a moment";
  if (trouble) return `${trouble.why}: tried ${item.attempts === 1 ? "once" : `${item.attempts} times`}, and again soon`;
  return "Waits its turn";
}

const entries = (count) => (count === 1 ? "1 entry" : `${count} entries`);

// The night's clock on the device: what a typed time means, without a network. Pure: knows no page.
// A twin of liveblog/nightclock for one stamp, held against it by tests; the server has the last
// word. Instants are milliseconds since the epoch.

const SLIP = 10;
const MIDNIGHT_SLIP = 2; // 12.52pm for 00:52 is the slip that everybody makes
const BEFORE_NIGHT = 5;
const AFTER_NIGHT = 4;
const NEXT_NIGHT = 12;
const SECOND_PASSAGE = 0.01; // of an hour that the October clocks repeat
const OUT_OF_ORDER = 4;
const OUT_OF_ORDER_PER_HOUR = 6;
const SILENCE_PER_HOUR = 1;
const LONG_SILENCE = 6;
const SILENCE_AT_MOST = 10;
const DOUBT = SLIP + 1;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SOON = 20 * HOUR; // what is to be published later than that needs its day

// As CLOCK in liveblog/nightclock/clock.py, for a whole text.
const CLOCK = new RegExp(
  "^(?:(?<hour>2[0-4]|[01]?[0-9])[.:](?<minute>[0-5][0-9])(?![0-9]|[.,:][0-9])" +
    "(?:\\s?(?<meridiem>[ap]m\\b|[ap]\\.m\\.?))?" +
    "|(?<bareHour>1[0-2]|0?[1-9])\\s?(?<bareMeridiem>[ap]m\\b|[ap]\\.m\\.?)" +
    "|(?<military>(?:[01][0-9]|2[0-4])[0-5][0-9])(?=\\s?(?:hrs?|hours)\\b)" +
    "|(?:12\\s)?(?<word>midnight|noon|midday)\\b)" +
    "(?:\\s?(?<hours>hrs?|hours)\\b)?(?:\\s?(?<zone>BST|GMT|UTC|WEST|WET|CEST|CET|IST)\\b)?$",
  "i",
);
const DATED = /^(?<day>\d{4}-\d{2}-\d{2})[T ]+(?<clock>.+)$/;
const SPAN =
  /^(?<ahead>in\s+)?(?:(?<few>half an|an?)|(?<count>\d{1,3}))\s*(?<unit>minutes?|mins?\.?|m|hours?|hrs?\.?|h)(?:\s+(?<way>ago|from now|later))?$/i;
const NOW = new Set(["now", "just now", "right now"]);

/** A clock time as printed, or null: {text, hour, minute, meridiem: "am"|"pm"|null, exact, zone}. */
export function readClock(text) {
  const found = CLOCK.exec(text.trim())?.groups;
  if (!found) return null;
  const zone = found.zone ? found.zone.toUpperCase() : null;
  const clock = { text: text.trim(), minute: 0, meridiem: null, exact: true, zone };
  if (found.word) return { ...clock, hour: found.word.toLowerCase() === "midnight" ? 0 : 12 };
  if (found.military) {
    const [hour, minute] = [Number(found.military.slice(0, 2)), Number(found.military.slice(2))];
    return { ...clock, hour: hour % 24, minute };
  }
  const hour = Number(found.hour ?? found.bareHour);
  const printed = found.meridiem ?? found.bareMeridiem;
  const exact = Boolean(found.hours) || hour === 0 || hour > 12;
  const meridiem = exact || !printed ? null : `${printed[0].toLowerCase()}m`;
  return { ...clock, hour: hour % 24, minute: Number(found.minute ?? 0), meridiem, exact };
}

/** What a reporter means by a stamp typed at `now`, as nightclock.propose has it; null for no time. */
export function propose(text, { now, pollingDay, zone }) {
  const clock = readClock(text);
  if (!clock) return null;
  const [start, end] = nightOf(pollingDay, zone);
  const wall = wallOf(now, zone);
  const today = wall.hour < 5 ? addDays(wall.day, -1) : wall.day; // a night ends at five
  const row = candidates(clock, start <= now && now < end ? pollingDay : today, zone);
  const cost = (reading) => reading.cost + step(reading.at, now);
  const chosen = row.reduce((best, each) => (cost(each) < cost(best) ? each : best));
  const others = row
    .filter((each) => each !== chosen && cost(each) <= cost(chosen) + DOUBT)
    .map((each) => each.at);
  let slip = null;
  if (chosen.isSlip) {
    const away = (each) => Math.abs(each.at - chosen.at);
    slip = row
      .filter((each) => !each.isSlip)
      .reduce((best, each) => (away(each) < away(best) ? each : best)).at;
  }
  return { clock, at: chosen.at, slip, others };
}

/**
 * What stands beside the field while a stamp is typed: {kind, say, proposals}, or null for nothing.
 *
 * `kind` is "is" (understood), "ask" (which of the proposals?) or "not" (not a time, or no such).
 */
export function hintOfStamp(typed, { now, pollingDay, zone }) {
  const text = typed.trim().replace(/\s+/g, " ");
  if (!text) return null;
  if (NOW.has(text.toLowerCase())) return understood(now, zone);
  const span = SPAN.exec(text)?.groups;
  if (span) {
    if (span.ahead || span.way === "from now" || span.way === "later") {
      return refusal("That is still to come: choose when it is published instead.");
    }
    return understood(now - lengthOf(span), zone);
  }
  const dated = readDated(text, zone);
  if (dated !== undefined) return dated === null ? notYet(text) : understood(dated, zone);
  const meant = propose(text, { now, pollingDay, zone });
  if (!meant) return notYet(text);
  if (meant.slip !== null) {
    const proposed = houseTime(meant.at, zone);
    return {
      kind: "ask",
      say: `${text} would be ${partOfDay(meant.slip, zone)}: did you mean ${proposed}?`,
      proposals: [textFor(meant.at, { now, pollingDay, zone }), withDay(meant.slip, text, zone)],
    };
  }
  const near = [meant.at, ...meant.others].sort((a, b) => Math.abs(a - now) - Math.abs(b - now));
  const readings = new Map();
  for (const each of near) {
    if (!readings.has(houseTime(each, zone))) readings.set(houseTime(each, zone), each);
  }
  if (readings.size > 1 && meant.clock.meridiem === null && !meant.clock.exact) {
    return {
      kind: "ask",
      say: `${[...readings.keys()].join(" or ")}?`,
      proposals: [...readings.values()].map((each) => textFor(each, { now, pollingDay, zone })),
    };
  }
  return understood(meant.at, zone);
}

/** The same of a time to publish at: the next such time, and never a day later in silence. */
export function hintOfDue(typed, { now, zone }) {
  const text = typed.trim().replace(/\s+/g, " ");
  if (!text) return null;
  const toCome = (at) =>
    at > now ? understood(at, zone, { now }) : refusal(`${text} is past: it is ${houseTime(now, zone)}.`);
  const span = SPAN.exec(text)?.groups;
  if (span) return span.way === "ago" ? refusal("That is past.") : toCome(now + lengthOf(span));
  const dated = readDated(text, zone);
  if (dated !== undefined) return dated === null ? notYet(text) : toCome(dated);
  const clock = readClock(text);
  if (!clock) return notYet(text);
  const isBare = clock.meridiem === null && !clock.exact;
  const hours = isBare ? [clock.hour % 12, (clock.hour % 12) + 12] : [hourOf(clock)];
  const today = wallOf(now, zone).day;
  const coming = [today, addDays(today, 1)]
    .flatMap((day) => hours.map((hour) => instantAt(day, hour, clock.minute, zone)))
    .filter((each) => each > now)
    .sort((a, b) => a - b);
  if (isBare) {
    const first = coming.slice(0, 2);
    const spelt = first.map((each) => houseTime(each, zone));
    return {
      kind: "ask",
      say: `${spelt.join(" or ")}?`,
      proposals: first.map((at, i) => (at - now <= SOON ? spelt[i] : withDay(at, spelt[i], zone))),
    };
  }
  if (coming[0] - now > SOON) {
    return {
      kind: "ask",
      say: `${text} is past today: do you mean ${houseDay(coming[0], zone)}?`,
      proposals: [withDay(coming[0], text, zone)],
    };
  }
  return understood(coming[0], zone, { now });
}

/** “5.07am”, on the clock of the hall. */
export function houseTime(instant, zone) {
  const { hour, minute } = wallOf(instant, zone);
  return `${hour % 12 || 12}.${String(minute).padStart(2, "0")}${hour < 12 ? "am" : "pm"}`;
}

/** “Friday 7 May”. */
export function houseDay(instant, zone) {
  const how = { weekday: "long", day: "numeric", month: "long", timeZone: zone };
  const parts = formatter("en-GB", how).formatToParts(instant);
  const part = (type) => parts.find((each) => each.type === type).value;
  return `${part("weekday")} ${part("day")} ${part("month")}`;
}

/** “2 h 14 min”, as liveblog/nightclock/spans.py has it. */
export function span(milliseconds) {
  let minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 1) return "less than a minute";
  const days = Math.floor(minutes / (24 * 60));
  minutes -= days * 24 * 60;
  const hours = Math.floor(minutes / 60);
  minutes -= hours * 60;
  const parts = [
    days ? `${days} day${days === 1 ? "" : "s"}` : "",
    hours ? `${hours} h` : "",
    minutes && !days ? `${minutes} min` : "",
  ];
  return parts.filter(Boolean).join(" ");
}

function understood(at, zone, { now = null } = {}) {
  const left = now === null ? "" : `, in ${span(at - now)}`;
  return { kind: "is", say: `= ${houseTime(at, zone)} on ${houseDay(at, zone)}${left}`, proposals: [] };
}

function refusal(say) {
  return { kind: "not", say, proposals: [] };
}

/** While somebody is still typing “5.0”, nothing is wrong yet. */
function notYet(text) {
  return /^\d{0,2}[.:]?\d{0,2}\s?[ap]?$/i.test(text) ? null : refusal("Not a time yet: 5.07am, 05:07 or 10 min ago.");
}

function partOfDay(instant, zone) {
  const { hour } = wallOf(instant, zone);
  const part = hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  return `on ${houseDay(instant, zone).split(" ")[0]} ${part}`;
}

function lengthOf({ few, count, unit }) {
  const many = few?.toLowerCase().startsWith("half") ? 0.5 : Number(count ?? 1);
  return many * (unit[0].toLowerCase() === "h" ? HOUR : MINUTE);
}

/** The instant of “2010-05-07 5.07am”; null where its day or clock is none, undefined for no day. */
function readDated(text, zone) {
  const dated = DATED.exec(text)?.groups;
  if (!dated) return undefined;
  const clock = readClock(dated.clock);
  const noon = Date.parse(`${dated.day}T12:00:00Z`);
  if (!clock || Number.isNaN(noon) || !new Date(noon).toISOString().startsWith(dated.day)) return null;
  return instantAt(dated.day, hourOf(clock), clock.minute, zone);
}

function hourOf({ hour, meridiem }) {
  return meridiem === null ? hour : (hour % 12) + (meridiem === "pm" ? 12 : 0);
}

function withDay(instant, text, zone) {
  return `${wallOf(instant, zone).day} ${text}`;
}

/** The shortest text that is read as this instant: with its day only where it needs one. */
function textFor(instant, { now, pollingDay, zone }) {
  const text = houseTime(instant, zone);
  const read = propose(text, { now, pollingDay, zone });
  return read.slip === null && read.at === instant ? text : withDay(instant, text, zone);
}

// The calendar of a night.

function nightOf(pollingDay, zone) {
  return [instantAt(pollingDay, 5, 0, zone), instantAt(addDays(pollingDay, 2), 0, 0, zone)];
}

function candidates(clock, pollingDay, zone) {
  const [start, end] = nightOf(pollingDay, zone);
  const readings = [];
  for (const [hour, price] of hoursOf(clock)) {
    for (const day of [pollingDay, addDays(pollingDay, 1)]) {
      passages(day, hour, clock.minute, zone).forEach((at, passage) => {
        if (at < start || at >= end) return;
        const cost = price + distance(day, hour, clock.minute, pollingDay) + passage * SECOND_PASSAGE;
        readings.push({ at, cost, isSlip: price > 0 });
      });
    }
  }
  const named = clock.zone ? readings.filter((each) => zoneName(each.at, zone) === clock.zone) : [];
  return named.length ? named : readings;
}

function hoursOf({ hour, meridiem, exact }) {
  if (exact) return [[hour, 0]];
  const [am, pm] = [hour % 12, (hour % 12) + 12];
  if (meridiem === null) return [[am, 0], [pm, 0]];
  if (meridiem === "am") return [[am, 0], [pm, SLIP]];
  return [[pm, 0], [am, am === 0 ? MIDNIGHT_SLIP : SLIP]];
}

function distance(day, hour, minute, pollingDay) {
  const hours = (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${pollingDay}T00:00:00Z`)) / HOUR;
  const since = hours + hour + minute / 60 - 20;
  if (since < 0) return BEFORE_NIGHT;
  if (since < 12) return 0;
  return since < 24 ? AFTER_NIGHT : NEXT_NIGHT;
}

function step(earlier, later) {
  const hours = (later - earlier) / HOUR;
  if (hours < 0) return OUT_OF_ORDER - hours * OUT_OF_ORDER_PER_HOUR;
  return Math.min(Math.max(hours - LONG_SILENCE, 0) * SILENCE_PER_HOUR, SILENCE_AT_MOST);
}

// Walls and instants, by the browser's own table of time zones.

const formatters = new Map();

function formatter(locale, how) {
  const key = locale + JSON.stringify(how);
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(locale, how));
  return formatters.get(key);
}

const WALL = {
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
};

/** What calendar and clock show at an instant: {day: "2010-05-07", hour, minute}. */
function wallOf(instant, zone) {
  const parts = {};
  for (const { type, value } of formatter("en-GB", { ...WALL, timeZone: zone }).formatToParts(instant)) {
    parts[type] = value;
  }
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    hour: Number(parts.hour),
    minute: Number(parts.minute),
    second: Number(parts.second),
  };
}

/** Minutes by which the clock on the wall is ahead of UTC. */
function offset(instant, zone) {
  const { day, hour, minute, second } = wallOf(instant, zone);
  const shown = Date.parse(`${day}T00:00:00Z`) + hour * HOUR + minute * MINUTE + second * 1000;
  return Math.round((shown - Math.floor(instant / 1000) * 1000) / MINUTE);
}

/** The instants at which the wall shows this: two where the hour comes twice, else one. */
function passages(day, hour, minute, zone) {
  const shown = Date.parse(`${day}T00:00:00Z`) + hour * HOUR + minute * MINUTE;
  const [before, after] = [offset(shown - DAY, zone), offset(shown + DAY, zone)];
  const first = shown - before * MINUTE;
  const second = shown - after * MINUTE;
  if (before === after) return [first];
  const isShown = (at) => offset(at, zone) === (shown - at) / MINUTE;
  if (isShown(first)) return before > after && isShown(second) ? [first, second] : [first];
  if (isShown(second)) return [second];
  return [first]; // an hour that the March clocks skip, by the old time
}

function instantAt(day, hour, minute, zone) {
  return passages(day, hour, minute, zone)[0];
}

function addDays(day, days) {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

function zoneName(instant, zone) {
  const how = { timeZone: zone, timeZoneName: "short" };
  for (const locale of ["en-GB", "en-IE"]) {
    const part = formatter(locale, how).formatToParts(instant).find((each) => each.type === "timeZoneName");
    if (/^[A-Z]+$/.test(part.value)) return part.value;
  }
  return "";
}

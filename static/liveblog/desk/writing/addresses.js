// What is an address that a link may have, and how it is written in Markdown. Pure.

const TRACKING =
  /^(utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|igshid|igsh|mc_[ce]id|_hsenc|_hsmi|vero_id|oly_\w+_id|mkt_tok|ref_src|ref_url|cmpid|s_cid|at_(medium|campaign|custom\d|link_\w+|format|ptr_name|bbc_team))$/i;
const MAIL = /^[^\s@:<>()[\]]+@[^\s@:<>()[\]]+\.[a-z]{2,}$/i;
const HOST = /^([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?([/?#]\S*)?$/i;

// Redirects that tell somebody who followed a link: the place that they lead to is in the query.
const DETOURS = [
  [/(^|\.)safelinks\.protection\.outlook\.com$/, /^\//, "url"],
  [/^(www\.)?google\.[a-z.]+$/, /^\/url$/, "q", "url"],
  [/^lm?\.(facebook|instagram)\.com$/, /^\//, "u"],
  [/^(www\.)?youtube\.com$/, /^\/redirect$/, "q"],
];

/** The address that was meant, without tracking, or null: `example.org/a` is one, a word is not. */
export function asAddress(typed) {
  const text = typed.trim();
  if (MAIL.test(text)) return `mailto:${text}`;
  const whole = HOST.test(text) ? `https://${text}` : text;
  if (/\s/.test(whole)) return null;
  if (/^mailto:/i.test(whole)) return MAIL.test(whole.slice(7).split("?")[0]) ? whole : null;
  return /^https?:\/\/[^/?#]/i.test(whole) && parses(whole) ? direct(whole) : null;
}

/** Whether somebody who pastes this has copied an address and nothing else. */
export function isAddress(text) {
  return /^(https?:\/\/|mailto:)\S+$/i.test(text.trim()) && asAddress(text) !== null;
}

/** The address without what only tells who followed it. It stays as it was typed where it can. */
export function direct(address, depth = 3) {
  const url = new URL(address);
  for (const [host, path, ...names] of DETOURS) {
    if (!host.test(url.hostname) || !path.test(url.pathname) || !depth) continue;
    const goal = names.map((name) => url.searchParams.get(name)).find(Boolean);
    if (goal && /^https?:\/\//i.test(goal) && parses(goal)) return direct(goal, depth - 1);
  }
  const [, before, query, after] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(address);
  if (!query) return address;
  const kept = query
    .slice(1)
    .split("&")
    .filter((pair) => !TRACKING.test(pair.split("=")[0]));
  return `${before}${kept.length ? `?${kept.join("&")}` : ""}${after ?? ""}`;
}

/** The address as Markdown has it within `(…)`. */
export function destination(address) {
  return address.replace(/[\s()<>\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`);
}

function parses(address) {
  try {
    return Boolean(new URL(address));
  } catch {
    return false;
  }
}

/** A link in Markdown. Where words and address are the same, the address alone is one already. */
export function link(words, address) {
  const bare = address.replace(/^mailto:/, "");
  if (!words || words === address) return address.startsWith("mailto:") ? `<${bare}>` : address;
  return `[${words}](${destination(address)})`;
}

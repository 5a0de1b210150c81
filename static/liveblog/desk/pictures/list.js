// The pictures of an entry as a list: pure, knows neither page nor network.
//
// One is { id, alt, credit, caption }; the order of the list is theirs on the page.

export const WORDS = ["alt", "credit", "caption"];
export const MOST = 20;

/** The list that the field `pictures` holds; what cannot be read is an empty one. */
export function read(text) {
  let listed = [];
  try {
    listed = JSON.parse(text || "[]");
  } catch {
    return [];
  }
  if (!Array.isArray(listed)) return [];
  return listed.filter((each) => each && typeof each.id === "string").map(picture);
}

/** What the field `pictures` holds; empty where there is none. */
export function write(list) {
  return list.length ? JSON.stringify(list.map(picture)) : "";
}

export function picture(said) {
  const words = WORDS.map((word) => [word, typeof said[word] === "string" ? said[word] : ""]);
  return { id: said.id, ...Object.fromEntries(words) };
}

/** The list with the picture at `from` moved by so many places, not beyond its ends. */
export function moved(list, from, by) {
  const to = Math.min(Math.max(from + by, 0), list.length - 1);
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** What has to be said before it is sent, as the server would: [{ field, message }]. */
export function faults(list) {
  return list
    .map(({ alt }, number) => ({ number, alt: alt.trim() }))
    .filter(({ alt }) => !alt)
    .map(({ number }) => ({
      field: `pictures.${number}.alt`,
      message: "Say what can be seen, for those who do not see it.",
    }));
}

/** Which picture a fault is of, and which of its words: { number, word }; null for other faults. */
export function placeOf(field) {
  const found = /^pictures\.(\d+)\.(\w+)$/.exec(field);
  return found && { number: Number(found[1]), word: WORDS.includes(found[2]) ? found[2] : "alt" };
}

// Finding contests and people by the beginnings of their names. Pure; tested with `node --test`.

/** “Ynys Môn” → “ynys mon”: what a tired thumb types is compared without marks and capitals. */
export function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * Those of `items` that `typed` may mean, best first; as they were given between equals.
 *
 * Every word typed begins a word of the item's `name` or `note`. Best is a name that begins so, then
 * one of which a word does, then what only the note says.
 */
export function matching(items, typed, { most = 8 } = {}) {
  const asked = fold(typed);
  if (!asked) return items.slice(0, most);
  const found = [];
  for (const item of items) {
    const rank = rankOf(item, asked);
    if (rank !== null) found.push({ item, rank });
  }
  found.sort((a, b) => a.rank - b.rank);
  return found.slice(0, most).map((each) => each.item);
}

function rankOf(item, asked) {
  const name = fold(item.name);
  const words = name.split(" ");
  const asks = asked.split(" ");
  if (name === asked) return 0;
  if (name.startsWith(asked)) return 1;
  if (asks.every((ask) => words.some((word) => word.startsWith(ask)))) return 2;
  const more = [...words, ...fold(item.note ?? "").split(" ")];
  return asks.every((ask) => more.some((word) => word.startsWith(ask))) ? 3 : null;
}

/** The contests of a roster, as things to be found. */
export function contestItems(roster) {
  return roster.contests.map((each) => ({
    value: each.key,
    name: each.name,
    note: [each.is_declared ? "declared" : each.stage === "expected" ? "" : each.stage_text, each.election]
      .filter(Boolean)
      .join(" · "),
    contest: each,
  }));
}

/** Everybody who stands, those of the contest `first` before the others. */
export function peopleItems(roster, first = "") {
  const contests = [...roster.contests].sort((a, b) => (b.key === first) - (a.key === first));
  return contests.flatMap((contest) =>
    contest.candidates.map((each) => ({
      value: each.name,
      name: each.name,
      note: `${each.party.short_name}, ${contest.name}`,
      role: roleOf(each, contest),
    })),
  );
}

/** “Labour candidate for Northquay” */
export function roleOf(candidate, contest) {
  const independent = candidate.party.slug === "independent" || candidate.party.abbreviation === "Ind";
  const side = independent ? "independent" : candidate.party.short_name;
  return `${side} candidate for ${contest.name}`;
}

/** What stands between `result ` and the end of what is typed, where a contest is being named. */
export function beingNamed(text) {
  const found = /^\s*(result|turnout|quote)\s+([^\d\n]*)$/i.exec(text);
  if (!found) return null;
  return { kind: found[1].toLowerCase(), typed: found[2] };
}

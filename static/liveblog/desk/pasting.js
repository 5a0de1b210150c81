// What is pasted into a field of votes. Pure; tested with `node --test`.

import { readCount } from "./count.js";

/**
 * The counts in a pasted column or row that has nothing but counts (“2,810⏎2,600”), else null.
 *
 * A comma alone parts nothing: 2,600 is one number. Tabs, line ends, semicolons and bars do, and
 * spaces where each piece is a count.
 */
export function pastedCounts(text) {
  const cells = text.split(/[\t\n\r;|]+/).map((each) => each.trim()).filter(Boolean);
  if (cells.length === 0) return null;
  const pieces = cells.length > 1 ? cells : cells[0].split(/ +/);
  const counts = pieces.map(readCount);
  return counts.includes(null) ? null : counts;
}

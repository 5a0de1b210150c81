// How a contest that moved is announced to those who listen to the page. Pure.

/**
 * “Northquay: Harbour hold”; nothing of a turnout, of which there are too many to listen to.
 *
 * @param {{name: string, state: string, corrected: boolean, outcome: null | {text: string}}} contest
 */
export function spoken({ name, state, corrected, outcome }) {
  if (state === "withdrawn") return `${name}: result withdrawn`;
  if (state === "provisional") return `${name}: provisional count`;
  if (state !== "declared") return "";
  return `${name}: ${outcome?.text ?? "declared"}${corrected ? ", corrected" : ""}`;
}

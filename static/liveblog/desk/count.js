// The sums of a count, as whole numbers are typed. Pure: knows no page. Tested with `node --test`.

/** A number of votes as typed (“21506”, “21,506”), or null where there is none that can be read. */
export function readCount(text) {
  const typed = text.trim();
  if (!/^(\d{1,9}|\d{1,3}(,\d{3}){1,2})$/.test(typed)) return null;
  return Number(typed.replaceAll(",", ""));
}

/** part/whole in tenths of a per cent, half up, in whole numbers so that nothing is lost. */
export function tenthsOfPercent(part, whole) {
  return whole > 0 ? Math.floor((part * 2000 + whole) / (2 * whole)) : null;
}

/**
 * What the votes typed so far add up to. `votes` and `rejected` hold counts or null.
 *
 * `majority` is the last elected less the first not elected, and null until every vote is in.
 * `turnout` is papers counted (votes and rejected) in tenths of a per cent of the electorate; null
 * where several seats make votes and papers differ.
 */
export function tally({ votes, rejected = null, electorate = null, seats = 1 }) {
  const counted = votes.filter((each) => each !== null);
  const total = counted.reduce((sum, each) => sum + each, 0);
  const complete = counted.length === votes.length && votes.length > 0;
  const ranked = [...counted].sort((a, b) => b - a);
  const papers = total + (rejected ?? 0);
  const most = electorate === null ? Infinity : electorate * seats;
  return {
    total,
    complete,
    shares: votes.map((each) => (each === null ? null : tenthsOfPercent(each, total))),
    majority: complete && ranked.length > seats ? ranked[seats - 1] - ranked[seats] : null,
    papers,
    turnout: seats === 1 && electorate ? tenthsOfPercent(papers, electorate) : null,
    aboveElectorate: (seats === 1 ? papers : total) > most,
  };
}

/** 457 → “45.7%”. */
export function percent(tenths) {
  return tenths === null ? "" : `${Math.floor(tenths / 10)}.${tenths % 10}%`;
}

/** 21506 → “21,506”, as the house prints it. */
export function thousands(count) {
  return count === null ? "" : String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

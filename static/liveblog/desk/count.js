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

/**
 * Butler's swing from B to A in tenths of a point, half away from nought: half of A's rise and B's
 * fall in their shares of all valid votes (`v`), last time (1) and now (2). Null where nobody voted.
 */
export function butlerSwing({ a1, b1, v1, a2, b2, v2 }) {
  if (!(v1 > 0 && v2 > 0)) return null;
  const [x1, y1, all1, x2, y2, all2] = [a1, b1, v1, a2, b2, v2].map(BigInt);
  return halfUp(1000n * ((x2 - y2) * all1 - (x1 - y1) * all2), 2n * all1 * all2);
}

/** The change of a share in tenths of a point, from unrounded shares; null where there is none. */
export function shareChange({ before, of, now, ofNow }) {
  if (!(of > 0 && ofNow > 0)) return null;
  const [was, all, is, allNow] = [before, of, now, ofNow].map(BigInt);
  return halfUp(1000n * (is * all - was * allNow), all * allNow);
}

/**
 * What a whole count of one seat means beside last time, as `results/comparison.py` has it.
 *
 * `contest` and `parties` are the roster's, `votes` maps a candidate's slug to a count. Of equals
 * `lotWinner` is first. `outcome` is null in a ward of several seats, `swing` where no two sides
 * stood both times.
 */
export function standing({ contest, parties, votes, lotWinner = "" }) {
  const rows = contest.candidates.map((each, order) => ({ ...each, order, votes: votes[each.slug] ?? 0 }));
  const ranked = rows.sort(
    (a, b) =>
      b.votes - a.votes ||
      (b.slug === lotWinner) - (a.slug === lotWinner) ||
      a.order - b.order,
  );
  const elected = ranked.slice(0, contest.seats);
  const single = contest.seats === 1 && ranked.length > 0;
  return {
    ranked,
    elected,
    outcome: single ? outcomeOf(elected[0], contest, parties) : null,
    swing: single ? swingOf(ranked, contest, parties) : null,
  };
}

function outcomeOf(winner, contest, parties) {
  const defending = contest.defending ? parties[contest.defending] : null;
  const name = winner.party.short_name;
  if (!defending) return { kind: "new", text: `${name} win (new seat)` };
  // Independents share no party: only the same person holds an independent's seat.
  const same =
    winner.party.slug === defending.slug && (!defending.is_independent || winner.sitting);
  return same
    ? { kind: "hold", text: `${name} hold` }
    : { kind: "gain", text: `${name} gain from ${defending.short_name}` };
}

/** Between winner and runner-up if both stood last time, else winner and last time's winner. */
function swingOf(ranked, contest, parties) {
  const last = contest.baseline;
  if (!last) return null;
  const v2 = ranked.reduce((sum, each) => sum + each.votes, 0);
  const now = (slug) => {
    const rows = ranked.filter((each) => each.party.slug === slug);
    return rows.length ? rows.reduce((sum, each) => sum + each.votes, 0) : null;
  };
  const winner = ranked[0].party.slug;
  for (const other of [ranked[1]?.party.slug, last.winner]) {
    if (!other || other === winner) continue;
    if (!parties[winner]?.can_swing || !parties[other]?.can_swing) continue;
    const [a1, b1, a2, b2] = [last.votes[winner], last.votes[other], now(winner), now(other)];
    if (!a1 || !b1 || a2 === null || b2 === null) continue;
    const tenths = butlerSwing({ a1, b1, v1: last.valid_votes, a2, b2, v2 });
    if (tenths === null) return null;
    const [from, to] = tenths < 0 ? [winner, other] : [other, winner];
    return { tenths: Math.abs(tenths), from: parties[from], to: parties[to], label: last.label };
  }
  return null;
}

/** “3.7 points from Labour to the Conservatives”; level where it rounds to nought. */
export function swingInWords({ tenths, from, to }) {
  if (tenths === 0) return `none between ${from.in_prose} and ${to.in_prose}`;
  return `${points(tenths)} ${tenths === 10 ? "point" : "points"} from ${from.in_prose} to ${to.in_prose}`;
}

/** 37 → “3.7” */
export function points(tenths) {
  const size = Math.abs(tenths);
  return `${tenths < 0 ? "−" : ""}${Math.floor(size / 10)}.${size % 10}`;
}

/** Whole number nearest to part/whole (whole > 0), halves away from nought. */
function halfUp(part, whole) {
  const size = part < 0n ? -part : part;
  const rounded = Number((2n * size + whole) / (2n * whole));
  return part < 0n && rounded ? -rounded : rounded;
}

"""What if a swing were repeated here: projections with their sums, swings needed, target lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from results import arithmetic
from results.arithmetic import percent, thousands
from results.models import Baseline, Contest, Party


class CannotProject(ValueError):
    """A uniform swing says nothing of this contest; the message says why."""


@dataclass(frozen=True)
class Projection:
    """A contest's majority if `swing` (0 to 1) from `losing` to `gaining` were repeated in it.

    `majority` is that of `winner`, 0 or more; `is_gain` says whether the seat changes hands.
    `valid` is the number of valid votes assumed.
    """

    baseline: Baseline
    swing: Fraction
    losing: Party
    gaining: Party
    valid: int
    winner: Party
    majority: int
    is_gain: bool
    working: str

    def sentence(self) -> str:
        """The whole statement: swing, baseline, turnout assumed, and the sum."""
        deed = "gain" if self.is_gain else "hold"
        turnout = (
            "the same turnout"
            if self.valid == self.baseline.total_votes
            else f"{thousands(self.valid)} valid votes"
        )
        return (
            f"A swing of {percent(self.swing)} points from {self.losing.in_prose} to "
            f"{self.gaining.in_prose}, repeated in {self.baseline.contest.name} on "
            f"{self.baseline.label} at {turnout}, makes a {self.winner.short_name} {deed} by "
            f"{thousands(self.majority)} ({self.working})."
        )


def project(
    baseline: Baseline,
    *,
    swing: Fraction,
    losing: Party,
    gaining: Party,
    valid_now: int | None = None,
) -> Projection:
    """The majority after a uniform swing: old lead in shares plus twice the swing, of all votes.

    `swing` is 0 to 1; `valid_now` the valid votes assumed (default: as many as last time). Raises
    CannotProject where the two were not the first two last time, or a share would leave 0 to 1.
    """
    first, second = _first_two(baseline)
    if {first.pk, second.pk} != {losing.pk, gaining.pk}:
        raise CannotProject(
            f"{baseline.contest.name} was between {first.in_prose} and {second.in_prose}: a swing "
            f"between {losing.in_prose} and {gaining.in_prose} does not tell who wins it."
        )
    a, b = baseline.votes_for(gaining.pk) or 0, baseline.votes_for(losing.pk) or 0
    try:
        lead = arithmetic.projected_majority(
            first=a, second=b, valid=baseline.total_votes, swing=swing, valid_now=valid_now
        )
    except ValueError as error:
        raise CannotProject(str(error)) from error
    # Level, the seat stays with whom it was.
    winner = gaining if lead > 0 or (lead == 0 and gaining.pk == first.pk) else losing
    votes = baseline.total_votes if valid_now is None else valid_now
    return Projection(
        baseline=baseline,
        swing=swing,
        losing=losing,
        gaining=gaining,
        valid=votes,
        winner=winner,
        majority=abs(lead),
        is_gain=winner.pk != first.pk,
        working=_working(a, b, baseline.total_votes, swing, votes, lead),
    )


def swings_needed(baseline: Baseline) -> list[tuple[Party, Fraction]]:
    """For each party, the Butler swing (0 to 1) from last time's winner at which they are level.

    In the order of need, the winner left out; it takes one vote more. Raises CannotProject where
    nobody is known to have won.
    """
    first, _ = _first_two(baseline)
    won = baseline.votes_for(first.pk) or 0
    return [
        (party, arithmetic.swing_needed(won, votes, baseline.total_votes))
        for party, votes in _votes(baseline)
        if party.pk != first.pk
    ]


def targets(party: Party, contests: Iterable[Contest]) -> list[tuple[Contest, Fraction]]:
    """The seats that the party stood in and did not win last time, nearest first.

    Each with the gap (0 to 1) between the winner's share and its own: twice the swing it needs.
    """
    gaps: list[tuple[Contest, Fraction]] = []
    for contest in contests:
        baseline = contest.baseline
        own = baseline.votes_for(party.pk) if baseline else None
        if baseline is None or own is None or contest.seats != 1:
            continue
        won = max((votes for _, votes in _votes(baseline)), default=0)
        holder = baseline.winner_party
        if holder is None or holder.pk == party.pk:
            continue
        gaps.append((contest, Fraction(won - own, baseline.total_votes)))
    return sorted(gaps, key=lambda each: (each[1], each[0].name))


def target_rank(party: Party, contest: Contest, contests: Iterable[Contest]) -> int | None:
    """“Number 28 on the target list”, from 1; None where the seat is not a target of the party."""
    ranked = [each.pk for each, _ in targets(party, contests)]
    return ranked.index(contest.pk) + 1 if contest.pk in ranked else None


def _first_two(baseline: Baseline) -> tuple[Party, Party]:
    ranked = [party for party, _ in _votes(baseline)]
    if len(ranked) < 2:
        raise CannotProject(f"{baseline.contest.name} has no two parties in {baseline.label}.")
    return ranked[0], ranked[1]


def _votes(baseline: Baseline) -> list[tuple[Party, int]]:
    """The parties known by name, most votes first; nobody adds independents up."""
    rows = [(row.party, row.votes) for row in baseline.votes.all() if row.party]
    return sorted(rows, key=lambda each: -each[1])


def _working(a: int, b: int, valid: int, swing: Fraction, votes: int, lead: int) -> str:
    """“1,735 + 2 × 5.5% of 41,917 = 6,346”; in shares where the turnout is another one."""
    doubled = f"2 × {percent(swing, 3).rstrip('0').rstrip('.')}%"
    if votes == valid:
        return f"{thousands(a - b)} + {doubled} of {thousands(valid)} = {thousands(lead)}"
    share = percent(Fraction(a - b, valid), 3)
    return f"({share}% + {doubled}) of {thousands(votes)} = {thousands(lead)}"

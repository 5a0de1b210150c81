"""A count beside last time's: swings and shares that startle, votes on the wrong line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from results import arithmetic
from results.arithmetic import percent, points, thousands
from results.findings import Finding, warning
from results.models import Baseline, Candidacy, Contest

# Each of these has happened, so that they ask and never block.
STARTLING_TURNOUT = Fraction(15, 100)
STARTLING_SWING = Fraction(15, 100)
STARTLING_SHARE = Fraction(25, 100)
STARTLING_ELECTORATE = Fraction(8, 100)
# Two sides that were this far apart, and now are again, with their places exchanged.
EXCHANGED = Fraction(15, 100)


def against_last_time(
    contest: Contest,
    candidacies: list[Candidacy],
    votes: Mapping[int, int],
    movement: Mapping[int, Fraction],
) -> Iterable[Finding]:
    """What is unlikely in the votes of one seat beside its baseline; nothing without one.

    `movement` is how far the parties, by id, have moved tonight: on a night of landslides one more
    is no surprise.
    """
    baseline, total = contest.baseline, sum(votes.values())
    if baseline is None or not total:
        return
    yield from _electorate(contest, baseline)
    if not baseline.total_votes:
        return
    yield from _turnout(contest, baseline, total)
    standings = [
        Standing.of(each, votes[each.pk], total, baseline, movement)
        for each in candidacies
        if not (each.party.is_independent and each.sitting)
    ]
    yield from _swing([each for each in standings if each.compares])
    yield from _shares([each for each in standings if each.compares])
    if len(baseline.votes.all()) > 1:
        yield from _wrong_line(standings, baseline)


@dataclass(frozen=True)
class Standing:
    """One candidate's share of valid votes, now and the party's last time, 0 to 1.

    `expected` is last time's share with the movement of the night; `compares` is False where there
    is no last time.
    """

    candidacy: Candidacy
    now: Fraction
    before: Fraction
    expected: Fraction
    compares: bool

    @classmethod
    def of(
        cls,
        candidacy: Candidacy,
        votes: int,
        total: int,
        baseline: Baseline,
        movement: Mapping[int, Fraction],
    ) -> Standing:
        party = candidacy.party
        stood = None if party.is_independent else baseline.votes_for(party.pk)
        before = Fraction(stood or 0, baseline.total_votes)
        moved = movement.get(party.pk, Fraction(0)) if stood is not None else Fraction(0)
        expected = max(Fraction(0), before + moved)
        compares = stood is not None and party.can_swing
        return cls(candidacy, Fraction(votes, total), before, expected, compares)

    @property
    def change(self) -> Fraction:
        return self.now - self.before

    @property
    def surprise(self) -> Fraction:
        """What neither last time nor the night so far has told."""
        return self.now - self.expected

    def __str__(self) -> str:
        return f"{self.candidacy} {percent(self.before)} then, {percent(self.now)} now"


def _electorate(contest: Contest, baseline: Baseline) -> Iterable[Finding]:
    if baseline.kind != Baseline.Kind.ACTUAL or not baseline.electorate or not contest.electorate:
        return
    change = Fraction(contest.electorate - baseline.electorate, baseline.electorate)
    if abs(change) > STARTLING_ELECTORATE:
        message = (
            f"The electorate of {thousands(contest.electorate)} was "
            f"{thousands(baseline.electorate)} in {baseline.year}, {points(change)} per cent."
        )
        yield warning("contest", message, "startling_electorate")


def _turnout(contest: Contest, baseline: Baseline, total: int) -> Iterable[Finding]:
    """Where papers were announced, it was their turnout that was looked at."""
    announced = contest.turnout is not None and contest.turnout.ballots
    electorate, before = contest.electorate, baseline.electorate
    if announced or not electorate or not before:
        return
    if total > electorate or baseline.total_votes > before:
        return
    now = arithmetic.turnout(total, electorate)
    then = arithmetic.turnout(baseline.total_votes, before)
    if abs(now - then) > STARTLING_TURNOUT:
        message = (
            f"{thousands(total)} votes of an electorate of {thousands(electorate)} are "
            f"{percent(now)} per cent, {points(now - then)} points on {baseline.year}: look again."
        )
        yield warning("votes", message, "startling_turnout")


def _swing(standings: list[Standing]) -> Iterable[Finding]:
    first_two = sorted(standings, key=lambda each: -each.now)[:2]
    if len(first_two) < 2:
        return
    gaining, losing = sorted(first_two, key=lambda each: -each.change)
    size = (gaining.change - losing.change) / 2
    surprise = abs(gaining.surprise - losing.surprise) / 2
    if size > STARTLING_SWING and surprise > STARTLING_SWING:
        message = (
            f"A swing of {percent(size)} points: {losing} per cent; {gaining} per cent. Look again."
        )
        yield warning("votes", message, "startling_swing")


def _shares(standings: list[Standing]) -> Iterable[Finding]:
    for each in standings:
        if min(abs(each.change), abs(each.surprise)) > STARTLING_SHARE:
            field = f"votes.{each.candidacy.slug}"
            message = f"{each} per cent, {points(each.change)} points: look again."
            yield warning(field, message, "startling_share")


def _wrong_line(standings: list[Standing], baseline: Baseline) -> Iterable[Finding]:
    """The pair whose exchange would come nearest to last time, if it comes much nearer."""
    pairs = [
        (min(a.expected - b.expected, b.now - a.now), a, b)
        for one, other in combinations(standings, 2)
        for a, b in [(one, other) if one.expected > other.expected else (other, one)]
    ]
    nearest, a, b = max(pairs, key=lambda pair: pair[0], default=(Fraction(0), None, None))
    if nearest > EXCHANGED:
        message = (
            f"{a} per cent; {b} per cent: with their votes exchanged this would be nearer to "
            f"{baseline.year}. Are they on the right lines?"
        )
        yield warning("votes", message, "wrong_candidate")

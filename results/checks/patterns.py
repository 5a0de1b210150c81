"""A count beside last time's: swings and shares that startle, votes on the wrong line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import hypot, log

from results import arithmetic
from results.arithmetic import percent, points, thousands
from results.checks.electorates import check_electorate
from results.findings import Finding, warning
from results.models import Baseline, Candidacy, Contest
from results.movement import Movement

# Each of these has happened, so that they ask and never block.
STARTLING_TURNOUT = Fraction(15, 100)
STARTLING_SWING = Fraction(15, 100)
STARTLING_SHARE = Fraction(25, 100)
# What the night so far does not explain startles; before it has spoken, nothing is explained.
STRANGE = 3.0
# Two candidates' votes are suspected on each other's lines where that is so many times likelier.
TIMES_LIKELIER = 100
# Before the night has spoken, and for whoever has no last time, shares may be far from expected.
SPREAD_UNTOLD = 0.08
SPREAD_OF_NEWCOMER = 0.1
# Degrees of freedom of Student's distribution: upsets are commoner than a normal one has them.
FREEDOM = 4


def against_last_time(
    contest: Contest,
    candidacies: list[Candidacy],
    votes: Mapping[int, int],
    movement: Mapping[int, Movement],
) -> Iterable[Finding]:
    """What is unlikely in the votes of one seat beside its baseline; nothing without one.

    `movement` is how the parties, by id, have moved tonight: on a night of landslides one more is
    no surprise.
    """
    baseline, total = contest.baseline, sum(votes.values())
    if baseline is None or not total:
        return
    if contest.turnout is None:
        yield from check_electorate(contest)
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

    `expected` is last time's share with the movement of the night, give or take `spread`; up to
    `explained` away from it is no wonder. `compares` is False where there is no last time.
    """

    candidacy: Candidacy
    now: Fraction
    before: Fraction
    expected: float
    spread: float
    explained: float
    compares: bool

    @classmethod
    def of(
        cls,
        candidacy: Candidacy,
        votes: int,
        total: int,
        baseline: Baseline,
        movement: Mapping[int, Movement],
    ) -> Standing:
        party = candidacy.party
        stood = None if party.is_independent else baseline.votes_for(party.pk)
        before = Fraction(stood or 0, baseline.total_votes)
        moved = movement.get(party.pk) if party.can_swing else None
        expected = moved.expected(float(before)) if moved else float(before)
        compares = stood is not None and party.can_swing
        untold = SPREAD_UNTOLD if compares else SPREAD_OF_NEWCOMER
        spread, explained = (moved.spread, STRANGE * moved.spread) if moved else (untold, 0.0)
        return cls(candidacy, Fraction(votes, total), before, expected, spread, explained, compares)

    @property
    def change(self) -> Fraction:
        return self.now - self.before

    @property
    def surprise(self) -> float:
        """What neither last time nor the night so far has told."""
        return float(self.now) - self.expected

    def unlikelihood(self, share: Fraction) -> float:
        """How unlikely the share would be here: less the logarithm of Student's density."""
        away = (float(share) - self.expected) / self.spread
        return (FREEDOM + 1) / 2 * log(1 + away**2 / FREEDOM)

    def __str__(self) -> str:
        return f"{self.candidacy} {percent(self.before)} then, {percent(self.now)} now"


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
            f"{percent(now)} per cent, {points(now - then)} points on {percent(then)} per cent in "
            f"{baseline.year}: look again."
        )
        yield warning("votes", message, "startling_turnout")


def _swing(standings: list[Standing]) -> Iterable[Finding]:
    first_two = sorted(standings, key=lambda each: -each.now)[:2]
    if len(first_two) < 2:
        return
    gaining, losing = sorted(first_two, key=lambda each: -each.change)
    size = (gaining.change - losing.change) / 2
    surprise = abs(gaining.surprise - losing.surprise) / 2
    explained = max(float(STARTLING_SWING), hypot(gaining.explained, losing.explained) / 2)
    if size > STARTLING_SWING and surprise > explained:
        message = (
            f"A swing of {percent(size)} points: {losing} per cent; {gaining} per cent; half of "
            f"{percent(gaining.change - losing.change)} points apart. Look again."
        )
        yield warning("votes", message, "startling_swing")


def _shares(standings: list[Standing]) -> Iterable[Finding]:
    for each in standings:
        explained = max(float(STARTLING_SHARE), each.explained)
        if abs(each.change) > STARTLING_SHARE and abs(each.surprise) > explained:
            field = f"votes.{each.candidacy.slug}"
            message = f"{each} per cent, {points(each.change)} points: look again."
            yield warning(field, message, "startling_share")


def _wrong_line(standings: list[Standing], baseline: Baseline) -> Iterable[Finding]:
    """The pair whose exchange would make the count likeliest, if it makes it much likelier."""
    pairs = [(_likelier_exchanged(a, b), a, b) for a, b in combinations(standings, 2)]
    likelier, a, b = max(pairs, key=lambda pair: pair[0], default=(0.0, None, None))
    if likelier > log(TIMES_LIKELIER):
        message = (
            f"{a} per cent; {b} per cent: with their votes exchanged this would be nearer to "
            f"{baseline.year}. Are they on the right lines?"
        )
        yield warning("votes", message, "wrong_candidate")


def _likelier_exchanged(a: Standing, b: Standing) -> float:
    """The logarithm of how many times likelier the two shares are on each other's lines."""
    typed = a.unlikelihood(a.now) + b.unlikelihood(b.now)
    return typed - a.unlikelihood(b.now) - b.unlikelihood(a.now)

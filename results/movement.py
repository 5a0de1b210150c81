"""How parties have moved on last time in the seats declared around one, and how unevenly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import QuerySet

from results.models import BaselineVotes, Contest, Declaration, DeclaredVotes

# How many seats tell which way a night goes, and how many are too few to tell.
SEATS_AROUND = 30
FEWEST_AROUND = 5
# Fewer seats than this in which one party stood say nothing of that party.
FEWEST_OF_PARTY = 3
# What is taken for granted before the night has spoken. The first two weigh as ten seats do: a
# share moves by about five points more or less than last time's with the night's movement says.
SPREAD = 0.05
SPREAD_WEIGHT = 10
# A uniform movement, as strong as thirty seats that differed by six points last time say it.
UNIFORM_WEIGHT = 0.1


@dataclass(frozen=True)
class Movement:
    """A line from a party's share last time to its share now; all are parts of one.

    `slope` is 1 where it moved by as many points everywhere, less where it lost most where it had
    most. `spread` is the standard deviation of one seat more about the line.
    """

    then: float
    now: float
    slope: float
    spread: float

    def expected(self, before: float) -> float:
        """The share now of a seat in which the party had `before`, 0 to 1."""
        return min(1.0, max(0.0, self.now + self.slope * (before - self.then)))


Votes = Mapping[Any, int]


def fitted(seats: Iterable[tuple[Votes, Votes]]) -> dict[Any, Movement]:
    """Each side's movement over these seats, as votes before and now by side.

    Least squares, drawn towards a slope of 1 and a spread of SPREAD (ridge regression) as long as
    the seats are few. A side that did not stand before had no share; empty with too few seats.
    """
    shares = [(_shares(before), _shares(now)) for before, now in seats]
    if len(shares) < FEWEST_AROUND:
        return {}
    sides = {side for _, now in shares for side in now}
    pairs = {
        side: [(before.get(side, 0.0), now[side]) for before, now in shares if side in now]
        for side in sides
    }
    return {side: _line(each) for side, each in pairs.items() if len(each) >= FEWEST_OF_PARTY}


def movement(contest: Contest) -> dict[int, Movement]:
    """How each party, by its id, has moved in the newest seats declared around this one.

    Of at most SEATS_AROUND other seats of the region, or where that has too few of the election,
    against the same seats last time. Empty while there are too few of these too. It costs the same
    however many seats are declared.
    """
    finals = Declaration.objects.filter(
        contest__election_id=contest.election_id,
        contest__seats=1,
        contest__baselines__is_default=True,
        unopposed=False,
        stage__in=[Declaration.Stage.DECLARED, Declaration.Stage.CORRECTED],
    ).exclude(contest=contest)
    newest = list(finals.filter(contest__region=contest.region).order_by("-pk")[:SEATS_AROUND])
    if len({each.contest_id for each in newest}) < FEWEST_AROUND and contest.region:
        newest = list(finals.order_by("-pk")[:SEATS_AROUND])
    # Of two versions of one contest the newer one speaks.
    speaking = {each.contest_id: each.pk for each in reversed(newest)}
    if len(speaking) < FEWEST_AROUND:
        return {}
    now = _by_contest(
        DeclaredVotes.objects.filter(declaration__in=speaking.values()),
        ("declaration__contest", "candidacy__party"),
    )
    before = _by_contest(
        BaselineVotes.objects.filter(baseline__contest__in=speaking, baseline__is_default=True),
        ("baseline__contest", "party"),
    )
    return fitted((before[each], now[each]) for each in speaking if before.get(each))


def _line(pairs: Collection[tuple[float, float]]) -> Movement:
    number = len(pairs)
    then = sum(before for before, _ in pairs) / number
    now = sum(after for _, after in pairs) / number
    width = sum((before - then) ** 2 for before, _ in pairs)
    slant = sum((before - then) * (after - now) for before, after in pairs)
    slope = (slant + UNIFORM_WEIGHT) / (width + UNIFORM_WEIGHT)
    misses = sum((after - now - slope * (before - then)) ** 2 for before, after in pairs)
    variance = (misses + SPREAD_WEIGHT * SPREAD**2) / (number + SPREAD_WEIGHT)
    return Movement(then, now, slope, sqrt(variance * (1 + 1 / number)))


def _shares(votes: Votes) -> dict[Any, float]:
    total = sum(votes.values())
    return {side: each / total for side, each in votes.items()} if total else {}


def _by_contest(rows: QuerySet[Any], names: tuple[str, str]) -> dict[int, dict[int | None, int]]:
    """Votes by contest and party; None gathers what has no party of its own."""
    votes: dict[int, dict[int | None, int]] = {}
    for contest, party, number in rows.order_by().values_list(*names, "votes"):
        of = votes.setdefault(contest, {})
        of[party] = of.get(party, 0) + number
    return votes

"""When, and so in which order, the contests of an election declare in its replay.

The record's own times of declaration where it has them; otherwise a simulated night, the same for
the same seed.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from results.models import Contest, Declaration

# The share of contests that has declared, and hours since polls closed: a few race, most declare
# between half past two and five (polls close at ten), the last after lunch. Roughly the shape of
# the general elections of 2010 to 2024 in the House of Commons Library's times of declaration.
_SHAPE = ((0, 0.75), (0.005, 1.75), (0.03, 3.25), (0.12, 4.5), (0.85, 7), (0.97, 9.5), (1, 16))
# A time that more than a tenth of the contests share was given for want of their own.
_STAND_IN = 10
_FEWEST_SHARING = 4


@dataclass(frozen=True, slots=True)
class Timetable:
    """When each contest declares, by its id; `simulated` are those whose time is not of record."""

    times: Mapping[int, datetime]
    simulated: frozenset[int]
    seed: int

    @property
    def sentence(self) -> str:
        """How the order came about, for readers and for the console."""
        some, of_all = len(self.simulated), len(self.times)
        if not some:
            return "The order is that of the declarations, by the times on record."
        if some == of_all:
            return f"The order is simulated (seed {self.seed}), not that of the night."
        return (
            f"The order is that of the declarations, by the times on record; the times of {some:,} "
            f"of {of_all:,} are not known and simulated (seed {self.seed})."
        )


def timetable_of(contests: Sequence[Contest], *, seed: int, simulated: bool) -> Timetable:
    """The times of these contests, which have declared and are of one election.

    `simulated` leaves the record's times aside.
    """
    known = {} if simulated else _known_times(contests)
    unknown = [contest for contest in contests if contest.pk not in known]
    made = simulated_times(unknown, seed=seed)
    return Timetable({**known, **made}, frozenset(made), seed)


def simulated_times(contests: Sequence[Contest], *, seed: int) -> dict[int, datetime]:
    """A plausible time for each contest, by its id: small ones early, regions together.

    Depends on slugs, regions, electorates and the seed alone.
    """
    chance = random.Random(seed)  # noqa: S311 - nobody must be unable to guess it
    listed = sorted(contests, key=lambda each: each.slug)
    regions = {region: chance.random() for region in sorted({each.region for each in listed})}
    sizes = sorted(each.electorate or 0 for each in listed)
    late = {
        each.pk: 0.4 * bisect_right(sizes, each.electorate or 0) / len(listed)
        + 0.4 * regions[each.region]
        + 0.6 * chance.random()
        for each in listed
    }
    listed.sort(key=lambda each: late[each.pk])
    return {
        each.pk: each.election.polls_close_at + _since_close(number / max(1, len(listed) - 1))
        for number, each in enumerate(listed)
    }


def _known_times(contests: Sequence[Contest]) -> dict[int, datetime]:
    first = {each.pk: _first_declared(each) for each in contests}
    sharing = Counter(first.values())
    stand_ins = {
        at
        for at, number in sharing.items()
        if number >= _FEWEST_SHARING and number * _STAND_IN > len(contests)
    }
    return {contest: at for contest, at in first.items() if at not in stand_ins}


def _first_declared(contest: Contest) -> datetime:
    """A correction moves nothing: the contest declared when it first did."""
    finals: list[Declaration] = [each for each in contest.declarations.all() if each.is_final]
    return min(finals, key=lambda each: each.version).declared_at


def _since_close(share: float) -> timedelta:
    """The time by which this share (0 to 1) has declared, to the minute."""
    (low, earlier), (high, later) = next(
        each for each in pairwise(_SHAPE) if each[0][0] <= share <= each[1][0]
    )
    hours = earlier + (later - earlier) * (share - low) / (high - low)
    return timedelta(minutes=round(hours * 60))

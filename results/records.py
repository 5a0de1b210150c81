"""What the figures of a seat prove to be a record: pure, and silent where they do not prove it.

A record is claimed over elections that follow one another without a gap, on the same boundaries and
of figures that count the same thing. A tie, and a figure that is not known, ends what is proved.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction

# Better than one election before is a comparison, which the article makes anyway.
FEWEST_BEATEN = 2

Earlier = Iterable[tuple[int, int | Fraction | None]]


@dataclass(frozen=True, slots=True)
class Claim:
    """`since` is the year of the last election that was as high or low, None if none on record was.

    `beaten` are the elections in between, newest first; `start` is the oldest one looked at.
    """

    since: int | None
    beaten: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.since or self.beaten[-1]


def highest(now: int | Fraction, earlier: Earlier) -> Claim | None:
    """Whether `now` is above what `earlier` has, the newest first, by year without a gap.

    None where it beats fewer than FEWEST_BEATEN of them, or where the first that it does not beat
    is its equal.
    """
    beaten: list[int] = []
    for year, value in earlier:
        if value is None:
            break
        if value == now:
            return None
        if value > now:
            return _claim(year, beaten)
        beaten.append(year)
    return _claim(None, beaten)


def lowest(now: int | Fraction, earlier: Earlier) -> Claim | None:
    """The same of the lowest."""
    return highest(-now, ((year, None if value is None else -value) for year, value in earlier))


def first_win(winner: Hashable, earlier: Iterable[tuple[int, Hashable | None]]) -> Claim | None:
    """Whether others won before, up to the last win of `winner`. None as in `highest`."""
    lost: list[int] = []
    for year, won in earlier:
        if won is None:
            break
        if won == winner:
            return _claim(year, lost)
        lost.append(year)
    return _claim(None, lost)


def _claim(since: int | None, beaten: list[int]) -> Claim | None:
    return Claim(since, tuple(beaten)) if len(beaten) >= FEWEST_BEATEN else None

"""The days of the United Kingdom's general elections, so that a missing one is noticed.

A record may only be claimed over elections that follow one another without a gap. The table is of
fact and ends; what came after its last day is vouched for by nobody.
"""

from datetime import date
from itertools import pairwise

# 1974 had two, which a baseline's year cannot tell apart: a run of elections breaks off there.
_RUNS = (
    (
        date(1918, 12, 14), date(1922, 11, 15), date(1923, 12, 6), date(1924, 10, 29),
        date(1929, 5, 30), date(1931, 10, 27), date(1935, 11, 14), date(1945, 7, 5),
        date(1950, 2, 23), date(1951, 10, 25), date(1955, 5, 26), date(1959, 10, 8),
        date(1964, 10, 15), date(1966, 3, 31), date(1970, 6, 18),
    ),
    (
        date(1979, 5, 3), date(1983, 6, 9), date(1987, 6, 11), date(1992, 4, 9), date(1997, 5, 1),
        date(2001, 6, 7), date(2005, 5, 5), date(2010, 5, 6), date(2015, 5, 7), date(2017, 6, 8),
        date(2019, 12, 12), date(2024, 7, 4),
    ),
)  # fmt: skip
_DAYS = {day.year: day for run in _RUNS for day in run}
_BEFORE = {later.year: earlier.year for run in _RUNS for earlier, later in pairwise(run)}


def polling_day_of(year: int) -> date | None:
    """The day of the year's general election; None in a year without one, and in 1974."""
    return _DAYS.get(year)


def is_known(year: int) -> bool:
    """Whether the table has a general election in that year."""
    return year in _DAYS


def year_before(year: int) -> int | None:
    """The year of the general election before that year's; None where that is not known."""
    return _BEFORE.get(year)

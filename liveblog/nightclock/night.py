"""The calendar of an election night, and the instants in it that a printed time can mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property, lru_cache

from .clock import Clock

# What it costs to believe a reading. The unit is one slip of am and pm.
SLIP = 10.0
MIDNIGHT_SLIP = 2.0  # 12.52pm for 00:52 is the slip that everybody makes
BEFORE_NIGHT, AFTER_NIGHT, NEXT_NIGHT = 5.0, 4.0, 12.0  # each stamp outside the night proper
SECOND_PASSAGE = 0.01  # of an hour that the October clocks repeat: only breaks a tie


@dataclass(frozen=True)
class Reading:
    """An instant that a stamp can mean, and what it costs to believe it."""

    at: datetime
    cost: float
    is_slip: bool = False

    @cached_property
    def seconds(self) -> float:
        # Two datetimes of one zone compare by the clock on the wall, blind to the fold.
        return self.at.timestamp()


def house_time(instant: datetime, tz: tzinfo) -> str:
    """The time in house style, `5.30am` or `12.05am`; ValueError for an instant without a zone."""
    local = _aware(instant).astimezone(tz)
    return f"{local.hour % 12 or 12}.{local.minute:02}{'am' if local.hour < 12 else 'pm'}"


def house_date(instant: datetime, tz: tzinfo) -> str:
    """The day as `Thursday 6 May 2010`; ValueError for an instant without a zone."""
    local = _aware(instant).astimezone(tz)
    return f"{local:%A} {local.day} {local:%B %Y}"


def night_of(polling_day: date, tz: tzinfo) -> tuple[datetime, datetime]:
    """First instant of a night's blog, and the first one after it.

    From 5am on polling day, two hours before polls open, to the end of the next day: early
    enough for the queue at the door, late enough for the last recount.
    """
    start = datetime.combine(polling_day, time(5), tz)
    return start, datetime.combine(polling_day + timedelta(days=2), time(0), tz)


@lru_cache(maxsize=4096)
def candidates(
    clock: Clock, *, polling_day: date, tz: tzinfo, twenty_four_hours: bool = False
) -> tuple[Reading, ...]:
    """Every instant of the night that the stamp can mean, as printed or with am and pm exchanged.

    Cheapest in the night proper, the twelve hours from 8pm: there each face of a clock shows
    once, so that a slip always stands out. A stamp without am or pm means either, unless it is
    known to be of a 24-hour clock. An hour that the October clocks repeat is read both ways.
    """
    start, end = night_of(polling_day, tz)
    next_day = polling_day + timedelta(days=1)
    readings = []
    for hour, price in _hours(clock, twenty_four_hours):
        for day in (polling_day, next_day):
            wall = datetime.combine(day, time(hour, clock.minute))
            for passage, at in enumerate(_passages(wall, tz)):
                if start <= at < end:
                    cost = price + _distance(wall, polling_day) + passage * SECOND_PASSAGE
                    readings.append(Reading(at, cost, is_slip=price > 0))
    return tuple([r for r in readings if r.at.tzname() == clock.zone] or readings)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone")
    return instant


def _distance(wall: datetime, polling_day: date) -> float:
    """The price of a time outside the night proper."""
    hours = (wall - datetime.combine(polling_day, time(20))) / timedelta(hours=1)
    if hours < 0:
        return BEFORE_NIGHT
    if hours < 12:
        return 0.0
    return AFTER_NIGHT if hours < 24 else NEXT_NIGHT


def _hours(clock: Clock, twenty_four_hours: bool) -> list[tuple[int, float]]:
    """Hours of the day that the stamp can mean, each with the price of the slip it takes."""
    if clock.exact or (clock.meridiem is None and twenty_four_hours):
        return [(clock.hour, 0.0)]
    am, pm = clock.hour % 12, clock.hour % 12 + 12
    if clock.meridiem is None:
        return [(am, 0.0), (pm, 0.0)]
    if clock.meridiem == "am":
        return [(am, 0.0), (pm, SLIP)]
    return [(pm, 0.0), (am, MIDNIGHT_SLIP if am == 0 else SLIP)]


def _passages(wall: datetime, tz: tzinfo) -> Iterator[datetime]:
    """The instants at which the clock on the wall showed this: two in a repeated hour."""
    first, second = wall.replace(tzinfo=tz, fold=0), wall.replace(tzinfo=tz, fold=1)
    # An hour that the March clocks skip is read by the old time, as an unchanged watch shows it.
    yield first.astimezone(UTC).astimezone(tz)
    if (first.utcoffset() or timedelta()) > (second.utcoffset() or timedelta()):
        yield second

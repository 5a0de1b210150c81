"""Printed stamps -> true instants: the order of a blog, its midnight, its slips of am and pm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from .clock import Clock, read_clock
from .night import SLIP, Reading, candidates, house_date, house_time, night_of

OUT_OF_ORDER, OUT_OF_ORDER_PER_HOUR = 4.0, 6.0
SILENCE_PER_HOUR, LONG_SILENCE, SILENCE_AT_MOST = 1.0, 6.0, 10.0
DOUBT = SLIP + 1.0  # a stamp is ambiguous when another reading costs no more than this beyond


class Order(StrEnum):
    """The order in which a blog is printed."""

    NEWEST_FIRST = "newest first"
    OLDEST_FIRST = "oldest first"


@dataclass(frozen=True)
class Slip:
    """am and pm exchanged: `printed`, taken at its word, is `as_printed`; what is meant is `at`."""

    printed: str
    as_printed: datetime
    at: datetime


@dataclass(frozen=True)
class Resolved:
    """A stamp at its true instant; `others` are the readings that are as good, or nearly."""

    clock: Clock
    at: datetime
    slip: Slip | None = None
    others: tuple[datetime, ...] = ()
    reason: str = ""

    @property
    def ambiguous(self) -> bool:
        return bool(self.others)


def resolve(
    clocks: Sequence[Clock], *, polling_day: date, tz: tzinfo, order: Order | None = None
) -> list[Resolved]:
    """The true instants of the stamps, in the order given, which is never changed.

    Of all rows of readings the cheapest is taken: stamps run one way, a small step back is a
    pair printed out of order, great ones and long silences are dear. A stamp is ambiguous when
    another reading of it costs hardly more than one slip more. Without `order` both are tried.
    """
    rows = _readings(clocks, polling_day, tz)
    tables = [_Table(rows, tried) for tried in ([order] if order else Order)]
    best = min(tables, key=lambda table: table.cost)
    resolved = []
    for i, (clock, row, chosen) in enumerate(zip(clocks, rows, best.path, strict=True)):
        others = {
            reading.seconds: reading.at
            for table in tables
            for reading, total in zip(row, table.totals[i], strict=True)
            if total <= best.cost + DOUBT and reading.seconds != chosen.seconds
        }
        resolved.append(_resolved(clock, row, chosen, [others[at] for at in sorted(others)], tz))
    return resolved


def order_of(clocks: Sequence[Clock], *, polling_day: date, tz: tzinfo) -> Order:
    """The order in which the stamps are printed; newest first where they do not tell."""
    rows = _readings(clocks, polling_day, tz)
    return min(Order, key=lambda order: _Table(rows, order).cost)


def strain(
    clocks: Sequence[Clock], *, polling_day: date, tz: tzinfo, order: Order | None = None
) -> float:
    """What the cheapest reading of these stamps costs: 0 for a night printed without a fault."""
    rows = _readings(clocks, polling_day, tz)
    return min(_Table(rows, tried).cost for tried in ([order] if order else Order))


def propose(
    text: str, *, now: datetime, polling_day: date, tz: tzinfo, previous: datetime | None = None
) -> Resolved:
    """What a reporter means by a stamp typed at `now`, after an entry at `previous`.

    ValueError when `text` is no clock time. Outside the night of polling day the calendar of
    `now` counts.
    """
    start, end = night_of(polling_day, tz)
    today = (now.astimezone(tz) - timedelta(hours=5)).date()
    clock = read_clock(text)
    row = candidates(clock, polling_day=polling_day if start <= now < end else today, tz=tz)

    def cost(reading: Reading) -> float:
        before = _step(previous.timestamp(), reading.seconds) if previous else 0.0
        return reading.cost + before + _step(reading.seconds, now.timestamp())

    chosen = min(row, key=cost)
    others = [r.at for r in row if r is not chosen and cost(r) <= cost(chosen) + DOUBT]
    return _resolved(clock, row, chosen, others, tz)


class _Table:
    """The least cost through every reading of every stamp: Viterbi, forwards and backwards."""

    def __init__(self, rows: list[tuple[Reading, ...]], order: Order) -> None:
        if newest_first := order is Order.NEWEST_FIRST:
            rows = rows[::-1]
        best: list[list[float]] = []
        came_by: list[list[int]] = []
        for i, row in enumerate(rows):
            before = list(zip(rows[i - 1], best[i - 1], strict=True)) if i else []
            ways = [[c + _step(p.seconds, r.seconds) for p, c in before] or [0.0] for r in row]
            came_by.append([way.index(min(way)) for way in ways])
            best.append([r.cost + min(way) for r, way in zip(row, ways, strict=True)])
        rest = [[0.0] * len(row) for row in rows]
        for i in range(len(rows) - 2, -1, -1):
            after = list(zip(rows[i + 1], rest[i + 1], strict=True))
            rest[i] = [
                min(_step(r.seconds, n.seconds) + n.cost + c for n, c in after) for r in rows[i]
            ]
        self.cost = min(best[-1], default=0.0) if best else 0.0
        self.totals = [
            [x + y for x, y in zip(*way, strict=True)] for way in zip(best, rest, strict=True)
        ]
        self.path: list[Reading] = []
        k = best[-1].index(self.cost) if best else 0
        for row, came in zip(reversed(rows), reversed(came_by), strict=True):
            self.path.append(row[k])
            k = came[k]
        if not newest_first:
            self.path.reverse()
        else:
            self.totals.reverse()


def _readings(clocks: Sequence[Clock], polling_day: date, tz: tzinfo) -> list[tuple[Reading, ...]]:
    """Readings of each stamp; one hour above 12 shows the bare stamps to be of a 24-hour clock."""
    all_day = any(clock.exact and clock.text[0].isdigit() for clock in clocks)
    return [
        candidates(clock, polling_day=polling_day, tz=tz, twenty_four_hours=all_day)
        for clock in clocks
    ]


def _step(earlier: float, later: float) -> float:
    """Price of one stamp after another, in seconds since the epoch: a step back, or a silence."""
    hours = (later - earlier) / 3600
    if hours < 0:
        return OUT_OF_ORDER - hours * OUT_OF_ORDER_PER_HOUR
    return min(max(hours - LONG_SILENCE, 0.0) * SILENCE_PER_HOUR, SILENCE_AT_MOST)


def _resolved(
    clock: Clock, row: tuple[Reading, ...], chosen: Reading, others: list[datetime], tz: tzinfo
) -> Resolved:
    slip, reasons, at = None, [], chosen.at
    if chosen.is_slip:
        printed = min(
            (r for r in row if not r.is_slip), key=lambda r: abs(r.seconds - chosen.seconds)
        )
        slip = Slip(clock.text, printed.at, at)
        reasons.append(f"am and pm exchanged: {clock.text} is {house_time(at, tz)}")
    if others:
        also = " or ".join(f"{house_time(o, tz)} {o.tzname()}, {house_date(o, tz)}" for o in others)
        reasons.append(f"could also be {also}")
    if clock.zone and at.tzname() != clock.zone:
        reasons.append(f"{clock.zone} is printed, but the clocks showed {at.tzname()}")
    return Resolved(clock, at, slip, tuple(others), "; ".join(reasons))

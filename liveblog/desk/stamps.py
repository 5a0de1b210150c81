"""The time that a reporter typed -> the instant they mean, or a question back with its answers."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from liveblog import nightclock
from liveblog.models import Blog
from liveblog.publishing import Fault, Refused

_DATED = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})[T ]+(?P<clock>.+)")
_SPAN = re.compile(
    r"(?P<ahead>in\s+)?(?:(?P<few>an?|half an)|(?P<count>\d{1,3}))\s*"
    r"(?P<unit>minutes?|mins?\.?|m|hours?|hrs?\.?|h)(?:\s+(?P<way>ago|from now|later))?",
    re.IGNORECASE,
)
_NOW = {"now", "just now", "right now"}
SOON = timedelta(hours=20)  # what is further off than that is asked back


class Misread(ValueError):
    """Why a time was not taken, in words; `proposals` are what could be written instead."""

    def __init__(self, message: str, proposals: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.proposals = tuple(proposals)

    def as_refused(self, field: str) -> Refused:
        return Refused([Fault(field, str(self), proposals=self.proposals)])


def read_stamp(text: str, *, blog: Blog, near: datetime) -> datetime | None:
    """The instant at which something happened; None for an empty text.

    `5.07am`, `05:07`, `2010-05-07 5.07am`, `10 minutes ago`, `10 min`, `now`. A time without a day
    is the one nearest to `near`, the press, in the night of the blog. Raises Misread: a slip of am
    and pm is asked back and never put right in silence.
    """
    text = " ".join(text.split())
    if not text:
        return None
    if text.casefold() in _NOW:
        return near
    if span := _SPAN.fullmatch(text):
        if span["ahead"] or span["way"] in {"from now", "later"}:
            raise Misread(f"“{text}” is still to come: choose when it is published instead.")
        return near - _length(span)
    if dated := _DATED.fullmatch(text):
        return _on_day(dated["day"], dated["clock"], zone=blog.zone)
    try:
        meant = nightclock.propose(text, now=near, polling_day=blog.polling_day, tz=blog.zone)
    except ValueError:
        raise Misread(
            f"“{text[:40]}” is not a time. Write it as 5.07am, 05:07 or 10 min ago;"
            " leave it empty for now."
        ) from None
    readings: dict[str, datetime] = {}
    for instant in sorted((meant.at, *meant.others), key=lambda each: abs(each - near)):
        readings.setdefault(nightclock.house_time(instant, blog.zone), instant)
    if meant.slip is not None:
        proposed = _text_for(meant.at, blog, near)
        day = nightclock.house_date(meant.slip.as_printed, blog.zone)
        insisted = _dated(meant.slip.as_printed, text, blog)
        raise Misread(
            f"{text} would be on {day}. Did you mean {proposed}? Write that,"
            f" or {insisted} if you did not.",
            [proposed, insisted],
        )
    if len(readings) > 1 and meant.clock.meridiem is None and not meant.clock.exact:
        proposals = [_text_for(each, blog, near) for each in readings.values()]
        raise Misread(f"“{text}” could be {' or '.join(readings)}: say which.", proposals)
    return meant.at


def read_due(text: str, *, blog: Blog, near: datetime, now: datetime) -> datetime | None:
    """The instant at which something is to be published; None for an empty text.

    `10pm`, `22:00`, `in 20 minutes`, `2010-05-06 22:00`: the first such time after `near`, the
    press. Raises Misread for what is past, is most of a day off and has no day, or could be
    either half of the day.
    """
    text = " ".join(text.split())
    if not text:
        return None
    if span := _SPAN.fullmatch(text):
        if span["way"] == "ago":
            raise Misread(f"“{text}” is past: an entry can be published now, or later.")
        return _to_come(near + _length(span), text, blog, now)
    if dated := _DATED.fullmatch(text):
        instant = _on_day(dated["day"], dated["clock"], zone=blog.zone)
        return _to_come(instant, text, blog, now)
    try:
        clock = nightclock.read_clock(text)
    except ValueError:
        raise Misread(
            f"“{text[:40]}” is not a time. Write it as 10pm, 22:00 or in 20 minutes."
        ) from None
    days = [near.astimezone(blog.zone).date() + timedelta(days=n) for n in (0, 1)]
    hours = [_hour(clock)]
    if clock.meridiem is None and not clock.exact:
        hours = [clock.hour % 12, clock.hour % 12 + 12]
    coming = sorted(
        instant
        for day in days
        for hour in hours
        if (instant := _wall(day, hour, clock.minute, blog.zone)) > near
    )
    if len(hours) > 1:
        first = coming[: len(hours)]
        spelt = [nightclock.house_time(each, blog.zone) for each in first]
        proposals = [
            clock_text if each - near <= SOON else _dated(each, clock_text, blog)
            for each, clock_text in zip(first, spelt, strict=True)
        ]
        raise Misread(f"“{text}” could be {' or '.join(spelt)}: say which.", proposals)
    if coming[0] - near > SOON:
        dated_text = _dated(coming[0], text, blog)
        day = nightclock.house_date(coming[0], blog.zone)
        span_text = nightclock.span_in_words(coming[0] - now)
        raise Misread(
            f"{text} is past today; the next is on {day}, {span_text} from now."
            f" If you mean that, write {dated_text}.",
            [dated_text],
        )
    return _to_come(coming[0], text, blog, now)


def _text_for(instant: datetime, blog: Blog, near: datetime) -> str:
    """The shortest text that is read as this instant: with its day only where it needs one."""
    text = nightclock.house_time(instant, blog.zone)
    read = nightclock.propose(text, now=near, polling_day=blog.polling_day, tz=blog.zone)
    # Two datetimes of one zone compare by the clock on the wall, blind to the fold.
    is_same = read.slip is None and read.at.timestamp() == instant.timestamp()
    return text if is_same else _dated(instant, text, blog)


def _dated(instant: datetime, text: str, blog: Blog) -> str:
    return f"{instant.astimezone(blog.zone):%Y-%m-%d} {text}"


def _to_come(instant: datetime, text: str, blog: Blog, now: datetime) -> datetime:
    if instant <= now:
        shown = nightclock.house_time(now, blog.zone)
        raise Misread(f"{text} is past: it is {shown}. Publish it now, or give a later time.")
    return instant


def _length(span: re.Match[str]) -> timedelta:
    count = 0.5 if (span["few"] or "").startswith("half") else float(span["count"] or 1)
    is_hours = span["unit"][0].lower() == "h"
    return timedelta(hours=count) if is_hours else timedelta(minutes=count)


def _on_day(day: str, clock_text: str, *, zone: ZoneInfo) -> datetime:
    try:
        clock = nightclock.read_clock(clock_text)
        on = date.fromisoformat(day)
    except ValueError:
        raise Misread(
            f"“{day} {clock_text[:40]}” is not a day and a time, such as 2010-05-07 5.07am."
        ) from None
    return _wall(on, _hour(clock), clock.minute, zone)


def _hour(clock: nightclock.Clock) -> int:
    if clock.meridiem:
        return clock.hour % 12 + (12 if clock.meridiem == "pm" else 0)
    return clock.hour


def _wall(day: date, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    # Once around by UTC: in the hour that the March clocks skip there is no such time.
    wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    return wall.astimezone(UTC).astimezone(zone)

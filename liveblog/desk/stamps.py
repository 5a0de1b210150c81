"""The time that a reporter typed -> the instant they mean, or a question back."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from liveblog import nightclock
from liveblog.models import Blog

_DATED = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})[T ]+(?P<clock>.+)")


def read_stamp(text: str, *, blog: Blog, near: datetime) -> datetime | None:
    """The instant meant by `5.07am`, `05:07` or `2010-05-07 5.07am`; None for an empty text.

    A time without a day is the one nearest to `near` in the night of the blog. Raises ValueError,
    in words for the reporter: a slip of am and pm is asked back and never put right in silence.
    """
    text = text.strip()
    if not text:
        return None
    if dated := _DATED.fullmatch(text):
        return _on_day(dated["day"], dated["clock"], zone=blog.zone)
    try:
        meant = nightclock.propose(text, now=near, polling_day=blog.polling_day, tz=blog.zone)
    except ValueError:
        raise ValueError(
            f"“{text[:40]}” is not a time. Write it as 5.07am or 05:07; leave it empty for now."
        ) from None
    readings = {
        nightclock.house_time(instant, blog.zone): instant for instant in (meant.at, *meant.others)
    }
    if meant.slip is not None:
        proposed = nightclock.house_time(meant.at, blog.zone)
        day = nightclock.house_date(meant.slip.as_printed, blog.zone)
        raise ValueError(
            f"{text} would be on {day}. Did you mean {proposed}? Write that,"
            f" or {meant.slip.as_printed:%Y-%m-%d} {text} if you did not."
        )
    if len(readings) > 1 and meant.clock.meridiem is None and not meant.clock.exact:
        raise ValueError(f"“{text}” could be {' or '.join(readings)}: say which.")
    return meant.at


def _on_day(day: str, clock_text: str, *, zone: ZoneInfo) -> datetime:
    try:
        clock = nightclock.read_clock(clock_text)
        on = date.fromisoformat(day)
    except ValueError:
        raise ValueError(
            f"“{day} {clock_text[:40]}” is not a day and a time, such as 2010-05-07 5.07am."
        ) from None
    hour = clock.hour
    if clock.meridiem:
        hour = clock.hour % 12 + (12 if clock.meridiem == "pm" else 0)
    return datetime(on.year, on.month, on.day, hour, clock.minute, tzinfo=zone)

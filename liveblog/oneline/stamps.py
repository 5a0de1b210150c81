"""The stamp at the start of a line: “5.07am - ”, “05:07”, “1.35am Prime …”."""

import re
from dataclasses import dataclass

from liveblog.nightclock import CLOCK, clock_from
from liveblog.oneline.tokens import BLANK, LETTERS, SPACES

_CLOCK = re.compile(CLOCK, re.VERBOSE | re.IGNORECASE | re.ASCII)
_HEADS = ("hour", "bare_hour", "military", "word")
_BEFORE = re.compile(rf"[{BLANK}]*")
_PARTED = re.compile(rf"[{SPACES}\t]*(?:[–—−:|-]+(?=[{BLANK}]|$)[{BLANK}]*|[\n\r]+[{BLANK}]*|$)")
_CLOSE = re.compile(rf"[{SPACES}\t]+")
_OPENS = re.compile("[A-ZÀ-ÖØ-Þ0-9\"“‘'(]")
_GOES_ON = re.compile(rf"[{LETTERS}0-9%]|[.,:][0-9]")


@dataclass(frozen=True, slots=True)
class Stamp:
    """`text` as typed, what it stamps from `end` on; `sure`, or only if that is a figure or so."""

    text: str
    end: int
    sure: bool


def stamp_of(text: str) -> Stamp | None:
    """The time that the text begins with. “4am is expected” has none: it is a sentence."""
    start = _end(_BEFORE, text, 0)
    found = _CLOCK.match(text, start)
    if found is None or (found["military"] and not found["hours"]):
        return None
    head = min(found.start(name) for name in _HEADS if found[name])
    end = head + len(clock_from(found).text)
    typed = text[start:end]
    if _GOES_ON.match(text, end):
        return None
    if parted := _PARTED.match(text, end):
        return Stamp(typed, parted.end(), sure=True)
    plain = ":" in typed or any(
        found[name] for name in ("meridiem", "bare_meridiem", "hours", "zone")
    )
    close = _CLOSE.match(text, end)
    if close is None or not plain or found["word"]:
        return None
    return Stamp(typed, close.end(), sure=bool(_OPENS.match(text, close.end())))


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start

"""Clock times as newspapers print them."""

import re
from dataclasses import dataclass

# To be compiled with re.VERBOSE and re.IGNORECASE, alone or inside a longer pattern.
CLOCK = r"""
    (?: (?P<hour>2[0-4]|[01]?[0-9]) [.:] (?P<minute>[0-5][0-9]) (?![0-9]|[.,:][0-9])
        (?:\s?(?P<meridiem>[ap]m\b|[ap]\.m\.?))?
      | (?P<bare_hour>1[0-2]|0?[1-9]) \s? (?P<bare_meridiem>[ap]m\b|[ap]\.m\.?)
      | (?P<military>(?:[01][0-9]|2[0-4])[0-5][0-9]) (?=\s?(?:hrs?|hours)\b|:\s|\s[–—-]\s)
      | (?:12\s)? (?P<word>midnight|noon|midday)\b )
    (?: \s? (?P<hours>hrs?|hours)\b )?
    (?: \s? (?P<zone>BST|GMT|UTC|WEST|WET|CEST|CET|IST)\b )?
"""
_CLOCK = re.compile(CLOCK, re.VERBOSE | re.IGNORECASE)
_HEADS = ("hour", "bare_hour", "military", "word")
_TAILS = ("minute", "meridiem", "bare_meridiem", "hours", "zone")


@dataclass(frozen=True)
class Clock:
    """A time of day as printed; `meridiem` is "am", "pm" or None, `exact` rules out a slip."""

    text: str
    hour: int
    minute: int
    meridiem: str | None = None
    exact: bool = False
    zone: str | None = None


def read_clock(text: str) -> Clock:
    """Read `5.30am`, `05:30`, `2am`, `23.40hrs`, `23:56 BST` or `midnight`; else ValueError."""
    if found := _CLOCK.fullmatch(text.strip()):
        return clock_from(found)
    raise ValueError(f"“{text}” is not a time such as 5.30am or 23:15")


def clock_from(found: re.Match[str]) -> Clock:
    """The clock in a match of `CLOCK`, which may be part of a longer pattern."""
    start = min(found.start(group) for group in _HEADS if found[group])
    end = max(found.end(group) for group in (*_HEADS, *_TAILS) if found[group])
    text = found.string[start:end]
    zone = found["zone"].upper() if found["zone"] else None
    if found["word"]:
        hour = 0 if found["word"].lower() == "midnight" else 12
        return Clock(text, hour, 0, exact=True, zone=zone)
    if found["military"]:
        hour, minute = divmod(int(found["military"]), 100)
        return Clock(text, hour % 24, minute, exact=True, zone=zone)
    hour, minute = int(found["hour"] or found["bare_hour"]), int(found["minute"] or 0)
    printed = found["meridiem"] or found["bare_meridiem"]
    exact = bool(found["hours"]) or hour == 0 or hour > 12
    meridiem = None if exact or not printed else f"{printed[0].lower()}m"
    return Clock(text, hour % 24, minute, meridiem, exact, zone)

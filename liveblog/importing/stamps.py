"""A line that begins with a time, as papers stamp their entries."""

import re
from dataclasses import dataclass
from enum import IntEnum

from liveblog.importing.parsed import Line
from liveblog.nightclock import CLOCK, Clock, clock_from


class Weight(IntEnum):
    """How much a line looks like the beginning of an entry."""

    WEAK = 0
    LIKELY = 1
    FIRM = 2


@dataclass(frozen=True)
class StampLine:
    """A line that begins with a time: what stands before it and after it, and how surely."""

    line: Line
    clock: Clock
    lead: str
    rest: str
    weight: Weight
    has_mark: bool  # am, pm, hrs, a zone: it can be nothing but a time
    runs_on: bool  # goes on in small letters, as a sentence does


_LINE = re.compile(
    rf"""^\s*(?:\#{{1,6}}\s+|[*•>]\s+)?
    (?P<open>\*\*|__|\[|\()?\s*
    (?P<label>(?:updated?|latest|posted|time)(?:\s+at)?\s*[:–—-]?\s*)?
    {CLOCK}
    \s*(?P<close>\*\*|__|\]|\))?
    (?P<sep>\s*(?:[–—|]|-+|:|\.(?=\s))(?=\s|[^\d\W]|["“‘'£*]|$))?\s*
    (?P<close_late>\*\*|__)?\s*
    (?P<rest>.*)$""",
    re.VERBOSE | re.IGNORECASE,
)
_LEAD = re.compile(r"^\s*(?P<lead>[^:\d]{2,80}):\s*(?P<tail>\S.*)$")
_RANGE = re.compile(rf"^(?:to|until|-)?\s*(?:{CLOCK})", re.VERBOSE | re.IGNORECASE)
_NO_STAMP_AFTER = re.compile(
    r"^(?:per\s?cent|%|percentage|points?|votes?|seats?|swing|million|billion|m\b|bn\b"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)",
    re.IGNORECASE,
)


def read_line(line: Line) -> StampLine | None:
    """The stamp at the head of a line, however doubtful; None where there is no time."""
    if found := _LINE.match(line.text):
        return _stamp_line(line, found, lead="")
    if (led := _LEAD.match(line.text)) and _is_lead(led["lead"]):
        found = _LINE.match(led["tail"])
        stamp = found and _stamp_line(line, found, lead=led["lead"].strip())
        if stamp and stamp.weight is not Weight.WEAK:
            return stamp
    return None


def _stamp_line(line: Line, found: re.Match[str], *, lead: str) -> StampLine | None:
    clock, rest = clock_from(found), found["rest"].strip()
    if found["open"] == "**" and not (found["close"] or found["close_late"]):
        rest = rest.removesuffix("**").rstrip()
    marks = ("meridiem", "bare_meridiem", "hours", "zone", "word")
    has_mark = any(found[mark] for mark in marks)
    is_wrapped = bool(found["open"] and (found["close"] or found["close_late"]))
    weight = _weigh(found, clock, rest, has_mark=has_mark, is_wrapped=is_wrapped)
    return StampLine(line, clock, lead, rest, weight, has_mark, _runs_on(rest))


def _weigh(
    found: re.Match[str], clock: Clock, rest: str, *, has_mark: bool, is_wrapped: bool
) -> Weight:
    by_colon = ":" in clock.text
    runs_on = _runs_on(rest)
    if _NO_STAMP_AFTER.match(rest) or _RANGE.match(rest):
        return Weight.WEAK
    if is_wrapped or (found["label"] and (has_mark or by_colon)):
        return Weight.FIRM
    if not rest:
        return Weight.FIRM if has_mark else Weight.LIKELY if by_colon else Weight.WEAK
    if found["sep"]:
        is_sentence = runs_on and found["sep"].strip() != ":"
        return Weight.FIRM if has_mark and not is_sentence else Weight.LIKELY
    if has_mark and not runs_on:
        return Weight.LIKELY
    return Weight.WEAK


def _runs_on(rest: str) -> bool:
    return bool(re.match(r"[,;.)%/]|['’]s\b", rest)) or rest[:1].islower()


def _is_lead(lead: str) -> bool:
    return lead.isupper() or bool(re.search(r"\breport(?:s|ing)\b", lead, re.IGNORECASE))

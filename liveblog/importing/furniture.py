"""The parts of a saved page that are no part of the blog on it."""

import re
from collections.abc import Sequence

from liveblog.importing.parsed import Line, Note
from liveblog.importing.stamps import Weight, read_line

_MONTH = r"(?:jan|febr)uary|march|april|may|ju(?:ne|ly)|august|(?:sept|nov|dec)ember|october"
_MONTH = rf"(?:{_MONTH})"
_COMMENTS = re.compile(r"^(?:\d+\s+)?comments?\s*(?:[:(]|$)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"""^(?:comments?\s*(?:[:(]|$)|\d+\s+comments?$|post\sa\scomment|leave\sa\s(?:comment|reply)
    |share\s(?:this|on|via)\b|share\s*:|tweet$|print\sthis|email\sthis|follow\sus\b
    |related\s(?:stories|articles|links|content|topics)|related:|more\son\sthis|read\smore\b
    |most\s(?:read|popular|viewed)|recommended\b|you\smay\salso\slike|sponsored\b
    |sign\sup\s(?:to|for)\b|subscribe\b|newsletter|.*\bcookies?\spolicy|we\suse\scookies
    |privacy\spolicy|terms\s(?:and|&)\sconditions|©|copyright\b|all\srights\sreserved
    |tags?\s*:|topics?\s*:|advertisement$|back\sto\stop|report\sthis\s(?:post|comment))""",
    re.IGNORECASE | re.VERBOSE,
)
_CLUTTER = {
    "page furniture between entries": re.compile(
        r"^(?:advertisement|share(?:\sthis)?|tweet|article\scontinues\sbelow)$", re.IGNORECASE
    ),
    "a day on a line of its own": re.compile(
        r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?\s*)?"
        r"(?:\d{1,2}(?:st|nd|rd|th)?\s+MONTH|MONTH\s+\d{1,2}(?:st|nd|rd|th)?)?"
        r"(?:,?\s+\d{4})?:?$".replace("MONTH", _MONTH),
        re.IGNORECASE,
    ),
}


def split_comments(lines: list[Line]) -> tuple[list[Line], tuple[Line, ...]]:
    """Readers' comments carry times too: their one heading, below a stamp, ends the blog."""
    headings = [i for i, line in enumerate(lines) if _COMMENTS.match(line.text)]
    if len(headings) == 1 and any(
        (stamp := read_line(line)) and stamp.weight is Weight.FIRM for line in lines[: headings[0]]
    ):
        return lines[: headings[0]], tuple(lines[headings[0] :])
    return lines, ()


def split_furniture(segment: list[Line]) -> tuple[list[Line], tuple[Line, ...]]:
    """The last entry ends where the page's own furniture begins."""
    for i, line in enumerate(segment):
        if _FURNITURE.match(line.text):
            return segment[:i], tuple(segment[i:])
    return segment, ()


def split_clutter(segment: Sequence[Line]) -> tuple[list[Line], list[Note]]:
    kept: list[Line] = []
    clutter: list[Note] = []
    for line in segment:
        why = next((why for why, pattern in _CLUTTER.items() if pattern.match(line.text)), "")
        if why:
            clutter.append(Note(*line, why=why))
        else:
            kept.append(line)
    return kept, clutter

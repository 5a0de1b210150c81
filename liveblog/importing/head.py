"""What stands above the first entry: title, by-line, introduction."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from liveblog.importing.parsed import Line
from liveblog.importing.stamps import StampLine

_BYLINE = re.compile(
    r"^(?:by\s+(?P<by>[^\d.:]{3,60})|(?P<name>[^\d.:,]{3,60}?)\s+report(?:s|ing)\b[^.:]{0,40}):?$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 120


class Head(NamedTuple):
    """The lines above the entries by what they are; the by-line also stands with a stamp."""

    title: Line | None
    byline: str
    byline_lines: tuple[Line, ...]
    introduction: tuple[Line, ...]


def read_head(before: Sequence[Line], first: StampLine) -> Head:
    """Title, by-line, the by-line's lines and the introduction, from what precedes the entries."""
    byline, byline_lines, rest = "", [], []
    for line in before:
        if not byline and (name := byline_of(line.text)):
            byline = name
            byline_lines.append(line)
        else:
            rest.append(line)
    if not byline and (name := byline_of(first.lead)):
        byline = name
        byline_lines.append(Line(first.line.number, first.lead))
    title = None
    if rest and len(rest[0].text) <= _LONGEST_TITLE and not rest[0].text.endswith((".", ":")):
        title = rest.pop(0)
    return Head(title, byline, tuple(byline_lines), tuple(rest))


def byline_of(text: str) -> str:
    """“ROSA REYES REPORTING LIVE” -> “Rosa Reyes”; empty where the text is no by-line."""
    found = _BYLINE.match(text)
    name = ((found["by"] or found["name"]) if found else "").strip()
    name = re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)
    if name.isupper():
        name = re.sub(r"\w[\w’']*", lambda word: _capitalised(word[0]), name)
    is_name = 2 <= len(name.split()) <= 8 and all(
        word[0].isupper() or word in {"and", "de", "van", "von"} for word in name.split()
    )
    return name if is_name else ""


def _capitalised(word: str) -> str:
    """REYES -> Reyes, O'NEILL -> O'Neill, MCKAY -> McKay."""
    word = word.capitalize()
    return re.sub(r"^(O['’]|Mc)(\w)", lambda found: found[1] + found[2].upper(), word)

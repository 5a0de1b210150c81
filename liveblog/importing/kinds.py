"""What kind of entry a text is; where that is not plain it is an update."""

import re
from typing import Any

from liveblog.importing.roster import PERSON, Roster, bare_name

_CORRECTION = re.compile(r"^(?:.{0,20}\bI stand corrected\b|correction\b\s*[:–-])", re.IGNORECASE)
_QUOTED = re.compile(r"^[\"“]|\b(?:said|says|added|told\s[^.\"“]{1,60}):?,?\s*[\"“]")
_NATIONAL = re.compile(
    r"\b(?:first|second|third|latest|another)\b[^.]{0,40}\b(?:result|gain|hold|loss)\b[^.]{0,20}"
    r"\bof the night\b|\bprime minister\b|\bfrom (?:a)?round the country\b|\bnation(?:wide|al)\b"
    r"|\bacross the (?:country|UK)\b|^(?:BBC|ITV|Sky)\b[^.]{0,40}\bexit poll\b",
    re.IGNORECASE,
)
_SPOKE = rf"({PERSON})\s(?:said|says|added|told)\b"


def kind_of(text: str, figures: dict[str, Any], known: Roster) -> str:
    """correction, result, turnout, quote, national or update; `figures` are those of the text."""
    paragraphs = text.split("\n\n")
    first = re.split(r"(?<=[.!?])\s", paragraphs[0])[0]
    if _CORRECTION.search(paragraphs[0]):
        return "correction"
    if figures.get("kind") in {"result", "turnout"}:
        return str(figures["kind"])
    quoted = sum(bool(_QUOTED.search(paragraph)) for paragraph in paragraphs)
    if quoted and quoted * 2 >= len(paragraphs):
        return "quote"
    if _NATIONAL.search(first) and known.own.isdisjoint(known.mentioned(first)):
        return "national"
    return "update"


def speaker_of(text: str, known: Roster) -> str:
    """Who is quoted: the name before “said”, or else the first in the text; empty if unclear."""
    marked = known.without_contests(text)
    if spoke := re.search(_SPOKE, marked):
        return bare_name(spoke[1])
    told = re.split(r"[\"“]", marked, maxsplit=1)[0]
    names = (bare_name(found[0]) for found in re.finditer(PERSON, told))
    return next((name for name in names if " " in name), "")

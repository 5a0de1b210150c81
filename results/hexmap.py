"""From a HexJSON file to a place on the map for each contest of an election.

HexJSON is the format of Open Innovations' hex cartograms: `{"layout": "odd-r", "hexes": {CODE:
{"n": name, "q": column, "r": row}}}`. A hex is a contest's if its key is the contest's GSS code,
else if the names are the same but for case and punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from results import signals
from results.models import Election, Hex

# Rows of hexes; files with columns of hexes would need hexes that stand on a corner's side.
LAYOUTS = ("odd-r", "even-r")
FURTHEST = 10_000


class HexMapRefused(ValueError):
    """The file is no map of this election; `problems` says why, each by its path."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Placed:
    """What became of a map: contests placed, contests without a hex, hexes without a contest."""

    placed: int
    contests_left_out: list[str] = field(default_factory=list)
    hexes_left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Read:
    code: str
    name: str
    column: int
    row: int


@transaction.atomic
def load_hexmap(document: object, *, election: Election) -> Placed:
    """Give the election's contests their places; a map loaded before is replaced.

    Raises HexMapRefused where the document is no HexJSON, puts two hexes in one place, or has no
    hex for any contest.
    """
    hexes = _read(document)
    by_code = {each.code: each for each in hexes}
    names = Counter(_plain(each.name) for each in hexes)
    by_name = {_plain(each.name): each for each in hexes if names[_plain(each.name)] == 1}
    contests = list(election.contests.all())
    found = {
        each: by_code.get(each.gss_code) or by_name.get(_plain(each.name)) for each in contests
    }
    places = {contest: hex_ for contest, hex_ in found.items() if hex_}
    taken = Counter(each.code for each in places.values())
    problems = [
        f"hexes.{hex_.code}: stands for {contest.name} and for another contest."
        for contest, hex_ in places.items()
        if taken[hex_.code] > 1
    ]
    if not places:
        problems.append(f"hexes: none is of a contest of {election.name}, by GSS code or by name.")
    if problems:
        raise HexMapRefused(problems)
    Hex.objects.filter(contest__election=election).delete()
    Hex.objects.bulk_create(
        Hex(contest=contest, column=hex_.column, row=hex_.row) for contest, hex_ in places.items()
    )
    signals.loaded.send(sender=Election, election=election)
    return Placed(
        placed=len(places),
        contests_left_out=[each.name for each in contests if each not in places],
        hexes_left_out=[f"{each.name} ({each.code})" for each in hexes if not taken[each.code]],
    )


def _read(document: object) -> list[_Read]:
    problems: list[str] = []
    root: dict[str, Any] = document if isinstance(document, dict) else {}
    layout, hexes = root.get("layout"), root.get("hexes")
    if layout not in LAYOUTS:
        problems.append(f"layout: should be {' or '.join(LAYOUTS)}, not {layout!r}.")
    if not isinstance(hexes, dict) or not hexes:
        problems.append("hexes: should be an object with a hex for each contest.")
        hexes = {}
    read = []
    # One row further north, even rows are odd ones.
    north = 1 if layout == "even-r" else 0
    for code, each in hexes.items():
        column, row = (_coordinate(each, code, key, problems) for key in ("q", "r"))
        name = each.get("n") if isinstance(each, dict) else None
        read.append(_Read(code, name if isinstance(name, str) else "", column, row + north))
    if not problems:
        where = Counter((each.column, each.row) for each in read)
        problems += [
            f"hexes.{each.code}: stands where another hex stands."
            for each in read
            if where[each.column, each.row] > 1
        ]
    if problems:
        raise HexMapRefused(problems)
    return read


def _coordinate(hex_: object, code: str, key: str, problems: list[str]) -> int:
    value = hex_.get(key) if isinstance(hex_, dict) else None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= FURTHEST:
        return value
    problems.append(f"hexes.{code}.{key}: should be a whole number, not {value!r}.")
    return 0


def _plain(name: str) -> str:
    """“Ynys Môn”, “ynys mon” and “Ynys-Mon” are one place; so are “&” and “and”."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    letters = "".join(each for each in folded if not unicodedata.combining(each))
    return " ".join(re.findall(r"\w+", letters.replace("'", "").replace("’", "")))

"""Texts merged by their lines, from the text with which both of their writers began."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from merge3 import Merge3

Whose = Literal["", "yours", "theirs", "both"]

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MANY = 2_000  # words of which each would be compared with each
_WHOSE: dict[str, Whose] = {"a": "theirs", "b": "yours", "same": "both"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a merged text: whose they are, and what they replaced. Nobody's are old."""

    whose: Whose
    text: str
    gone: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """Both changes in one text, and where each of its pieces is from."""

    text: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words that both texts have (“same”), or only the one (“gone”) or other (“new”)."""

    kind: Literal["same", "gone", "new"]
    text: str


def merge_texts(base: str, yours: str, theirs: str) -> Merged | None:
    """Both changes of `base` in one text; None where they touch the same lines.

    Lines that are neighbours are the same place: what two people wrote side by side without having
    seen each other's is read by a person before it is one text.
    """
    was, mine = _lines(base), _lines(yours)
    merge: Merge3[str] = Merge3(was, _lines(theirs), mine)
    pieces, kept, at = [], [], 0
    held: tuple[Whose, list[str]] | None = None
    for region in [*merge.merge_regions(), ("unchanged", len(was), len(was))]:
        kind, start, end = region[0], region[1], region[2]
        if kind == "conflict":
            return None
        if kind == "unchanged":
            if held is not None or at < start:  # what both took out is no region of its own
                whose, lines = held or ("both", [])
                pieces.append(Piece(whose, _text(lines), _text(was[at:start])))
                held = None
            if start < end:
                pieces.append(Piece("", _text(was[start:end])))
                kept += was[start:end]
            at = end
            continue
        source = mine if kind == "b" else merge.a
        lines = list(source[start:end])
        held = (_WHOSE[kind], lines)
        kept += lines
    return Merged(_text(kept), pieces)


def differences(before: str, after: str) -> list[Change]:
    """What was taken out of `before` and put in to make `after`: by words, if long by lines."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if min(len(old), len(new)) > _MANY:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return list(_joined(_changes(old, new)))


def _changes(old: list[str], new: list[str]) -> Iterator[Change]:
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(old[i:j]))
            continue
        yield Change("gone", "".join(old[i:j]))
        yield Change("new", "".join(new[k:m]))


def _joined(changes: Iterator[Change]) -> Iterator[Change]:
    """A single space between two changed words belongs to the change: it is read as one."""
    gone = new = ""
    for each in changes:
        if each.kind == "gone":
            gone += each.text
        elif each.kind == "new":
            new += each.text
        elif each.text == " " and (gone or new):
            gone, new = gone + " ", new + " "
        elif each.text:
            yield from _pair(gone, new)
            gone = new = ""
            yield each
    yield from _pair(gone, new)


def _pair(gone: str, new: str) -> Iterator[Change]:
    """The two sides of one change; the end that both share is no part of it."""
    tail = ""
    if gone.endswith(" ") and new.endswith(" "):
        gone, new, tail = gone[:-1], new[:-1], " "
    if gone:
        yield Change("gone", gone)
    if new:
        yield Change("new", new)
    if tail:
        yield Change("same", tail)


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _text(lines: list[str]) -> str:
    return "\n".join(lines)

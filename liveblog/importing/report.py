"""What an import read and could not read, for a person and for a program."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from liveblog.importing import figures
from liveblog.importing.figures import Figures
from liveblog.importing.parsed import ParsedBlog
from liveblog.nightclock import house_date, house_time

_SHORT = 70


def rows(parsed: ParsedBlog) -> list[dict[str, Any]]:
    """The entries in the file's order, JSON-ready; `at` carries its offset from UTC."""
    return [
        {
            "stamp": entry.stamp,
            "at": entry.at.isoformat(),
            "kind": entry.kind,
            "body": entry.text,
            "contests": list(entry.contests),
            "figures": entry.figures,
            "corrected_from": entry.corrected_from,
        }
        for entry in parsed.entries
    ]


def summary(parsed: ParsedBlog, tz: tzinfo) -> str:
    """The same for a person: everything that wants a look, with the line where it stands."""
    return "\n".join(_summary(parsed, tz))


def doubts(parsed: ParsedBlog, tz: tzinfo) -> list[str]:
    """One line for each slip, ambiguity, misfit and unplaced line."""
    return [*_slips(parsed, tz), *_ambiguities(parsed), *_misfits(parsed)]


def _summary(parsed: ParsedBlog, tz: tzinfo) -> Iterator[str]:
    told = parsed.oldest_first()
    first, last = told[0].at, told[-1].at
    yield f"{len(parsed.entries)} entries, {parsed.order}"
    yield (
        f"from {house_time(first, tz)} {house_date(first, tz)}"
        f" to {house_time(last, tz)} {house_date(last, tz)}"
    )
    if parsed.title:
        yield f"title, line {parsed.title.number}: {parsed.title.text}"
    if parsed.byline:
        yield f"by {parsed.byline}"
    for line in parsed.introduction:
        yield f"introduction, line {line.number}: {_short(line.text)}"
    yield f"{len(parsed.slips)} slips of am and pm"
    yield from (f"  {line}" for line in _slips(parsed, tz))
    yield from _ambiguities(parsed)
    for entry in parsed.entries:
        for read in figures.each(entry.figures):
            yield f"line {entry.line}: {_figures(read)}"
    yield from _misfits(parsed)
    if parsed.furniture:
        start, end = parsed.furniture[0], parsed.furniture[-1]
        yield f"left out as page furniture, lines {start.number} to {end.number}: {start.text}"


def _slips(parsed: ParsedBlog, tz: tzinfo) -> Iterator[str]:
    for entry in parsed.slips:
        meant = f"{house_time(entry.at, tz)} {house_date(entry.at, tz)}"
        yield f"line {entry.line}: {entry.stamp} is printed, {meant} is meant"


def _ambiguities(parsed: ParsedBlog) -> Iterator[str]:
    for entry in parsed.ambiguous:
        yield f"line {entry.line}: {entry.stamp} is ambiguous: {entry.resolved.reason}"


def _misfits(parsed: ParsedBlog) -> Iterator[str]:
    for entry in parsed.entries:
        if entry.resolved.reason and not (entry.resolved.slip or entry.resolved.ambiguous):
            yield f"line {entry.line}: {entry.stamp}: {entry.resolved.reason}"
    for note in parsed.uncertain:
        yield f"line {note.number}: {note.why}: {_short(note.text)}"
    for note in parsed.unplaced:
        yield f"line {note.number}: not placed: {note.why}: {_short(note.text)}"


def _figures(read: Figures) -> str:
    """“turnout of Southquay: percentage 59.7, ballots 4776”."""
    shown = {name: value for name, value in read.items() if name not in {"kind", "contest"}}
    told = ", ".join(f"{name.replace('_', ' ')} {_plain(value)}" for name, value in shown.items())
    return f"{read['kind']} of {read.get('contest') or 'no contest'}: {told}"


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in value.items())
    if isinstance(value, list):
        return " and ".join(_plain(each) for each in value)
    return str(value)


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"

"""A live blog as a newspaper prints it, as plain text -> entries, each at its true instant."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, tzinfo

from liveblog.importing import figures, kinds, roster
from liveblog.importing.choosing import find_stamps
from liveblog.importing.furniture import split_clutter, split_comments, split_furniture
from liveblog.importing.head import byline_of, read_head
from liveblog.importing.parsed import Line, Note, ParsedBlog, ParsedEntry
from liveblog.importing.roster import Roster
from liveblog.importing.stamps import StampLine
from liveblog.nightclock import order_of, resolve

_LONGEST_HEADLINE = 120


def parse(text: str, *, polling_day: date, tz: tzinfo, known: Roster | None = None) -> ParsedBlog:
    """Take a text blog apart; the entries keep the order of the file.

    `known` names the contests and people that the blog may speak of; without it they are found by
    the sentences that give their figures. ValueError when the text is empty or holds no stamp.
    """
    lines = _lines(text)
    if not lines:
        raise ValueError("the text is empty")
    told_lines, comments = split_comments(lines)
    stamps, uncertain = find_stamps(told_lines, polling_day=polling_day, tz=tz)
    if not stamps:
        raise ValueError(f"no stamp such as “5.30am -” in {len(lines)} lines")
    before, segments = _segments(told_lines, stamps)
    last, furniture = split_furniture(segments[-1])
    segments[-1] = last
    before, unplaced = split_clutter(before)
    told: list[tuple[StampLine, list[Line]]] = []
    for stamp, segment in zip(stamps, segments, strict=True):
        kept, clutter = split_clutter(segment)
        unplaced += clutter
        if kept or stamp.rest:
            told.append((stamp, kept))
        else:
            unplaced.append(Note(*stamp.line, why="a stamp with nothing under it"))
    if not told:
        raise ValueError(f"no text under any of the {len(stamps)} stamps")
    entries = _entries(told, polling_day, tz)
    head = read_head(before, stamps[0])
    found = roster.gather([entry.text for entry in entries], known)
    return ParsedBlog(
        **head._asdict(),
        entries=tuple(_understood(entry, found) for entry in entries),
        order=order_of([s.clock for s, _ in told], polling_day=polling_day, tz=tz),
        furniture=(*furniture, *comments),
        unplaced=tuple(sorted(unplaced)),
        uncertain=tuple(uncertain),
        parties=dict(found.parties),
    )


def _lines(text: str) -> list[Line]:
    """The lines that are not blank, numbered as an editor numbers them."""
    numbered = enumerate(re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")), start=1)
    return [Line(number, line.strip()) for number, line in numbered if line.strip()]


def _segments(
    lines: Sequence[Line], stamps: Sequence[StampLine]
) -> tuple[list[Line], list[list[Line]]]:
    """The lines before the first stamp, and those after each, without the stamp's own."""
    starts = [stamp.line.number for stamp in stamps]
    before = [line for line in lines if line.number < starts[0]]
    ends = [*starts[1:], lines[-1].number + 1]
    return before, [
        [line for line in lines if start < line.number < end]
        for start, end in zip(starts, ends, strict=True)
    ]


def _entries(
    told: Sequence[tuple[StampLine, list[Line]]], polling_day: date, tz: tzinfo
) -> list[ParsedEntry]:
    clocks = [stamp.clock for stamp, _ in told]
    resolved = resolve(clocks, polling_day=polling_day, tz=tz)
    entries = []
    for (stamp, below), at in zip(told, resolved, strict=True):
        number = stamp.line.number
        rest = [Line(number, stamp.rest)] if stamp.rest else []
        headline, body = _split_headline(stamp, below)
        byline = byline_of(stamp.lead)
        if stamp.lead and not byline:
            headline = Line(number, stamp.lead.strip())
            body = [*rest, *below]
        elif rest:
            headline, body = None, [*rest, *below]
        entries.append(ParsedEntry(number, stamp.clock.text, at, headline, tuple(body), byline))
    return entries


def _split_headline(stamp: StampLine, below: list[Line]) -> tuple[Line | None, list[Line]]:
    """Under a stamp on its own line: a short line that is no sentence, with text below it."""
    if len(below) < 2 or stamp.rest:
        return None, below
    first, bold = below[0], re.fullmatch(r"(\*\*|__)(.+)\1|#{1,6}\s+(.+)", below[0].text)
    if bold:
        return Line(first.number, (bold[2] or bold[3]).strip()), below[1:]
    if len(first.text) <= _LONGEST_HEADLINE and not re.search(r"[.!?:;,…\"”’)]$", first.text):
        return first, below[1:]
    return None, below


def _understood(entry: ParsedEntry, known: Roster) -> ParsedEntry:
    """The entry with its kind, its figures, its contests and, of a quote, its speaker."""
    read = figures.read(entry.text, known)
    kind = kinds.kind_of(entry.text, read, known)
    named = [figures.contest_of(each) for each in figures.each(read)]
    contests = dict.fromkeys([*filter(None, named), *known.mentioned(entry.text)])
    speaker = kinds.speaker_of(entry.text, known) if kind == "quote" else ""
    return replace(entry, kind=kind, figures=read, contests=tuple(contests), speaker=speaker)

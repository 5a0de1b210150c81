"""Which format a file is in, told by its header and never by its name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from results.importing import commission, democracy_club, lga, library, notional, since_1918, tidy
from results.importing.format import Format
from results.importing.reading import Cells, encoding_of, heading, table
from results.importing.rows import ImportRefused, Line, LineRefused, Problem, Report

FORMATS: tuple[Format, ...] = (
    *library.FORMATS,
    *since_1918.FORMATS,
    *commission.FORMATS,
    *democracy_club.FORMATS,
    *lga.FORMATS,
    *notional.FORMATS,
    *tidy.FORMATS,
)


@dataclass(frozen=True)
class Source:
    """A file whose format is known."""

    path: Path
    format_name: str
    is_notional: bool
    lines: Callable[[Report], Iterator[tuple[int, Line]]]


def recognise(path: Path) -> Source:
    """Raises ImportRefused for a file that cannot be read or whose header no format has."""
    try:
        with path.open(encoding=encoding_of(path), errors="replace") as file:
            start = file.read(1024).lstrip()
    except OSError as refusal:
        raise ImportRefused(f"{path} cannot be read: {refusal.strerror}.") from refusal
    if start.startswith(("[", "{")):
        return _recognise_json(path)
    headers = [heading(each) for each in next(table(path), (0, []))[1]]
    found = format_of(headers)
    if found is None:
        seen = ", ".join(headers) or "none"
        names = "; ".join(each.name for each in FORMATS)
        raise ImportRefused(
            f"{path.name} is in no known format. Its headers: {seen}. Known formats: {names}; "
            f"{democracy_club.RESULTS_NAME}."
        )
    return Source(
        path, found.name, found.is_notional, lambda report: _csv_lines(path, found, report)
    )


def format_of(headers: Iterable[str]) -> Format | None:
    """The format of which most columns are there; the first of equals."""
    present = set(headers)
    fitting = [each for each in FORMATS if each.fits(present)]
    return max(fitting, key=lambda each: len(each.required), default=None)


def _csv_lines(path: Path, found: Format, report: Report) -> Iterator[tuple[int, Line]]:
    rows = table(path)
    headers = [heading(each) for each in next(rows)[1]]
    for number, row in rows:
        cells = Cells(found.columns, dict(zip(headers, row, strict=False)))
        try:
            if len(row) > len(headers):
                raise LineRefused(f"{len(row)} cells under {len(headers)} headers.")
            line = found.line(cells)
        except LineRefused as refusal:
            report.problems.append(Problem(path.name, number, str(refusal)))
            continue
        report.problems += [Problem(path.name, number, each) for each in cells.complaints]
        yield number, line


def _recognise_json(path: Path) -> Source:
    try:
        document = json.loads(path.read_text(encoding=encoding_of(path)))
    except ValueError as refusal:
        raise ImportRefused(f"{path.name} is not JSON: {refusal}.") from refusal
    listed = document.get("results") if isinstance(document, dict) else document
    ballots = listed if isinstance(listed, list) else []
    first = ballots[0] if ballots else None
    if not (isinstance(first, dict) and {"ballot_paper_id", "candidate_results"} <= first.keys()):
        seen = ", ".join(_keys(first) or _keys(document)) or "none"
        raise ImportRefused(
            f"{path.name} is JSON of no known format. Its keys: {seen}. "
            f"Known: {democracy_club.RESULTS_NAME}."
        )
    return Source(
        path,
        democracy_club.RESULTS_NAME,
        False,
        lambda report: democracy_club.result_lines(ballots, file=path.name, report=report),
    )


def _keys(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, dict) else []

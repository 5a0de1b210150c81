"""Importing elections from the files that publishers keep (docs/data.md names them).

A file's format is told by its header (`detect`), its lines are brought into one shape (`rows`) and
together by contest (`gathering`), and then written: contests and candidacies (`contests`), what
they are compared with (`baselines`), and, if asked for, the results (`declaring`). All of it or
nothing, and what is there already is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path

from django.db import transaction

from results import generals, sheets, signals
from results.checks import check_board
from results.importing.baselines import write_baselines
from results.importing.contests import write_candidacies, write_contests
from results.importing.declaring import declare_all
from results.importing.detect import Source, recognise
from results.importing.gathering import gather
from results.importing.parties import PartyBook
from results.importing.reading import LONDON
from results.importing.rows import ImportRefused, Problem, Report
from results.models import Baseline, Contest, Declaration, Election
from results.scoring import score
from results.sums import Sums

__all__ = [
    "ImportRefused",
    "Report",
    "import_baselines",
    "import_history",
    "import_results",
    "polls_close",
]

CLOSE_OF_POLL = time(22, 0)

Progress = Callable[[int], None]


@transaction.atomic
def import_results(
    paths: Iterable[Path],
    *,
    election: Election,
    declare: bool = False,
    declared_at: datetime | None = None,
    source: str = "",
    progress: Progress = lambda lines: None,
) -> Report:
    """Set up the contests and candidacies that the files name, and declare what they give.

    An `election` that is not saved yet is saved here, and may leave its polling day to the files.
    Raises ImportRefused where nothing can be imported.
    """
    sources = [recognise(each) for each in paths]
    for each in sources:
        if each.is_notional:
            raise ImportRefused(
                f"{each.path.name} has notional results, which can only be compared with."
            )
    report, book = Report(), PartyBook()
    found, day = gather(
        sources, book=book, report=report, polling_day=election.polling_day, progress=progress
    )
    _save(election, day)
    pairs = write_contests(election, found, report)
    write_candidacies(pairs, book, report)
    _tell_parties(book, report)
    declared: list[int] = []
    if declare:
        declared = declare_all(
            election,
            found,
            declared_at=declared_at,
            source=source or _named(sources),
            report=report,
        )
    if report.new or report.changed:
        sheets.rebuild(election)
    if declared:
        shown = score(Sums.of_all(sheets.regions(election).values()), election)
        report.doubts += [
            Problem(str(election), None, f"the whole: {each.message}")
            for each in check_board(shown)
        ]
    # Read again: what was loaded before does not know its new declaration.
    for contest in Contest.objects.filter(pk__in=declared).select_related("election"):
        signals.declared.send(sender=Declaration, contest=contest, in_bulk=True)
    return report


@transaction.atomic
def import_baselines(
    paths: Iterable[Path],
    *,
    election: Election,
    kind: str,
    year: int,
    label: str = "",
    source: str = "",
    polling_day: date | None = None,
    make_default: bool = False,
    progress: Progress = lambda lines: None,
) -> Report:
    """Set up what the election's contests are compared with; `polling_day` is that of last time.

    Raises ImportRefused.
    """
    sources = [recognise(each) for each in paths]
    for each in sources:
        if each.is_notional and kind != Baseline.Kind.NOTIONAL:
            raise ImportRefused(f"{each.path.name} has notional results, not {kind} ones.")
    report, book = Report(), PartyBook()
    found, _ = gather(sources, book=book, report=report, polling_day=polling_day, progress=progress)
    notional = " (notional)" if kind == Baseline.Kind.NOTIONAL else ""
    write_baselines(
        election,
        found,
        kind=kind,
        year=year,
        label=label or f"{year}{notional}",
        source=source or _named(sources),
        make_default=make_default,
        book=book,
        report=report,
    )
    _tell_parties(book, report)
    if not election.previous_label and (report.new or report.changed):
        election.previous_label = str(year)
        election.save(update_fields=["previous_label"])
    if report.new or report.changed:
        sheets.rebuild(election)
    return report


@transaction.atomic
def import_history(
    paths: Iterable[Path],
    *,
    election: Election,
    year: int,
    source: str = "",
    polling_day: date | None = None,
    progress: Progress = lambda lines: None,
) -> Report:
    """Keep the results of an earlier election beside those of today, on the same boundaries only.

    What contests are compared with stays what it is, and figures that are on record for that year
    are left alone where pages compare with them. Raises ImportRefused.
    """
    if year >= election.polling_day.year:
        raise ImportRefused(f"{year} is not before the election of {election.polling_day.year}.")
    sources = [recognise(each) for each in paths]
    for each in sources:
        if each.is_notional:
            raise ImportRefused(f"{each.path.name} has notional results: no history is of these.")
    report, book = Report(), PartyBook()
    day = polling_day or generals.polling_day_of(year)
    found, day = gather(sources, book=book, report=report, polling_day=day, progress=progress)
    if day and day.year != year:
        raise ImportRefused(f"These are results of {day.year}, not of {year}.")
    write_baselines(
        election,
        found,
        kind=Baseline.Kind.ACTUAL,
        year=year,
        label=str(year),
        source=source or _named(sources),
        make_default=False,
        book=book,
        report=report,
        is_history=True,
    )
    _tell_parties(book, report)
    return report


def polls_close(polling_day: date) -> datetime:
    """Ten at night in London, as at every poll in the United Kingdom (RPA 1983, Schedule 1)."""
    return datetime.combine(polling_day, CLOSE_OF_POLL, tzinfo=LONDON)


def _save(election: Election, day: date | None) -> None:
    if election.pk:
        return
    if day is None:
        raise ImportRefused("The files do not say when the polling day was: give --polling-day.")
    election.polling_day = day
    election.polls_close_at = election.polls_close_at or polls_close(day)
    election.save()


def _tell_parties(book: PartyBook, report: Report) -> None:
    report.new_parties += [each.name for each in book.saved]
    for _ in book.saved:
        report.count("party", "new")


def _named(sources: Iterable[Source]) -> str:
    return "; ".join(f"{each.format_name} ({each.path.name})" for each in sources)

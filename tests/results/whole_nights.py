"""Whole general elections, imported from the shared files and declared one by one as they were."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from results.declarations import declare
from results.importing import import_baselines, import_results
from results.models import Declaration, DeclaredVotes, Election

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"

# The election, what its contests are compared with, and of which kind that is.
BEFORE = {
    2010: (["ge2005_notional_on_2010_boundaries.csv"], "notional", 2005),
    2019: (["ge2017_constituencies.csv", "ge2017_candidates.csv"], "actual", 2017),
    2024: (["ge2019_notional_on_2024_boundaries.csv"], "notional", 2019),
}


def read_golden(year: int) -> dict:
    path = DATA / f"golden_ge{year}.json"
    if not path.exists():
        pytest.skip("the shared election data is not here")
    return json.loads(path.read_text(encoding="utf-8"))


def results_files(year: int) -> list[Path]:
    return [DATA / f"ge{year}_constituencies.csv", DATA / f"ge{year}_candidates.csv"]


def imported(year: int) -> Election:
    """The election with its results as the importer declares them, and what they are beside."""
    election = Election(slug=f"general-{year}", name=f"General election {year}", seats=650)
    before, kind, then = BEFORE[year]
    first = import_results(results_files(year), election=election)
    compared = import_baselines(
        [DATA / each for each in before], election=election, kind=kind, year=then
    )
    declared = import_results(results_files(year), election=election, declare=True)
    reports = (first, compared, declared)
    assert [str(each) for report in reports for each in report.problems] == []
    assert (first.new["contest"], compared.new["baseline"]) == (650, 650)
    assert declared.new == {"declaration": 650}
    return election


def declared_again_one_by_one(election: Election) -> Iterator[datetime]:
    """Take every declaration away and declare it through the deed, in the order of the night.

    Gives the instant of the next declaration before it is made.
    """
    came_out = list(
        Declaration.objects.filter(contest__election=election)
        .select_related("contest__election", "lot_winner")
        .prefetch_related("votes")
        .order_by("declared_at", "pk")
    )
    DeclaredVotes.objects.filter(declaration__in=came_out).delete()
    Declaration.objects.filter(contest__election=election).delete()
    for each in came_out:
        yield each.declared_at
        declare(
            each.contest,
            votes={row.candidacy_id: row.votes for row in each.votes.all()},
            rejected=each.rejected,
            lot_winner=each.lot_winner,
            declared_at=each.declared_at,
        )

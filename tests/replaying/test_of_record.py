"""Whole general elections are replayed in the order of their night; skipped without the files."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from liveblog.replaying.plan import plan_of
from results.importing import import_results
from results.models import Election

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"


@pytest.mark.parametrize("year", [2010, 2017, 2019, 2024])
def test_every_time_of_the_library_is_kept_and_the_order_follows(db, year):
    path = DATA / f"ge{year}_constituencies.csv"
    if not path.exists():
        pytest.skip("the shared election data is not here")
    with path.open(encoding="utf-8") as file:
        published = {
            row["ons_id"]: datetime.fromisoformat(row["declared_at"])
            for row in csv.DictReader(file)
        }
    election = Election(slug=f"general-{year}", name=f"General election {year}", seats=650)
    import_results([path, DATA / f"ge{year}_candidates.csv"], election=election, declare=True)

    plan = plan_of(election)
    assert not plan.timetable.simulated
    codes = {contest.slug: contest.gss_code for contest in plan.contests}
    declaring = [
        (codes[step.contest], step.at) for step in plan.steps if step.figures.key == "result"
    ]
    assert dict(declaring) == published
    assert len(declaring) == 650
    assert [at for _, at in declaring] == sorted(published.values())
    turnouts = {step.contest: step.at for step in plan.steps if step.figures.key == "turnout"}
    results = {step.contest: step.at for step in plan.steps if step.figures.key == "result"}
    assert all(election.polls_close_at < at < results[slug] for slug, at in turnouts.items())

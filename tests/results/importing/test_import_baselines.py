"""Last time's results, actual or notional, as what contests are compared with."""

import pytest
from django.core.management import CommandError

from results.importing import import_baselines, import_results
from results.models import Contest, Election
from tests.results.importing import quayshire

pytestmark = pytest.mark.django_db
DAY = ("--polling-day", "2024-05-02")


def test_notional_results_are_a_baseline_and_nothing_else(library, written, run):
    notional = written("n.csv", quayshire.NOTIONAL)
    with pytest.raises(CommandError, match="notional results, which can only be compared with"):
        run([notional], *DAY)
    run(library, *DAY)
    with pytest.raises(CommandError, match="notional results, not actual ones"):
        run([notional], "--as-baseline", "actual", "--year", "2019")
    said = run([notional], "--as-baseline", "notional", "--year", "2019")
    assert "baseline: 2 new" in said.out
    baseline = Contest.objects.get(slug="northquay").baseline
    assert (baseline.label, baseline.valid_votes, baseline.electorate) == (
        "2019 (notional)",
        5900,
        9900,
    )
    assert [str(each) for each in baseline.votes.all()] == [
        "Labour: 3,000",
        "Conservative: 2,400",
        "Others: 500",
    ]
    assert Election.objects.get().previous_label == "2019"


def test_the_best_independent_won_and_not_all_of_them_together(library, written, run):
    run(library, *DAY)
    notional = quayshire.NOTIONAL.replace("Con,1100,4000", "Con,1600,4500").replace(
        ",4000,", ",4500,"
    )
    run([written("n.csv", notional)], "--as-baseline", "notional", "--year", "2019")
    assert Contest.objects.get(slug="millbrook").baseline.winner_party.slug == "con"


def test_a_previous_result_is_a_baseline_with_its_papers(library, run):
    run(library, *DAY)
    run(library, "--as-baseline", "actual", "--year", "2019")
    baseline = Contest.objects.get(slug="millbrook").baseline
    assert (baseline.ballots, baseline.winner_party.slug) == (5025, "ind")
    assert [(each.label, each.votes) for each in baseline.votes.all()] == [
        ("Hana Wells", 2500),
        ("Ida Storr", 2000),
        ("Jon Tarn", 500),
    ]


def test_one_of_two_baselines_is_the_one_compared_with(library, written, quay_2024):
    notional = written("n.csv", quayshire.NOTIONAL)
    import_results(library, election=quay_2024)

    def imported(kind, files, **options):
        report = import_baselines(files, election=quay_2024, kind=kind, year=2019, **options)
        return report, quay_2024.contests.get(slug="northquay").baseline.kind

    assert imported("notional", [notional])[1] == "notional"
    assert imported("actual", library)[1] == "notional"
    assert imported("actual", library, make_default=True)[1] == "actual"
    report, kind = imported("actual", library)
    assert (kind, report.unchanged) == ("actual", {"baseline": 2})


def test_a_baseline_of_other_boundaries_is_not_matched_by_name(library, written, run):
    run(library, *DAY)
    old = quayshire.NOTIONAL.replace("E19000001", "E14000759")
    said = run([written("n.csv", old)], "--as-baseline", "notional", "--year", "2019")
    assert "Northquay: no such contest in this election, or another area's code." in said.err
    assert "Northquay has nothing to be compared with." in said.err

"""The publishers' own files, where they are at hand; skipped without them."""

import time
import tracemalloc
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from results.board import board
from results.importing import import_baselines, import_results
from results.models import Candidacy, Contest, Declaration, Election

DATA = Path(__file__).resolve().parents[3] / ".." / "shared" / "data"
PUBLISHED = DATA / "as_published"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not PUBLISHED.exists(), reason="the shared election data is not here"),
]
MORNING = datetime(2017, 6, 9, 5, tzinfo=UTC)


def unsaved(slug, day, kind="general"):
    return Election(slug=slug, name=slug, kind=kind, polling_day=day)


def test_the_librarys_files_as_published_and_the_commissions_beside_them():
    election = unsaved("2017", date(2017, 6, 8))
    library = [
        PUBLISHED / "HoC-GE2017-constituency-results.csv",
        PUBLISHED / "HoC-GE2017-results-by-candidate.csv",
    ]
    report = import_results(library, election=election, declare=True)
    assert (report.problems, report.doubts) == ([], [])
    assert (Declaration.objects.count(), Candidacy.objects.count()) == (650, 3304)

    commission = [
        PUBLISHED / "EC-2017-UKPGE-Results.csv",
        PUBLISHED / "EC-2017-UKPGE-Administrative-data-turnout-rejected.csv",
    ]
    report = import_results(commission, election=election)
    # 21 fractional electorates, and the few whom no rule can pair with anybody.
    fractional = [each for each in report.problems if each.why.startswith("electorate: “")]
    assert len(fractional) == 21
    assert Candidacy.objects.count() == 3304
    assert report.unchanged["candidacy"] + report.changed["candidacy"] > 3250


def test_a_country_is_imported_in_seconds_and_bounded_memory():
    files = [DATA / "ge2024_constituencies.csv", DATA / "ge2024_candidates.csv"]
    tracemalloc.start()
    import_results(files, election=Election(slug="m", name="m"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    began = time.perf_counter()
    import_results(files, election=Election(slug="t", name="t"), declare=True)
    seconds = time.perf_counter() - began
    print(f"650 contests, 4,515 candidates declared in {seconds:.1f} s, {peak / 2**20:.0f} MiB")
    assert seconds < 30
    assert peak < 120 * 2**20


def test_democracy_clubs_wards_of_2018():
    election = unsaved("w", date(2018, 5, 3), "local")
    report = import_results(
        [DATA / "dc_result_sets_local_2018_sheffield.json"],
        election=election,
        declare=True,
        declared_at=datetime(2018, 5, 4, 3, tzinfo=UTC),
    )
    assert report.new["declaration"] == 49
    assert sum("is a percentage" in each.why for each in report.doubts) == 26


def test_traffords_wards_of_each_year():
    days = Counter()
    for day in (date(2016, 5, 5), date(2018, 5, 3), date(2022, 5, 5)):
        report = import_results(
            [DATA / "local_trafford_2016_2022_lga_schema.csv"],
            election=unsaved(f"trafford-{day.year}", day, "local"),
            declare=True,
            declared_at=datetime(day.year, day.month, day.day + 1, 3, tzinfo=UTC),
        )
        days[day.year] = report.new["declaration"]
        assert report.problems == []
    assert days == {2016: 21, 2018: 21, 2022: 21}


def test_sheffields_wards_of_three_seats():
    election = unsaved("sheffield", date(2016, 5, 5), "local")
    election.council_seats = 84
    report = import_results(
        [DATA / "local_sheffield_2016_all_out_3_seats.csv"],
        election=election,
        declare=True,
        declared_at=datetime(2016, 5, 6, 3, tzinfo=UTC),
    )
    assert (report.new["declaration"], report.problems) == (28, [])
    assert {each.seats for each in Contest.objects.all()} == {3}
    shown = board(election.contests.all(), election=election)
    assert shown["control"]["text"] == "Labour control"
    assert (shown["parties"][0]["party"]["slug"], shown["parties"][0]["seats"]) == ("lab", 57)


def test_a_by_election_among_the_others_of_its_file():
    files = [
        DATA / "byelections_2019_2024_constituencies.csv",
        DATA / "byelections_2019_2024_candidates.csv",
    ]
    election = unsaved("hartlepool", date(2021, 5, 6), "by-election")
    report = import_results(
        files, election=election, declare=True, declared_at=datetime(2021, 5, 7, 6, tzinfo=UTC)
    )
    assert (report.new["contest"], report.new["declaration"]) == (1, 1)
    assert len(report.other_days) > 10


def test_party_columns_alone_serve_as_last_times_result():
    election = unsaved("2019", date(2019, 12, 12))
    import_results([PUBLISHED / "HoC-GE2019-results-by-constituency-csv.csv"], election=election)
    report = import_baselines(
        [PUBLISHED / "HoC-GE2017-constituency-results.csv"],
        election=election,
        kind="actual",
        year=2017,
    )
    assert (report.new["baseline"], report.problems, report.doubts) == (650, [], [])
    winners = Counter(
        each.baseline.winner_party.abbreviation
        for each in election.contests.prefetch_related("baselines__votes")
    )
    assert (winners["Con"], winners["Lab"], winners["SNP"], winners["Ind"]) == (317, 262, 35, 1)


def test_the_actual_result_of_2005_is_matched_by_name_where_a_seat_kept_its_name():
    election = Election(slug="2010", name="2010")
    import_results([DATA / "ge2010_constituencies.csv"], election=election)
    files = [DATA / "ge2005_actual_constituencies.csv", DATA / "ge2005_actual_candidates.csv"]
    report = import_baselines(files, election=election, kind="actual", year=2005)
    ilford = election.contests.get(slug="ilford-north").baseline
    assert (ilford.electorate, ilford.winner_party.slug) == (70_721, "con")
    assert report.new["baseline"] + len(report.problems) == 646
    assert report.new["baseline"] > 450

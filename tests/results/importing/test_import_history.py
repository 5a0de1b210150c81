"""Earlier elections beside today's: on the same boundaries only, and nothing else moves."""

from pathlib import Path

import pytest
from django.core.management import CommandError

from results.history import claims, history
from results.importing import import_baselines, import_history, import_results
from results.models import Baseline, Contest, Election
from tests.results.importing import quayshire

DATA = Path(__file__).resolve().parents[3] / ".." / "shared" / "data"
DAY = ("--polling-day", "2024-05-02")
HEADER = (
    "constituency_id,seats,constituency,country/region,electorate,con_votes,con_share,lib_votes,"
    "lib_share,lab_votes,lab_share,natSW_votes,natSW_share,oth_votes,oth_share,total_votes,"
    "turnout,election,boundary_set\n"
)


def long_row(code, year, *, con=2_000, lab=1_000, other=500, electorate=9_000, seats=1):
    total = con + lab + other
    return (
        f"{code},{seats},NORTHQUAY,London,{electorate},{con},,,,{lab},,,,{other},,{total},,"
        f"{year},2010-2017\n"
    )


@pytest.mark.django_db
class TestOurOwnFiles:
    def test_history_stands_beside_what_is_compared_with(self, library, written, run):
        run(library, *DAY)
        run([written("n.csv", quayshire.NOTIONAL)], "--as-baseline", "notional", "--year", "2019")
        said = run(library, "--as-history", "2017")
        assert "baseline: 2 new" in said.out
        contest = Contest.objects.get(slug="northquay")
        assert contest.baseline.label == "2019 (notional)"
        kept = contest.baselines.get(year=2017)
        assert (kept.kind, kept.same_area, kept.is_default) == ("actual", True, False)
        assert (kept.electorate, kept.winner_party.slug, kept.majority) == (10_000, "lab", 200)
        assert "0 changed, 2 unchanged" in run(library, "--as-history", "2017").out

    def test_it_becomes_no_comparison_where_there_was_none(self, library, run):
        run(library, *DAY)
        run(library, "--as-history", "2017")
        assert Contest.objects.get(slug="northquay").baseline is None

    def test_figures_that_pages_compare_with_are_not_replaced(self, library, written, run):
        run(library, *DAY)
        run(library, "--as-baseline", "actual", "--year", "2017")
        before = Contest.objects.get(slug="northquay").baseline
        run([written("long.csv", HEADER + long_row("E19000001", 2017))], "--as-history", "2017")
        after = Contest.objects.get(slug="northquay").baseline
        assert (after.pk, after.valid_votes) == (before.pk, before.valid_votes)

    def test_a_name_is_no_proof_of_boundaries(self, library, written, run):
        run(library, *DAY)
        rows = long_row("183", 2010) + long_row("E19000002", 2010).replace("NORTHQUAY", "ANY")
        said = run([written("long.csv", HEADER + rows)], "--as-history", "2010")
        assert "1 areas of 2010 are not on this election's boundaries" in said.err
        assert [each.contest.slug for each in Baseline.objects.all()] == ["millbrook"]

    def test_the_long_file_gives_one_year_at_a_time(self, library, written, run):
        run(library, *DAY)
        rows = "".join(
            long_row("E19000001", year, con=con)
            for year, con in ((2010, 2_010), (2015, 2_015), ("1974F", 1_974))
        )
        path = written("long.csv", HEADER + rows + long_row("E19000001", 2017, seats=2))
        said = run([path], "--as-history", "2015")
        assert "“1974F” is not one general election of a year." in said.err
        assert "had more than one member" in said.err
        baseline = Baseline.objects.get()
        assert (baseline.year, baseline.winner_party.slug, baseline.valid_votes) == (
            2015, "con", 3_515,
        )  # fmt: skip

    def test_who_won_is_not_known_where_others_had_more(self, library, written, run):
        run(library, *DAY)
        path = written(
            "long.csv", HEADER + long_row("E19000001", 2017, con=900, lab=800, other=901)
        )
        run([path], "--as-history", "2017")
        (row,) = [each for each in history_of("northquay", also=2015) if each["year"] == 2017]
        assert (row["winner"], row["majority"]) == (None, None)

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            (["--as-history", "2024"], "2024 is not before the election of 2024"),
            (["--as-history", "2017", "--declare"], "goes with neither"),
            (
                ["--as-history", "2017", "--polling-day", "2015-05-07"],
                "results of 2015, not of 2017",
            ),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, library, run, arguments, why):
        run(library, *DAY)
        with pytest.raises(CommandError, match=why):
            run(library, *arguments)

    def test_notional_results_are_no_history(self, library, written, run):
        run(library, *DAY)
        with pytest.raises(CommandError, match="no history is of these"):
            run([written("n.csv", quayshire.NOTIONAL)], "--as-history", "2017")

    def test_an_election_that_is_not_there_has_none(self, library, run):
        with pytest.raises(CommandError, match="No election “quay-2024” to have a history"):
            run(library, "--as-history", "2017")


def history_of(slug, *, also):
    contest = Contest.objects.get(slug=slug)
    Baseline.objects.create(contest=contest, year=also, label=str(also))
    return history(contest)


@pytest.mark.django_db
@pytest.mark.skipif(not DATA.exists(), reason="the shared election data is not here")
def test_the_published_files_give_the_history_of_2019():
    election = Election(slug="ge2019", name="General election 2019", seats=650)
    files = [DATA / "ge2019_constituencies.csv", DATA / "ge2019_candidates.csv"]
    import_results(files, election=election, declare=True)
    before = [DATA / "ge2017_constituencies.csv", DATA / "ge2017_candidates.csv"]
    import_baselines(before, election=election, kind="actual", year=2017)
    compared = dict(election.contests.values_list("slug", "baselines__valid_votes"))
    long_file = DATA / "hoc_1918_2017_by_constituency_excl_2015.csv"
    report = import_history([long_file], election=election, year=2010)
    assert (report.new["baseline"], report.doubts) == (650, [])
    again = dict(
        election.contests.filter(baselines__is_default=True).values_list(
            "slug", "baselines__valid_votes"
        )
    )
    assert again == compared
    north = election.contests.with_results().get(slug="ilford-north")
    rows = {row["year"]: row for row in history(north)}
    assert [row["majority"] for row in rows.values()] == [5_218, 9_639, 5_404]
    assert [row["turnout"][0]["percentage"] for row in rows.values()] == [68.7, 72.5, 65.0]
    assert claims(north) == [], "the file leaves 2015 out, so nothing is proved beyond 2017"

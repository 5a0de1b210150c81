"""The load test of declaring: its election is whole, its figures are those of its times."""

import re
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.declaring_report import BEGIN, END, Block, curve, percentile, placed, table
from bench.synthetic import MOST, make_election
from results.declarations import examine
from tests.servers import ROOT, Site

times = st.lists(st.floats(0.1, 10_000), min_size=1, max_size=60)


class TestTheInventedElection:
    def test_it_is_the_same_for_the_same_seed(self, db):
        one, first = make_election(contests=30, seed=5, slug="one")
        other, second = make_election(contests=30, seed=5, slug="other")
        assert first == second
        baselines = [
            list(each.contests.values_list("baselines__valid_votes", "electorate", "hex__row"))
            for each in (one, other)
        ]
        assert baselines[0] == baselines[1]
        assert make_election(contests=30, seed=6, slug="third")[1] != first

    def test_the_checks_have_no_error_to_find_in_it(self, db):
        election, outturns = make_election(contests=60)
        for outturn in outturns:
            contest = election.contests.get(slug=outturn.contest)
            found = examine(contest, votes=outturn.votes, rejected=outturn.rejected)
            assert [each.message for each in found if each.blocks] == []

    def test_it_is_as_large_as_a_country(self, db):
        election, outturns = make_election()
        assert (election.seats, election.contests.count(), len(outturns)) == (MOST, 650, 650)
        assert 6 < statistics.mean(len(each.votes) for each in outturns) < 7
        assert election.contests.filter(hex=None).count() == 0

    @pytest.mark.parametrize("contests", [0, 651])
    def test_there_are_no_more_than_there_are_names(self, db, contests):
        with pytest.raises(ValueError, match="names for 1 to 650"):
            make_election(contests=contests)


class TestTheReport:
    @given(times)
    def test_as_many_are_within_a_percentile_as_it_says(self, values):
        late = percentile(values, 95)
        assert late in values
        assert sum(each <= late for each in values) * 100 >= 95 * len(values)
        assert sum(each < late for each in values) * 100 < 95 * len(values)

    def test_the_table_has_a_line_a_block_and_one_for_all(self):
        told = table([Block(1, 3, [10, 20, 60], 1_500), Block(4, 5, [30, 40], 2_500)]).splitlines()
        assert told[2:] == [
            "| 1 to 3 | 20.0 | 60.0 | 60.0 | 1,500 |",
            "| 4 to 5 | 35.0 | 40.0 | 40.0 | 2,500 |",
            "| **all 5** | **30.0** | **60.0** | **60.0** | |",
        ]

    @given(st.lists(times, min_size=1, max_size=13))
    def test_the_curve_stays_within_its_picture(self, measured):
        blocks = [Block(50 * n + 1, 50 * n + len(each), each, 0) for n, each in enumerate(measured)]
        drawn = curve(blocks)
        assert drawn.count("<polyline") == 2
        for points in re.findall(r'points="([^"]+)"', drawn):
            places = [tuple(map(float, each.split(","))) for each in points.split()]
            assert len(places) == len(blocks)
            assert all(56 <= x <= 704 and 24 <= y <= 256 for x, y in places)

    def test_it_replaces_what_stands_between_the_markers_and_nothing_else(self):
        page = f"# Page\n\n{BEGIN}\nold\n{END}\n\nThe rest.\n"
        once = placed(page, "new\n")
        assert once == f"# Page\n\n{BEGIN}\nnew\n{END}\n\nThe rest.\n"
        assert placed(once, "new") == once

    def test_the_page_on_performance_has_the_place(self):
        page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
        assert placed(page, "Measured.").count("Measured.\n") == 1

    def test_a_page_without_markers_is_not_written(self):
        with pytest.raises(ValueError, match="The page has no"):
            placed("# Page\n", "new")


def test_it_measures_every_declaration_and_leaves_the_site_alone(make_site):
    site: Site = make_site()
    before = (site.folder / "declared.sqlite3").read_bytes()
    told = site.run("-m", "bench.declaring", "--contests", "12")
    assert re.search(r"\| 1 to 12 \| [0-9.]+ \| [0-9.]+ \| [0-9.]+ \| [0-9,]{4,} \|", told)
    assert (site.folder / "declared.sqlite3").read_bytes() == before


def test_what_it_cannot_measure_it_says(make_site):
    with pytest.raises(RuntimeError, match="--contests is 1 to 650"):
        make_site().run("-m", "bench.declaring", "--contests", "0")

"""A real paper's live blog, where it is at hand: carried whole, with six slips and no others."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from liveblog.importing.parsed import ParsedBlog, ParsedEntry
from liveblog.importing.textblog import parse
from liveblog.nightclock import Order

EXAMPLE = Path(__file__).resolve().parents[3] / "shared/examples/ilford-2010-live-blog.txt"
LONDON = ZoneInfo("Europe/London")

pytestmark = pytest.mark.skipif(not EXAMPLE.exists(), reason="the example is not at hand")


@pytest.fixture(scope="module")
def blog() -> ParsedBlog:
    return parse(EXAMPLE.read_text(encoding="utf-8"), polling_day=date(2010, 5, 6), tz=LONDON)


def entry(blog: ParsedBlog, stamp: str) -> ParsedEntry:
    (found,) = [each for each in blog.entries if each.stamp == stamp]
    return found


def test_thirty_entries_run_strictly_from_evening_to_morning(blog):
    assert (len(blog.entries), blog.order) == (30, Order.NEWEST_FIRST)
    instants = [each.at for each in blog.entries[::-1]]
    assert all(a < b for a, b in pairwise(instants))
    assert f"{instants[0]:%d %H:%M}" == "06 22:37"
    assert f"{instants[-1]:%d %H:%M}" == "07 06:00"


def test_exactly_the_six_slips_are_found(blog):
    assert {each.stamp: f"{each.at:%d %H:%M}" for each in blog.slips} == {
        "3.00pm": "07 03:00",
        "12.52pm": "07 00:52",
        "12.20pm": "07 00:20",
        "12.19pm": "07 00:19",
        "12.15pm": "07 00:15",
        "12.00pm": "07 00:00",
    }
    assert not blog.ambiguous
    assert not blog.uncertain
    assert not blog.unplaced


def test_byline_and_page_furniture_are_told_apart_from_the_entries(blog):
    assert blog.byline == "Sam Adams"
    assert [line.number for line in blog.furniture] == [129, 130, 131, 132]
    assert blog.introduction == ()


def test_the_kinds_are_those_an_editor_would_give(blog):
    kinds: dict[str, set[str]] = {}
    for each in blog.entries:
        kinds.setdefault(each.kind, set()).add(each.stamp)
    assert kinds.pop("update")
    assert kinds == {
        "result": {"5.30am"},
        "turnout": {"4.44am", "4.22am", "3.13am"},
        "correction": {"4.30am"},
        "quote": {"5.45am", "2.12am", "1.18am", "12.52pm", "12.00pm"},
        "national": {"1.35am", "1.19am", "1.05am", "12.20pm"},
    }


def test_the_result_is_read_into_figures_and_attached(blog):
    result = entry(blog, "5.30am")
    assert result.contests == ("Ilford North",)
    assert result.figures == {
        "kind": "result",
        "contest": "Ilford North",
        "winner": "Lee Scott",
        "outcome": "hold",
        "votes": {"Lee Scott": 21506, "Sonia Klein": 16102},
    }


@pytest.mark.parametrize(
    ("stamp", "contest", "percentage", "ballots"),
    [
        ("4.44am", "Bridge ward", 65.2, 5654),
        ("4.22am", "Ilford South", 59.7, 51505),
        ("3.13am", "Ilford North", 65.2, 47210),
    ],
)
def test_the_turnouts_are_read_into_figures_and_attached(blog, stamp, contest, percentage, ballots):
    turnout = entry(blog, stamp)
    assert turnout.contests == (contest,)
    figures = turnout.figures
    assert (figures["contest"], figures["percentage"], figures["ballots"]) == (
        contest, percentage, ballots,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stamp", "points", "majority"),
    [
        ("6.00am", [3.7, 5.4], {"majority": 5404}),
        ("12.20pm", [8.2], {"projected_majority": 4964}),
        ("10.37pm", [5.5], {"projected_majority": 4152}),
        ("1.19am", [9.9], {}),
        ("1.05am", [9.4], {}),
    ],
)
def test_swings_and_projections_are_read_as_printed(blog, stamp, points, majority):
    figures = entry(blog, stamp).figures
    assert [swing["points"] for swing in figures["swings"]] == points
    assert {name: n for name, n in figures.items() if name.endswith("majority")} == majority


def test_whoever_is_quoted_is_named(blog):
    speakers = [each.speaker for each in blog.entries if each.kind == "quote"]
    assert speakers == ["Lee Scott", "Alex Berhanu", "Ian Bond", "Caroline Allen", "Lee Scott"]

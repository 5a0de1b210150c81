"""The roster: what a device knows of contests, and which of them is asked for first."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from liveblog import publishing
from liveblog.desk.roster import likely_next
from liveblog.models import Blog, Entry
from results import counting
from results.models import Baseline, BaselineVotes, Candidacy, Contest, Election, Party
from tests.desk.sent import DESK, NOW

ROSTER = f"{DESK}roster/"


@pytest.fixture
def five(blog: Blog, contests: list[Contest]) -> dict[str, Contest]:
    """All five seats, in the order of the ballot papers."""
    election = contests[0].election
    listed = [election.contests.get(slug=slug) for slug in SEATS]
    publishing.follow_contests(blog=blog, contests=listed)
    return {each.slug: each for each in listed}


SEATS = ("northquay", "southquay", "millbrook", "castle-hill", "fenside")


def order(desk: Client) -> list[str]:
    return [each["key"] for each in desk.get(ROSTER).json()["contests"]]


def test_it_has_contests_with_candidates_in_ballot_order_and_the_result_of_last_time(desk: Client):
    answer = desk.get(ROSTER).json()
    assert (answer["blog"], answer["polling_day"]) == ("quay-night", "2024-05-02")
    north, south = answer["contests"]
    assert [north["key"], north["name"], north["seats"], north["electorate"]] == [
        "northquay",
        "Northquay",
        1,
        10_000,
    ]
    assert [each["slug"] for each in north["candidates"]] == [
        "ada-quill",
        "ben-marsh",
        "cleo-finch",
        "dov-reed",
    ]
    assert north["candidates"][0]["party"] == {
        "slug": "harbour",
        "name": "The Harbour Party",
        "short_name": "Harbour",
        "abbreviation": "Har",
        "colour": "#00506b",
    }
    assert north["baseline"] == {
        "label": "2019",
        "kind": "actual",
        "year": 2019,
        "winner": "harbour",
        "turnout": 0.604,
        "valid_votes": 6_000,
        "votes": {"harbour": 3_000, "orchard": 2_400, "lantern": 600},
    }
    assert (north["policy"], north["defending"]) == ("last_general", "harbour")
    assert south["baseline"]["label"] == "2019 (notional)"
    assert answer["parties"]["orchard"]["in_prose"] == "the Orchardists"


def test_the_furthest_count_comes_first_then_the_earliest_expected_and_the_declared_last(
    desk: Client, five: dict[str, Contest], rosa: User
):
    assert order(desk) == list(SEATS)
    counting.expect(five["millbrook"], at=NOW + timedelta(hours=1))
    counting.expect(five["fenside"], at=NOW + timedelta(minutes=20))
    assert order(desk) == ["fenside", "millbrook", "northquay", "southquay", "castle-hill"]
    counting.move(five["castle-hill"], stage="counting", at=NOW)
    counting.move(five["southquay"], stage="recount", at=NOW)
    assert order(desk) == ["southquay", "castle-hill", "fenside", "millbrook", "northquay"]
    counting.move(five["southquay"], stage="postponed", at=NOW, reason="A flood in the hall.")
    votes = {"lu-heron": 1_400, "max-rudd": 1_000, "nia-teal": 100}
    publishing.publish_entry(
        blog=Blog.objects.get(), result=publishing.ResultFigures("fenside", votes=votes), by=rosa
    )
    assert order(desk) == ["castle-hill", "millbrook", "northquay", "southquay", "fenside"]


def test_the_form_without_a_script_offers_them_in_the_same_order(
    desk: Client, five: dict[str, Contest]
):
    counting.move(five["millbrook"], stage="counting", at=NOW)
    form = desk.get(DESK).context["form"]
    assert [key for key, _name in form["result.contest"].field.widget.choices] == order(desk)
    assert form.shown == order(desk)[0] == "millbrook"


def test_likely_next_keeps_the_order_of_the_blog_between_equals(five: dict[str, Contest]):
    contests = list(Contest.objects.order_by("-order", "-name").with_results())
    assert likely_next(contests) == contests


def test_a_device_that_has_it_already_is_told_so(desk: Client, contests: list[Contest]):
    answer = desk.get(ROSTER)
    assert "private" in answer["Cache-Control"]
    again = desk.get(ROSTER, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    counting.move(contests[1], stage="counting", at=NOW)
    changed = desk.get(ROSTER, headers={"If-None-Match": answer["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != answer["ETag"]


def test_it_is_for_those_who_write_here(client: Client, stan: User, seat: Callable, blog: Blog):
    assert client.get(ROSTER).status_code == 302
    assert seat(stan).get(ROSTER).status_code == 404


def test_a_country_of_650_contests_costs_as_many_queries_as_two(
    desk: Client, blog: Blog, entry: Entry, django_assert_num_queries
):
    with django_assert_num_queries(QUERIES):
        desk.get(ROSTER)
    _a_country(blog, 650)
    with django_assert_num_queries(QUERIES):
        answer = desk.get(ROSTER)
    assert len(answer.json()["contests"]) == 650


# Session and user, blog, place; contests; their candidates, baselines and votes of these,
# declarations, turnouts, moves, expectations.
QUERIES = 12


def _a_country(blog: Blog, number: int) -> None:
    election, parties = Election.objects.get(), list(Party.objects.all())
    Contest.objects.bulk_create(
        Contest(election=election, slug=f"seat-{each}", name=f"Seat {each}", electorate=70_000)
        for each in range(number)
    )
    seats = list(election.contests.filter(slug__startswith="seat-"))
    Candidacy.objects.bulk_create(
        Candidacy(contest=seat, slug=f"nobody-{at}", name=f"Nobody {at}", party=party, order=at)
        for seat in seats
        for at, party in enumerate(parties)
    )
    baselines = Baseline.objects.bulk_create(
        Baseline(contest=seat, year=2019, label="2019", is_default=True) for seat in seats
    )
    BaselineVotes.objects.bulk_create(
        BaselineVotes(baseline=each, party=party, votes=9_000)
        for each in baselines
        for party in parties
    )
    publishing.follow_contests(blog=blog, contests=seats)

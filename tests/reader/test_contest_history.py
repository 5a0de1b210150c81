"""A contest's page over the years: majorities, turnouts by definition, and what they prove."""

import pytest
from django.test import Client

from results.loading import load_election
from results.models import Baseline, BaselineVotes, Party
from tests.reader.markup import Element, page_of
from tests.results.night import FIVE_SEATS, declare_outturn

PAGE = "/elections/quayshire-2024/northquay/"

pytestmark = pytest.mark.django_db


def page() -> Element:
    return page_of(Client(), PAGE)


def rows(root: Element, heading: str) -> list[str]:
    table = root.one("section", aria_labelledby=heading).one("tbody")
    return [each.text for each in table.all("tr")]


@pytest.fixture
def northquay():
    contest = declare_outturn(load_election(FIVE_SEATS), "northquay").contest
    contest.baselines.update(same_area=True)
    return contest


def earlier(contest, year, harbour, orchard, **more):
    parties = {each.slug: each for each in Party.objects.all()}
    given = {"label": str(year), "electorate": 10_000, "same_area": True, **more}
    made = Baseline.objects.create(
        contest=contest, year=year, winner_party=parties["harbour"], **given
    )
    for party, votes in (("harbour", harbour), ("orchard", orchard)):
        BaselineVotes.objects.create(baseline=made, party=parties[party], votes=votes)


def test_without_elections_before_last_the_page_is_as_it_was(northquay):
    root = page()
    assert root.one("section", aria_labelledby="majorities")
    assert "over the years" not in root.one("main").text


def test_it_has_every_majority_and_every_turnout(northquay):
    earlier(northquay, 2017, 3_000, 2_500)
    earlier(northquay, 2015, 2_900, 2_500, ballots=5_420)
    root = page()
    assert rows(root, "majority-history") == [
        "2024 Harbour200", "2019 Harbour600", "2017 Harbour500", "2015 Harbour400",
    ]  # fmt: skip
    assert rows(root, "turnout-history") == [
        "202460.0%60.4%10,000",
        "201960.0%60.4%10,000",
        "201755.0%–not known10,000",
        "201554.0%54.2%10,000",
    ]
    assert "Majority then and now" not in root.one("main").text, "it would be told twice"
    assert "The majority of 200 is the smallest of the four" in (
        root.one("section", aria_labelledby="records").text
    )
    line = root.one("svg", class_="line")
    assert [each.text for each in line.all("text")] == ["2015", "2017", "2019", "2024"]


def test_what_is_notional_or_of_other_boundaries_is_marked_and_in_no_line(northquay):
    earlier(northquay, 2017, 3_000, 2_500, kind="notional", label="2017 (notional)")
    earlier(northquay, 2015, 2_900, 2_500, same_area=False)
    root = page()
    majorities = rows(root, "majority-history")
    assert majorities[2].startswith("2017 (notional)")
    assert majorities[3].startswith("2015†")
    assert "† Not proved to be of the same boundaries" in root.one("main").text
    assert root.all("svg", class_="line") == []
    assert root.all("section", aria_labelledby="records") == []

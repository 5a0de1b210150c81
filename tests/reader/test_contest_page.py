"""A contest's own page: the ballot paper, the whole result, and every version of it."""

import pytest
from django.test import Client

from results.declarations import declare, withdraw
from results.loading import load_election
from results.models import Election
from tests.reader.markup import Element, page_of
from tests.results.night import FIVE_SEATS, at, declare_outturn


@pytest.fixture
def night(db: None) -> Election:
    return load_election(FIVE_SEATS)


def page(path: str) -> Element:
    return page_of(Client(), path)


def section(root: Element, heading: str) -> Element:
    return root.one("section", aria_labelledby=heading)


def test_candidates_stand_in_ballot_order_before_the_result(night):
    root = page("/elections/quayshire-2024/northquay/")
    names = [each.one("b").text for each in root.one("ol", class_="ballot").all("li")]
    assert names == ["Ada Quill", "Ben Marsh", "Cleo Finch", "Dov Reed"]
    assert "Not declared yet" in root.one("main").text


def test_a_contest_has_its_whole_result(night):
    declare_outturn(night, "northquay")
    root = page("/elections/quayshire-2024/northquay/")
    text = root.one("main").text
    assert "Harbour hold, majority 200" in text
    rows = [each.text for each in root.one("table", class_="tally-table").one("tbody").all("tr")]
    assert rows[0] == "Ada Quill Harbour · elected 2,800 46.7% −3.3"
    assert rows[3] == "Dov Reed Independent · lost deposit 300 5.0% – not compared"
    majorities = section(root, "majorities").text
    assert majorities == "Majority then and now 2019 Harbour600 Now Harbour200"
    turnout = section(root, "turnout").text
    assert "Announced ballot papers verified6,04060.4%" in turnout
    assert "valid votes6,00060.0%" in turnout
    assert "Level with 2019" in turnout
    assert "Changes are on 2019, the actual result of last time." in text


def test_a_notional_baseline_is_called_one(night):
    declare_outturn(night, "southquay")
    assert "a notional result" in page("/elections/quayshire-2024/southquay/").one("main").text


def test_a_correction_shows_its_reason_and_what_it_replaced(night):
    northquay = declare_outturn(night, "northquay").contest
    declare(
        northquay,
        votes={"ada-quill": 2_790, "ben-marsh": 2_610, "cleo-finch": 300, "dov-reed": 300},
        rejected=40,
        stage="corrected",
        reason="A bundle was counted twice.",
        declared_at=at("01:50"),
    )
    root = page("/elections/quayshire-2024/northquay/")
    assert "Harbour hold, majority 180" in root.one("main").text
    versions = [each.text for each in section(root, "versions").all("li")]
    assert versions[0].startswith("Corrected, 1.50am: what stands A bundle was counted twice.")
    assert "Ada Quill 2,790" in versions[0]
    assert versions[1].startswith("Declared, 1.10am (replaced)")
    assert "Ada Quill 2,800" in versions[1]


def test_a_withdrawn_result_says_why_and_elects_nobody(night):
    northquay = declare_outturn(night, "northquay").contest
    withdraw(northquay, reason="The wrong sheet was read.", at=at("01:20"))
    root = page("/elections/quayshire-2024/northquay/")
    text = root.one("main").text
    assert "Result withdrawn" in text
    assert "Withdrawn: The wrong sheet was read." in text
    assert "elected" not in text.split("Every declaration")[0]
    assert "what stands" not in text


def test_a_tie_tells_of_the_lot(night):
    declare_outturn(night, "castle-hill")
    assert (
        "After lots were drawn" in page("/elections/quayshire-2024/castle-hill/").one("main").text
    )

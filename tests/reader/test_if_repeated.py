"""“If repeated here”: readers and programs see the sum, the baseline and the turnout assumed."""

import re

import pytest
from django.test import Client

from results.loading import load_election
from results.models import Baseline, Contest, Election
from tests.results.ilford import ILFORD_2010

PAGE = "/elections/2010/ilford-north/if-repeated/"
API = "/api/elections/2010/contests/ilford-north/projection"
LAB_TO_CON = {"swing": "5.5", "from": "lab", "to": "con"}


@pytest.fixture(autouse=True)
def _ilford(db) -> None:
    load_election(ILFORD_2010)


def words(client: Client, address: str = PAGE, **asked: str) -> str:
    page = client.get(address, asked).content.decode()
    main = re.search(r"<main.*?</main>", page, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split())


def test_the_page_shows_the_sum_on_both_baselines(client: Client):
    told = words(client, **LAB_TO_CON)
    assert "5.5 points from Labour to Conservative" in told
    assert "At as many valid votes as last time." in told
    assert (
        "On 2005 (notional): the one we compare with Conservative majority 6,346 "
        "1,735 + 2 × 5.5% of 41,917 = 6,346" in told
    )
    assert "On 2005, actual Conservative majority 6,383" in told


def test_a_turnout_is_of_todays_electorate(client: Client):
    told = words(client, **LAB_TO_CON, turnout="64.97")
    assert "At a turnout of 65.0%: 47,020 valid votes of today’s electorate of 72,372." in told
    assert "(4.139% + 2 × 5.5%) of 47,020 = 7,118" in told


def test_a_seat_that_would_change_hands_says_so(client: Client):
    told = words(client, swing="3", **{"from": "con", "to": "lab"})
    assert "Labour majority 780 Changes hands" in told


def test_without_a_swing_there_is_the_form_and_what_each_party_needs(client: Client):
    answer = client.get(PAGE)
    assert answer.status_code == 200
    told = words(client)
    assert "Labour 2.07" in told
    assert "list of targets" not in told  # of 650 contests two are known here


def test_a_whole_election_has_target_numbers(client: Client):
    Election.objects.update(seats=Contest.objects.count())
    assert "Labour 2.07 number 1" in words(client)


def test_the_contest_page_leads_there(client: Client):
    assert f'href="{PAGE}"' in client.get("/elections/2010/ilford-north/").content.decode()


@pytest.mark.parametrize(
    ("asked", "field", "message"),
    [
        ({"swing": ""}, "swing", "Write a swing in points, such as 5.5."),
        ({"swing": "lots"}, "swing", "“lots” is not a number, such as 5.5."),
        ({"swing": "-3"}, "swing", "exchange the two"),
        ({"swing": "101"}, "swing", "at most 100 points"),
        ({"from": "xyz"}, "from", "“xyz” did not stand last time: write one of con, lab."),
        ({"from": "", "to": ""}, "from", "Say from whom the swing goes, and to whom."),
        ({"from": "con"}, "to", "from one party to another"),
        ({"turnout": "101"}, "turnout", "at most 100 per cent"),
        ({"turnout": "0"}, "turnout", "more than 0"),
        ({"turnout": "high"}, "turnout", "“high” is not a number"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(client, asked, field, message):
    sent = {**LAB_TO_CON, **asked}
    page = client.get(PAGE, sent)
    assert page.status_code == 422
    assert message in page.context["faults"][field]
    assert f'value="{sent["swing"]}"' in page.content.decode()
    answer = client.get(API, sent)
    assert answer.status_code == 422
    assert message in {each["field"]: each["message"] for each in answer.json()["errors"]}[field]


def test_a_turnout_needs_an_electorate(client: Client):
    Contest.objects.update(electorate=None)
    answer = client.get(PAGE, {**LAB_TO_CON, "turnout": "65"})
    assert "is not known" in answer.context["faults"]["turnout"]


def test_a_swing_between_others_is_refused_with_the_reason(client: Client):
    told = words(client, swing="3", **{"from": "ld", "to": "lab"})
    assert "Ilford North was between the Conservatives and Labour" in told
    assert "makes a share of" in words(client, swing="60", **{"from": "lab", "to": "con"})


def test_a_contest_without_an_earlier_result_has_no_form(client: Client):
    Baseline.objects.all().delete()
    told = words(client)
    assert "There is no earlier result" in told
    assert client.get(PAGE, LAB_TO_CON).status_code == 422


def test_there_is_no_such_contest(client: Client):
    assert client.get("/elections/2010/nowhere/if-repeated/").status_code == 404
    assert client.get("/api/elections/2010/contests/nowhere/projection").status_code == 404


def test_programs_get_the_same(client: Client):
    told = client.get(API, LAB_TO_CON).json()
    assert (told["swing"], told["from"]["slug"], told["turnout"]) == (5.5, "lab", None)
    notional, actual = told["answers"]
    assert (notional["majority"], actual["majority"]) == (6_346, 6_383)
    assert notional["sum"] == "1,735 + 2 × 5.5% of 41,917 = 6,346"
    assert notional["baseline"]["kind"] == "notional"
    assert told["needs"][0] == {**told["needs"][0], "points": 2.07, "target": None}


def test_one_of_the_two_parties_is_enough(client: Client):
    told = client.get(API, {"swing": "5.5", "to": "con"}).json()
    assert told["from"]["slug"] == "lab"

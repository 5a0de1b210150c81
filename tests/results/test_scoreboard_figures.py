import copy
import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from results.arithmetic import butler_swing, percent
from results.board import board, majority_line
from results.declarations import declare, report_turnout, withdraw
from results.loading import load_election
from tests.results.ilford import PARTIES, party
from tests.results.night import FIVE_SEATS, at, declare_everything, declare_outturn

HISTORY = (
    Path(__file__).resolve().parents[2]
    / ".."
    / "shared"
    / "data"
    / "redbridge_four_seats_history.csv"
)


def board_of(election, **filters):
    contests = election.contests.filter(**filters).with_results()
    shown = board(contests, election=election)
    assert json.loads(json.dumps(shown)) == shown, "a board is JSON as it stands"
    return shown


def rows(shown):
    return {
        each["candidate"] or each["party"]["slug"]: (
            each["seats"],
            each["holds"],
            each["gains"],
            each["losses"],
            each["net"],
        )
        for each in shown["parties"]
    }


def test_before_the_first_result_nothing_is_declared(borough_night):
    shown = board_of(borough_night)
    assert (shown["declared"], shown["seats"], shown["majority_line"]) == (0, 5, 3)
    assert (shown["parties"], shown["turnout"], shown["swing"]) == ([], None, None)
    assert [each["slug"] for each in shown["contests"]] == [
        "northquay",
        "southquay",
        "millbrook",
        "castle-hill",
        "fenside",
    ]


def test_the_whole_night(borough_night):
    declare_everything(borough_night)
    shown = board_of(borough_night)
    assert shown["declared"] == 5
    assert rows(shown) == {
        "orchard": (2, 1, 1, 0, 1),
        "harbour": (1, 1, 0, 1, -1),
        "lantern": (1, 0, 0, 0, 0),
        "Lu Heron": (1, 1, 0, 0, 0),
        "Dov Reed": (0, 0, 0, 0, 0),
        "Nia Teal": (0, 0, 0, 0, 0),
    }
    order = [each["candidate"] or each["party"]["slug"] for each in shown["parties"]]
    assert order == ["orchard", "harbour", "lantern", "Lu Heron", "Dov Reed", "Nia Teal"]
    assert sum(each["seats"] for each in shown["parties"]) == 5
    assert sum(each["net"] for each in shown["parties"]) == 0


def test_votes_are_of_all_seats_and_changes_of_like_with_like(borough_night):
    declare_everything(borough_night)
    shown = {
        each["candidate"] or each["party"]["slug"]: each
        for each in board_of(borough_night)["parties"]
    }
    total = 6_000 + 4_200 + 4_500 + 3_000 + 2_500
    assert shown["harbour"]["votes"] == 2_800 + 1_800 + 1_500 + 1_000
    assert shown["harbour"]["share"] == float(percent(Fraction(7_100, total)))
    # Millbrook, which nothing can be compared with, is left out on both sides.
    before = Fraction(3_000 + 2_200 + 1_300 + 900, 6_000 + 4_000 + 3_000 + 2_500)
    assert shown["harbour"]["change"] == float(
        percent(Fraction(7_100, total - 4_500) - before).replace("−", "-")
    )
    assert shown["Lu Heron"]["change"] is None


def test_the_swing_is_of_the_totals_and_not_the_mean_of_the_seats(borough_night):
    for slug in ("northquay", "southquay"):
        declare_outturn(borough_night, slug)
    swing = board_of(borough_night)["swing"]
    of_totals = butler_swing(4_000, 5_200, 10_000, 4_700, 4_600, 10_200)
    assert (swing["points"], swing["contests"]) == (float(percent(of_totals)), 2)
    assert (swing["from"]["slug"], swing["to"]["slug"]) == ("harbour", "orchard")


def test_northern_ireland_is_no_part_of_the_swing(db):
    document = copy.deepcopy(FIVE_SEATS)
    document["contests"][0]["gss_code"] = "N06000001"
    document["contests"][1]["region"] = "Northern Ireland"
    election = load_election(document)
    for slug in ("northquay", "southquay"):
        declare_outturn(election, slug)
    assert board_of(election)["swing"] is None
    declare_outturn(election, "castle-hill")
    assert board_of(election)["swing"]["contests"] == 1


def test_turnout_is_of_the_papers_that_are_known(borough_night):
    declare_everything(borough_night)
    turnout = board_of(borough_night)["turnout"]
    ballots, electorate = 6_040 + 4_220 + 3_000 + 2_510, 10_000 + 8_000 + 6_000 + 5_000
    assert (turnout["contests"], turnout["ballots"], turnout["electorate"]) == (
        4,
        ballots,
        electorate,
    )
    assert turnout["percentage"] == float(percent(Fraction(ballots, electorate)))


def test_turnout_is_shown_before_any_result(borough_night):
    report_turnout(
        borough_night.contests.get(slug="northquay"), ballots=6_040, announced_at=at("00:10")
    )
    shown = board_of(borough_night)
    assert (shown["declared"], shown["turnout"]["percentage"]) == (0, 60.4)


def test_part_of_an_election_has_no_majority_line(borough_night):
    shown = board_of(borough_night, slug__in=["northquay", "fenside"])
    assert (shown["seats"], shown["majority_line"]) == (2, None)
    assert majority_line(5) == 3


def test_provisional_and_withdrawn_figures_are_not_counted(borough_night):
    declaration = declare_outturn(borough_night, "northquay")
    withdraw(declaration.contest, reason="Recount", at=at("01:12"))
    millbrook = borough_night.contests.get(slug="millbrook")
    votes = {"hana-wells": 2_500, "ivo-crane": 2_000}
    declare(millbrook, votes=votes, declared_at=at("02:00"), stage="provisional")
    shown = board_of(borough_night)
    assert (shown["declared"], shown["parties"]) == (0, [])


def test_a_correction_counts_once_and_with_its_own_figures(borough_night):
    declaration = declare_outturn(borough_night, "millbrook")
    declare(
        declaration.contest,
        votes={"hana-wells": 1_900, "ivo-crane": 2_000},
        declared_at=at("02:10"),
        stage="corrected",
        reason="A bundle was in the wrong pile.",
    )
    shown = board_of(borough_night)
    assert (shown["declared"], rows(shown)["orchard"][0], rows(shown)["lantern"][0]) == (1, 1, 0)


def test_a_board_needs_an_election(borough_night):
    assert board([], election=borough_night)["majority_line"] is None
    with pytest.raises(ValueError, match="needs its election named"):
        board([])
    assert board(borough_night.contests.all())["election"] == "quayshire-2024"


def test_a_board_of_five_costs_no_more_queries_than_a_board_of_one(
    borough_night, django_assert_num_queries
):
    declare_everything(borough_night)
    for wanted in (
        ["northquay"],
        ["northquay", "southquay", "millbrook", "castle-hill", "fenside"],
    ):
        with django_assert_num_queries(12):
            board(
                borough_night.contests.filter(slug__in=wanted).with_results(),
                election=borough_night,
            )


@pytest.fixture
def redbridge_2010(db):
    """The four seats of 2010 from the published figures, on their notional 2005."""
    if not HISTORY.exists():
        pytest.skip("the published history of the four seats is not here")
    known = {each[0] for each in PARTIES}
    contests: dict[str, dict] = {}
    for row in csv.DictReader(HISTORY.open(encoding="utf-8")):
        name, slug = row["constituency"], row["party"].lower()
        others = slug if slug in known else None
        contest = contests.setdefault(
            name,
            {
                "slug": name.lower().replace(" ", "-"),
                "name": name,
                "candidacies": [],
                "baselines": [
                    {
                        "kind": "notional",
                        "label": "2005",
                        "year": 2005,
                        "default": True,
                        "votes": [],
                    }
                ],
                "outturn": {"votes": {}, "declared_at": "2010-05-07T05:30:00+01:00"},
            },
        )
        if row["contest"] == "2005 notional (2010 boundaries)":
            [baseline] = contest["baselines"]
            baseline |= {
                "electorate": int(row["electorate"]),
                "valid_votes": int(row["valid_votes"]),
            }
            baseline["votes"].append({"party": others, "label": slug, "votes": int(row["votes"])})
        elif row["contest"] == "2010":
            contest["electorate"] = int(row["electorate"])
            key = row["candidate"].lower().replace(" ", "-").replace(".", "")
            contest["candidacies"].append(
                {"name": row["candidate"], "slug": key, "party": others or "ind"}
            )
            contest["outturn"]["votes"][key] = int(row["votes"])
            contest["outturn"]["rejected"] = int(row["invalid_votes"])
    parties = [party(*each) for each in PARTIES]
    parties.append({**party("ind", "Other", "others", "Oth"), "is_independent": True})
    document = {
        "parties": parties,
        "election": {
            "slug": "2010",
            "name": "General election 2010",
            "polling_day": "2010-05-06",
            "polls_close_at": "2010-05-06T22:00:00+01:00",
            "seats": 650,
        },
        "contests": list(contests.values()),
    }
    election = load_election(document)
    for contest in document["contests"]:
        declare(
            election.contests.get(slug=contest["slug"]),
            votes=contest["outturn"]["votes"],
            rejected=contest["outturn"]["rejected"],
            declared_at=at_5_30(),
        )
    return election


def at_5_30():
    return at("05:30").replace(year=2010, day=7)


def test_four_real_seats_come_out_as_they_did(redbridge_2010):
    shown = board_of(redbridge_2010)
    cards = {each["slug"]: each for each in shown["contests"]}
    assert [
        (cards[slug]["majority"], cards[slug]["outcome"]["text"], cards[slug]["swing"]["points"])
        for slug in ("ilford-north", "ilford-south")
    ] == [(5_404, "Conservative hold", 3.7), (11_287, "Labour hold", 0.2)]
    assert rows(shown)["con"][:2] == (2, 2)
    assert rows(shown)["lab"][:2] == (2, 2)
    assert shown["swing"]["contests"] == 4
    assert shown["turnout"]["contests"] == 4

import copy
import json

import pytest

from results.board import contest_card
from results.declarations import declare, report_turnout, withdraw
from results.loading import load_election
from results.models import Baseline, Contest
from tests.results.ilford import (
    ILFORD_2010,
    ILFORD_NORTH_2010_VOTES,
    ILFORD_SOUTH_2019,
    ILFORD_SOUTH_2019_VOTES,
    at_2010,
)
from tests.results.night import FIVE_SEATS, at, declare_outturn


def card_of(contest):
    card = contest_card(Contest.objects.with_results().get(pk=contest.pk))
    assert json.loads(json.dumps(card)) == card, "a card is JSON as it stands"
    return card


def declare_ilford_north(contest):
    report_turnout(contest, ballots=47_210, announced_at=at_2010("03:13"))
    declare(contest, votes=ILFORD_NORTH_2010_VOTES, rejected=197, declared_at=at_2010("05:30"))
    return card_of(contest)


def test_ilford_north_2010_on_its_new_boundaries(ilford_north):
    card = declare_ilford_north(ilford_north)
    scott, klein = card["candidacies"][:2]
    assert (card["state"], card["majority"], card["majority_before"]) == ("declared", 5_404, 1_735)
    assert card["majority_share"] == 11.5
    assert card["outcome"]["text"] == "Conservative hold"
    assert card["swing"]["points"] == 3.7
    assert (card["swing"]["from"]["slug"], card["swing"]["to"]["slug"]) == ("lab", "con")
    assert (scott["name"], scott["share"], scott["change"]) == ("Lee Scott", 45.7, 2.0)
    assert (klein["name"], klein["share"], klein["change"]) == ("Sonia Klein", 34.2, -5.4)
    assert (scott["elected"], klein["elected"]) == (True, False)
    assert [each["rank"] for each in card["candidacies"]] == [1, 2, 3, 4, 5, 6, 7]
    lost = [each["lost_deposit"] for each in card["candidacies"]]
    assert lost == [False, False, False, True, True, True, True]
    assert card["candidacies"][3]["change"] is None, "the BNP did not stand last time"
    assert (card["valid_votes"], card["rejected"]) == (47_018, 197)
    assert card["baseline"] == {"kind": "notional", "label": "2005 (notional)", "year": 2005}


def test_ilford_norths_turnout_names_both_definitions(ilford_north):
    turnout = declare_ilford_north(ilford_north)["turnout"]
    assert (turnout["percentage"], turnout["ballots"]) == (65.2, 47_210)
    assert turnout["definition_text"] == "ballot papers verified"
    assert turnout["before"] == {
        "percentage": 61.1,
        "ballots": 41_917,
        "definition": "valid_votes",
        "definition_text": "valid votes",
        "year": 2005,
        "label": "2005 (notional)",
    }
    assert (turnout["change"], turnout["same_definition"]) == (4.1, False)
    assert turnout["counted"]["ballots"] == 47_215
    assert (turnout["valid"]["percentage"], turnout["valid"]["ballots"]) == (65.0, 47_018)


def test_with_the_old_boundaries_the_baseline_is_another(ilford_north):
    Baseline.objects.filter(contest=ilford_north, kind="notional").update(is_default=False)
    Baseline.objects.filter(contest=ilford_north, kind="actual").update(is_default=True)
    card = declare_ilford_north(ilford_north)
    assert (card["majority_before"], card["swing"]["points"]) == (1_653, 3.8)
    assert card["baseline"]["kind"] == "actual"


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        ("last_general", "Labour hold"),
        ("sitting", "Labour gain from Independent Group for Change"),
    ],
)
def test_a_defectors_seat_is_a_hold_or_a_gain_by_policy(db, policy, text):
    document = copy.deepcopy(ILFORD_SOUTH_2019)
    document["election"]["hold_policy"] = policy
    contest = load_election(document).contests.get()
    declared_at = contest.election.polls_close_at.replace(hour=23)
    declare(contest, votes=ILFORD_SOUTH_2019_VOTES, declared_at=declared_at)
    card = card_of(contest)
    assert (card["outcome"]["text"], card["outcome"]["policy"]) == (text, policy)
    assert (card["swing"]["points"], card["swing"]["to"]["slug"]) == (4.9, "con")


def test_the_party_of_a_member_who_retires_can_be_told(db):
    document = copy.deepcopy(ILFORD_SOUTH_2019)
    document["election"]["hold_policy"] = "sitting"
    document["contests"][0]["sitting_party"] = "ld"
    document["contests"][0]["candidacies"][2]["sitting"] = False
    contest = load_election(document).contests.get()
    assert contest.defending.slug == "ld"


def test_before_anything_is_known_candidates_stand_in_ballot_order(northquay):
    card = card_of(northquay)
    assert (card["state"], card["version"], card["turnout"]) == ("awaiting", 0, None)
    names = [each["name"] for each in card["candidacies"]]
    assert names == ["Ada Quill", "Ben Marsh", "Cleo Finch", "Dov Reed"]
    assert {each["votes"] for each in card["candidacies"]} == {None}
    assert card["majority"] is None


def test_turnout_comes_first(northquay):
    report_turnout(northquay, percentage="61.4", announced_at=at("00:10"))
    card = card_of(northquay)
    assert card["state"] == "turnout"
    turnout = card["turnout"]
    assert (turnout["percentage"], turnout["ballots"], turnout["announced_percentage"]) == (
        61.4,
        None,
        61.4,
    )
    assert (turnout["change"], turnout["same_definition"]) == (1.0, True)


def test_a_count_is_preferred_to_the_percentage_announced_with_it(northquay):
    report_turnout(northquay, percentage="60.45", ballots=6_040, announced_at=at("00:10"))
    turnout = card_of(northquay)["turnout"]
    assert (turnout["percentage"], turnout["announced_percentage"]) == (60.4, 60.45)


def test_when_the_electorate_is_revised_turnout_is_worked_out_again(northquay):
    report_turnout(northquay, ballots=6_040, announced_at=at("00:10"))
    Contest.objects.filter(pk=northquay.pk).update(electorate=10_200)
    assert card_of(northquay)["turnout"]["percentage"] == 59.2


def test_without_an_announcement_turnout_comes_from_the_declaration(borough_night):
    southquay = declare_outturn(borough_night, "southquay").contest
    turnout = card_of(southquay)["turnout"]
    assert (turnout["announced"], turnout["ballots"], turnout["percentage"]) == (False, 4_220, 52.8)
    millbrook = declare_outturn(borough_night, "millbrook").contest
    turnout = card_of(millbrook)["turnout"]
    assert (turnout["definition"], turnout["percentage"]) == ("valid_votes", 50.0)
    assert (turnout["before"], turnout["change"]) == (None, None)


def test_a_swing_is_named_from_the_side_that_lost_it(borough_night):
    declare_outturn(borough_night, "northquay")
    swing = card_of(borough_night.contests.get(slug="northquay"))["swing"]
    assert (swing["points"], swing["from"]["slug"], swing["to"]["slug"]) == (
        3.3,
        "harbour",
        "orchard",
    )


def test_a_gain_names_from_whom_and_the_baseline_it_goes_by(borough_night):
    card = card_of(declare_outturn(borough_night, "southquay").contest)
    assert (card["outcome"]["kind"], card["outcome"]["text"]) == (
        "gain",
        "Orchard gain from Harbour",
    )
    assert card["outcome"]["from"]["slug"] == "harbour", "notionally, whoever won the old seat"


def test_a_seat_with_no_baseline_is_new_and_has_no_swing(borough_night):
    card = card_of(declare_outturn(borough_night, "millbrook").contest)
    assert (card["outcome"]["text"], card["swing"]) == ("Lantern win (new seat)", None)
    assert {each["change"] for each in card["candidacies"]} == {None}


def test_a_lot_ranks_its_winner_first_and_leaves_the_votes_equal(borough_night):
    card = card_of(declare_outturn(borough_night, "castle-hill").contest)
    first, second = card["candidacies"]
    assert (first["name"], first["votes"], second["votes"]) == ("Kit Alder", 1_500, 1_500)
    assert (card["majority"], card["lot"], first["elected"]) == (0, True, True)


def test_independents_hold_only_as_the_same_person_and_have_no_change(borough_night):
    card = card_of(declare_outturn(borough_night, "fenside").contest)
    assert card["outcome"]["text"] == "Independent hold"
    assert (card["candidacies"][0]["change"], card["swing"]) == (None, None)


def test_an_independent_gains_the_seat_of_another(db):
    document = copy.deepcopy(FIVE_SEATS)
    document["contests"][4]["candidacies"][0]["sitting"] = False
    card = card_of(declare_outturn(load_election(document), "fenside").contest)
    assert card["outcome"]["text"] == "Independent gain from Independent"


def test_a_swing_falls_back_on_last_times_winner(borough_night):
    """The runner-up, an independent, was nobody last time."""
    northquay = borough_night.contests.get(slug="northquay")
    votes = {"ada-quill": 1_200, "ben-marsh": 2_800, "cleo-finch": 100, "dov-reed": 1_900}
    declare(northquay, votes=votes, declared_at=at("01:10"))
    swing = card_of(northquay)["swing"]
    assert (swing["points"], swing["from"]["slug"], swing["to"]["slug"]) == (
        18.3,
        "harbour",
        "orchard",
    )


def test_a_provisional_count_shows_votes_and_elects_nobody(northquay):
    votes = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}
    declare(northquay, votes=votes, declared_at=at("01:00"), stage="provisional")
    card = card_of(northquay)
    assert (card["state"], card["stage"], card["outcome"]) == ("provisional", "provisional", None)
    assert {each["elected"] for each in card["candidacies"]} == {None}
    assert card["candidacies"][0]["votes"] == 2_800


def test_a_correction_and_a_withdrawal_say_so(northquay):
    votes = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}
    declare(northquay, votes=votes, declared_at=at("01:00"))
    declare(
        northquay,
        votes=votes | {"dov-reed": 310},
        declared_at=at("01:05"),
        stage="corrected",
        reason="Misheard",
    )
    card = card_of(northquay)
    assert (card["state"], card["corrected"], card["version"]) == ("declared", True, 2)
    withdraw(northquay, reason="Recount", at=at("01:06"))
    card = card_of(northquay)
    assert (card["state"], card["stage"], card["reason"]) == ("withdrawn", "withdrawn", "Recount")
    assert {each["votes"] for each in card["candidacies"]} == {None}


def test_a_ward_elects_several_and_names_seats_by_party(db):
    document = copy.deepcopy(FIVE_SEATS)
    document["election"]["kind"] = "local"
    document["contests"][0]["seats"] = 2
    ward = load_election(document).contests.get(slug="northquay")
    votes = {"ada-quill": 3_000, "ben-marsh": 2_900, "cleo-finch": 2_000, "dov-reed": 10}
    declare(ward, votes=votes, rejected=30, declared_at=at("03:00"))
    card = card_of(ward)
    assert card["outcome"]["text"] == "Harbour 1, Orchard 1"
    assert (card["majority"], card["majority_share"], card["swing"]) == (900, None, None)
    assert [each["elected"] for each in card["candidacies"]] == [True, True, False, False]
    assert {each["lost_deposit"] for each in card["candidacies"]} == {None}
    assert card["turnout"] is None, "votes are not voters"
    assert (card["valid_votes"], card["total_votes"]) == (None, 7_910)


def test_the_speaker_has_no_swing(db):
    document = copy.deepcopy(FIVE_SEATS)
    document["parties"][0]["is_speaker"] = True
    card = card_of(declare_outturn(load_election(document), "northquay").contest)
    assert card["swing"] is None


def test_a_card_costs_the_same_queries_with_many_candidates(
    ilford_north, django_assert_num_queries
):
    declare_ilford_north(ilford_north)
    assert len(ILFORD_2010["contests"][0]["candidacies"]) == 7
    with django_assert_num_queries(9):
        contest = Contest.objects.with_results().get(pk=ilford_north.pk)
    with django_assert_num_queries(0):
        contest_card(contest)

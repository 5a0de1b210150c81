import copy
import re

import pytest

from results.declarations import declare, report_turnout, withdraw, withdraw_turnout
from results.loading import load_election
from results.models import Baseline, Contest, Declaration
from results.sentences import result_sentences, turnout_sentence
from tests.results.ilford import ILFORD_2010, ILFORD_NORTH_2010_VOTES, at_2010
from tests.results.night import FIVE_SEATS, at, declare_everything, declare_outturn


def test_a_hold_is_told_with_its_majority_its_swing_and_everybody_else(ilford_north):
    headline, body = result_sentences(
        declare(ilford_north, votes=ILFORD_NORTH_2010_VOTES, declared_at=at_2010("05:30"))
    )
    assert headline == (
        "RESULT for Ilford North: Lee Scott (Conservative) holds the seat with 21,506 votes"
    )
    assert body == (
        "Majority 5,404 over Sonia Klein (Labour, 16,102 votes), up from 1,735 at the 2005 "
        "election on these boundaries (notional). A swing of 3.7 points from Labour to the "
        "Conservatives. Alex Berhanu (Liberal Democrat) 5,966; Danny Warville (BNP) 1,545; Henri "
        "van der Stighelen (UKIP) 871; Caroline Allen (Green) 572; Robert Hampson (CPA) 456."
    )


def test_beside_an_actual_result_the_year_is_enough(ilford_north):
    Baseline.objects.filter(contest=ilford_north, kind="notional").update(is_default=False)
    Baseline.objects.filter(contest=ilford_north, kind="actual").update(is_default=True)
    _, body = result_sentences(
        declare(ilford_north, votes=ILFORD_NORTH_2010_VOTES, declared_at=at_2010("05:30"))
    )
    assert ", up from 1,653 in 2005. A swing of 3.8 points" in body


@pytest.mark.parametrize(
    ("slug", "headline", "begins"),
    [
        (
            "northquay",
            "RESULT for Northquay: Ada Quill (Harbour) holds the seat with 2,800 votes",
            "Majority 200 over Ben Marsh (Orchard, 2,600 votes), down from 600 in 2019. A swing of "
            "3.3 points from the Harbour Party to the Orchardists. Cleo Finch (Lantern) 300; Dov "
            "Reed (Independent) 300.",
        ),
        (
            "southquay",
            "RESULT for Southquay: Finn Larch (Orchard) gains the seat from the Harbour Party "
            "with 2,100 votes",
            "Majority 300 over Eve Stone (Harbour, 1,800 votes). The majority at the 2019 election "
            "on these boundaries (notional) was 600, for the Harbour Party. A swing of",
        ),
        (
            "millbrook",
            "RESULT for Millbrook: Hana Wells (Lantern) wins the new seat with 2,500 votes",
            "Majority 500 over Ivo Crane (Orchard, 2,000 votes).",
        ),
        (
            "castle-hill",
            "RESULT for Castle Hill: Kit Alder (Orchard) holds the seat with 1,500 votes after "
            "lots were drawn",
            "Majority 0 over Jo Tarn (Harbour, 1,500 votes), down from 400 in 2019.",
        ),
    ],
)
def test_every_way_to_win_has_its_words(borough_night, slug, headline, begins):
    told, body = result_sentences(declare_outturn(borough_night, slug))
    assert told == headline
    assert body.startswith(begins)


def test_a_provisional_count_leads_and_does_not_win(northquay):
    votes = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}
    headline, body = result_sentences(
        declare(northquay, votes=votes, declared_at=at("01:00"), stage="provisional")
    )
    assert headline == (
        "PROVISIONAL COUNT for Northquay: Ada Quill (Harbour) is ahead with 2,800 votes"
    )
    assert body.startswith("Lead 200 over Ben Marsh")


def test_a_correction_gives_its_reason_first(borough_night):
    contest = declare_outturn(borough_night, "northquay").contest
    votes = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 301, "dov-reed": 300}
    headline, body = result_sentences(
        declare(
            contest,
            votes=votes,
            declared_at=at("01:20"),
            stage="corrected",
            reason="One paper was found on the floor",
        )
    )
    assert headline.startswith("CORRECTED RESULT for Northquay: Ada Quill")
    assert body.startswith("One paper was found on the floor. Majority 200")
    withdrawal = withdraw(contest, reason="A recount is under way.", at=at("01:30"))
    assert result_sentences(withdrawal) == (
        "RESULT WITHDRAWN for Northquay",
        "A recount is under way.",
    )


def test_a_ward_names_all_who_are_elected_and_then_every_vote(db):
    document = copy.deepcopy(FIVE_SEATS)
    document["contests"][0]["seats"] = 3
    ward = load_election(document).contests.get(slug="northquay")
    votes = {"ada-quill": 3_000, "ben-marsh": 2_900, "cleo-finch": 2_000, "dov-reed": 10}
    headline, body = result_sentences(declare(ward, votes=votes, declared_at=at("03:00")))
    assert headline == (
        "RESULT for Northquay: Ada Quill (Harbour), Ben Marsh (Orchard) and Cleo Finch (Lantern) "
        "are elected"
    )
    assert body == (
        "Majority 1,990 over Dov Reed (Independent, 10 votes). Ada Quill (Harbour) 3,000; Ben "
        "Marsh (Orchard) 2,900; Cleo Finch (Lantern) 2,000; Dov Reed (Independent) 10."
    )


def test_a_difference_is_in_points_and_never_in_per_cent(borough_night):
    declare_everything(borough_night)
    for declaration in Declaration.objects.all():
        told = " ".join(result_sentences(declaration))
        assert not re.search(r"(up|down|swing of) [\d.]+ per cent", told)


def test_turnout_with_two_definitions_names_both(db):
    south = load_election(ILFORD_2010).contests.get(slug="ilford-south")
    Baseline.objects.filter(contest=south).update(kind="actual", label="2005")
    report = report_turnout(south, ballots=51_505, announced_at=at_2010("03:00"))
    assert turnout_sentence(report) == (
        "Turnout in Ilford South is 59.7 per cent: 51,505 ballot papers verified. That is up 6.1 "
        "points on 53.6 per cent in 2005 (valid votes)."
    )


def test_turnout_beside_a_notional_result_says_so(ilford_north):
    report = report_turnout(ilford_north, ballots=47_210, announced_at=at_2010("03:13"))
    assert turnout_sentence(report).endswith(
        "That is up 4.1 points on 61.1 per cent in 2005 (notional, valid votes)."
    )


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (
            {"ballots": 6_140},
            "Turnout in Northquay is 61.4 per cent: 6,140 ballot papers verified. That is up 1.0 "
            "point on 60.4 per cent in 2019.",
        ),
        (
            {"percentage": 55},
            "Turnout in Northquay is 55.0 per cent (ballot papers verified). That is down 5.4 "
            "points on 60.4 per cent in 2019.",
        ),
        (
            {"ballots": 6_041, "definition": "ballots_verified"},
            "Turnout in Northquay is 60.4 per cent: 6,041 ballot papers verified. That is level "
            "with 60.4 per cent in 2019.",
        ),
        (
            {"ballots": 6_000, "definition": "valid_votes"},
            "Turnout in Northquay is 60.0 per cent: 6,000 valid votes. That is level with 60.0 "
            "per cent in 2019.",
        ),
    ],
)
def test_turnout_has_its_count_its_definition_and_its_change(northquay, figures, sentence):
    report = report_turnout(northquay, announced_at=at("00:10"), **figures)
    assert turnout_sentence(report) == sentence


def test_without_an_electorate_or_a_baseline_the_count_is_all_there_is(borough_night):
    Contest.objects.filter(slug="millbrook").update(electorate=None)
    millbrook = borough_night.contests.get(slug="millbrook")
    report = report_turnout(millbrook, ballots=4_600, announced_at=at("00:10"))
    assert turnout_sentence(report) == "4,600 ballot papers verified in Millbrook."
    withdrawal = withdraw_turnout(millbrook, reason="Fenside's", at=at("00:20"))
    assert turnout_sentence(withdrawal) == (
        "The turnout given for Millbrook is withdrawn. Fenside's."
    )

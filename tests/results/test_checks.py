import copy
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.checks.ballots import _swaps
from results.declarations import declare, examine, examine_turnout, report_turnout
from results.loading import load_election
from results.models import Contest
from tests.results.night import FIVE_SEATS, at

VOTES = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}

# The papers were announced as provisional, so that readers are shown both numbers.
SLIGHTLY_PROVISIONAL = {("info", "votes", "provisional_differs")}


def found(findings):
    return {(each.severity, each.field, each.code) for each in findings}


def only(findings):
    [finding] = findings
    return finding


def test_a_good_count_has_nothing_to_find(northquay):
    assert examine(northquay, votes=VOTES, rejected=40, declared_at=at("01:10")) == []


def test_a_candidate_left_out_is_named(northquay):
    votes = {slug: number for slug, number in VOTES.items() if slug != "cleo-finch"}
    finding = only(examine(northquay, votes=votes))
    assert found([finding]) == {("error", "votes.cleo-finch", "candidacy_missing")}
    assert finding.message == "Cleo Finch (Lantern) has no votes entered."


def test_a_stranger_to_the_contest_is_named(northquay):
    finding = only(examine(northquay, votes=VOTES | {"eve-stone": 5}))
    assert found([finding]) == {("error", "votes.eve-stone", "unknown_candidacy")}
    assert finding.message == "“eve-stone” is not a candidate in Northquay."


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2,80x", "“2,80x” is not a whole number."),
        (-5, "“-5” is below nought."),
        (28.5, "“28.5” is not a whole number."),
        (True, "“True” is not a whole number."),
    ],
)
def test_votes_that_are_no_count_are_refused_once_and_by_field(northquay, typed, message):
    finding = only(examine(northquay, votes=VOTES | {"ada-quill": typed}))
    assert (finding.field, finding.message) == ("votes.ada-quill", message)


def test_rejected_papers_that_are_no_count_are_refused(northquay):
    finding = only(examine(northquay, votes=VOTES, rejected="forty"))
    assert (finding.field, finding.message) == ("rejected", "“forty” is not a whole number.")


def test_a_candidate_given_by_slug_and_by_id_is_given_twice(northquay):
    quill = northquay.candidacies.get(slug="ada-quill")
    finding = only(examine(northquay, votes={**VOTES, quill.pk: 2_800}))
    assert found([finding]) == {("error", "votes.ada-quill", "candidacy_twice")}


def test_a_total_above_the_electorate_shows_its_sum(ilford_north):
    Contest.objects.filter(pk=ilford_north.pk).update(electorate=40_000)
    ilford_north.refresh_from_db()
    votes = [21_506, 16_102, 5_966, 1_545, 871, 572, 456]
    slugs = [each.slug for each in ilford_north.candidacies.all()]
    finding = only(examine(ilford_north, votes=dict(zip(slugs, votes, strict=True)), rejected=197))
    assert finding.field == "votes"
    assert finding.message == (
        "47,018 votes and 197 rejected make 47,215, more than the electorate of 40,000: 7,215 "
        "too many."
    )


def test_a_candidate_above_the_electorate_is_named(northquay):
    findings = examine(northquay, votes=VOTES | {"ada-quill": 28_000})
    assert ("error", "votes.ada-quill", "above_electorate") in found(findings)


def test_votes_more_than_the_papers_verified_are_refused_beyond_half_a_per_cent(northquay):
    report_turnout(northquay, ballots=6_000, announced_at=at("00:10"))
    over, within = dict(VOTES), dict(VOTES)
    over["ada-quill"] += 31
    within["ada-quill"] += 30
    assert found(examine(northquay, votes=over)) == {("error", "votes", "above_ballots")}
    assert found(examine(northquay, votes=within)) == {
        ("warning", "votes", "differs_from_ballots"),
        *SLIGHTLY_PROVISIONAL,
    }


def test_votes_far_below_the_papers_verified_are_somebody_left_out(northquay):
    report_turnout(northquay, ballots=6_040, announced_at=at("00:10"))
    finding = only(examine(northquay, votes=VOTES | {"ben-marsh": 1_900}, rejected=40))
    assert (finding.severity, finding.code) == ("error", "far_below_ballots")
    assert "700 more: has anybody been left out?" in finding.message


def test_a_difference_from_the_papers_verified_is_asked_about_with_its_sum(northquay):
    report_turnout(northquay, ballots=6_035, announced_at=at("00:10"))
    findings = examine(northquay, votes=VOTES, rejected=40)
    assert found(findings) == {("warning", "votes", "differs_from_ballots"), *SLIGHTLY_PROVISIONAL}
    assert findings[0].message == (
        "6,000 votes and 40 rejected make 6,040; 6,035 papers were verified, a difference of 5."
    )


def test_a_final_number_of_papers_is_not_called_provisional(northquay):
    report_turnout(northquay, ballots=6_035, announced_at=at("00:10"), provisional=False)
    finding = only(examine(northquay, votes=VOTES, rejected=40))
    assert finding.code == "differs_from_ballots"


def test_fewer_votes_and_rejected_than_papers_are_refused_beyond_half_a_per_cent(northquay):
    report_turnout(northquay, ballots=6_071, announced_at=at("00:10"))
    finding = only(examine(northquay, votes=VOTES, rejected=40))
    assert found([finding]) == {("error", "votes", "below_ballots")}
    assert finding.message == (
        "6,000 votes and 40 rejected make 6,040; 6,071 papers were verified, 31 more."
    )


def test_more_rejected_papers_than_there_ever_are_are_asked_about(northquay):
    report_turnout(northquay, ballots=6_123, announced_at=at("00:10"))
    finding = only(examine(northquay, votes=VOTES))
    assert found([finding]) == {("warning", "votes", "differs_from_ballots")}
    assert finding.message == (
        "6,000 votes; 6,123 papers were verified, 123 more: were 2.0 per cent of them rejected?"
    )


def test_fewer_votes_than_papers_is_no_difference_while_rejected_papers_are_unknown(northquay):
    report_turnout(northquay, ballots=6_040, announced_at=at("00:10"))
    assert examine(northquay, votes=VOTES) == []


def test_two_swapped_digits_are_suspected_and_the_candidate_named(northquay):
    report_turnout(northquay, ballots=6_040, announced_at=at("00:10"))
    true = VOTES | {"ben-marsh": 2_588, "cleo-finch": 312}
    assert examine(northquay, votes=true, rejected=40) == []
    findings = examine(northquay, votes=true | {"cleo-finch": 321}, rejected=40)
    swapped = next(each for each in findings if each.code == "digits_swapped")
    assert swapped.message == (
        "The difference of 9 divides by nine: two digits swapped? "
        "It would close with Cleo Finch (321 for 312)."
    )


def test_a_difference_of_nine_that_no_swap_closes_names_nobody(northquay):
    report_turnout(northquay, ballots=6_040, announced_at=at("00:10"))
    findings = examine(northquay, votes=VOTES | {"ben-marsh": 2_609}, rejected=40)
    swapped = next(each for each in findings if each.code == "digits_swapped")
    assert swapped.message == "The difference of 9 divides by nine: two digits swapped?"


def test_a_round_thousand_is_suspected(northquay):
    report_turnout(northquay, ballots=10_000, announced_at=at("00:10"))
    votes = VOTES | {"ada-quill": 5_760}
    findings = examine(northquay, votes=votes, rejected=40)
    assert found(findings) == {
        ("error", "votes", "below_ballots"),
        ("info", "votes", "thousand_out"),
    }


def test_a_tie_needs_the_lot(northquay):
    level = VOTES | {"ben-marsh": 2_800}
    finding = only(examine(northquay, votes=level))
    assert (finding.field, finding.code) == ("lot_winner", "tie_without_lot")
    assert finding.message == "Ada Quill and Ben Marsh have 2,800 votes each: who won the lot?"
    assert examine(northquay, votes=level, lot_winner="ben-marsh") == []


@pytest.mark.parametrize(
    ("votes", "winner", "message"),
    [
        (VOTES | {"ben-marsh": 2_800}, "cleo-finch", "The lot was between Ada Quill and Ben Marsh"),
        (VOTES, "ada-quill", "No two candidates are level for the last seat"),
        (VOTES, "eve-stone", "“eve-stone” is not a candidate in Northquay."),
    ],
)
def test_a_lot_is_only_between_those_who_are_level(northquay, votes, winner, message):
    finding = only(examine(northquay, votes=votes, lot_winner=winner))
    assert finding.field == "lot_winner"
    assert finding.message.startswith(message)


def test_nobody_having_a_vote_is_refused(northquay):
    findings = examine(northquay, votes=dict.fromkeys(VOTES, 0))
    assert ("error", "votes", "no_votes") in found(findings)


def test_no_result_before_the_close_of_poll(northquay):
    close = northquay.election.polls_close_at
    early = examine(northquay, votes=VOTES, declared_at=close - timedelta(seconds=1))
    assert found(early) == {("error", "declared_at", "polls_open")}
    assert only(early).message == (
        "The polls close at 22:00: no result before then, and 21:59 is 1 min earlier."
    )
    soon = examine(northquay, votes=VOTES, declared_at=close + timedelta(minutes=29))
    assert found(soon) == {("error", "declared_at", "very_early")}
    assert only(soon).overridable


def test_a_time_without_a_zone_is_refused(northquay):
    naive = at("01:10").replace(tzinfo=None)
    assert only(examine(northquay, votes=VOTES, declared_at=naive)).field == "declared_at"
    assert only(examine_turnout(northquay, ballots=5_000, announced_at=naive)).code == (
        "no_time_zone"
    )


def test_a_contest_without_candidates_cannot_be_declared(northquay):
    northquay.candidacies.all().delete()
    assert only(examine(northquay, votes={})).message == "Northquay has no candidates yet."


def test_in_a_ward_votes_may_exceed_the_electorate_but_not_its_crosses(db):
    document = copy.deepcopy(FIVE_SEATS)
    document["contests"][0]["seats"] = 2
    ward = load_election(document).contests.get(slug="northquay")
    votes = {"ada-quill": 6_000, "ben-marsh": 5_000, "cleo-finch": 900, "dov-reed": 800}
    assert examine(ward, votes=votes) == []
    many = examine(ward, votes=votes | {"cleo-finch": 9_500})
    assert only(many).message == (
        "21,300 votes are more than 2 from each of the electorate of 10,000: 2 × 10,000 make "
        "20,000, and 1,300 are too many."
    )
    assert found(examine(ward, votes=votes | {"dov-reed": 900})) == set()
    level = examine(ward, votes=votes | {"cleo-finch": 5_000})
    assert only(level).code == "tie_without_lot"
    assert only(examine(ward, votes=votes, rejected=10_001)).field == "rejected"


def test_a_turnout_must_say_something(northquay):
    finding = only(examine_turnout(northquay))
    assert found([finding]) == {("error", "percentage", "no_turnout")}


@pytest.mark.parametrize("percentage", ["100.1", 652, "-1"])
def test_a_percentage_lies_within_nought_and_a_hundred(northquay, percentage):
    finding = only(examine_turnout(northquay, percentage=percentage))
    assert found([finding]) == {("error", "percentage", "percentage_range")}


def test_a_fraction_is_not_taken_for_a_percentage(northquay):
    finding = only(examine_turnout(northquay, percentage="0.65"))
    assert finding.message == ("0.65 per cent looks like a fraction: should it be 65 per cent?")


def test_a_percentage_is_not_taken_for_a_count(northquay):
    finding = only(examine_turnout(northquay, ballots=65))
    assert found([finding]) == {("error", "ballots", "percentage_for_ballots")}


def test_more_papers_than_electors_are_refused_with_the_sum(northquay):
    finding = only(examine_turnout(northquay, ballots=10_250))
    assert finding.message == ("10,250 ballot papers are 250 more than the electorate of 10,000.")


@pytest.mark.parametrize(
    ("percentage", "severity"),
    [("60.4", None), ("60.5", None), ("60.51", "warning"), ("61.4", "warning"), ("61.41", "error")],
)
def test_percentage_and_papers_must_agree(northquay, percentage, severity):
    findings = examine_turnout(northquay, percentage=percentage, ballots=6_040)
    assert [each.severity for each in findings] == ([severity] if severity else [])
    if severity:
        assert findings[0].message == (
            f"6,040 of an electorate of 10,000 are 60.40 per cent, not {float(percentage):.2f}: "
            f"{abs(60.4 - float(percentage)):.2f} points apart."
        )


def test_a_startling_change_is_asked_about(northquay):
    """Last time 6,040 of 10,000."""
    assert examine_turnout(northquay, ballots=7_540) == []
    finding = only(examine_turnout(northquay, ballots=7_541))
    assert (finding.severity, finding.code) == ("warning", "startling_change")
    assert only(examine_turnout(northquay, percentage=40)).field == "percentage"


def test_a_percentage_of_another_definition_is_told_which(northquay):
    declare(northquay, votes=VOTES, rejected=140, declared_at=at("01:10"))
    finding = only(examine_turnout(northquay, percentage="60.0", ballots=6_140))
    assert finding.severity == "error"  # more than a point
    declare(
        northquay, votes=VOTES, rejected=40, declared_at=at("01:10"), stage="corrected", reason="x"
    )
    finding = only(examine_turnout(northquay, percentage="60.0", ballots=6_040))
    assert finding.severity == "warning"
    assert finding.message.endswith("It is the turnout of valid votes, 60.00 per cent.")


def test_the_same_percentage_for_two_contests_is_pointed_out(northquay, borough_night):
    southquay = borough_night.contests.get(slug="southquay")
    report_turnout(southquay, percentage="60.4", announced_at=at("00:05"))
    finding = only(examine_turnout(northquay, percentage="60.40"))
    assert (finding.severity, finding.code) == ("info", "same_percentage")
    assert finding.message.startswith("60.4 per cent is also the turnout given for Southquay")


def test_an_unknown_definition_is_refused(northquay):
    finding = only(examine_turnout(northquay, ballots=6_000, definition="papers"))
    assert finding.field == "definition"


def test_turnout_before_the_close_is_asked_about(northquay):
    noon = northquay.election.polls_close_at - timedelta(hours=10)
    finding = only(examine_turnout(northquay, percentage=50, announced_at=noon))
    assert found([finding]) == {("warning", "announced_at", "polls_open")}


@given(st.integers(10, 99_999))
def test_swapping_neighbouring_digits_changes_a_number_by_a_multiple_of_nine(number):
    swaps = _swaps(number)
    assert all((number - swap) % 9 == 0 and swap != number for swap in swaps)

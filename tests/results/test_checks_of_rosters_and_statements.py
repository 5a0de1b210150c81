import pytest

from results.board import board
from results.checks import check_board, check_rejected_heads, check_roster, is_line_of_totals
from results.declarations import examine
from results.models import Candidacy
from tests.results.night import declare_everything

VOTES = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}


def stated(contest, **said):
    return examine(contest, votes=VOTES, rejected=40, stated=said)


def test_what_was_said_and_is_so_has_nothing_to_find(northquay):
    heads = {"unmarked": 30, "two candidates": 10}
    assert (
        stated(northquay, valid_votes="6,000", majority="200", outcome="hold", rejected_heads=heads)
        == []
    )


def test_valid_votes_that_are_not_the_sum_are_refused_with_the_sum(northquay):
    [finding] = stated(northquay, valid_votes=6_270)
    assert (finding.severity, finding.field) == ("error", "valid_votes")
    assert finding.message == (
        "2,800 + 2,600 + 300 + 300 make 6,000, not 6,270: a difference of 270."
    )


def test_a_majority_that_is_not_first_less_second_is_refused_with_the_sum(northquay):
    [finding] = stated(northquay, majority="220")
    assert (finding.severity, finding.field) == ("error", "majority")
    assert finding.message == ("2,800 for Ada Quill less 2,600 for Ben Marsh is 200, not 220.")


def test_a_verdict_is_asked_about_with_the_policy(northquay):
    [finding] = stated(northquay, outcome="gain")
    assert finding.severity == "warning"
    assert finding.message == (
        "Ada Quill (Harbour) beside Harbour, the winner of the last general election, is a hold, "
        "not a gain."
    )


def test_what_was_said_must_be_numbers(northquay):
    [finding] = stated(northquay, majority="two hundred")
    assert (finding.field, finding.code) == ("majority", "not_a_number")


def test_a_statement_that_nobody_checks_is_a_mistake_of_the_program(northquay):
    with pytest.raises(TypeError, match="lead"):
        stated(northquay, lead=200)


def test_heads_of_rejection_are_added_up_only_where_all_are_known():
    assert list(check_rejected_heads({"unmarked": 30, "two": None}, 40)) == []
    assert list(check_rejected_heads({"unmarked": 30, "two": 10}, None)) == []
    [finding] = check_rejected_heads({"unmarked": 30, "two": 0}, 40)
    assert (finding.severity, finding.message) == (
        "warning",
        "30 + 0 make 30 rejected papers, not 40.",
    )


def test_a_candidate_twice_is_refused(northquay):
    quill = northquay.candidacies.get(slug="ada-quill")
    Candidacy.objects.create(contest=northquay, slug="quill", name="ada  quill", party=quill.party)
    [finding] = check_roster(northquay)
    assert (finding.severity, finding.code) == ("error", "candidacy_duplicate")


def test_two_people_of_one_name_are_asked_about(northquay):
    """As in Mid Buckinghamshire in 2024."""
    finch = northquay.candidacies.get(slug="cleo-finch")
    Candidacy.objects.create(
        contest=northquay, slug="quill", name="Ada Quill", party=finch.party, order=9
    )
    [finding] = check_roster(northquay)
    assert finding.severity == "warning"
    assert finding.message == (
        "Ada Quill (Harbour) and Ada Quill (Lantern) share a name: "
        "are their votes the right way round?"
    )


@pytest.mark.parametrize(
    ("name", "is_total"),
    [
        ("Total", True),
        ("TOTAL VOTES", True),
        ("TOTOTHV", True),
        ("Rejected ballot papers", True),
        ("Ann Total", False),
        ("Source: the council", True),
        ("Majorie Turnout", False),
    ],
)
def test_lines_of_totals_are_told_from_candidates(name, is_total):
    assert is_line_of_totals(name) == is_total


def test_a_line_of_totals_on_the_roster_is_refused(northquay):
    northquay.candidacies.filter(slug="dov-reed").update(name="Total votes")
    findings = list(check_roster(northquay))
    assert [each.code for each in findings] == ["line_of_totals"]


def test_our_own_board_adds_up(borough_night):
    declare_everything(borough_night)
    made = board(borough_night.contests.all(), election=borough_night)
    assert list(check_board(made)) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"declared": 6}, "more_than_all_seats"),
        ({"seats": 2}, "more_than_all_seats"),
        ({"first": {"seats": 4}}, "seats_do_not_add_up"),
        ({"first": {"holds": 9}}, "more_verdicts_than_seats"),
        ({"first": {"net": 5}}, "net_does_not_add_up"),
        ({"first": {"gains": 2, "net": 2}}, "net_is_not_nought"),
    ],
)
def test_a_board_that_does_not_add_up_says_where(borough_night, change, code):
    declare_everything(borough_night)
    made = board(borough_night.contests.all(), election=borough_night)
    made["parties"][0].update(change.pop("first", {}))
    made.update(change)
    assert code in {each.code for each in check_board(made)}

import pytest

from results.board import board
from results.card import contest_card
from results.checks import check_board, check_roster, is_line_of_totals
from results.declarations import declare, examine
from results.exporting import results_rows
from results.models import Candidacy
from tests.results.night import at, declare_everything

VOTES = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}


def stated(contest, **said):
    return examine(contest, votes=VOTES, rejected=40, stated=said)


def heads(contest, rejected=40, **known):
    return examine(contest, votes=VOTES, rejected=rejected, rejected_heads=known)


def test_what_was_said_and_is_so_has_nothing_to_find(northquay):
    said = {"valid_votes": "6,000", "majority": "200", "outcome": "hold", "elected": "ada-quill"}
    assert stated(northquay, **said) == []


def test_the_name_read_out_stops_votes_on_each_others_lines(northquay):
    [finding] = stated(northquay, elected="ben-marsh")
    assert (finding.severity, finding.field, finding.overridable) == ("error", "elected", True)
    assert finding.message == (
        "Ben Marsh (Orchard) was declared elected with 2,600 votes, but Ada Quill (Harbour) has "
        "2,800, 200 more: are they on the right lines?"
    )


def test_who_was_declared_elected_must_be_a_candidate(northquay):
    [finding] = stated(northquay, elected="nobody")
    assert (finding.field, finding.code) == ("elected", "unknown_candidacy")


def test_whoever_won_the_lot_was_elected_with_as_many_votes(borough_night):
    castle_hill = borough_night.contests.get(slug="castle-hill")
    level = {"jo-tarn": 1_500, "kit-alder": 1_500}
    for slug in level:
        said = {"elected": slug}
        assert examine(castle_hill, votes=level, lot_winner="kit-alder", stated=said) == []


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


ALL = {"official_mark": 2, "too_many_votes": 8, "voter_identified": 0, "unmarked": 29}


def test_heads_of_rejection_make_the_total_where_all_are_known(northquay):
    assert heads(northquay, **ALL, uncertain=1) == []
    [finding] = heads(northquay, **ALL, uncertain=0)
    assert (finding.severity, finding.field) == ("warning", "rejected")
    assert finding.message == "2 + 8 + 0 + 29 + 0 make 39 rejected papers, not 40."


def test_a_head_that_is_not_known_is_not_nought(northquay):
    assert heads(northquay, **ALL) == []
    assert heads(northquay, rejected=None, unmarked=41) == []
    assert heads(northquay, unmarked="", too_many_votes=None) == []
    [finding] = heads(northquay, unmarked="41")
    assert finding.message == "41 make 41 rejected papers, not 40."


@pytest.mark.parametrize("head", ["in_part", "torn"])
def test_a_head_that_a_single_seat_does_not_have_is_refused(northquay, head):
    [finding] = heads(northquay, **{head: 1})
    assert (finding.field, finding.code) == (f"rejected_heads.{head}", "unknown_head")


def test_a_paper_rejected_in_part_is_counted_in_part(northquay):
    northquay.seats = 2
    northquay.save()
    assert heads(northquay, **ALL, uncertain=1, in_part=12) == []


def test_heads_are_kept_with_the_declaration_and_shown(northquay):
    declared = declare(
        northquay,
        votes=VOTES,
        rejected=40,
        rejected_heads={"unmarked": "39"},
        declared_at=at("01:10"),
    )
    assert declared.rejected_heads == {"unmarked": 39}
    shown = {each["head"]: each["papers"] for each in contest_card(northquay)["rejected_heads"]}
    assert (shown["unmarked"], shown["uncertain"], "in_part" in shown) == (39, None, False)
    header, row, *_ = results_rows([northquay])
    told = dict(zip(header, row, strict=True))
    assert (told["rejected_unmarked"], told["rejected_uncertain"]) == (39, None)


def test_heads_that_come_later_are_a_correction(northquay):
    declare(northquay, votes=VOTES, rejected=40, declared_at=at("01:10"))
    later = {"rejected_heads": {"unmarked": 40}, "stage": "corrected", "reason": "Now by reason."}
    corrected = declare(northquay, votes=VOTES, rejected=40, declared_at=at("01:20"), **later)
    assert corrected.rejected_heads == {"unmarked": 40}
    repeated = examine(northquay, votes=VOTES, rejected=40)
    assert [each.code for each in repeated] == ["already_declared"]


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

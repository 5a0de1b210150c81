import pytest

from results.declarations import FiguresDoubted, FiguresRefused, declare, report_turnout
from results.findings import accept, error, info, misfit, warning
from results.models import Declaration
from tests.results.night import at

VOTES = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}
DIFFERENT = "differs_from_ballots"
SUM = "6,000 votes and 40 rejected make 6,040; 6,035 papers were verified, a difference of 5."


@pytest.fixture
def five_missing(northquay):
    """The hall announced five papers fewer than the declaration accounts for."""
    report_turnout(northquay, ballots=6_035, announced_at=at("00:10"), provisional=False)
    return northquay


def declared(contest, **more):
    return declare(contest, votes=VOTES, **{"rejected": 40, "declared_at": at("01:10"), **more})


def test_a_warning_that_nobody_confirmed_is_not_recorded(five_missing):
    with pytest.raises(FiguresDoubted, match="a difference of 5") as doubted:
        declared(five_missing, confirmed=[])
    assert [each.code for each in doubted.value.findings] == [DIFFERENT]
    assert not Declaration.objects.exists()


def test_what_was_confirmed_is_kept_with_its_sum(five_missing):
    row = declared(five_missing, confirmed={DIFFERENT, "something else"})
    assert row.confirmed == [
        {"severity": "warning", "field": "votes", "message": SUM, "code": DIFFERENT}
    ]


def test_figures_of_record_are_not_asked_about_and_keep_what_was_found(five_missing):
    assert [each["code"] for each in declared(five_missing).confirmed] == [DIFFERENT]


def test_one_confirmation_does_not_stand_for_another(five_missing):
    with pytest.raises(FiguresDoubted):
        declared(five_missing, confirmed=["startling_swing"])


def test_figures_that_hold_have_nothing_to_confirm(northquay):
    assert declared(northquay, confirmed=()).confirmed == []


def test_no_confirmation_lets_an_error_pass(northquay):
    with pytest.raises(FiguresRefused, match="is 200, not 300") as refused:
        declared(northquay, stated={"majority": 300}, confirmed=["majority_differs"])
    assert not isinstance(refused.value, FiguresDoubted)


def test_a_sum_may_be_overridden_with_a_reason_that_is_kept(northquay):
    row = declared(
        northquay, stated={"majority": 300}, override_reason=" As he read it out. ", confirmed=()
    )
    assert row.override_reason == "As he read it out."
    assert [each["code"] for each in row.confirmed] == ["majority_differs"]


def test_a_reason_where_nothing_was_overridden_is_not_kept(northquay):
    assert declared(northquay, override_reason="To be safe.").override_reason == ""


def test_no_reason_records_what_is_incomplete(northquay):
    left_out = {name: votes for name, votes in VOTES.items() if name != "dov-reed"}
    with pytest.raises(FiguresRefused, match="Dov Reed"):
        declare(northquay, votes=left_out, declared_at=at("01:10"), override_reason="I insist.")


def test_a_turnout_is_asked_about_in_the_same_way(northquay):
    low = {"ballots": 3_000, "announced_at": at("00:10")}
    with pytest.raises(FiguresDoubted, match="look again"):
        report_turnout(northquay, **low, confirmed=())
    row = report_turnout(northquay, **low, confirmed=["startling_change"])
    assert [each["code"] for each in row.confirmed] == ["startling_change"]


def test_more_papers_than_electors_are_recorded_only_for_a_reason(northquay):
    many = {"ballots": 10_250, "announced_at": at("00:10")}
    with pytest.raises(FiguresRefused, match="250 more than the electorate"):
        report_turnout(northquay, **many, confirmed=())
    row = report_turnout(northquay, **many, override_reason="The register is being corrected.")
    assert row.override_reason == "The register is being corrected."


def test_infos_are_told_beside_what_is_asked_and_ask_nothing_themselves():
    told = [info("votes", "Note.", "note")]
    assert accept(told, confirmed=()) == []
    asked = [*told, warning("votes", "Sure?", "sure")]
    with pytest.raises(FiguresDoubted, match=r"^Sure\?$") as doubted:
        accept(asked, confirmed=())
    assert list(doubted.value.findings) == asked


def test_an_override_does_not_answer_a_warning():
    found = [misfit("votes", "Too many.", "many"), warning("votes", "Sure?", "sure")]
    with pytest.raises(FiguresDoubted):
        accept(found, confirmed=(), overridden=True)
    assert accept(found, confirmed=["sure"], overridden=True) == found
    with pytest.raises(FiguresRefused):
        accept([*found, error("votes", "Unreadable.", "nan")], confirmed=["sure"], overridden=True)

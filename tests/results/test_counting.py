"""A contest moves through its count: by hand, by its figures, and back only with a reason."""

from datetime import datetime, timedelta

import pytest

from results import counting, declarations
from results.card import contest_card
from results.findings import FiguresRefused
from results.loading import DocumentRefused, load_election
from results.models import Contest, CountMove, Declaration, Election, Expectation
from results.rehearsal import rehearsal_of
from results.signals import declared
from tests.results.night import FIVE_SEATS, at, declare_outturn

FENSIDE = {"lu-heron": 1_400, "max-rudd": 1_000, "nia-teal": 100}


@pytest.fixture
def election(db: None) -> Election:
    return load_election(FIVE_SEATS)


@pytest.fixture
def fenside(election: Election) -> Contest:
    return election.contests.get(slug="fenside")


def count(contest: Contest) -> dict:
    return contest_card(Contest.objects.get(pk=contest.pk))["count"]


def stages_of(contest: Contest) -> list[str]:
    return list(contest.moves.values_list("stage", flat=True))


def refused(contest: Contest, **asked: object) -> list[str]:
    with pytest.raises(FiguresRefused) as refusal:
        counting.move(contest, **{"at": at("03:00"), **asked})
    return [f"{each.field}: {each.message}" for each in refusal.value.findings]


def test_a_contest_of_which_nothing_is_known_has_not_begun(fenside: Contest) -> None:
    assert count(fenside) == {
        "stage": "expected",
        "text": "Not begun",
        "moved_at": None,
        "reason": "",
        "expected_at": None,
        "expected_source": "",
    }


def test_a_move_is_kept_with_its_time_and_told(fenside: Contest) -> None:
    heard: list[object] = []

    def hear(sender: object, contest: Contest, **_: object) -> None:
        heard.append((sender, contest.slug))

    declared.connect(hear)
    try:
        counting.move(fenside, stage="verifying", at=at("00:10"), source="the hall")
    finally:
        declared.disconnect(hear)
    assert heard == [(CountMove, "fenside")]
    said = count(fenside)
    assert said["text"] == "Verifying"
    assert datetime.fromisoformat(said["moved_at"]) == at("00:10")


def test_the_same_stage_again_is_no_move(fenside: Contest) -> None:
    counting.move(fenside, stage="verifying", at=at("00:10"))
    assert counting.move(fenside, stage="verifying", at=at("00:20")) is None
    assert stages_of(fenside) == ["verifying"]


def test_a_recount_may_follow_a_recount(fenside: Contest) -> None:
    for stage in ("counting", "recount", "spoilt", "recount"):
        counting.move(fenside, stage=stage, at=at("02:00"))
    assert count(fenside)["text"] == "Second recount"


def test_back_goes_only_with_a_reason_that_is_shown(fenside: Contest) -> None:
    counting.move(fenside, stage="counting", at=at("02:00"))
    (why,) = refused(fenside, stage="verifying")
    assert why == "reason: Say why Fenside goes back from “Counting”: readers see the reason."
    counting.move(fenside, stage="verifying", at=at("02:10"), reason="A box was missed.")
    assert count(fenside)["reason"] == "A box was missed."
    (why,) = refused(fenside, stage="postponed")
    assert why.startswith("reason: Say why Fenside is postponed")


def test_what_is_no_stage_or_no_time_is_refused(fenside: Contest) -> None:
    assert refused(fenside, stage="lunch")[0].startswith("stage: “lunch” is not one of expected,")
    assert refused(fenside, stage="declared") == [
        "stage: Declare the result of Fenside: the count moves with it."
    ]
    counting.move(fenside, stage="boxes", at=at("01:00"))
    assert refused(fenside, stage="verifying", at=at("00:30")) == [
        "at: “Boxes in” is on record from 01:00 on 3 May 2024, which is later."
    ]
    assert refused(fenside, stage="verifying", at=at("01:00") - timedelta(hours=4)) == [
        "at: The polls close only at 22:00 on 2 May 2024."
    ]
    assert "offset" in refused(fenside, stage="verifying", at=at("01:00").replace(tzinfo=None))[0]
    assert refused(fenside, stage="verifying", source="x" * 121) == [
        "source: 121 characters; the limit is 120."
    ]


def test_a_turnout_and_a_declaration_move_the_contest(election: Election) -> None:
    northquay = election.contests.get(slug="northquay")
    counting.move(northquay, stage="verifying", at=at("00:00"))
    declare_outturn(election, "northquay")
    northquay = election.contests.get(slug="northquay")
    assert stages_of(northquay) == ["verifying", "turnout", "declared"]
    assert count(northquay)["moved_at"] == northquay.declaration.declared_at.isoformat()


def test_a_turnout_does_not_move_a_contest_back(fenside: Contest) -> None:
    counting.move(fenside, stage="counting", at=at("01:00"))
    declarations.report_turnout(fenside, ballots=2_510, announced_at=at("01:10"))
    assert count(fenside)["stage"] == "counting"


def test_a_turnout_withdrawn_puts_the_contest_back_to_verifying(fenside: Contest) -> None:
    declarations.report_turnout(fenside, ballots=2_510, announced_at=at("01:10"))
    declarations.withdraw_turnout(fenside, reason="Another hall.", at=at("01:20"))
    said = count(fenside)
    assert (said["stage"], said["reason"]) == ("verifying", "Another hall.")


def test_a_provisional_count_declares_nothing(fenside: Contest) -> None:
    counting.move(fenside, stage="counting", at=at("01:00"))
    declarations.declare(fenside, votes=FENSIDE, stage="provisional", declared_at=at("02:00"))
    assert count(fenside)["stage"] == "counting"
    declarations.withdraw(fenside, reason="A slip.", at=at("02:10"))
    assert stages_of(fenside) == ["counting"]


def test_a_declared_contest_moves_only_when_its_result_is_withdrawn(fenside: Contest) -> None:
    declarations.declare(fenside, votes=FENSIDE, declared_at=at("02:30"))
    assert refused(fenside, stage="recount") == [
        "stage: Fenside is declared: its count goes on only if the result is withdrawn."
    ]
    declarations.withdraw(fenside, reason="Read out too early.", at=at("02:40"))
    said = count(fenside)
    assert (said["stage"], said["reason"]) == ("counting", "Read out too early.")
    declarations.declare(fenside, votes=FENSIDE, declared_at=at("02:50"))
    assert stages_of(fenside) == ["declared", "counting", "declared"]


def test_a_correction_leaves_the_contest_declared_since_its_newest_figures(
    fenside: Contest,
) -> None:
    declarations.declare(fenside, votes=FENSIDE, declared_at=at("02:30"))
    declarations.declare(
        fenside,
        votes={**FENSIDE, "nia-teal": 101},
        stage="corrected",
        reason="One more.",
        declared_at=at("02:45"),
    )
    assert stages_of(fenside) == ["declared"]
    assert count(fenside)["text"] == "Declared"


def test_figures_that_a_file_brought_without_a_move_say_how_far_the_contest_is(
    fenside: Contest,
) -> None:
    declaration = Declaration.objects.create(contest=fenside, version=1, declared_at=at("02:30"))
    assert count(fenside)["stage"] == "declared"
    assert not fenside.moves.exists()
    assert declaration.is_final


def test_every_expected_time_is_kept_and_the_newest_is_shown(fenside: Contest) -> None:
    assert counting.expect(fenside, at=None) is None
    counting.expect(fenside, at=at("03:00"), source="agency")
    assert counting.expect(fenside, at=at("03:00"), source=" agency ") is None
    counting.expect(fenside, at=at("04:00"), source="the returning officer")
    said = count(fenside)
    assert said["expected_source"] == "the returning officer"
    assert fenside.expectations.count() == 2
    counting.expect(fenside, at=None)
    assert count(fenside)["expected_at"] is None


def test_nothing_is_expected_before_the_polls_close(fenside: Contest) -> None:
    with pytest.raises(FiguresRefused) as refusal:
        counting.expect(fenside, at=at("03:00") - timedelta(hours=12))
    assert [each.field for each in refusal.value.findings] == ["expected_at"]


def document(**contest: object) -> dict:
    first, *others = FIVE_SEATS["contests"]
    return {**FIVE_SEATS, "contests": [{**first, **contest}, *others]}


def test_a_document_says_when_a_declaration_is_expected(election: Election) -> None:
    told = document(expected_at="2024-05-03T02:00:00+01:00", expected_source="the council")
    load_election(told)
    load_election(told)
    assert [str(each.source) for each in Expectation.objects.all()] == ["the council"]
    load_election(document(expected_at="2024-05-03T02:30:00+01:00"))
    assert Expectation.objects.count() == 2


def test_a_document_that_expects_a_result_before_the_close_is_refused(db: None) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        load_election(document(expected_at="2024-05-02T02:00:00+01:00"))
    assert refusal.value.problems == ["contests[0].expected_at: is before the polls close."]


def test_a_rehearsal_expects_the_same_and_has_not_moved(fenside: Contest) -> None:
    counting.expect(fenside, at=at("03:00"), source="agency")
    counting.move(fenside, stage="counting", at=at("01:00"))
    rehearsal = rehearsal_of(fenside.election, slug="quayshire-rehearsal")
    copy = count(rehearsal.contests.get(slug="fenside"))
    assert (copy["stage"], copy["expected_source"]) == ("expected", "agency")

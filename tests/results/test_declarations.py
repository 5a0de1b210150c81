import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import ProtectedError

from results.declarations import (
    FiguresRefused,
    declare,
    report_turnout,
    withdraw,
    withdraw_turnout,
)
from results.models import Contest, Declaration, TurnoutReport
from results.signals import declared
from tests.results.night import at

VOTES = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}
CORRECTED = VOTES | {"ada-quill": 2_810}


@pytest.fixture
def rosa(db):
    return get_user_model().objects.create_user("rosa")


@pytest.fixture
def heard():
    """The contests that the signal told of, each with whether a transaction was open."""
    told = []

    def listen(sender, contest, **kwargs):
        told.append((sender, contest, transaction.get_connection().in_atomic_block))

    declared.connect(listen)
    yield told
    declared.disconnect(listen)


def refusal(codes, deed, *args, **kwargs):
    with pytest.raises(FiguresRefused) as refused:
        deed(*args, **kwargs)
    assert [each.code for each in refused.value.findings] == codes
    return refused.value


def test_a_declaration_keeps_every_vote_its_author_and_its_source(northquay, rosa):
    declaration = declare(
        northquay,
        votes={"ada-quill": "2,800", "ben-marsh": 2_600, "cleo-finch": "300", "dov-reed": 300},
        rejected="40",
        declared_at=at("01:10"),
        by=rosa,
        source="from the stage",
    )
    kept = Declaration.objects.get()
    assert kept == declaration == northquay.declaration
    assert {each.candidacy.slug: each.votes for each in kept.votes.all()} == VOTES
    assert (kept.version, kept.stage, kept.rejected, kept.total_votes) == (1, "declared", 40, 6_000)
    assert (kept.recorded_by, kept.source, kept.declared_at) == (
        rosa,
        "from the stage",
        at("01:10"),
    )
    assert [each.name for each in kept.elected()] == ["Ada Quill"]
    assert kept.majority == 200


def test_votes_may_be_keyed_by_id(northquay):
    ids = {each.pk: VOTES[each.slug] for each in northquay.candidacies.all()}
    assert declare(northquay, votes=ids, declared_at=at("01:10")).total_votes == 6_000
    as_json = {str(pk): number + 1 for pk, number in ids.items()}
    corrected = declare(
        northquay, votes=as_json, declared_at=at("01:20"), stage="corrected", reason="Misheard"
    )
    assert corrected.total_votes == 6_004


def test_rejected_papers_not_announced_are_not_nought(northquay):
    assert declare(northquay, votes=VOTES, declared_at=at("01:10")).rejected is None


def test_the_signal_is_sent_inside_the_transaction_with_the_figures_written(northquay, heard):
    declare(northquay, votes=VOTES, declared_at=at("01:10"))
    report_turnout(northquay, ballots=6_000, announced_at=at("01:15"))
    assert heard == [(Declaration, northquay, True), (TurnoutReport, northquay, True)]


@pytest.mark.django_db(transaction=True)
def test_when_a_listener_fails_nothing_is_recorded(northquay):
    def fail(**kwargs):
        assert kwargs["contest"].declaration is not None
        raise RuntimeError("no board")

    declared.connect(fail)
    try:
        with pytest.raises(RuntimeError, match="no board"):
            declare(northquay, votes=VOTES, declared_at=at("01:10"))
    finally:
        declared.disconnect(fail)
    assert not Declaration.objects.exists()


def test_what_is_refused_is_not_recorded_and_says_why(northquay, heard):
    refused = refusal(
        ["candidacy_missing"] * 3,
        declare,
        northquay,
        votes={"ada-quill": 1},
        declared_at=at("01:10"),
    )
    assert str(refused).startswith("Ben Marsh (Orchard) has no votes entered. Cleo Finch")
    assert not Declaration.objects.exists()
    assert heard == []


def test_a_correction_supersedes_and_both_stay_readable(northquay):
    first = declare(northquay, votes=VOTES, declared_at=at("01:10"))
    second = declare(
        northquay,
        votes=CORRECTED,
        declared_at=at("01:30"),
        stage="corrected",
        reason="A bundle was counted twice.",
    )
    assert (second.version, second.stage) == (2, "corrected")
    assert northquay.declaration == second
    first.refresh_from_db()
    assert first.total_votes == 6_000
    assert [each.version for each in northquay.declarations.all()] == [1, 2]


def test_a_correction_needs_a_reason_and_something_to_correct(northquay):
    refusal(
        ["reason_missing", "nothing_to_correct"],
        declare,
        northquay,
        votes=VOTES,
        declared_at=at("01:10"),
        stage="corrected",
        reason=" ",
    )


def test_the_same_figures_are_already_declared(northquay):
    declare(northquay, votes=VOTES, rejected=40, declared_at=at("01:10"))
    refused = refusal(
        ["already_declared"], declare, northquay, votes=VOTES, rejected=40, declared_at=at("01:11")
    )
    assert str(refused) == "Northquay is already declared with these figures."


def test_other_figures_after_a_declaration_are_a_correction_and_must_say_so(northquay):
    declare(northquay, votes=VOTES, declared_at=at("01:10"))
    for stage in ("declared", "provisional"):
        refused = refusal(
            ["already_declared"],
            declare,
            northquay,
            votes=CORRECTED,
            declared_at=at("01:11"),
            stage=stage,
        )
        assert refused.findings[0].field == "stage"


def test_a_provisional_count_elects_nobody_until_the_same_figures_are_declared(northquay):
    provisional = declare(northquay, votes=VOTES, declared_at=at("01:00"), stage="provisional")
    assert provisional.elected() == []
    refusal(
        ["already_declared"],
        declare,
        northquay,
        votes=VOTES,
        declared_at=at("01:01"),
        stage="provisional",
    )
    final = declare(northquay, votes=VOTES, declared_at=at("01:10"))
    assert (final.version, len(final.elected())) == (2, 1)


@pytest.mark.parametrize("stage", ["withdrawn", "recount", ""])
def test_a_stage_that_no_count_has_is_refused(northquay, stage):
    refusal(
        ["unknown_stage"], declare, northquay, votes=VOTES, declared_at=at("01:00"), stage=stage
    )


def test_a_withdrawal_leaves_nothing_standing_and_keeps_what_stood(northquay, rosa):
    declare(northquay, votes=VOTES, declared_at=at("01:10"))
    withdrawal = withdraw(northquay, by=rosa, reason="It was a rehearsal.", at=at("01:12"))
    assert (withdrawal.version, withdrawal.is_withdrawn) == (2, True)
    assert northquay.declaration is None
    assert northquay.newest_declaration == withdrawal
    again = declare(northquay, votes=VOTES, declared_at=at("02:00"))
    assert (again.version, northquay.declaration) == (3, again)


def test_a_withdrawal_needs_a_reason_and_something_to_withdraw(northquay):
    refusal(
        ["nothing_to_withdraw", "reason_missing"], withdraw, northquay, reason="", at=at("01:12")
    )
    refusal(["nothing_to_withdraw"], withdraw_turnout, northquay, reason="Why", at=at("01:12"))


def test_a_declaration_is_never_edited(northquay):
    declaration = declare(northquay, votes=VOTES, declared_at=at("01:10"))
    with pytest.raises(TypeError, match="never edited"):
        declaration.save()
    with pytest.raises(ProtectedError):
        northquay.election.delete()


def test_every_turnout_is_kept_and_the_newest_stands(northquay, rosa):
    report_turnout(northquay, percentage="60.4 per cent", announced_at=at("00:10"), by=rosa)
    second = report_turnout(
        northquay, ballots="6,040", percentage=60.4, provisional=False, announced_at=at("01:00")
    )
    assert northquay.turnout == second
    assert (second.version, second.electorate, second.provisional) == (2, 10_000, False)
    withdraw_turnout(northquay, reason="Another hall's.", at=at("01:01"))
    assert northquay.turnout is None
    assert northquay.turnout_reports.count() == 3


def test_a_turnout_below_the_votes_declared_is_refused(northquay):
    declare(northquay, votes=VOTES, rejected=40, declared_at=at("01:10"))
    refused = refusal(
        ["below_declaration"], report_turnout, northquay, ballots=5_000, announced_at=at("01:15")
    )
    assert str(refused) == (
        "6,000 votes and 40 rejected make 6,040 in the declaration, 1,040 more than 5,000."
    )


def test_a_turnout_that_cannot_be_read_is_refused_by_field(northquay):
    refused = refusal(
        ["not_a_number", "not_a_number"],
        report_turnout,
        northquay,
        percentage="sixty",
        ballots="6,04",
        announced_at=at("00:10"),
    )
    assert [each.field for each in refused.findings] == ["percentage", "ballots"]


def test_a_deed_looks_at_the_figures_as_they_are_now(northquay):
    """Two reporters hold the contest; the second must not correct what the first has not seen."""
    stale = Contest.objects.with_results().get(pk=northquay.pk)
    declare(northquay, votes=VOTES, declared_at=at("01:10"))
    refusal(["already_declared"], declare, stale, votes=VOTES, declared_at=at("01:10"))

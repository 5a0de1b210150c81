"""The stages of a count, whatever order a night brings them in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results import stages
from results.stages import Stage

a_stage = st.sampled_from(list(Stage))
AT_THE_TABLES = {Stage.SPOILT, Stage.RECOUNT}
EXPECTED = datetime(2024, 5, 3, 3, 0, tzinfo=UTC)


@given(a_stage, a_stage)
def test_a_move_and_its_opposite_are_not_both_steps_forward(one: Stage, other: Stage) -> None:
    if one == other or Stage.POSTPONED in {one, other} or {one, other} <= AT_THE_TABLES:
        return
    assert stages.is_backwards(one, other) != stages.is_backwards(other, one)


@given(a_stage)
def test_recounts_and_doubtful_papers_need_no_reason_from_counting_on(stage: Stage) -> None:
    if stage in {Stage.COUNTING, *AT_THE_TABLES}:
        assert not stages.needs_reason(stage, Stage.RECOUNT)
        assert not stages.needs_reason(stage, Stage.SPOILT)


@given(a_stage)
def test_postponing_needs_a_reason_and_taking_the_poll_up_again_needs_none(stage: Stage) -> None:
    assert stages.needs_reason(stage, Stage.POSTPONED)
    if stage is not Stage.POSTPONED:
        assert not stages.needs_reason(Stage.POSTPONED, stage)


@given(a_stage)
def test_every_stage_but_declared_is_offered_once_and_only_forward_steps_are_likely(
    stage: Stage,
) -> None:
    likely, others = stages.likely(stage), stages.others(stage)
    assert not any(stages.needs_reason(stage, each) for each in likely)
    if stage is Stage.DECLARED:
        assert likely == others == []
    else:
        assert {stage, *likely, *others} == set(Stage) - {Stage.DECLARED}
        assert len(likely) + len(others) == len({*likely, *others})


@given(a_stage)
def test_a_turnout_never_moves_a_count_back(stage: Stage) -> None:
    after = stages.after_turnout(stage)
    assert after == stage or (after is Stage.TURNOUT and not stages.is_backwards(stage, after))
    assert stages.after_turnout(after) == after


@given(a_stage)
def test_a_turnout_withdrawn_is_no_longer_said_to_be_announced(stage: Stage) -> None:
    assert stages.after_turnout_withdrawn(stage) is not Stage.TURNOUT


@given(st.lists(a_stage, max_size=30))
def test_recounts_are_numbered_from_the_count_that_they_repeat(told: list[Stage]) -> None:
    words = stages.wording(told)
    assert words
    if not told or told[-1] is not Stage.RECOUNT:
        assert "recount" not in words.lower()
    elif told[-2:-1] and told[-2] not in AT_THE_TABLES:
        assert words == "Recount"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([], "Not begun"),
        ([Stage.COUNTING, Stage.RECOUNT], "Recount"),
        ([Stage.COUNTING, Stage.RECOUNT, Stage.SPOILT, Stage.RECOUNT], "Second recount"),
        ([Stage.COUNTING, *[Stage.RECOUNT] * 7], "Recount 7"),
        ([Stage.RECOUNT, Stage.RECOUNT, Stage.COUNTING], "Counting"),
    ],
)
def test_the_words_of_a_stage(told: list[Stage], words: str) -> None:
    assert stages.wording(told) == words


@given(a_stage, st.integers(-500, 500))
def test_a_declaration_is_overdue_an_hour_after_it_was_expected(stage: Stage, minutes: int) -> None:
    now = EXPECTED + timedelta(minutes=minutes)
    still_to_come = stage not in {Stage.DECLARED, Stage.POSTPONED}
    assert stages.is_overdue(stage, EXPECTED, now=now) == (still_to_come and minutes > 60)
    assert not stages.is_overdue(stage, None, now=now)

"""The stages of one count: which follows which, and which moves need a reason. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import models


class Stage(models.TextChoices):
    """In the order of the night; “postponed” stands outside it."""

    EXPECTED = "expected", "Not begun"
    CLOSED = "closed", "Polls closed"
    BOXES = "boxes", "Boxes in"
    VERIFYING = "verifying", "Verifying"
    TURNOUT = "turnout", "Turnout announced"
    COUNTING = "counting", "Counting"
    SPOILT = "spoilt", "Doubtful papers"
    RECOUNT = "recount", "Recount"
    DECLARED = "declared", "Declared"
    POSTPONED = "postponed", "Postponed"


RANK = {stage: rank for rank, stage in enumerate(Stage) if stage is not Stage.POSTPONED}
LATE = timedelta(hours=1)

# Doubtful papers are looked at and votes are counted again as often as it takes.
_AT_THE_TABLES = {Stage.SPOILT, Stage.RECOUNT}
_LIKELY = {
    Stage.EXPECTED: [Stage.CLOSED],
    Stage.CLOSED: [Stage.BOXES],
    Stage.BOXES: [Stage.VERIFYING],
    Stage.VERIFYING: [Stage.TURNOUT, Stage.COUNTING],
    Stage.TURNOUT: [Stage.COUNTING],
    Stage.COUNTING: [Stage.SPOILT, Stage.RECOUNT],
    Stage.SPOILT: [Stage.RECOUNT],
    Stage.RECOUNT: [Stage.SPOILT, Stage.RECOUNT],
    Stage.DECLARED: [],
    Stage.POSTPONED: [Stage.CLOSED],
}
_ORDINALS = {2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth", 6: "Sixth"}


def likely(stage: Stage) -> list[Stage]:
    """What a reporter will most likely say next, the likeliest first."""
    return _LIKELY[stage]


def others(stage: Stage) -> list[Stage]:
    """Every other stage that can be set by hand."""
    never = {stage, Stage.DECLARED, *likely(stage)}
    return [] if stage is Stage.DECLARED else [each for each in Stage if each not in never]


def is_backwards(stage: Stage, to: Stage) -> bool:
    """Whether the move takes back what was said. To the tables and between them is no step back."""
    if stage is Stage.POSTPONED or to is Stage.POSTPONED:
        return False
    if to in _AT_THE_TABLES and stage in _AT_THE_TABLES:
        return False
    return RANK[to] < RANK[stage]


def needs_reason(stage: Stage, to: Stage) -> bool:
    """Readers are told why a count goes back, or why a poll is put off."""
    return to is Stage.POSTPONED or is_backwards(stage, to)


def after_turnout(stage: Stage) -> Stage:
    """Where a turnout takes the count: never back."""
    return Stage.TURNOUT if stage in RANK and RANK[stage] < RANK[Stage.TURNOUT] else stage


def after_turnout_withdrawn(stage: Stage) -> Stage:
    return Stage.VERIFYING if stage is Stage.TURNOUT else stage


def wording(stages: Sequence[Stage]) -> str:
    """The newest of these stages in words: “Counting”, “Second recount”. None yet: “Not begun”."""
    if not stages:
        return Stage.EXPECTED.label
    recounts = 0
    for stage in reversed(stages):
        if stage not in _AT_THE_TABLES:
            break
        recounts += stage is Stage.RECOUNT
    if stages[-1] is not Stage.RECOUNT or recounts < 2:
        return str(stages[-1].label)
    return f"{_ORDINALS[recounts]} recount" if recounts in _ORDINALS else f"Recount {recounts}"


def is_overdue(stage: Stage, expected_at: datetime | None, *, now: datetime) -> bool:
    """Whether the declaration was expected more than an hour ago and has not come."""
    if expected_at is None or stage in {Stage.DECLARED, Stage.POSTPONED}:
        return False
    return now > expected_at + LATE

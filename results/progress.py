"""How far each contest is: its newest move, beside what has been declared of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from results import stages
from results.models import Contest, CountMove, Expectation
from results.stages import Stage


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a count stands. Without a move there may be figures alone, from a results file."""

    stage: Stage
    text: str
    moved_at: datetime | None
    move: CountMove | None
    expectation: Expectation | None

    @property
    def expected_at(self) -> datetime | None:
        return self.expectation.at if self.expectation else None

    @property
    def is_declared(self) -> bool:
        return self.stage is Stage.DECLARED

    def is_overdue(self, now: datetime) -> bool:
        return stages.is_overdue(self.stage, self.expected_at, now=now)


def progress(contest: Contest) -> Progress:
    """What is known of the count of a contest; a declaration that stands says more than a move."""
    moves = sorted(contest.moves.all(), key=lambda each: each.pk)
    move = moves[-1] if moves else None
    expectation = max(contest.expectations.all(), key=lambda each: each.pk, default=None)
    declaration, turnout = contest.declaration, contest.turnout
    if declaration and declaration.is_final:
        stage, at = Stage.DECLARED, declaration.declared_at
    elif move and move.stage != Stage.DECLARED:
        stage, at = Stage(move.stage), move.moved_at
    elif turnout:
        stage, at = Stage.TURNOUT, turnout.announced_at
    else:
        return Progress(Stage.EXPECTED, Stage.EXPECTED.label, None, move, expectation)
    said = move is not None and move.stage == stage
    text = stages.wording([Stage(each.stage) for each in moves]) if said else str(stage.label)
    return Progress(stage, text, at, move if said else None, expectation)


def count_card(contest: Contest) -> dict[str, Any]:
    """The same for a page or a program. Nothing in it changes by the mere passing of time."""
    known = progress(contest)
    return {
        "stage": known.stage.value,
        "text": known.text,
        "moved_at": known.moved_at.isoformat() if known.moved_at else None,
        "reason": known.move.reason if known.move else "",
        "expected_at": known.expected_at.isoformat() if known.expected_at else None,
        "expected_source": known.expectation.source if known.expectation else "",
    }

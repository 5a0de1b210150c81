"""The moments of a national night that are an entry of their own, told from the figures so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from results import arithmetic, comparison
from results.arithmetic import MINUS
from results.board import board
from results.models import Declaration, Election

# “N of 650 declared” is told about six times a night, at round numbers.
_MARKS_A_NIGHT = 7
_PARTIES_TOLD = 8


@dataclass(frozen=True, slots=True)
class Moment:
    headline: str
    body: str


class Moments:
    """What each declaration of an election makes of the night, told in the order of declarations.

    `last` is how many seats will have declared when the night is over.
    """

    def __init__(self, election: Election, *, last: int) -> None:
        self._election, self._last = election, last
        shown = self._board()
        self._seats: int = shown["seats"]
        self._line: int | None = shown["majority_line"]
        self._step = _round_step(self._seats)
        self._won: Counter[int] = Counter()
        self._changed_hands = False
        self._declared = 0

    def after(self, declaration: Declaration, *, clock: str) -> Iterator[Moment]:
        """The moments that this declaration, made at `clock`, brings; usually none."""
        contest, before = declaration.contest, self._declared
        outcome = comparison.outcome(declaration)
        if outcome is None:  # a provisional count elects nobody
            return
        self._declared += contest.seats
        if not before:
            yield Moment(
                f"The first result: {contest.name}",
                f"{outcome.text}. It declares at {clock}, the first of {self._seats:,} seats.",
            )
        if outcome.kind == "gain" and not self._changed_hands:
            self._changed_hands = True
            yield Moment(
                f"The first seat to change hands: {contest.name}",
                f"{outcome.text}, at {clock}, with {self._so_far} declared.",
            )
        yield from self._majority(declaration, f"{contest.name}, {outcome.text}, at {clock}")
        if self._declared == self._last:
            yield Moment(
                f"The last result: {contest.name}",
                f"{outcome.text}, at {clock}, with {self._so_far} declared. {self._in_the_end()}"
                f"\n\n{_tally(self._board())}",
            )
        elif before and self._declared // self._step > before // self._step:
            yield Moment(
                f"{self._so_far} declared",
                f"{_tally(shown := self._board())}\n\n{_swing(shown)}",
            )

    @property
    def _so_far(self) -> str:
        return f"{self._declared:,} of {self._seats:,} seats"

    def _majority(self, declaration: Declaration, told: str) -> Iterator[Moment]:
        """The seat by which a party comes to have more than half of all."""
        for each in declaration.elected():
            party = each.party
            if party.is_independent:
                continue
            self._won[party.pk] += 1
            if self._won[party.pk] == self._line:
                yield Moment(
                    f"A majority for {party.in_prose}: {self._line:,} of {self._seats:,} seats",
                    f"{told}, is the seat that does it, with {self._declared:,} declared. "
                    f"More than half of {self._seats:,} is {self._line:,}.",
                )

    def _board(self) -> dict[str, Any]:
        return board(self._election.contests.all(), election=self._election)

    def _in_the_end(self) -> str:
        if self._line is None:
            return ""
        won = max(self._won.values(), default=0)
        if (majority := arithmetic.overall_majority(won, self._seats)) > 0:
            return f"The overall majority is {majority:,}."
        return f"No party has the {self._line:,} seats of a majority."


def _round_step(seats: int) -> int:
    """1, 2 or 5, with noughts: 100 of 650 seats, 2 of 12."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if seats < step * _MARKS_A_NIGHT:
                return step
        power *= 10


def _tally(shown: dict[str, Any]) -> str:
    """“Seats: Harbour 60 (+3), Orchard 38 (−2).”: the parties with seats, most first."""
    rows = [row for row in shown["parties"] if row["seats"]]
    parts = [
        f"{row['candidate'] or row['party']['short_name']} {row['seats']:,}{_net(row)}"
        for row in rows[:_PARTIES_TOLD]
    ]
    if rest := sum(row["seats"] for row in rows[_PARTIES_TOLD:]):
        parts.append(f"others {rest:,}")
    return f"Seats: {', '.join(parts)}."


def _net(row: dict[str, Any]) -> str:
    """Gains less losses, where either is known of."""
    if not (row["holds"] or row["gains"] or row["losses"]):
        return ""
    net = f"{row['net']:+,}" if row["net"] else "no change"
    return f" ({net.replace('-', MINUS)})"


def _swing(shown: dict[str, Any]) -> str:
    swing = shown["swing"]
    if swing is None or not swing["points"]:
        return ""
    sides = [swing[side]["short_name"] for side in ("from", "to")]
    return (
        f"The swing from {sides[0]} to {sides[1]} is {swing['points']} points in the "
        f"{swing['contests']:,} seats that can be compared."
    )

"""What was understood of a line, as the composer and the programs get it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from liveblog.oneline.names import say_contest
from liveblog.oneline.roster import Candidate, Roster, RosterContest

Choice = dict[str, Any]


class Reading:
    """Gathers fields, chips and questions; `as_json` is what `read_line` gives."""

    def __init__(self, text: str) -> None:
        self.kind: str | None = None
        self.stamp: str | None = None
        self.contests: list[str] = []
        self.candidates: list[str] = []
        self.fields: dict[str, str] = {}
        self.chips: list[dict[str, Any]] = []
        self.questions: list[dict[str, Any]] = []
        self.aside: list[str] = []
        self.rest = text

    def fill(
        self, field: str, value: str, label: str, shown: str = "", *, sure: bool = True
    ) -> None:
        """A field that the line fills, with the chip that shows it."""
        self.fields[field] = value
        self.chips.append(
            {"field": field, "label": label, "value": shown or value, "sure": sure, "choices": []}
        )

    def show(self, what: str, label: str, value: str) -> None:
        """A chip for what no field takes."""
        self.chips.append(
            {"what": what, "label": label, "value": value, "sure": True, "choices": []}
        )

    def ask(self, what: str, message: str, text: str, choices: Sequence[Choice] = ()) -> None:
        """A question, about `text`; what it is about fills nothing."""
        self.questions.append(
            {"what": what, "message": message, "text": text, "choices": list(choices)}
        )

    def is_of(self, kind: str) -> None:
        self.kind = kind
        self.fill("kind", kind, "Kind")

    def is_about(self, contest: RosterContest, *, kind: str, sure: bool) -> None:
        self.contests = [contest.key]
        self.fill(f"{kind}.contest", contest.key, "Contest", contest.name, sure=sure)

    def take(self, told: Reading) -> None:
        """What an attempt at reading the line came to, beside the stamp."""
        self.kind, self.rest = told.kind, told.rest
        self.contests, self.candidates = told.contests, told.candidates
        self.fields |= told.fields
        self.chips += told.chips
        self.questions += told.questions
        self.aside += told.aside

    def as_json(self) -> dict[str, Any]:
        if self.aside:
            self.show("aside", "Not used", ", ".join(self.aside))
        return {
            "kind": self.kind,
            "stamp": self.stamp,
            "contests": self.contests,
            "candidates": self.candidates,
            "fields": self.fields,
            "chips": self.chips,
            "questions": self.questions,
            "aside": self.aside,
            "rest": self.rest,
        }


def thousands(digits: str) -> str:
    """“21506” -> “21,506”; a decimal stays as it is."""
    if not digits.isdecimal():
        return digits
    start = len(digits) % 3
    groups = [digits[i : i + 3] for i in range(start, len(digits), 3)]
    return ",".join([digits[:start], *groups] if start else groups)


def choose_contest(
    roster: Roster, contests: Sequence[RosterContest], *, kind: str, before: str, after: str
) -> list[Choice]:
    """A choice for each contest: the field, and the line with the contest named beyond doubt."""
    return [
        {
            "label": f"{each.name} ward" if each.is_ward else each.name,
            "fields": {f"{kind}.contest": each.key},
            "line": f"{before}{say_contest(roster, each)}{after}",
        }
        for each in contests
    ]


def choose_candidate(candidates: Sequence[Candidate], digits: str) -> list[Choice]:
    """A choice for each candidate: that the number is theirs."""
    return [
        {"label": str(each), "fields": {f"result.votes.{each.slug}": digits}} for each in candidates
    ]

"""What the lines of every format say, in one shape, and the report of what became of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class PartyLabel:
    """A party as a file names it."""

    name: str
    abbreviation: str = ""
    ec_id: str = ""


@dataclass
class ContestFacts:
    """None and blank are not known, and never nought."""

    name: str
    gss_code: str = ""
    ballot_paper_id: str = ""
    pa_number: int | None = None
    region: str = ""
    seats: int | None = None
    electorate: int | None = None
    valid_votes: int | None = None
    ballots: int | None = None
    rejected: int | None = None
    rejected_heads: dict[str, int] | None = None
    declared_at: datetime | None = None


@dataclass
class CandidateFacts:
    name: str
    surname: str
    party: PartyLabel
    description: str = ""
    votes: int | None = None
    share: float | None = None
    elected: bool | None = None
    sitting: bool | None = None


@dataclass
class Line:
    """One line: of a contest, of a candidate in it, or of its parties' votes."""

    contest: ContestFacts
    candidate: CandidateFacts | None = None
    party_votes: list[tuple[PartyLabel, int]] = field(default_factory=list)
    winner: PartyLabel | None = None
    polling_day: date | None = None


@dataclass(frozen=True)
class Problem:
    file: str
    line: int | None
    why: str

    def __str__(self) -> str:
        return f"{self.file}{f', line {self.line}' if self.line else ''}: {self.why}"


@dataclass
class Report:
    """What an import did. `problems` could not be used; `doubts` were used and want a look."""

    lines: int = 0
    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    other_days: Counter[date] = field(default_factory=Counter)
    new_parties: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)

    @property
    def is_useless(self) -> bool:
        """Whether the files held nothing at all that could be used."""
        return not (self.new or self.changed or self.unchanged)

    def count(self, noun: str, outcome: str) -> None:
        """`outcome` is new, changed or unchanged."""
        getattr(self, outcome)[noun] += 1


class ImportRefused(ValueError):
    """Nothing was imported, and why."""


class LineRefused(ValueError):
    """One line cannot be used, and why."""

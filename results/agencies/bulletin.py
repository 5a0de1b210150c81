"""What a dispatch says, in one shape for every agency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from results.importing.reading import parse_moment
from results.importing.rows import CandidateFacts, ContestFacts
from results.models import Dispatch

LONGEST = 200


class DispatchRefused(ValueError):
    """A dispatch cannot be read, and why."""


@dataclass(frozen=True)
class PartyTally:
    """A party's line in a state of the parties; None: not said."""

    name: str
    abbreviation: str
    seats: int | None
    gains: int | None
    losses: int | None
    votes: int | None


@dataclass(frozen=True)
class Bulletin:
    """One dispatch about one contest, or about the state of the parties.

    Of two bulletins the one of the higher `revision` is the newer; `said` names it to people.
    """

    agency: Dispatch.Agency
    kind: Dispatch.Kind
    body: dict[str, Any]
    said: str
    revision: int = 0
    subject: str = ""
    contest: ContestFacts = field(default_factory=lambda: ContestFacts(""))
    candidates: tuple[CandidateFacts, ...] = ()
    at: datetime | None = None
    polling_day: date | None = None
    is_test: bool = False
    is_called: bool = True
    is_unopposed: bool = False
    verdict: str = ""
    majority: int | None = None
    tallies: tuple[PartyTally, ...] = ()
    declared: int | None = None
    total_votes: int | None = None


class Node:
    """An object of a dispatch, asked by key; a list of one may be that one alone."""

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise DispatchRefused(f"{path} should be an object.")
        self.keys: Mapping[str, Any] = value
        self.path = path

    def text(self, key: str) -> str:
        """Blank where it is left out."""
        value = self.keys.get(key)
        if value is None or isinstance(value, dict | list):
            return ""
        text = " ".join(str(value).split())
        if len(text) > LONGEST:
            raise DispatchRefused(f"{self.path} {key} is longer than {LONGEST} characters.")
        return text

    def whole(self, key: str) -> int | None:
        """A whole number of nought or more, be it “1,234”, “+3” or 3; None where it is left out."""
        typed = self.text(key).replace(",", "")
        if not typed:
            return None
        if not re.fullmatch(r"\+?[0-9]{1,9}", typed):
            raise DispatchRefused(f"{self.path} {key}: “{typed[:40]}” is not a whole number.")
        return int(typed)

    def flag(self, key: str) -> bool:
        return self.text(key).casefold() in {"*", "x", "true", "yes", "1"}

    def moment(self, key: str) -> datetime | None:
        """An instant; one without a zone is London's. None where it is left out."""
        typed = self.text(key)
        if not typed:
            return None
        if (found := parse_moment(typed)) is None:
            raise DispatchRefused(f"{self.path} {key}: “{typed[:40]}” is not a day and a time.")
        return found

    def node(self, key: str) -> Node:
        return Node(self.keys.get(key) or {}, f"{self.path} {key}".strip())

    def nodes(self, key: str) -> Iterator[Node]:
        value = self.keys.get(key)
        listed = value if isinstance(value, list) else [] if value in (None, "") else [value]
        return (Node(each, f"{self.path} {key}".strip()) for each in listed)

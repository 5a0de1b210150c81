"""From what was typed or sent to numbers: strict, and clear about what could not be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from results.arithmetic import MINUS, rounded
from results.findings import Finding, error
from results.models import Candidacy, Contest, Declaration, RejectedHead

MOST = 2**31 - 1  # what a column of the database holds; no electorate comes near
COUNT = re.compile(r"[0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3}")
PERCENTAGE = re.compile(r"([0-9]{1,6}(\.[0-9]{1,20})?)( ?%| per cent| ?pc)?")

Number = TypeVar("Number", int, Decimal)


@dataclass(frozen=True)
class Count:
    """A declaration's figures as read, and what could not be read."""

    votes: dict[int, int]
    rejected: int | None
    lot_winner: Candidacy | None
    rejected_heads: dict[str, int]
    unread: list[Finding]

    @classmethod
    def read(
        cls,
        contest: Contest,
        votes: Mapping[Any, object],
        rejected: object,
        lot_winner: Candidacy | str | int | None,
        rejected_heads: Mapping[str, object] | None = None,
    ) -> Count:
        numbers, unread = read_votes(contest, votes)
        papers, wrong = read_count(rejected, field="rejected")
        unread += wrong
        heads, wrong = read_heads(contest, rejected_heads or {})
        unread += wrong
        winner, wrong = read_candidacy(contest, lot_winner, field="lot_winner")
        return cls(numbers, papers, winner, heads, [*unread, *wrong])

    def is_that_of(self, declaration: Declaration) -> bool:
        """Whether just this is declared; heads that are not given leave those that were."""
        if self.rejected_heads and self.rejected_heads != declaration.rejected_heads:
            return False
        declared = {each.candidacy_id: each.votes for each in declaration.votes.all()}
        lot = self.lot_winner.pk if self.lot_winner else None
        return (declared, declaration.rejected, declaration.lot_winner_id) == (
            self.votes,
            self.rejected,
            lot,
        )


@dataclass(frozen=True)
class Stated:
    """What was said beside the votes, each of which is a sum of its own; None: not said."""

    valid_votes: int | None = None
    majority: int | None = None
    outcome: str = ""
    elected: Candidacy | None = None

    @classmethod
    def read(cls, contest: Contest, said: Mapping[str, object]) -> tuple[Stated, list[Finding]]:
        """From what was typed, and what could not be read in it.

        Raises TypeError for a statement that is not known.
        """
        if unknown := set(said) - {"valid_votes", "majority", "outcome", "elected"}:
            raise TypeError(f"nothing checks {', '.join(sorted(unknown))}")
        valid, unread = read_count(said.get("valid_votes"), field="valid_votes")
        majority, wrong = read_count(said.get("majority"), field="majority")
        elected, unknown_winner = read_candidacy(contest, said.get("elected"), field="elected")
        outcome = str(said.get("outcome") or "")
        return cls(valid, majority, outcome, elected), [*unread, *wrong, *unknown_winner]


@dataclass(frozen=True)
class Announcement:
    """A turnout's figures as read, and what could not be read."""

    percentage: Decimal | None
    ballots: int | None
    unread: list[Finding]

    @classmethod
    def read(cls, percentage: object, ballots: object) -> Announcement:
        share, wrong_share = read_percentage(percentage, field="percentage")
        papers, wrong_papers = read_count(ballots, field="ballots")
        return cls(share, papers, [*wrong_share, *wrong_papers])


def parse_count(typed: object) -> int:
    """A number of votes or papers: 21506, “21506” or “21,506”.

    Raises ValueError for anything else. True, 21506.0 and “21,50” are refused: a number that
    must be guessed at is not a count.
    """
    if isinstance(typed, int) and not isinstance(typed, bool):
        number = typed
    else:
        sign, text = _sign(typed)
        if not COUNT.fullmatch(text):
            raise ValueError(f"“{typed}” is not a whole number.")
        number = sign * int(text.replace(",", ""))
    if number < 0:
        raise ValueError(f"“{typed}” is below nought.")
    if number > MOST:
        raise ValueError(f"“{typed}” is more than any electorate.")
    return number


def parse_percentage(typed: object) -> Decimal:
    """A percentage: 65.2, “65.2”, “65.2%” or “65.2 per cent”, kept to two decimals, half up.

    Raises ValueError for anything else; whether it lies within 0 to 100 is for the checks.
    """
    number = isinstance(typed, int | float | Decimal) and not isinstance(typed, bool)
    sign, text = _sign(str(typed) if number else typed)
    if not (found := PERCENTAGE.fullmatch(text)):
        raise ValueError(f"“{typed}” is not a percentage.")
    return rounded(sign * Fraction(found[1]) / 100, places=2)


def read_count(typed: object, *, field: str) -> tuple[int | None, list[Finding]]:
    """A count that may be left out (None or blank), and what was wrong with it."""
    return _read(parse_count, typed, field=field)


def read_percentage(typed: object, *, field: str) -> tuple[Decimal | None, list[Finding]]:
    """A percentage that may be left out (None or blank), and what was wrong with it."""
    return _read(parse_percentage, typed, field=field)


def read_votes(
    contest: Contest, votes: Mapping[Any, object]
) -> tuple[dict[int, int], list[Finding]]:
    """Votes keyed by a candidacy's slug or id -> keyed by its id, and what could not be read."""
    read: dict[int, int] = {}
    findings: list[Finding] = []
    for key, typed in votes.items():
        field = f"votes.{key}"
        candidacy = find_candidacy(contest, key)
        if candidacy is None:
            message = f"“{key}” is not a candidate in {contest.name}."
            findings.append(error(field, message, "unknown_candidacy"))
            continue
        field = f"votes.{candidacy.slug}"
        if candidacy.pk in read:
            message = f"{candidacy.name} is given twice."
            findings.append(error(field, message, "candidacy_twice"))
            continue
        number, wrong = read_count(typed, field=field)
        findings += wrong
        if number is not None:
            read[candidacy.pk] = number
    return read, findings


def read_candidacy(
    contest: Contest, key: object, *, field: str
) -> tuple[Candidacy | None, list[Finding]]:
    """The candidacy of that slug or id (None or blank: nobody is named), and what is wrong."""
    if key is None or key == "":
        return None, []
    if isinstance(key, Candidacy):
        return key, []
    found = find_candidacy(contest, str(key))
    if found is None:
        message = f"“{key}” is not a candidate in {contest.name}."
        return None, [error(field, message, "unknown_candidacy")]
    return found, []


def read_heads(
    contest: Contest, heads: Mapping[str, object]
) -> tuple[dict[str, int], list[Finding]]:
    """Rejected papers by head, those that are known, and what could not be read."""
    possible = [each.value for each in RejectedHead.of(seats=contest.seats)]
    read: dict[str, int] = {}
    findings: list[Finding] = []
    for head, typed in heads.items():
        field = f"rejected_heads.{head}"
        if head not in possible:
            message = f"“{head}” is not one of {', '.join(possible)}."
            findings.append(error(field, message, "unknown_head"))
            continue
        number, wrong = read_count(typed, field=field)
        findings += wrong
        if number is not None:
            read[head] = number
    return read, findings


def find_candidacy(contest: Contest, key: str | int) -> Candidacy | None:
    """The candidacy of this contest with that slug or id."""
    candidacies = {each.slug: each for each in contest.candidacies.all()}
    by_id = {str(each.pk): each for each in candidacies.values()}
    return candidacies.get(str(key)) or by_id.get(str(key))


def _sign(typed: object) -> tuple[int, str]:
    text = typed.strip() if isinstance(typed, str) else ""
    return (-1, text[1:]) if text[:1] in {"-", MINUS} else (1, text)


def _read(
    parse: Callable[[object], Number], typed: object, *, field: str
) -> tuple[Number | None, list[Finding]]:
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return None, []
    try:
        return parse(typed), []
    except ValueError as refusal:
        return None, [error(field, str(refusal), "not_a_number")]

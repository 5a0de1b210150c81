"""The read model of many contests at once: the scoreboard, JSON-ready, rounded once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from results import arithmetic, comparison
from results.arithmetic import majority_line
from results.card import contest_card, hundredths, party_card, swing_card
from results.models import Baseline, Contest, Declaration, Election, Party
from results.models.contest import RESULT_LOOKUPS

__all__ = ["board", "contest_card", "majority_line"]


def board(contests: Iterable[Contest], *, election: Election | None = None) -> dict[str, Any]:
    """The state of these contests, which are of one election, and their cards.

    `seats` and `declared` count seats. The majority line is given only where the contests are the
    whole election. Raises ValueError where neither contests nor election are given.
    """
    listed = list(contests)
    prefetch_related_objects(listed, "election", "sitting_party", *RESULT_LOOKUPS)
    if election is None:
        if not listed:
            raise ValueError("A board of no contests needs its election named.")
        election = listed[0].election
    seats = sum(each.seats for each in listed)
    finals = [each for each in (contest.declaration for contest in listed) if each]
    finals = [each for each in finals if each.is_final]
    return {
        "election": election.slug,
        "name": election.name,
        "seats": seats,
        "declared": sum(each.contest.seats for each in finals),
        "majority_line": majority_line(seats) if seats == election.seats and seats > 1 else None,
        "parties": _parties(finals),
        "turnout": _turnout(listed),
        "swing": _swing(listed, finals),
        "contests": [contest_card(each) for each in listed],
    }


@dataclass
class _Row:
    """One party's night; an independent's is his or her own and bears the candidate's name."""

    party: Party
    candidate: str | None = None
    seats: int = 0
    holds: int = 0
    gains: int = 0
    losses: int = 0
    votes: int = 0


class _Aggregate:
    """Votes then and now over the declared seats that can be compared like with like."""

    def __init__(self, pairs: Iterable[tuple[Declaration, Baseline]]) -> None:
        self.pairs = list(pairs)
        self.now = sum(declaration.total_votes for declaration, _ in self.pairs)
        self.before = sum(baseline.total_votes for _, baseline in self.pairs)

    def votes(self, party: Party) -> tuple[int, int]:
        """Before and now."""
        before = sum(baseline.votes_for(party.pk) or 0 for _, baseline in self.pairs)
        now = sum(declaration.votes_for(party.pk) or 0 for declaration, _ in self.pairs)
        return before, now


def _parties(finals: list[Declaration]) -> list[dict[str, Any]]:
    rows: dict[object, _Row] = {}
    for declaration in finals:
        elected = {each.pk for each in declaration.elected()}
        for each in declaration.votes.all():
            row = _row(rows, each.candidacy.party, each.candidacy.pk, each.candidacy.name)
            row.votes += each.votes
            row.seats += each.candidacy_id in elected
        _hold_or_gain(rows, declaration)
    aggregate = _comparable(finals)
    total = sum(each.votes for each in rows.values())
    ranked = sorted(rows.values(), key=lambda row: (-row.seats, -row.votes, row.party.name))
    return [_party_row(row, total, aggregate) for row in ranked]


def _row(
    rows: dict[object, _Row], party: Party, candidacy: object = None, candidate: str | None = None
) -> _Row:
    """A party's row is one; independents, whom nothing joins, have one each."""
    if party.is_independent:
        return rows.setdefault(("independent", candidacy), _Row(party, candidate))
    return rows.setdefault(party.pk, _Row(party))


def _hold_or_gain(rows: dict[object, _Row], declaration: Declaration) -> None:
    outcome = comparison.outcome(declaration)
    if outcome is None or outcome.winner is None or outcome.kind not in {"hold", "gain"}:
        return
    winner = declaration.elected()[0]
    row = _row(rows, winner.party, winner.pk, winner.name)
    if outcome.kind == "hold":
        row.holds += 1
        return
    row.gains += 1
    if outcome.defending:
        _row(rows, outcome.defending).losses += 1


def _party_row(row: _Row, total: int, aggregate: _Aggregate) -> dict[str, Any]:
    share = arithmetic.share(row.votes, total) if total else None
    change = None
    if not row.party.is_independent and aggregate.now and aggregate.before:
        before, now = aggregate.votes(row.party)
        if before:
            change = arithmetic.change(
                arithmetic.share(now, aggregate.now), arithmetic.share(before, aggregate.before)
            )
    return {
        "party": party_card(row.party),
        "candidate": row.candidate,
        "seats": row.seats,
        "holds": row.holds,
        "gains": row.gains,
        "losses": row.losses,
        "net": row.gains - row.losses,
        "votes": row.votes,
        "share": hundredths(share),
        "change": hundredths(change),
    }


def _turnout(contests: list[Contest]) -> dict[str, Any] | None:
    """Ballot papers verified over the electorate, of the contests where both are known."""
    known = [
        (figure.count, contest.electorate)
        for contest in contests
        for figure in [_papers(contest)]
        if figure
        and figure.count is not None
        and figure.fraction is not None
        and contest.electorate
    ]
    if not known:
        return None
    ballots, electorate = sum(count for count, _ in known), sum(each for _, each in known)
    definition = comparison.Definition.BALLOTS_VERIFIED
    return {
        "contests": len(known),
        "ballots": ballots,
        "electorate": electorate,
        "percentage": hundredths(arithmetic.turnout(ballots, electorate)),
        "definition": definition.value,
        "definition_text": definition.label,
    }


def _papers(contest: Contest) -> comparison.Turnout | None:
    """Papers as announced, else as accounted for by the declaration."""
    shown = comparison.turnout(contest)
    if shown and shown.definition == comparison.Definition.BALLOTS_VERIFIED and shown.count:
        return shown
    return comparison.counted(contest)


def _swing(contests: list[Contest], finals: list[Declaration]) -> dict[str, Any] | None:
    """Butler's, of the totals of Great Britain's declared seats, not the mean of seats.

    Between the first two of last time in all the contests, declared or not, so that it is between
    the same two from the first seat of the night to the last.
    """
    aggregate = _comparable(each for each in finals if each.contest.in_great_britain)
    largest = _largest_before(contests)[:2]
    if len(largest) < 2 or not aggregate.now:
        return None
    (a, b), (a1, a2), (b1, b2) = largest, aggregate.votes(largest[0]), aggregate.votes(largest[1])
    to_a = arithmetic.butler_swing(a1, b1, aggregate.before, a2, b2, aggregate.now)
    swing = comparison.Swing.between(a, b, to_a)
    return {**swing_card(swing), "contests": len(aggregate.pairs)}


def _largest_before(contests: list[Contest]) -> list[Party]:
    """The parties of last time in Great Britain that a swing can be between, most votes first."""
    votes: Counter[int] = Counter()
    parties: dict[int, Party] = {}
    for contest in contests:
        if contest.seats != 1 or contest.baseline is None or not contest.in_great_britain:
            continue
        for row in contest.baseline.votes.all():
            if row.party and row.party.can_swing:
                parties[row.party.pk] = row.party
                votes[row.party.pk] += row.votes
    return [parties[pk] for pk, _ in votes.most_common()]


def _comparable(finals: Iterable[Declaration]) -> _Aggregate:
    """Seats of one member with a baseline; a ward's votes cannot be added to a seat's."""
    return _Aggregate(
        (each, each.contest.baseline)
        for each in finals
        if each.contest.baseline and each.contest.seats == 1
    )

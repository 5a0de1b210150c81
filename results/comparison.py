"""What a contest's figures mean beside last time's: outcome, swing and change, unrounded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from results import arithmetic, wards
from results.models import (
    Baseline,
    Contest,
    Declaration,
    Party,
    TurnoutReport,
)

Definition = TurnoutReport.Definition


@dataclass(frozen=True)
class Outcome:
    """`defending` is the party that the policy compares with; None for a new seat.

    `changes` says which seats of a ward changed hands; blank where none did.
    """

    kind: Literal["hold", "gain", "new", "elected"]
    text: str
    winner: Party | None
    defending: Party | None
    policy: str
    changes: str = ""


@dataclass(frozen=True)
class Swing:
    """Butler's, 0 to 1, from the losing to the gaining party."""

    size: Fraction
    losing: Party
    gaining: Party

    @classmethod
    def between(cls, a: Party, b: Party, to_a: Fraction) -> Swing:
        """A swing below nought is named the other way round."""
        return cls(to_a, b, a) if to_a >= 0 else cls(-to_a, a, b)


@dataclass(frozen=True)
class Turnout:
    """`fraction` (0 to 1) is None where no electorate is known; `count` where none was given."""

    fraction: Fraction | None
    count: int | None
    definition: Definition


def share(declaration: Declaration, votes: int) -> Fraction | None:
    """Share of all the votes cast; None when nobody voted."""
    total = declaration.total_votes
    return arithmetic.share(votes, total) if total else None


def majority_share(declaration: Declaration) -> Fraction | None:
    """The majority as a share of valid votes; None where several seats make votes no papers."""
    majority = declaration.majority
    if majority is None or declaration.contest.seats != 1:
        return None
    return share(declaration, majority)


def share_change(declaration: Declaration, party: Party) -> Fraction | None:
    """Change of a party's share on the baseline; None for independents and where it is new."""
    contest, baseline = declaration.contest, declaration.contest.baseline
    if baseline is None or contest.seats != 1 or party.is_independent:
        return None
    before, now = baseline.votes_for(party.pk), declaration.votes_for(party.pk)
    if before is None or now is None or not declaration.total_votes:
        return None
    return arithmetic.change(
        arithmetic.share(now, declaration.total_votes),
        arithmetic.share(before, baseline.total_votes),
    )


def outcome(declaration: Declaration) -> Outcome | None:
    """Hold, gain or new under the election's policy; None while nobody is elected."""
    elected = declaration.elected()
    if not elected:
        return None
    contest = declaration.contest
    policy = contest.election.hold_policy
    unopposed = ", unopposed" if declaration.unopposed else ""
    if contest.seats > 1:
        parties = {each.party_id: each.party for each in elected}
        only = next(iter(parties.values())) if len(parties) == 1 else None
        text, sides = wards.seats_in_words(declaration), wards.changes(declaration)
        changes = wards.changes_in_words(sides or [])
        if sides is not None:
            text += f" ({changes or 'no change'})"
        return Outcome("elected", f"{text}{unopposed}", only, None, policy, changes)
    winner, defending = elected[0], contest.defending
    kind = arithmetic.outcome(winner.party.pk, defending.pk if defending else None)
    # Independents share no party: only the same person holds an independent's seat.
    if kind == "hold" and winner.party.is_independent and not winner.sitting:
        kind = "gain"
    name = winner.party.short_name
    text = {
        "hold": f"{name} hold",
        "gain": f"{name} gain from {defending.short_name if defending else ''}",
        "new": f"{name} win (new seat)",
    }[kind]
    return Outcome(kind, f"{text}{unopposed}", winner.party, defending, policy)


def swing(declaration: Declaration) -> Swing | None:
    """Between winner and runner-up if both stood last time, else winner and last time's winner."""
    contest, baseline = declaration.contest, declaration.contest.baseline
    ranked = declaration.ranked()
    if baseline is None or contest.seats != 1 or not ranked or not declaration.total_votes:
        return None
    winner = ranked[0].candidacy.party
    others = [each.candidacy.party for each in ranked[1:2]]
    if baseline.winner_party:
        others.append(baseline.winner_party)
    for other in others:
        if (to_winner := _swing_between(declaration, baseline, winner, other)) is not None:
            return Swing.between(winner, other, to_winner)
    return None


def turnout(contest: Contest) -> Turnout | None:
    """The turnout to show: as announced, else from the papers counted, else from valid votes."""
    if report := contest.turnout:
        return reported(report)
    return counted(contest) or valid(contest)


def reported(report: TurnoutReport) -> Turnout:
    """A report, worked out again from its count where the electorate is known, as it is today."""
    definition = Definition(report.definition)
    electorate = report.contest.electorate or report.electorate
    if report.ballots is not None and electorate:
        return Turnout(_part(report.ballots, electorate), report.ballots, definition)
    fraction = Fraction(report.percentage) / 100 if report.percentage is not None else None
    return Turnout(fraction, report.ballots, definition)


def counted(contest: Contest) -> Turnout | None:
    """From the papers that the declaration accounts for, rejected ones among them."""
    declaration = contest.declaration
    papers = declaration.ballots_counted if declaration else None
    if papers is None:
        return None
    return Turnout(_part(papers, contest.electorate), papers, Definition.BALLOTS_VERIFIED)


def valid(contest: Contest) -> Turnout | None:
    """From the valid votes; None in a ward of several seats, where votes are not voters."""
    declaration = contest.declaration
    if declaration is None or declaration.unopposed or contest.seats != 1:
        return None
    votes = declaration.total_votes
    return Turnout(_part(votes, contest.electorate), votes, Definition.VALID_VOTES)


def turnout_before(contest: Contest, *, like: Definition) -> Turnout | None:
    """The baseline's turnout, under the definition asked for where its counts allow."""
    baseline = contest.baseline
    if baseline is None or not baseline.electorate:
        return None
    if like == Definition.BALLOTS_VERIFIED and baseline.ballots:
        fraction = _part(baseline.ballots, baseline.electorate)
        return Turnout(fraction, baseline.ballots, Definition.BALLOTS_VERIFIED)
    if contest.seats != 1 or not baseline.total_votes:
        return None
    fraction = _part(baseline.total_votes, baseline.electorate)
    return Turnout(fraction, baseline.total_votes, Definition.VALID_VOTES)


def turnout_change(now: Turnout, before: Turnout) -> Fraction | None:
    """In fractions of one, from unrounded figures; None where either has no electorate."""
    if now.fraction is None or before.fraction is None:
        return None
    return arithmetic.change(now.fraction, before.fraction)


def _swing_between(
    declaration: Declaration, baseline: Baseline, a: Party, b: Party
) -> Fraction | None:
    if a.pk == b.pk or not (a.can_swing and b.can_swing):
        return None
    a1, b1 = baseline.votes_for(a.pk), baseline.votes_for(b.pk)
    a2, b2 = declaration.votes_for(a.pk), declaration.votes_for(b.pk)
    if a1 is None or b1 is None or a2 is None or b2 is None:
        return None
    return arithmetic.butler_swing(a1, b1, baseline.total_votes, a2, b2, declaration.total_votes)


def _part(count: int, electorate: int | None) -> Fraction | None:
    """None where it cannot be a turnout: figures of two sources must not take a page down."""
    if not electorate or count > electorate:
        return None
    return arithmetic.turnout(count, electorate)

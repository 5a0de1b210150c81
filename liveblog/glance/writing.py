"""Sentences of an article from the figures of a contest: varied, and always the same for the same.

Every sentence says no more than the figures prove.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from liveblog.glance import comparing
from liveblog.glance.wording import chosen, in_words, joined, listed
from results import arithmetic, comparison
from results.arithmetic import thousands
from results.models import Contest, Declaration, DeclaredVotes


@dataclass(frozen=True, slots=True)
class Written:
    """Paragraphs, and a digest of the figures that they were written from."""

    paragraphs: tuple[str, ...]
    figures: str

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def contest_paragraphs(contest: Contest) -> Written:
    """Who won by how much, everybody else in rank order, majority and turnout beside last time's.

    Reads only what `with_results` fetches.
    """
    declaration = contest.declaration
    if declaration is None:
        paragraphs = [_undeclared(contest), comparing.turnout(contest)]
    else:
        paragraphs = [
            joined(_result(contest, declaration), _lot(declaration)),
            joined(_others(contest, declaration), _deposits(contest, declaration)),
            joined(comparing.majority(contest, declaration), comparing.swing(declaration)),
            comparing.turnout(contest),
            joined(*comparing.records(contest)),
        ]
    return Written(tuple(each for each in paragraphs if each), digest(_facts(contest)))


def _undeclared(contest: Contest) -> str:
    newest = contest.newest_declaration
    if newest is None:
        return f"{contest.name} has yet to declare."
    reason = newest.reason.strip().rstrip(".")
    return f"The result of {contest.name} was withdrawn: {reason}."


def _result(contest: Contest, declaration: Declaration) -> str:
    if declaration.unopposed:
        elected = declaration.elected()
        were = "was" if len(elected) == 1 else "were"
        return (
            f"{listed([str(each) for each in elected])} {were} elected unopposed in {contest.name}."
        )
    ranked, outcome = declaration.ranked(), comparison.outcome(declaration)
    first, seat, against = ranked[0], contest.name, _against(ranked)
    who, votes = str(first.candidacy), thousands(first.votes)
    party = first.candidacy.party.in_prose
    if outcome is None:
        return f"The count in {seat} is provisional: {who} is ahead with {votes} votes{against}."
    if outcome.kind == "elected":
        elected = listed([_votes(each) for each in ranked[: contest.seats]])
        were = "was" if contest.seats == 1 else "were"
        return f"{elected} {were} elected in {seat}, which has {in_words(contest.seats)} seats."
    if outcome.kind == "new":
        return f"{who} won the new seat of {seat} with {votes} votes{against}."
    if outcome.kind == "gain" and outcome.defending:
        loser = outcome.defending.in_prose
        gained = f"{who} gained {seat} from {loser} with {votes} votes{against}."
        if first.candidacy.party.is_independent or outcome.defending.is_independent:
            return gained
        return chosen(
            contest,
            gained,
            f"{seat} changed hands: {first.candidacy.name} took it for {party} from {loser} "
            f"with {votes} votes{against}.",
            f"{loser[:1].upper()}{loser[1:]} lost {seat} to {who}, who had {votes} votes{against}.",
        )
    held = f"{who} held {seat} with {votes} votes{against}."
    if first.candidacy.party.is_independent:
        return held
    return chosen(
        contest,
        held,
        f"{seat} stays with {party}: {first.candidacy.name} had {votes} votes{against}.",
        f"In {seat} {first.candidacy.name} kept the seat for {party} with {votes} votes{against}.",
    )


def _against(ranked: list[DeclaredVotes]) -> str:
    if len(ranked) < 2:
        return ", unopposed"
    return f", ahead of {ranked[1].candidacy} on {thousands(ranked[1].votes)}"


def _lot(declaration: Declaration) -> str:
    if not declaration.lot_winner_id:
        return ""
    return "Votes were equal at the last place, and it was decided by lot."


def _others(contest: Contest, declaration: Declaration) -> str:
    """Everybody whom the first sentence has not named, in rank order."""
    named = contest.seats if contest.seats > 1 and declaration.is_final else 2
    rest = declaration.ranked()[named:]
    if not rest:
        return ""
    told = listed([_votes(each) for each in rest])
    if len(rest) == 1:
        return chosen(contest, f"Behind them came {told}.", f"The remaining votes went to {told}.")
    return chosen(
        contest,
        f"Behind them came {told}.",
        f"The other candidates, in the order of their votes, were {told}.",
        f"Next were {told}.",
    )


def _deposits(contest: Contest, declaration: Declaration) -> str:
    if not (declaration.is_final and contest.seats == 1 and contest.election.takes_deposits):
        return ""
    valid = declaration.total_votes
    lost = [
        each.candidacy.name
        for each in declaration.ranked()
        if arithmetic.lost_deposit(each.votes, valid)
    ]
    if not lost:
        return ""
    if len(lost) > 3:
        return f"{in_words(len(lost)).capitalize()} candidates lost their deposits."
    return f"{listed(lost)} lost {'a deposit' if len(lost) == 1 else 'their deposits'}."


def digest(facts: object) -> str:
    """A fingerprint of figures: the same figures, the same 64 letters."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _facts(contest: Contest) -> list[object]:
    """What the sentences are written from, as JSON has it."""
    declaration, baseline = contest.declaration, contest.baseline
    turnout = comparison.turnout(contest)
    before = comparison.turnout_before(contest, like=turnout.definition) if turnout else None
    outcome = comparison.outcome(declaration) if declaration else None
    newest = contest.newest_declaration
    return [
        newest.reason if newest and newest.is_withdrawn else "",
        declaration.is_final if declaration else None,
        [[each.candidacy_id, each.votes] for each in declaration.ranked()] if declaration else [],
        [outcome.kind, outcome.defending.pk if outcome.defending else None] if outcome else [],
        [baseline.majority, baseline.total_votes, baseline.label] if baseline else [],
        *(
            [str(each.fraction), each.definition.value] if each else []
            for each in (turnout, before)
        ),
        *comparing.records(contest),
    ]


def _votes(row: DeclaredVotes) -> str:
    return f"{row.candidacy} with {thousands(row.votes)}"

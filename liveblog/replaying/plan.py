"""What an election's record says happened when: its turnouts and results as steps of a replay."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from liveblog.publishing import Conflict, ResultFigures, TurnoutFigures
from liveblog.replaying.timetable import Timetable, timetable_of
from results.models import Contest, Election, TurnoutReport
from results.rehearsal import SUFFIX

# How long a count takes from its verified papers to its result, in minutes.
_COUNTING = (30, 90)


@dataclass(frozen=True, slots=True)
class Step:
    """What one contest, named by its slug, makes known at an instant of the night."""

    at: datetime
    contest: str
    figures: ResultFigures | TurnoutFigures


@dataclass(frozen=True)
class Plan:
    """An election's figures of record, in the order in which they will be made known again."""

    election: Election
    contests: Sequence[Contest]
    timetable: Timetable
    steps: Sequence[Step]

    @property
    def declaring(self) -> frozenset[str]:
        """The slugs of the contests that will declare; the others stay open, as they did."""
        return frozenset(
            step.contest for step in self.steps if isinstance(step.figures, ResultFigures)
        )


def plan_of(election: Election, *, seed: int = 1, simulated: bool = False) -> Plan:
    """The whole night; `simulated` leaves the record's times aside.

    Raises Conflict for a rehearsal, and where nothing is declared.
    """
    if election.slug.endswith(SUFFIX):
        raise Conflict(f"“{election.slug}” is a rehearsal itself: name the election of record.")
    contests = list(election.contests.with_results())
    declared = [each for each in contests if (now := each.declaration) and now.is_final]
    if not declared:
        raise Conflict(f"Nothing is declared in “{election.slug}”: there is nothing to replay.")
    timetable = timetable_of(declared, seed=seed, simulated=simulated)
    steps = [
        step
        for contest in sorted(declared, key=lambda each: each.slug)
        for step in _steps(contest, timetable.times[contest.pk], seed)
    ]
    # A stable sort: what falls on one minute comes in the order of slugs every time.
    return Plan(election, contests, timetable, sorted(steps, key=lambda step: step.at))


def _steps(contest: Contest, at: datetime, seed: int) -> Iterator[Step]:
    if turnout := _turnout(contest):
        yield Step(_verified_at(contest, at, seed), contest.slug, turnout)
    if declaration := contest.declaration:
        result = ResultFigures(
            contest=contest.slug,
            votes={each.candidacy.slug: each.votes for each in declaration.votes.all()},
            rejected=declaration.rejected,
            lot_winner=declaration.lot_winner.slug if declaration.lot_winner else None,
            override_reason=declaration.override_reason,
            confirm=None,
        )
        yield Step(at, contest.slug, result)


def _turnout(contest: Contest) -> TurnoutFigures | None:
    """The papers as announced, else as the declaration accounts for them; None: not known."""
    declaration, report = contest.declaration, contest.turnout
    if report:
        return TurnoutFigures(
            contest=contest.slug,
            percentage=report.percentage,
            ballots=report.ballots,
            provisional=report.provisional,
            definition=report.definition,
            override_reason=report.override_reason,
            confirm=None,
        )
    papers = declaration.ballots_counted if declaration else None
    if papers is None or papers > (contest.electorate or 0):
        return None
    definition = TurnoutReport.Definition.BALLOTS_VERIFIED
    return TurnoutFigures(contest.slug, ballots=papers, definition=definition, confirm=None)


def _verified_at(contest: Contest, declared_at: datetime, seed: int) -> datetime:
    """When the turnout was announced, where that is on record; otherwise a while before."""
    closed, report = contest.election.polls_close_at, contest.turnout
    if report and closed < report.announced_at < declared_at:
        return report.announced_at
    chance = random.Random(f"{seed}/{contest.slug}")  # noqa: S311 - nobody must be unable to guess
    minutes = chance.randint(*_COUNTING)
    # Who declares an hour after the polls close has not verified before they close.
    halfway = closed + (declared_at - closed) / 2
    return max(declared_at - timedelta(minutes=minutes), halfway).replace(second=0, microsecond=0)

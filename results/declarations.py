"""The deeds: the only writer of declarations and turnout reports.

Each deed locks its contest, checks the figures, writes the next version and tells
`results.signals.declared`, all in one transaction. Figures that do not hold raise FiguresRefused,
doubtful ones that nobody has confirmed FiguresDoubted. What was confirmed or overridden is kept
with the version that it let through.
`examine` and `examine_turnout` say what a deed would find, and write nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import prefetch_related_objects

from results import checks, counting
from results.deeds import lock, tell
from results.figures import Announcement, Count, Stated
from results.findings import FiguresDoubted, FiguresRefused, Finding, accept, refuse_errors
from results.lettering import visible
from results.models import (
    Candidacy,
    Contest,
    Declaration,
    DeclaredVotes,
    TurnoutReport,
)
from results.movement import movement

__all__ = [
    "FiguresDoubted",
    "FiguresRefused",
    "declare",
    "declare_unopposed",
    "examine",
    "examine_turnout",
    "report_turnout",
    "withdraw",
    "withdraw_turnout",
]

Stage = Declaration.Stage
Definition = TurnoutReport.Definition


@transaction.atomic
def declare(
    contest: Contest,
    *,
    votes: Mapping[Any, object],
    rejected: object = None,
    rejected_heads: Mapping[str, object] | None = None,
    stage: str = Stage.DECLARED,
    declared_at: datetime,
    by: AbstractBaseUser | None = None,
    source: str = "",
    reason: str = "",
    lot_winner: Candidacy | str | int | None = None,
    stated: Mapping[str, object] | None = None,
    confirmed: Collection[str] | None = None,
    override_reason: str = "",
    confirmed_by: AbstractBaseUser | None = None,
) -> Declaration:
    """Record a count; `votes` is keyed by the slug or id of every candidacy.

    Counts are whole numbers or text (“21,506”). What has been declared is changed only by stage
    “corrected” with a reason. `rejected_heads` are the rejected by `RejectedHead`. `stated` is what
    was said beside the votes: valid_votes, majority, outcome (hold or gain), elected (a candidacy).
    `confirmed` holds the codes of the warnings that the desk has seen; None, for figures that are
    of record already, asks nobody. `override_reason` lets pass what is against a sum; that the
    person may say so is for the caller to know. `confirmed_by` is a second person, who looked at
    the figures before they were public. Raises FiguresRefused and FiguresDoubted.
    """
    lock(contest)
    count = Count.read(contest, votes, rejected, lot_winner, rejected_heads)
    findings = _examine(contest, count, stage, reason, declared_at, stated or {})
    accepted = accept(findings, confirmed=confirmed, overridden=bool(override_reason.strip()))
    declaration = Declaration.objects.create(
        contest=contest,
        version=_next_version(contest.newest_declaration),
        stage=stage,
        rejected=count.rejected,
        rejected_heads=count.rejected_heads,
        lot_winner=count.lot_winner,
        declared_at=declared_at,
        recorded_by_id=by.pk if by else None,
        source=source,
        reason=visible(reason),
        confirmed=[each.as_json() for each in accepted],
        override_reason=_needed(override_reason, accepted),
        confirmed_by_id=confirmed_by.pk if confirmed_by else None,
    )
    DeclaredVotes.objects.bulk_create(
        DeclaredVotes(declaration=declaration, candidacy_id=candidacy, votes=number)
        for candidacy, number in count.votes.items()
    )
    counting.follow_declaration(declaration)
    tell(Declaration, contest)
    prefetch_related_objects([declaration], "votes")
    return declaration


@transaction.atomic
def declare_unopposed(
    contest: Contest,
    *,
    declared_at: datetime,
    by: AbstractBaseUser | None = None,
    source: str = "",
) -> Declaration:
    """Record that everybody nominated is elected, since no more were nominated than seats.

    There are no votes, not nought of them. Raises FiguresRefused.
    """
    lock(contest)
    refuse_errors(checks.check_unopposed(contest))
    declaration = Declaration.objects.create(
        contest=contest,
        version=_next_version(contest.newest_declaration),
        unopposed=True,
        declared_at=declared_at,
        recorded_by_id=by.pk if by else None,
        source=source,
    )
    counting.follow_declaration(declaration)
    tell(Declaration, contest)
    return declaration


@transaction.atomic
def withdraw(
    contest: Contest, *, by: AbstractBaseUser | None = None, reason: str, at: datetime
) -> Declaration:
    """Take back what was declared: a new version without votes. Raises FiguresRefused."""
    lock(contest)
    refuse_errors(checks.check_withdrawal(contest, contest.declaration, reason))
    withdrawal = Declaration.objects.create(
        contest=contest,
        version=_next_version(contest.newest_declaration),
        stage=Stage.WITHDRAWN,
        declared_at=at,
        recorded_by_id=by.pk if by else None,
        reason=visible(reason),
    )
    counting.follow_declaration(withdrawal)
    tell(Declaration, contest)
    return withdrawal


@transaction.atomic
def report_turnout(
    contest: Contest,
    *,
    percentage: object = None,
    ballots: object = None,
    definition: str = Definition.BALLOTS_VERIFIED,
    provisional: bool = True,
    announced_at: datetime,
    by: AbstractBaseUser | None = None,
    source: str = "",
    reason: str = "",
    confirmed: Collection[str] | None = None,
    override_reason: str = "",
) -> TurnoutReport:
    """Record a turnout as announced: a percentage (65.2), a number of papers, or both.

    `confirmed` and `override_reason` are as in `declare`. Raises FiguresRefused and FiguresDoubted.
    """
    lock(contest)
    announced = Announcement.read(percentage, ballots)
    findings = _examine_turnout(contest, announced, definition, announced_at)
    accepted = accept(findings, confirmed=confirmed, overridden=bool(override_reason.strip()))
    report = TurnoutReport.objects.create(
        contest=contest,
        version=_next_version(contest.newest_turnout),
        percentage=announced.percentage,
        ballots=announced.ballots,
        electorate=contest.electorate,
        definition=definition,
        provisional=provisional,
        announced_at=announced_at,
        reported_by_id=by.pk if by else None,
        source=source,
        reason=visible(reason),
        confirmed=[each.as_json() for each in accepted],
        override_reason=_needed(override_reason, accepted),
    )
    counting.follow_turnout(report)
    tell(TurnoutReport, contest)
    return report


@transaction.atomic
def withdraw_turnout(
    contest: Contest, *, by: AbstractBaseUser | None = None, reason: str, at: datetime
) -> TurnoutReport:
    """Take back a turnout: a new version without figures. Raises FiguresRefused."""
    lock(contest)
    refuse_errors(checks.check_withdrawal(contest, contest.turnout, reason))
    withdrawal = TurnoutReport.objects.create(
        contest=contest,
        version=_next_version(contest.newest_turnout),
        is_withdrawn=True,
        electorate=contest.electorate,
        announced_at=at,
        reported_by_id=by.pk if by else None,
        reason=visible(reason),
    )
    counting.follow_turnout(withdrawal)
    tell(TurnoutReport, contest)
    return withdrawal


def examine(
    contest: Contest,
    *,
    votes: Mapping[Any, object],
    rejected: object = None,
    rejected_heads: Mapping[str, object] | None = None,
    stage: str = Stage.DECLARED,
    declared_at: datetime | None = None,
    reason: str = "",
    lot_winner: Candidacy | str | int | None = None,
    stated: Mapping[str, object] | None = None,
) -> list[Finding]:
    """Every error, warning and info that `declare` would find in these figures."""
    count = Count.read(contest, votes, rejected, lot_winner, rejected_heads)
    return _examine(contest, count, stage, reason, declared_at, stated or {})


def examine_turnout(
    contest: Contest,
    *,
    percentage: object = None,
    ballots: object = None,
    definition: str = Definition.BALLOTS_VERIFIED,
    announced_at: datetime | None = None,
) -> list[Finding]:
    """Every error, warning and info that `report_turnout` would find in these figures."""
    announced = Announcement.read(percentage, ballots)
    return _examine_turnout(contest, announced, definition, announced_at)


def _examine(
    contest: Contest,
    count: Count,
    stage: str,
    reason: str,
    declared_at: datetime | None,
    said: Mapping[str, object],
) -> list[Finding]:
    findings = checks.check_stage(contest, count, stage, reason)
    stated, misread = Stated.read(contest, said)
    not_read = [*count.unread, *misread]
    unread = {each.field for each in not_read}
    checked = checks.check_declaration(
        contest,
        votes=count.votes,
        rejected=count.rejected,
        rejected_heads=count.rejected_heads,
        lot_winner=count.lot_winner,
        declared_at=declared_at,
        stated=stated,
        movement=movement(contest) if contest.seats == 1 and contest.baseline else None,
    )
    # “No votes entered” is no news of a candidate whose votes could not be read.
    return [*not_read, *findings, *(each for each in checked if each.field not in unread)]


def _examine_turnout(
    contest: Contest, announced: Announcement, definition: str, announced_at: datetime | None
) -> list[Finding]:
    if announced.unread:
        return announced.unread
    return checks.check_turnout(
        contest,
        percentage=announced.percentage,
        ballots=announced.ballots,
        definition=definition,
        announced_at=announced_at,
    )


def _next_version(newest: Declaration | TurnoutReport | None) -> int:
    return newest.version + 1 if newest else 1


def _needed(override_reason: str, accepted: list[Finding]) -> str:
    """The reason, where there was something to override."""
    return override_reason.strip() if any(each.blocks for each in accepted) else ""

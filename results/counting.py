"""The deeds of the count: move a contest to a stage, and say when its declaration is expected.

Each locks its contest and tells `results.signals.declared`, in one transaction. What a reporter
says is checked and raises FiguresRefused; figures move their contest by themselves.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from results import stages
from results.deeds import lock, tell
from results.findings import FiguresRefused, Finding, error
from results.models import Contest, CountMove, Declaration, Expectation, TurnoutReport
from results.progress import Progress, progress
from results.stages import Stage

MAX_SOURCE = 120


@transaction.atomic
def move(
    contest: Contest,
    *,
    stage: str,
    at: datetime,
    by: AbstractBaseUser | None = None,
    reason: str = "",
    source: str = "",
) -> CountMove | None:
    """Move a contest to `stage`; None where it is there already. A recount can follow a recount.

    “declared” cannot be set: a declaration does it. Backwards, or to “postponed”, needs a reason.
    Raises FiguresRefused.
    """
    lock(contest)
    known = progress(contest)
    if stage == known.stage != Stage.RECOUNT:
        return None
    if findings := _examine(contest, known, stage, at, reason.strip(), source):
        raise FiguresRefused(findings)
    moved = _write(contest, Stage(stage), at=at, by=by, reason=reason.strip(), source=source)
    tell(CountMove, contest)
    return moved


@transaction.atomic
def expect(
    contest: Contest,
    *,
    at: datetime | None,
    source: str = "",
    by: AbstractBaseUser | None = None,
) -> Expectation | None:
    """Say when the declaration is expected, or with None that nobody says any more.

    None is returned where just that is said already. Raises FiguresRefused.
    """
    lock(contest)
    standing, source = progress(contest).expectation, source.strip()
    if (standing and (standing.at, standing.source) == (at, source)) or not (standing or at):
        return None
    findings = _source_findings(source)
    if at and (message := _no_time_of_a_count(contest, at)):
        findings.append(error("expected_at", message, "no_time"))
    if findings:
        raise FiguresRefused(findings)
    said = Expectation.objects.create(
        contest=contest, at=at, source=source, by_id=by.pk if by else None
    )
    tell(Expectation, contest)
    return said


def follow_declaration(declaration: Declaration) -> None:
    """Move its contest with what is declared or withdrawn; within the deed that does so."""
    contest = declaration.contest
    if declaration.is_final:
        to = Stage.DECLARED
    elif declaration.is_withdrawn and _was_final(contest, declaration.version - 1):
        to = Stage.COUNTING
    else:
        return
    if to != _said(contest):
        _write(
            contest,
            to,
            at=declaration.declared_at,
            by=declaration.recorded_by,
            reason=declaration.reason if declaration.is_withdrawn else "",
            source=declaration.source,
        )


def follow_turnout(report: TurnoutReport) -> None:
    """Likewise with a turnout, which never moves a count back."""
    stage = _said(report.contest)
    follow = stages.after_turnout_withdrawn if report.is_withdrawn else stages.after_turnout
    if (to := follow(stage)) != stage:
        _write(
            report.contest,
            to,
            at=report.announced_at,
            by=report.reported_by,
            reason=report.reason if report.is_withdrawn else "",
            source=report.source,
        )


def _examine(
    contest: Contest, known: Progress, stage: str, at: datetime, reason: str, source: str
) -> list[Finding]:
    if stage not in Stage.values:
        names = ", ".join(each for each in Stage.values if each != Stage.DECLARED)
        return [error("stage", f"“{stage}” is not one of {names}.", "unknown_stage")]
    if known.is_declared:
        message = f"{contest} is declared: its count goes on only if the result is withdrawn."
        return [error("stage", message, "declared_already")]
    to = Stage(stage)
    if to is Stage.DECLARED:
        message = f"Declare the result of {contest}: the count moves with it."
        return [error("stage", message, "declared_by_hand")]
    findings = [*_time_findings(contest, known, to, at), *_source_findings(source)]
    if stages.needs_reason(known.stage, to) and not reason:
        why = "is postponed" if to is Stage.POSTPONED else f"goes back from “{known.text}”"
        message = f"Say why {contest} {why}: readers see the reason."
        findings.append(error("reason", message, "reason_missing"))
    return findings


def _time_findings(contest: Contest, known: Progress, to: Stage, at: datetime) -> list[Finding]:
    at_any_time = to in {Stage.EXPECTED, Stage.POSTPONED} and timezone.is_aware(at)
    message = "" if at_any_time else _no_time_of_a_count(contest, at)
    if not message and known.moved_at and at < known.moved_at:
        message = f"“{known.text}” is on record from {_spoken(known.moved_at)}, which is later."
    return [error("at", message, "no_time")] if message else []


def _no_time_of_a_count(contest: Contest, at: datetime) -> str:
    """What is wrong with the time; empty where nothing is."""
    if timezone.is_naive(at):
        return "The time needs its offset from UTC, such as 2010-05-07T05:30+01:00."
    closing = contest.election.polls_close_at
    return f"The polls close only at {_spoken(closing)}." if at < closing else ""


def _source_findings(source: str) -> list[Finding]:
    if len(source) <= MAX_SOURCE:
        return []
    message = f"{len(source):,} characters; the limit is {MAX_SOURCE}."
    return [error("source", message, "source_too_long")]


def _said(contest: Contest) -> Stage:
    newest = contest.moves.order_by("-pk").values_list("stage", flat=True).first()
    return Stage(newest or Stage.EXPECTED)


def _was_final(contest: Contest, version: int) -> bool:
    before = contest.declarations.filter(version=version).first()
    return before is not None and before.is_final


def _write(
    contest: Contest,
    stage: Stage,
    *,
    at: datetime,
    by: AbstractBaseUser | None,
    reason: str,
    source: str,
) -> CountMove:
    return CountMove.objects.create(
        contest=contest,
        stage=stage,
        moved_at=at,
        by_id=by.pk if by else None,
        reason=reason,
        source=source[:MAX_SOURCE],
    )


def _spoken(instant: datetime) -> str:
    return f"{timezone.localtime(instant):%H:%M on %-d %B %Y}"

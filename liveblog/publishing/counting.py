"""The deeds of the count, told to every blog that follows the contest."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog.publishing.locking import feeds_that_tell
from liveblog.publishing.refusals import Conflict, Fault, Refused
from liveblog.publishing.wording import CLOCK_SKEW, NOT_TEXT, check_reason, is_text
from liveblog.realtime import log
from results import counting
from results.findings import FiguresRefused
from results.models import Contest, CountMove, Expectation


@transaction.atomic
def move_count(
    *,
    contest: Contest,
    stage: str,
    at: datetime | None = None,
    by: User | None = None,
    reason: str = "",
    source: str = "",
    seen: int | None = None,
) -> CountMove | None:
    """Move a contest to a stage of its count; None where it is there already.

    `seen` is the id of the newest move that whoever asks knew of (0: none), so that one tap too
    many makes no second recount. Raises Refused, and Conflict where there is a newer move.
    """
    reason = check_reason(reason, required=False)
    _check_source(source)
    log.lock(list(feeds_that_tell([contest])))
    if at and timezone.is_aware(at) and at > timezone.now() + CLOCK_SKEW:
        raise Refused.one("at", "That is in the future.")
    newest = contest.moves.order_by("-pk").first()
    if seen is not None and seen != (newest.pk if newest else 0):
        if newest and newest.stage == stage:
            return None  # somebody else said the same, or this is the same tap again
        raise Conflict(f"{contest} has moved meanwhile. Look again before you move it.")
    try:
        return counting.move(
            contest, stage=stage, at=at or timezone.now(), by=by, reason=reason, source=source
        )
    except FiguresRefused as refused:
        raise _refusal(refused) from refused


@transaction.atomic
def expect_declaration(
    *, contest: Contest, at: datetime | None, source: str = "", by: User | None = None
) -> Expectation | None:
    """Say when a contest's declaration is expected; None takes the time back.

    Returns None where that is said already. Raises Refused.
    """
    _check_source(source)
    log.lock(list(feeds_that_tell([contest])))
    try:
        return counting.expect(contest, at=at, source=source, by=by)
    except FiguresRefused as refused:
        raise _refusal(refused) from refused


def _check_source(source: str) -> None:
    if not is_text(source):
        raise Refused.one("source", NOT_TEXT)


def _refusal(refused: FiguresRefused) -> Refused:
    return Refused(Fault(each.field, each.message, each.code) for each in refused.findings)

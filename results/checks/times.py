"""When figures are said to have been announced, beside the close of poll."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from results.findings import Finding, error, misfit, warning
from results.models import Contest

EARLIEST_RESULT = timedelta(minutes=30)


def check_time(
    contest: Contest, field: str, moment: datetime | None, *, result: bool
) -> Iterable[Finding]:
    """No result before the close of poll; a turnout before it can only be of a part of the day."""
    if moment is None:
        return
    if timezone.is_naive(moment):
        yield error(field, "The time has no time zone.", "no_time_zone")
        return
    close = contest.election.polls_close_at
    if moment < close and result:
        message = f"The polls close at {timezone.localtime(close):%H:%M}: no result before then."
        yield misfit(field, message, "polls_open")
    elif moment < close:
        message = f"The polls close at {timezone.localtime(close):%H:%M}: turnout of part of a day?"
        yield warning(field, message, "polls_open")
    elif result and moment < close + EARLIEST_RESULT:
        message = "Less than half an hour after the close of poll: is the time right?"
        yield misfit(field, message, "very_early")

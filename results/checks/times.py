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
        early = _minutes(close - moment)
        message = (
            f"The polls close at {timezone.localtime(close):%H:%M}: no result before then, and "
            f"{timezone.localtime(moment):%H:%M} is {early} earlier."
        )
        yield misfit(field, message, "polls_open")
    elif moment < close:
        message = f"The polls close at {timezone.localtime(close):%H:%M}: turnout of part of a day?"
        yield warning(field, message, "polls_open")
    elif result and moment < close + EARLIEST_RESULT:
        message = (
            f"Less than half an hour after the close of poll: {timezone.localtime(moment):%H:%M}"
            f" is {_minutes(moment - close)} after {timezone.localtime(close):%H:%M}."
            " Is the time right?"
        )
        yield misfit(field, message, "very_early")


def _minutes(span: timedelta) -> str:
    """“2 h 14 min”; what is begun of a minute counts."""
    hours, minutes = divmod(-(-int(span.total_seconds()) // 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"

"""A forecast before it is published: its time, its sum, and what it replaces."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from results.arithmetic import thousands
from results.checks.wording import sum_in_words
from results.findings import Finding, error
from results.models import Election, Forecast, Party


def check_forecast(
    election: Election,
    *,
    seats: Mapping[Party, int],
    others: int,
    note: str,
    published_at: datetime,
    standing: Forecast | None,
    reason: str,
) -> list[Finding]:
    """Everything wrong with the seats given to each party, `others` and the time; nothing asks.

    `standing` is what the same publisher's forecast says now.
    """
    return [
        *check_forecast_time(election, published_at),
        *_seats(election, seats, others),
        *_replacing(standing, (dict(seats), others, note.strip()), reason),
    ]


def check_forecast_time(election: Election, published_at: datetime) -> Iterable[Finding]:
    """Nobody may override it: where the close of poll is wrong, it is the election to correct.

    Source: Representation of the People Act 1983, section 66A.
    """
    if timezone.is_naive(published_at):
        yield error("published_at", "The time has no time zone.", "no_time_zone")
    elif published_at < election.polls_close_at:
        close = timezone.localtime(election.polls_close_at)
        message = (
            f"The polls close at {close:%H:%M on %-d %B %Y}, and no exit poll may be published"
            " before then (Representation of the People Act 1983, section 66A)."
        )
        yield error("published_at", message, "polls_open")


def _seats(election: Election, seats: Mapping[Party, int], others: int) -> Iterable[Finding]:
    if not seats:
        yield error("seats", "Give the seats of at least one party.", "no_seats")
        return
    for party in seats:
        if party.is_independent:
            message = "Independents are no party: count them among the others."
            yield error("seats", message, "independents_together")
    if election.seats is None:
        message = f"How many seats {election.name} has is not known: an editor sets it first."
        yield error("seats", message, "seats_unknown")
        return
    given = [*seats.values(), *([others] if others else [])]
    if (total := sum(given)) != election.seats:
        gap = abs(total - election.seats)
        message = (
            f"{sum_in_words(given)}, not the {thousands(election.seats)} seats of {election.name}:"
            f" {thousands(gap)} too {'many' if total > election.seats else 'few'}."
        )
        yield error("seats", message, "seats_do_not_add_up")


def _replacing(
    standing: Forecast | None, given: tuple[dict[Party, int], int, str], reason: str
) -> Iterable[Finding]:
    if standing is None:
        return
    said = {each.party: each.seats for each in standing.seats.all()}
    if (said, standing.others, standing.note) == given:
        message = f"{standing.publisher} is published with these seats already."
        yield error("seats", message, "already_published")
    elif not reason.strip():
        message = f"Say why the forecast of {standing.publisher} is changed."
        yield error("reason", message, "reason_missing")

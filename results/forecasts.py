"""The deeds of a forecast: publish it, change it with a reason, withdraw it.

It never touches the tally. Like a declaration it is written once and superseded by versions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from results.checks.forecasts import check_forecast
from results.figures import read_count
from results.findings import FiguresRefused, Finding, error
from results.models import Election, Forecast, ForecastSeats, Party

MOST_WORDS = 120


@transaction.atomic
def publish_forecast(
    election: Election,
    *,
    publisher: str,
    seats: Mapping[str, object],
    others: object = None,
    note: str = "",
    published_at: datetime,
    by: AbstractBaseUser | None = None,
    source: str = "",
    reason: str = "",
) -> Forecast:
    """Record a forecast; `seats` is keyed by a party's slug, name or abbreviation.

    All seats, `others` among them, are those of the whole election. Neither `published_at` nor the
    clock may be before the close of poll. The same publisher's forecast is changed only with a
    reason. Raises FiguresRefused.
    """
    election.refresh_from_db(from_queryset=Election.objects.select_for_update())
    moment = min(published_at, timezone.now()) if timezone.is_aware(published_at) else published_at
    read, findings = read_forecast(election, publisher, seats, others, note, moment, reason)
    if findings:
        raise FiguresRefused(findings)
    forecast = Forecast.objects.create(
        election=election,
        publisher=read.publisher,
        version=next_version(election, read.publisher),
        others=read.others,
        note=note.strip(),
        published_at=published_at,
        recorded_by_id=by.pk if by else None,
        source=source,
        reason=reason,
    )
    ForecastSeats.objects.bulk_create(
        ForecastSeats(forecast=forecast, party=party, seats=number)
        for party, number in read.seats.items()
    )
    return forecast


@transaction.atomic
def withdraw_forecast(
    forecast: Forecast, *, by: AbstractBaseUser | None = None, reason: str, at: datetime
) -> Forecast:
    """Take it back, if it is what its publisher's forecast says now: a version without seats."""
    election = Election.objects.select_for_update().get(pk=forecast.election_id)
    if standing_forecast(election, forecast.publisher) != forecast:
        return forecast
    return Forecast.objects.create(
        election=election,
        publisher=forecast.publisher,
        version=next_version(election, forecast.publisher),
        is_withdrawn=True,
        published_at=at,
        recorded_by_id=by.pk if by else None,
        reason=reason,
    )


def examine_forecast(
    election: Election,
    *,
    publisher: str,
    seats: Mapping[str, object],
    others: object = None,
    note: str = "",
    published_at: datetime,
    reason: str = "",
) -> list[Finding]:
    """Every error that `publish_forecast` would find in these figures at `published_at`."""
    return read_forecast(election, publisher, seats, others, note, published_at, reason)[1]


def standing_forecast(election: Election, publisher: str) -> Forecast | None:
    """The newest version of this publisher's forecast; None where there is none or it is gone."""
    newest = election.forecasts.filter(publisher=publisher.strip()).order_by("version").last()
    return None if newest is None or newest.is_withdrawn else newest


@dataclass(frozen=True)
class ReadForecast:
    """A forecast's figures as read."""

    publisher: str
    seats: dict[Party, int]
    others: int


def read_forecast(
    election: Election,
    publisher: str,
    seats: Mapping[str, object],
    others: object,
    note: str,
    published_at: datetime,
    reason: str,
) -> tuple[ReadForecast, list[Finding]]:
    """The figures as read, and every error in them at `published_at`."""
    read, findings = _read_seats(election, seats)
    rest, unread = read_count(others, field="others")
    findings += unread
    name = publisher.strip()
    if not name:
        message = "Say whose forecast it is, such as BBC/ITV/Sky."
        findings.append(error("source", message, "publisher_missing"))
    if len(name) > MOST_WORDS:
        message = f"{len(name)} characters; the limit is {MOST_WORDS}."
        findings.append(error("source", message, "publisher_too_long"))
    checked = check_forecast(
        election,
        seats=read,
        others=rest or 0,
        note=note,
        published_at=published_at,
        standing=standing_forecast(election, name),
        reason=reason,
    )
    if findings:  # a sum of what could not be read is no news
        checked = [each for each in checked if each.code == "polls_open"]
    return ReadForecast(name, read, rest or 0), [*findings, *checked]


def _read_seats(
    election: Election, given: Mapping[str, object]
) -> tuple[dict[Party, int], list[Finding]]:
    read: dict[Party, int] = {}
    findings: list[Finding] = []
    known = _Parties(election)
    for key, typed in given.items():
        found = known.named(key)
        if len(found) != 1:
            one_of = ", ".join(each.slug for each in found)
            message = (
                f"“{key}” may be any of {one_of}: write which."
                if found
                else f"“{key}” is no party that is known here."
            )
            findings.append(error("seats", message, "unknown_party"))
            continue
        if found[0] in read:
            message = f"{found[0].short_name} is given twice."
            findings.append(error("seats", message, "party_twice"))
            continue
        number, wrong = read_count(typed, field="seats")
        if number is None and not wrong:
            wrong = [error("seats", f"{found[0].short_name} has no number.", "no_number")]
        findings += [error("seats", f"{key}: {each.message}", each.code) for each in wrong]
        if number is not None:
            read[found[0]] = number
    return read, findings


class _Parties:
    """Parties by what people call them; of namesakes the one that stands in the election."""

    def __init__(self, election: Election) -> None:
        self._standing = set(
            Party.objects.filter(candidacies__contest__election=election).values_list(
                "pk", flat=True
            )
        )
        self._all = list(Party.objects.order_by("pk"))

    def named(self, key: str) -> list[Party]:
        name = key.strip().casefold()
        if of_slug := [each for each in self._all if each.slug == name]:
            return of_slug
        found = [each for each in self._all if name in _names(each)]
        return [each for each in found if each.pk in self._standing] or found


def _names(party: Party) -> set[str]:
    names = {party.name, party.short_name, party.abbreviation, party.people}
    return {each.casefold().removeprefix("the ") for each in names if each} | {
        each.casefold() for each in names if each
    }


def next_version(election: Election, publisher: str) -> int:
    """The number of this publisher's next version."""
    return election.forecasts.filter(publisher=publisher).count() + 1

"""From a forecast that an entry carries to the forecasts of the results app."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User

from liveblog import electionfeed
from liveblog.models import Entry
from liveblog.publishing.figures import ForecastFigures, election_of
from liveblog.publishing.refusals import Fault, Refused, refusal
from liveblog.publishing.wording import MAX_REASON, NOT_TEXT, is_text
from liveblog.standings import Standings
from results import forecasts
from results.checks.forecasts import check_forecast_time
from results.findings import FiguresRefused, Finding
from results.forecast_card import forecast_card
from results.forecast_sentence import forecast_sentences

_SHOWN_AT = {"published_at": "at"}


def forecast_in(entry: Entry, given: ForecastFigures, *, by: User | None) -> None:
    """Publish the forecast that the entry carries, and let the entry show exactly that.

    What it forecast before of another election, or from another source, is withdrawn. Where body
    or headline are empty, they are written from the figures. Raises Refused.
    """
    election = election_of(entry.blog, given.election, field="forecast.election")
    check_words(given)
    said = entry.forecast
    if said and (said.election, said.publisher) != (election, given.source.strip()):
        withdraw(entry, reason=given.reason, by=by, at=entry.at)
    try:
        entry.forecast = forecasts.publish_forecast(
            election,
            publisher=given.source,
            seats=given.seats,
            others=given.others,
            note=given.note,
            published_at=entry.at,
            by=by,
            source=entry.public_id,
            reason=given.reason,
        )
    except FiguresRefused as refused:
        raise _refusal(refused) from refused
    electionfeed.announce(Standings(election))
    headline, body = forecast_sentences(entry.forecast)
    entry.headline = entry.headline or headline
    entry.body = entry.body or body
    card = forecast_card(entry.forecast)
    entry.card = {**card, "sentence": {"headline": headline, "body": body}}


def check_ahead(entry: Entry, given: ForecastFigures) -> None:
    """Refuse now what would be refused when it is due, while there is somebody to correct it.

    Of a draft only the election is asked for: its figures may be half a thought.
    """
    election = election_of(entry.blog, given.election, field="forecast.election")
    if entry.status != Entry.Status.SCHEDULED:
        return
    check_words(given)
    findings = forecasts.examine_forecast(
        election,
        publisher=given.source,
        seats=given.seats,
        others=given.others,
        note=given.note,
        published_at=entry.publish_at or entry.at,
        reason=given.reason,
    )
    if findings:
        raise _refusal(FiguresRefused(findings))


def check_moved(entry: Entry) -> list[Fault]:
    """An entry that is out cannot be said to have been out before the polls closed."""
    if entry.forecast is None or entry.forecast.is_withdrawn:
        return []
    findings = check_forecast_time(entry.forecast.election, entry.at)
    return [Fault("at", each.message, each.code) for each in findings]


def withdraw(entry: Entry, *, reason: str, by: User | None, at: datetime) -> None:
    """Take the entry's forecast out of the results, where it is the one that stands."""
    if entry.forecast is not None:
        forecasts.withdraw_forecast(entry.forecast, reason=reason, by=by, at=at)
        electionfeed.announce(Standings(entry.forecast.election))


def another_stands(entry: Entry, given: ForecastFigures) -> bool:
    """Whether the same source has a forecast by now, whoever published it."""
    election = election_of(entry.blog, given.election, field="forecast.election")
    return forecasts.standing_forecast(election, given.source) is not None


def check_words(given: ForecastFigures) -> None:
    """Raises Refused for words that are too long or no text."""
    for field in ("source", "note", "reason"):
        words = getattr(given, field)
        if not is_text(words):
            raise Refused.one(f"forecast.{field}", NOT_TEXT)
        if len(words) > MAX_REASON:
            message = f"{len(words):,} characters; the limit is {MAX_REASON}."
            raise Refused.one(f"forecast.{field}", message)


def _refusal(refused: FiguresRefused) -> Refused:
    return refusal(faults_of(refused.findings))


def faults_of(findings: Iterable[Finding]) -> list[Fault]:
    """Findings of the results app as faults of the entry's fields."""
    return [
        Fault(
            _SHOWN_AT.get(each.field, f"forecast.{each.field}"),
            each.message,
            each.code,
            each.severity,
        )
        for each in findings
    ]

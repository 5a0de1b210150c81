"""What an entry carries besides its words goes on record where figures of its kind are kept."""

from datetime import datetime

from django.contrib.auth.models import User

from liveblog.models import Entry
from liveblog.publishing import declaring, forecasting
from liveblog.publishing.figures import Figures, ForecastFigures
from liveblog.publishing.refusals import Refused
from results.models import Contest


def record(
    entry: Entry,
    given: Figures,
    contest: Contest | None,
    *,
    by: User | None,
    second: User | None = None,
) -> None:
    """Declare, report or forecast what the entry says. Raises Refused and Doubtful.

    `second` has confirmed a result before it is public; a forecast takes no second look.
    """
    if isinstance(given, ForecastFigures):
        if entry.declaration or entry.turnout:
            message = "This entry carries what was counted: send the forecast as another entry."
            raise Refused.one("forecast", message)
        forecasting.forecast_in(entry, given, by=by)
    elif contest is not None:
        if entry.forecast:
            message = "This entry carries a forecast: send this as another entry."
            raise Refused.one(given.key, message)
        declaring.declare_in(entry, given, contest, by=by, second=second)


def check_ahead(entry: Entry, given: Figures) -> None:
    """What can be said already of the figures of an entry that is not public yet."""
    if isinstance(given, ForecastFigures):
        forecasting.check_ahead(entry, given)


def withdraw(entry: Entry, *, reason: str, by: User | None, at: datetime) -> None:
    """Take the entry's figures out of the results, where they are the ones that stand."""
    declaring.withdraw(declaring.declared_by(entry), reason=reason, by=by, at=at)
    forecasting.withdraw(entry, reason=reason, by=by, at=at)


def others_stand(entry: Entry, given: Figures, contest: Contest | None) -> bool:
    """Whether other figures of this kind stand by now, whoever published them."""
    if isinstance(given, ForecastFigures):
        return forecasting.another_stands(entry, given)
    return contest is not None and declaring.others_stand(given, contest)

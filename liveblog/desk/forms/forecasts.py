"""The fields of an exit poll, and the figures that they give to the deeds."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from liveblog.publishing import ForecastFigures, Refused
from results.models import Election

# “Con 307”, “Con: 307”, “Con = 307”
_LINE = re.compile(r"(?P<party>.*?\S)\s*[:=\s]\s*(?P<seats>[^\s:=]+)")
_OTHERS = {"other", "others", "oth"}


def forecast_fields(elections: list[Election]) -> dict[str, forms.Field]:
    """Whose forecast it is, and its seats one party a line."""
    return {
        "forecast.election": forms.CharField(
            required=False,
            label="Election",
            widget=forms.Select(choices=[(each.slug, each.name) for each in elections]),
        ),
        "forecast.source": forms.CharField(
            required=False, label="Whose forecast", help_text="Such as BBC/ITV/Sky."
        ),
        "forecast.seats": forms.CharField(
            required=False,
            label="Seats",
            help_text="A party a line, or with commas: Con 307, Lab 255, LD 59, others 29.",
            widget=forms.Textarea({"rows": 4, "class": "seats", "spellcheck": "false"}),
        ),
        "forecast.note": forms.CharField(
            required=False, label="Note", help_text="How it was made, if readers should know."
        ),
        "forecast.reason": forms.CharField(
            required=False,
            label="Why does the forecast change?",
            help_text="Readers see that the figures are changed.",
        ),
    }


def forecast_of(form: forms.Form, *, reason: str = "") -> ForecastFigures:
    """The forecast as typed. Raises Refused for a line that gives no seats."""
    typed = form.cleaned_data
    seats, others = read_seats(typed["forecast.seats"])
    return ForecastFigures(
        election=typed["forecast.election"],
        source=typed["forecast.source"],
        seats=seats,
        others=others,
        note=typed["forecast.note"],
        reason=reason or typed.get("forecast.reason", ""),
    )


def read_seats(text: str) -> tuple[dict[str, str], str | None]:
    """“Con 307, others 29” as parties with what was typed for them, and the others.

    Raises Refused for what is no party with a number, and for a party that is there twice.
    """
    seats: dict[str, str] = {}
    for line in filter(None, (each.strip() for each in re.split(r"[\n;]|,(?!\d)", text))):
        found = _LINE.fullmatch(line)
        if found is None:
            message = f"“{line[:60]}” has no number: write a party and its seats, as Con 307."
            raise Refused.one("forecast.seats", message)
        name = "others" if found["party"].casefold() in _OTHERS else found["party"]
        if name in seats:
            raise Refused.one("forecast.seats", f"“{name[:60]}” is given twice.")
        seats[name] = found["seats"]
    return seats, seats.pop("others", None)


def initial_forecast(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The stored figures of an entry as the fields show them."""
    given = stored.get("forecast")
    if given is None:
        return {}
    rows = [*given["seats"].items()]
    if given.get("others") is not None:
        rows.append(("others", given["others"]))
    return {
        "forecast.election": given["election"],
        "forecast.source": given["source"],
        "forecast.seats": "\n".join(f"{party} {seats}" for party, seats in rows),
        "forecast.note": given.get("note", ""),
    }


def forecast_changed(form: forms.Form) -> bool:
    """Whether anything but the white space differs from what is stored."""
    return any(
        "".join(str(form.cleaned_data.get(name) or "").split())
        != "".join(str(form.get_initial_for_field(field, name) or "").split())
        for name, field in form.fields.items()
        if name.startswith("forecast.")
    )

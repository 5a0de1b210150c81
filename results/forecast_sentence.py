"""The house's sentence for a forecast, for a reporter to change."""

from results.arithmetic import thousands
from results.forecast_card import forecast_card
from results.models import Forecast


def forecast_sentences(forecast: Forecast) -> tuple[str, str]:
    """A headline and a body: the largest party and its majority or lack of one, then every seat."""
    ranked, card = forecast.ranked(), forecast_card(forecast)
    seats = [f"{thousands(each.seats)} for {each.party.in_prose}" for each in ranked]
    if forecast.others:
        seats.append(f"{thousands(forecast.others)} for others")
    body = [
        _stopped(forecast.reason) if forecast.reason else "",
        f"The {forecast.publisher} forecast gives {_listed(seats)}.",
    ]
    if card["largest"] is None:
        headline = "Exit poll: level at the top"
        body.append(f"The line for an overall majority is {thousands(card['majority_line'])}.")
    elif card["majority"] is None:
        party, short = ranked[0].party, thousands(card["short"])
        headline = f"Exit poll: {_capital(party.in_prose)} largest, {short} short of a majority"
        body.append(
            f"That leaves {party.in_prose} {short} short of the {thousands(card['majority_line'])} "
            "needed for an overall majority."
        )
    else:
        party, majority = ranked[0].party, thousands(card["majority"])
        headline = f"Exit poll: {_capital(party.in_prose)} on course for a majority of {majority}"
        body.append(f"That is an overall majority of {majority} for {party.in_prose}.")
    body.append("It is a forecast, not a result.")
    return headline, " ".join(each for each in body if each)


def _capital(words: str) -> str:
    """“Conservatives” where prose has “the Conservatives”: a headline wastes no word."""
    words = words.removeprefix("the ")
    return words[:1].upper() + words[1:]


def _listed(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]


def _stopped(reason: str) -> str:
    text = reason.strip()
    return text if text[-1:] in {".", "!", "?"} else f"{text}."

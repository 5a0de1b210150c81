"""A forecast as a page or a program reads it: by itself, and beside what has been declared."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, Sum

from results import arithmetic
from results.card import party_card
from results.models import Baseline, Election, Forecast, Party


def forecast_card(forecast: Forecast) -> dict[str, Any]:
    """The seats forecast, most first; `change` on last time where all its winners are known.

    `majority` is the overall majority of the largest party, `short` what it lacks to the line; both
    are None where two are level.
    """
    election, ranked = forecast.election, forecast.ranked()
    seats = sum(each.seats for each in ranked) + forecast.others
    before = _seats_before(election)
    largest = ranked[0] if ranked and ranked[0].seats not in [e.seats for e in ranked[1:]] else None
    won = largest.seats if largest else 0
    majority = arithmetic.overall_majority(won, seats) if largest else None
    return {
        "election": election.slug,
        "name": election.name,
        "source": forecast.publisher,
        "published_at": forecast.published_at.isoformat(),
        "seats": seats,
        "majority_line": arithmetic.majority_line(seats) if seats else None,
        "parties": [
            {
                "party": party_card(each.party),
                "seats": each.seats,
                "change": None if before is None else each.seats - before[each.party],
            }
            for each in ranked
        ],
        "others": forecast.others,
        "previous": (election.previous_label or "last time") if before is not None else "",
        "largest": party_card(largest.party) if largest else None,
        "majority": majority if majority and majority > 0 else None,
        "short": arithmetic.seats_to_go(won, seats) if largest else None,
        "note": forecast.note,
        "version": forecast.version,
        "corrected": forecast.version > 1 and bool(forecast.reason),
        "reason": forecast.reason,
    }


def forecast_beside(board: dict[str, Any], election: Election) -> dict[str, Any] | None:
    """The forecast that stands, party by party beside the `board` of the election's contests.

    `possible` is what a party has and everything still to go. `state` says what that makes of its
    forecast: open, out_of_reach (more than is possible), passed (more are won already); once the
    whole election is declared it is final, and `difference` is declared less forecast.
    """
    forecast = election.forecast
    if forecast is None:
        return None
    card = forecast_card(forecast)
    to_go = max(0, card["seats"] - board["declared"])
    won = Counter({row["party"]["slug"]: 0 for row in card["parties"]})
    for row in board["parties"]:
        won[row["party"]["slug"]] += row["seats"]
    named = {row["party"]["slug"] for row in card["parties"]}
    rest = sum(seats for slug, seats in won.items() if slug not in named)
    parties = [
        {**row, **_standing(row["seats"], won[row["party"]["slug"]], to_go)}
        for row in card["parties"]
    ]
    return {
        **card,
        "declared": board["declared"],
        "to_go": to_go,
        "followed": board["seats"],
        "parties": parties,
        "others": {"seats": card["others"], **_standing(card["others"], rest, to_go)},
    }


def _standing(forecast: int, declared: int, to_go: int) -> dict[str, Any]:
    possible = declared + to_go
    state = "open"
    if not to_go:
        state = "final"
    elif possible < forecast:
        state = "out_of_reach"
    elif declared > forecast:
        state = "passed"
    difference = None if to_go else declared - forecast
    return {"declared": declared, "possible": possible, "state": state, "difference": difference}


def _seats_before(election: Election) -> Counter[Party] | None:
    """Seats each party won last time on these boundaries; None unless every one is known."""
    known = election.contests.aggregate(contests=Count("pk"), seats=Sum("seats"))
    if not known["contests"] == known["seats"] == election.seats:
        return None
    baselines = Baseline.objects.filter(contest__election=election, is_default=True)
    won = baselines.exclude(winner_party=None).order_by().values_list("winner_party")
    held = dict(won.annotate(Count("pk")))
    if sum(held.values()) != election.seats:
        return None
    return Counter({party: held[pk] for pk, party in Party.objects.in_bulk(held).items()})

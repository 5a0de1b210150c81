"""What figures will show once they are recorded: the card and the words, and nothing is written.

A row is made in memory and put where the newest version stands, so that card and sentences come
from the very functions that a deed uses. No lock is taken: a look ahead holds nobody up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import prefetch_related_objects

from results import declarations, forecasts, sentences
from results.card import Card, contest_card
from results.figures import Announcement, Count
from results.findings import Finding
from results.forecast_card import forecast_card
from results.forecast_sentence import forecast_sentences
from results.models import (
    Candidacy,
    Contest,
    Declaration,
    DeclaredVotes,
    Election,
    Forecast,
    ForecastSeats,
    TurnoutReport,
)
from results.models.contest import RESULT_LOOKUPS

UNKEPT = -1  # a key that no row has, for the relations that ask for one


@dataclass(frozen=True)
class Foreseen:
    """What was found, and what would be shown; `card` is None where the figures make none yet."""

    findings: list[Finding]
    card: Card | None = None
    headline: str = ""
    body: str = ""


def foresee_declaration(
    contest: Contest,
    *,
    votes: Mapping[Any, object],
    rejected: object = None,
    rejected_heads: Mapping[str, object] | None = None,
    stage: str = Declaration.Stage.DECLARED,
    declared_at: datetime,
    reason: str = "",
    lot_winner: Candidacy | str | int | None = None,
    stated: Mapping[str, object] | None = None,
) -> Foreseen:
    """As `declarations.declare` would record it. The contest is read anew, not the caller's own."""
    contest = _fresh(contest)
    findings = declarations.examine(
        contest,
        votes=votes,
        rejected=rejected,
        rejected_heads=rejected_heads,
        stage=stage,
        declared_at=declared_at,
        reason=reason,
        lot_winner=lot_winner,
        stated=stated,
    )
    if _stops(findings):
        return Foreseen(findings)
    count = Count.read(contest, votes, rejected, lot_winner, rejected_heads)
    declaration = Declaration(
        pk=UNKEPT,
        contest=contest,
        version=_next_version(contest.newest_declaration),
        stage=stage,
        rejected=count.rejected,
        rejected_heads=count.rejected_heads,
        lot_winner=count.lot_winner,
        declared_at=declared_at,
        reason=reason,
    )
    people = {each.pk: each for each in contest.candidacies.all()}
    rows = [
        DeclaredVotes(declaration=declaration, candidacy=people[pk], votes=number)
        for pk, number in count.votes.items()
    ]
    _relate(declaration, "votes", rows)
    _relate(contest, "declarations", [*contest.declarations.all(), declaration])
    headline, body = sentences.result_sentences(declaration)
    return Foreseen(findings, contest_card(contest), headline, body)


def foresee_turnout(
    contest: Contest,
    *,
    percentage: object = None,
    ballots: object = None,
    definition: str = TurnoutReport.Definition.BALLOTS_VERIFIED,
    provisional: bool = True,
    announced_at: datetime,
    reason: str = "",
) -> Foreseen:
    """As `declarations.report_turnout` would record it."""
    contest = _fresh(contest)
    findings = declarations.examine_turnout(
        contest,
        percentage=percentage,
        ballots=ballots,
        definition=definition,
        announced_at=announced_at,
    )
    if _stops(findings):
        return Foreseen(findings)
    announced = Announcement.read(percentage, ballots)
    report = TurnoutReport(
        pk=UNKEPT,
        contest=contest,
        version=_next_version(contest.newest_turnout),
        percentage=announced.percentage,
        ballots=announced.ballots,
        electorate=contest.electorate,
        definition=definition,
        provisional=provisional,
        announced_at=announced_at,
        reason=reason,
    )
    _relate(contest, "turnout_reports", [*contest.turnout_reports.all(), report])
    return Foreseen(findings, contest_card(contest), "", sentences.turnout_sentence(report))


def foresee_forecast(
    election: Election,
    *,
    publisher: str,
    seats: Mapping[str, object],
    others: object = None,
    note: str = "",
    published_at: datetime,
    reason: str = "",
) -> Foreseen:
    """As `forecasts.publish_forecast` would record it at `published_at`."""
    read, findings = forecasts.read_forecast(
        election, publisher, seats, others, note, published_at, reason
    )
    if _stops(findings):
        return Foreseen(findings)
    forecast = Forecast(
        pk=UNKEPT,
        election=election,
        publisher=read.publisher,
        version=forecasts.next_version(election, read.publisher),
        others=read.others,
        note=note.strip(),
        published_at=published_at,
        reason=reason,
    )
    rows = [
        ForecastSeats(forecast=forecast, party=party, seats=number)
        for party, number in read.seats.items()
    ]
    _relate(forecast, "seats", rows)
    return Foreseen(findings, forecast_card(forecast), *forecast_sentences(forecast))


def _fresh(contest: Contest) -> Contest:
    """A contest of our own, so that what is foreseen does not stay in the caller's."""
    mine = Contest.objects.select_related("election", "sitting_party").get(pk=contest.pk)
    prefetch_related_objects([mine], *RESULT_LOOKUPS)
    return mine


def _stops(findings: Sequence[Finding]) -> bool:
    """Whether no words can be made of it; a sum that does not add up still has its words."""
    return any(each.blocks and not each.overridable for each in findings)


def _relate(row: models.Model, name: str, related: list[Any]) -> None:
    """Let `row.name.all()` give these, as if they had been fetched."""
    known = getattr(row, name).get_queryset()
    known._result_cache, known._prefetch_done = related, True
    cache: dict[str, Any] = row.__dict__.setdefault("_prefetched_objects_cache", {})
    cache[name] = known


def _next_version(newest: Declaration | TurnoutReport | None) -> int:
    return newest.version + 1 if newest else 1

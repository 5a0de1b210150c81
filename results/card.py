"""A contest as a page or a program reads it: one JSON-ready card, rounded once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.db.models import prefetch_related_objects

from results import arithmetic, comparison, wards
from results.models import Candidacy, Contest, Declaration, Party, RejectedHead
from results.models.contest import RESULT_LOOKUPS
from results.progress import count_card

Card = dict[str, Any]


def contest_card(contest: Contest) -> Card:
    """Everything there is to show of a contest; percentages and points to one decimal.

    Candidates are ranked once there are votes and in ballot order before. A provisional count has
    votes but elects nobody and has no outcome.
    """
    prefetch_related_objects([contest], *RESULT_LOOKUPS)
    declaration, newest = contest.declaration, contest.newest_declaration
    counted = None if declaration is None or declaration.unopposed else declaration
    return {
        "slug": contest.slug,
        "name": contest.name,
        "election": contest.election.slug,
        "url": _address(contest),
        "electorate": contest.electorate,
        "seats": contest.seats,
        "state": _state(contest),
        "count": count_card(contest),
        "candidacies": _declared(counted) if counted else _standing(contest, declaration),
        "majority": declaration.majority if declaration else None,
        "majority_share": hundredths(comparison.majority_share(declaration))
        if declaration
        else None,
        "majority_before": contest.baseline.majority if contest.baseline else None,
        "outcome": _outcome(declaration),
        "swing": _swing(declaration),
        "turnout": _turnout(contest),
        "valid_votes": counted.total_votes if counted and contest.seats == 1 else None,
        "total_votes": counted.total_votes if counted else None,
        "unopposed": bool(declaration and declaration.unopposed),
        "rejected": declaration.rejected if declaration else None,
        "rejected_heads": _rejected_heads(declaration) if declaration else [],
        "ward": _ward(counted) if counted and contest.seats > 1 else None,
        "lot": bool(declaration and declaration.lot_winner_id),
        "baseline": _baseline(contest),
        "declared_at": newest.declared_at.isoformat() if newest else None,
        "version": newest.version if newest else 0,
        "stage": newest.stage if newest else None,
        "corrected": bool(newest and newest.stage == newest.Stage.CORRECTED),
        "reason": newest.reason if newest else "",
        "confirmed": bool(newest and newest.confirmed_by_id),
    }


def party_card(party: Party) -> Card:
    return {
        "slug": party.slug,
        "name": party.name,
        "short_name": party.short_name,
        "abbreviation": party.abbreviation,
        "colour": party.colour,
        "colour_dark": party.colour_dark or party.colour,
    }


def hundredths(fraction: Fraction | None) -> float | None:
    """To one decimal, as it is printed: a page that rounded again would round twice."""
    return None if fraction is None else float(arithmetic.rounded(fraction))


def _address(contest: Contest) -> str | None:
    """Of its page, where the site has one: ABSOLUTE_URL_OVERRIDES says which."""
    address = getattr(contest, "get_absolute_url", None)
    return address() if address else None


def _state(contest: Contest) -> str:
    declaration = contest.declaration
    if declaration:
        return "declared" if declaration.is_final else "provisional"
    if contest.newest_declaration:
        return "withdrawn"
    return "turnout" if contest.turnout else "awaiting"


def _standing(contest: Contest, unopposed: Declaration | None) -> list[Card]:
    return [
        {
            **_candidacy(each),
            "votes": None,
            "share": None,
            "change": None,
            "elected": True if unopposed else None,
            "lost_deposit": None,
            "rank": None,
        }
        for each in contest.candidacies.all()
    ]


def _declared(declaration: Declaration) -> list[Card]:
    contest, valid = declaration.contest, declaration.total_votes
    elected = {each.pk for each in declaration.elected()}
    deposits = contest.election.takes_deposits and contest.seats == 1
    return [
        {
            **_candidacy(each.candidacy),
            "votes": each.votes,
            "share": hundredths(comparison.share(declaration, each.votes)),
            "change": hundredths(comparison.share_change(declaration, each.candidacy.party)),
            "elected": each.candidacy_id in elected if declaration.is_final else None,
            "lost_deposit": arithmetic.lost_deposit(each.votes, valid) if deposits else None,
            "rank": rank,
        }
        for rank, each in enumerate(declaration.ranked(), start=1)
    ]


def _rejected_heads(declaration: Declaration) -> list[Card]:
    """Every head once one is known; `papers` is None where it is not."""
    known = declaration.rejected_heads
    return [
        {"head": head.value, "text": head.label, "papers": known.get(head)}
        for head in RejectedHead.of(seats=declaration.contest.seats)
        if known
    ]


def _candidacy(candidacy: Candidacy) -> Card:
    return {
        "id": candidacy.pk,
        "slug": candidacy.slug,
        "name": candidacy.name,
        "description": candidacy.description,
        "sitting": candidacy.sitting,
        "party": party_card(candidacy.party),
    }


def _outcome(declaration: Declaration | None) -> Card | None:
    outcome = comparison.outcome(declaration) if declaration else None
    if outcome is None:
        return None
    return {
        "text": outcome.text,
        "kind": outcome.kind,
        "winner": party_card(outcome.winner) if outcome.winner else None,
        "from": party_card(outcome.defending) if outcome.defending else None,
        "policy": outcome.policy,
        "changes": outcome.changes,
    }


def _ward(declaration: Declaration) -> Card:
    """Party shares by the three conventions, each under its name, and the votes not used."""
    return {
        "shares": [
            {
                "party": party_card(each.party),
                "candidate": each.person or None,
                "votes": each.votes,
                "sum": hundredths(each.of_sum),
                "top": hundredths(each.of_top),
                "average": hundredths(each.of_average),
            }
            for each in wards.party_shares(declaration)
        ],
        "undervote": wards.undervote(declaration.contest),
    }


def _swing(declaration: Declaration | None) -> Card | None:
    swing = comparison.swing(declaration) if declaration else None
    return swing_card(swing) if swing else None


def swing_card(swing: comparison.Swing) -> Card:
    return {
        "points": hundredths(swing.size),
        "from": party_card(swing.losing),
        "to": party_card(swing.gaining),
        "kind": "butler",
    }


def _turnout(contest: Contest) -> Card | None:
    """The turnout shown, the baseline's with its own definition, and the other counts known."""
    shown, report = comparison.turnout(contest), contest.turnout
    if shown is None:
        return None
    counted, valid = comparison.counted(contest), comparison.valid(contest)
    return {
        **_turnout_figure(shown),
        "announced": report is not None,
        "announced_percentage": float(report.percentage)
        if report and report.percentage is not None
        else None,
        "announced_at": report.announced_at.isoformat() if report else None,
        "provisional": report.provisional if report else False,
        **_turnout_beside(contest, shown),
        "counted": _turnout_figure(counted) if counted else None,
        "valid": _turnout_figure(valid) if valid else None,
    }


def _turnout_beside(contest: Contest, shown: comparison.Turnout) -> Card:
    """Last time's turnout; where definitions differ the page must name both."""
    before = comparison.turnout_before(contest, like=shown.definition)
    if before is None or contest.baseline is None:
        return {"before": None, "change": None, "same_definition": None}
    return {
        "before": {
            **_turnout_figure(before),
            "year": contest.baseline.year,
            "label": contest.baseline.label,
        },
        "change": hundredths(comparison.turnout_change(shown, before)),
        "same_definition": before.definition == shown.definition,
    }


def _turnout_figure(figure: comparison.Turnout) -> Card:
    return {
        "percentage": hundredths(figure.fraction),
        "ballots": figure.count,
        "definition": figure.definition.value,
        "definition_text": figure.definition.label,
    }


def _baseline(contest: Contest) -> Card | None:
    baseline = contest.baseline
    if baseline is None:
        return None
    return {"kind": baseline.kind, "label": baseline.label, "year": baseline.year}

"""Everything there is on record of a contest, JSON-ready: its card, every version, its history."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from results.card import contest_card
from results.history import claims, history
from results.models import Contest, Declaration, TurnoutReport

Dossier = dict[str, Any]


def contest_dossier(contest: Contest, *, without: Collection[str] = ()) -> Dossier:
    """The card with every version of declaration and turnout, newest first, and the years before.

    `without` are sources whose figures are left out: their versions keep time and reason only.
    """
    baseline = contest.baseline
    return {
        "card": contest_card(contest),
        "election_name": contest.election.name,
        "region": contest.region,
        "hold_policy": contest.election.get_hold_policy_display(),
        "baseline": {"kind": baseline.kind, "label": baseline.label, "source": baseline.source}
        if baseline
        else None,
        "versions": [
            _declaration(each, each.source in without)
            for each in sorted(contest.declarations.all(), key=lambda one: -one.version)
        ],
        "turnouts": [
            _turnout(each, each.source in without)
            for each in sorted(contest.turnout_reports.all(), key=lambda one: -one.version)
        ],
        "history": history(contest),
        "claims": claims(contest),
    }


def _declaration(declaration: Declaration, is_left_out: bool) -> Dossier:
    told = {
        "version": declaration.version,
        "stage": declaration.stage,
        "declared_at": declaration.declared_at.isoformat(),
        "reason": declaration.reason,
        "source": declaration.source,
        "left_out": is_left_out,
    }
    if is_left_out or declaration.is_withdrawn:
        return told
    return {
        **told,
        "rejected": declaration.rejected,
        "votes": [
            {
                "candidate": each.candidacy.name,
                "party": each.candidacy.party.short_name,
                "votes": each.votes,
            }
            for each in declaration.ranked()
        ],
    }


def _turnout(report: TurnoutReport, is_left_out: bool) -> Dossier:
    told = {
        "version": report.version,
        "withdrawn": report.is_withdrawn,
        "announced_at": report.announced_at.isoformat(),
        "reason": report.reason,
        "source": report.source,
        "left_out": is_left_out,
    }
    if is_left_out or report.is_withdrawn:
        return told
    return {
        **told,
        "percentage": None if report.percentage is None else float(report.percentage),
        "ballots": report.ballots,
        "definition": report.definition,
        "definition_text": report.get_definition_display(),
        "provisional": report.provisional,
    }

"""What every deed on a contest begins and ends with."""

from __future__ import annotations

from django.db import models
from django.db.models import prefetch_related_objects

from results import sheets, signals
from results.models import Contest, Election
from results.models.contest import RESULT_LOOKUPS

# What deeds write, and so what a contest that was read before one does not know.
_WRITTEN = ["declarations", "turnout_reports", "moves", "expectations"]


def lock(contest: Contest) -> None:
    """One deed in an election at a time, on figures as they are now and not as they were loaded.

    The election first: deeds on several contests of it also meet in its sums.
    """
    Election.objects.select_for_update(no_key=True).get(pk=contest.election_id)
    contest.refresh_from_db(from_queryset=Contest.objects.select_for_update())
    # Checks and comparisons read all of it, some of it many times.
    prefetch_related_objects([contest], *RESULT_LOOKUPS)


def tell(kind: type[models.Model], contest: Contest) -> None:
    """Let everybody know of the row of this kind that was written, the contest itself first."""
    contest.refresh_from_db(fields=_WRITTEN)
    prefetch_related_objects([contest], *RESULT_LOOKUPS)
    sheets.refresh(contest)
    signals.declared.send(sender=kind, contest=contest)

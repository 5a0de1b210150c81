"""Before somebody else has looked: what is checked as for publication, and kept at the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog.models import Entry, Proposal
from liveblog.publishing import carrying, figures
from liveblog.publishing.figures import Figures
from liveblog.publishing.picturing import PictureWords
from liveblog.publishing.refusals import Conflict
from results.models import Contest

Outcome = Proposal.Outcome

_OF_THE_FIGURES = ("declaration", "turnout", "forecast", "superseded_by", "corrects")


def examine(entry: Entry, given: Figures, contest: Contest | None, *, by: User | None) -> None:
    """Raise what publication would raise, and give the entry the words and card of the figures.

    They are recorded to the last check and the last frame, and all of it is undone.
    """
    before = {name: getattr(entry, name) for name in _OF_THE_FIGURES}
    savepoint = transaction.savepoint()
    try:
        carrying.record(entry, given, contest, by=by)
    finally:
        transaction.savepoint_rollback(savepoint)
        for name, value in before.items():
            setattr(entry, name, value)


def propose(entry: Entry, *, by: User | None) -> Proposal:
    """Ask for a second look at an entry that is kept as proposed already."""
    return Proposal.objects.create(
        entry=entry, version=entry.version, card=entry.card, by=by, created=timezone.now()
    )


def propose_revision(
    entry: Entry,
    *,
    given: Figures | None,
    changes: Mapping[str, Any],
    contests: Sequence[Contest] | None,
    pictures: Sequence[PictureWords] | None,
    reason: str,
    by: User | None,
) -> Proposal:
    """Ask for a second look at a change of a published entry, which has the `card` of the change.

    The same change asked for again is the same proposal. Raises Conflict where another one waits.
    """
    revision = {
        "changes": {n: v.isoformat() if n == "at" else v for n, v in changes.items()},
        "figures": figures.typed(given),
        "contests": None if contests is None else [each.pk for each in contests],
        "reason": reason,
        **({} if pictures is None else {"pictures": [asdict(each) for each in pictures]}),
    }
    waiting = entry.proposals.filter(outcome="").first()
    if waiting is None:
        return Proposal.objects.create(
            entry=entry,
            version=entry.version,
            revision=revision,
            card=entry.card if given else None,
            by=by,
            created=timezone.now(),
        )
    if waiting.revision == revision and waiting.by == by and waiting.version == entry.version:
        return waiting
    raise Conflict(
        "Another change of this entry waits for confirmation:"
        " confirm it, send it back or take it back first."
    )


def close_waiting(entry: Entry, *, by: User | None, reason: str) -> None:
    """Send back whatever waits on an entry that is there no more."""
    entry.proposals.filter(outcome="").update(
        outcome=Outcome.SENT_BACK, reason=reason, decided=timezone.now(), decided_by=by
    )

"""What no reader has seen, as one person at the desk sees it: held back, scheduled, drafts."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from liveblog import presentation
from liveblog.desk.access import Desk
from liveblog.models import Entry, EntryRevision
from liveblog.models.entry import EntryQuerySet
from liveblog.publishing import pollslock

DISCARDED = 20  # of the newest; the history has them all


@dataclass(frozen=True, slots=True)
class Unpublished:
    """An entry that is not out. `held_back` is why it was not published at its time, if it was to;
    `may_be_out` is when the polls close, where it tells of them.
    """

    entry: Entry
    html: str
    held_back: str
    may_be_out: datetime | None


def unpublished(desk: Desk) -> list[Unpublished]:
    """One's own and, for an editor, everybody's: what was held back, then the next due."""
    entries = list(_mine(desk).unpublished().newest_first().for_fragments())
    why = _held_back(entries)
    rows = [
        Unpublished(
            entry,
            presentation.entry_html(entry),
            why.get(entry.pk, ""),
            pollslock.waits_until(entry),
        )
        for entry in entries
    ]
    return sorted(rows, key=lambda row: (not row.held_back, *_due(row.entry)))


def discarded(desk: Desk) -> list[Entry]:
    """The newest of the drafts that can be brought back."""
    found = _mine(desk).filter(status=Entry.Status.DISCARDED)
    return list(found.order_by("-pk")[:DISCARDED])


def _mine(desk: Desk) -> EntryQuerySet:
    entries = desk.blog.entries.all()
    return entries if desk.is_editor else entries.filter(created_by=desk.user)


def _due(entry: Entry) -> tuple[bool, float]:
    due = entry.publish_at
    return (due is None, due.timestamp() if due else -entry.pk)


def _held_back(entries: list[Entry]) -> dict[int, str]:
    """The reason by entry, as long as nobody has changed the entry since."""
    newest = EntryRevision.objects.filter(entry__in=entries, version=F("entry__version"))
    rows = newest.filter(why=EntryRevision.HELD_BACK).values_list("entry_id", "reason")
    return dict(rows)

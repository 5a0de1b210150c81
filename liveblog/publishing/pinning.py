"""The deeds of the pin: an entry's headline above the stream."""

from django.db import transaction

from liveblog import frames
from liveblog.models import Entry
from liveblog.publishing.keeping import locked
from liveblog.publishing.refusals import Conflict
from liveblog.realtime import log


def pin_entry(*, entry: Entry) -> Entry:
    """Show a published entry's headline above the stream. Raises Conflict."""
    return _set_pinned(entry, pinned=True)


def unpin_entry(*, entry: Entry) -> Entry:
    """Undo `pin_entry`. Raises Conflict."""
    return _set_pinned(entry, pinned=False)


@transaction.atomic
def _set_pinned(entry: Entry, *, pinned: bool) -> Entry:
    entry = locked(entry)
    if entry.status != Entry.Status.PUBLISHED:
        raise Conflict("Only a published entry can be pinned.")
    if entry.pinned != pinned:
        entry.pinned = pinned
        entry.save(update_fields=["pinned"])
        log.append(entry.blog.feed_id, frames.blog(entry.blog))
    return entry

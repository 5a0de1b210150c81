"""The deeds of taking back: retract an entry, and restore it."""

from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog import frames
from liveblog.models import Entry
from liveblog.publishing import carrying, figures
from liveblog.publishing.keeping import fresh, keep, locked, tell, tell_again
from liveblog.publishing.refusals import Conflict
from liveblog.publishing.wording import check_reason
from liveblog.realtime import log


@transaction.atomic
def retract_entry(
    *, entry: Entry, reason: str, by: User | None = None, version: int | None = None
) -> Entry:
    """Take a published entry back: readers see a tombstone with the reason, editors the history.

    Figures that it declared are withdrawn with it, and the frames that told of it keep only the
    tombstone. Raises Refused (no reason), Conflict and, where a `version` is given, StaleVersion.
    """
    reason = check_reason(reason)
    entry = locked(entry, figures.contests_of(entry), version=version)
    if entry.status != Entry.Status.PUBLISHED:
        raise Conflict(f"This entry is {entry.get_status_display().lower()}.")
    now = timezone.now()
    was_pinned = entry.pinned
    entry.status = Entry.Status.RETRACTED
    entry.retracted_at = now
    entry.retraction_reason = reason
    entry.pinned = False
    entry.version += 1
    carrying.withdraw(entry, reason=reason, by=by, at=now)
    keep(entry, why="retracted", by=by, reason=reason)
    gone = fresh(entry)
    log.redact(gone.blog.feed_id, partial(frames.redacted, gone=gone), mentioning=gone.public_id)
    log.append(gone.blog.feed_id, frames.drop(gone))
    tell_again([gone.corrects], why="corrected", of=gone)
    if was_pinned:
        log.append(gone.blog.feed_id, frames.blog(gone.blog))
    return entry


@transaction.atomic
def restore_entry(*, entry: Entry, by: User | None = None, reason: str = "") -> Entry:
    """Undo a retraction. Its figures are declared again, unless others stand by now.

    Raises Refused and Conflict.
    """
    reason = check_reason(reason, required=False)
    entry = locked(entry, figures.contests_of(entry))
    if not entry.is_retracted:
        raise Conflict("Only a retracted entry can be restored.")
    entry.status = Entry.Status.PUBLISHED
    entry.retracted_at = None
    entry.retraction_reason = ""
    entry.version += 1
    given = figures.untyped(entry.figures)
    contest = figures.contest_named(entry.blog, given)
    if given and not carrying.others_stand(entry, given, contest):
        given = figures.of_record(figures.with_reason(given, reason))
        carrying.record(entry, given, contest, by=by)
    keep(entry, why="restored", by=by, reason=reason)
    tell(entry, "restored")
    tell_again([entry.corrects], why="corrected", of=entry)
    return entry

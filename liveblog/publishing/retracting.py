"""The deeds of taking back: retract an entry, and restore it."""

from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog import frames
from liveblog.models import Entry
from liveblog.publishing import carrying, figures, pollslock
from liveblog.publishing.keeping import fresh, keep, locked, tell, tell_again
from liveblog.publishing.proposing import close_waiting
from liveblog.publishing.refusals import Conflict, Refused
from liveblog.publishing.superseding import standing_over, tell_superseded
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
    entry = _locked(entry, version=version)
    pollslock.demand(entry.blog, {"reason": reason})
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
    close_waiting(entry, by=by, reason="The entry was retracted.")
    gone = fresh(entry)
    log.redact(gone.blog.feed_id, partial(frames.redacted, gone=gone), mentioning=gone.public_id)
    log.append(gone.blog.feed_id, frames.drop(gone))
    told = tell_superseded(figures.contests_of(gone), by=by, of=gone)
    tell_again([gone.corrects], why="corrected", of=gone, but=told)
    if was_pinned:
        log.append(gone.blog.feed_id, frames.blog(gone.blog))
    return entry


@transaction.atomic
def restore_entry(
    *, entry: Entry, by: User | None = None, reason: str = "", override_reason: str = ""
) -> Entry:
    """Undo a retraction. Its figures are declared again, unless others stand by now.

    Words that tell of a poll that is still open take an `override_reason`. Raises Refused and
    Conflict.
    """
    reason = check_reason(reason, required=False)
    entry = _locked(entry)
    if not entry.is_retracted:
        raise Conflict("Only a retracted entry can be restored.")
    entry.status = Entry.Status.PUBLISHED
    entry.retracted_at = None
    entry.retraction_reason = ""
    entry.version += 1
    given = figures.untyped(entry.figures)
    contest = figures.contest_named(entry.blog, given)
    held = pollslock.held(
        entry,
        entry.contests.all(),
        given=given,
        now=timezone.now(),
        pictures=entry.pictures.all(),
    )
    if faults := pollslock.unless_overridden(held, entry, by=by, reason=override_reason):
        raise Refused(faults)
    if given and not carrying.others_stand(entry, given, contest):
        given = figures.of_record(figures.with_reason(given, reason))
        second = entry.declaration.confirmed_by if entry.declaration else None
        carrying.record(entry, given, contest, by=by, second=second)
    entry.superseded_by = standing_over(entry.declaration)
    reason = pollslock.knowingly(held, override_reason) or reason
    keep(entry, why="restored", by=by, reason=reason)
    tell(entry, "restored")
    told = tell_superseded([contest] if contest else [], by=by, of=entry)
    tell_again([entry.corrects], why="corrected", of=entry, but=told)
    return entry


def _locked(entry: Entry, *, version: int | None = None) -> Entry:
    elections = figures.elections_of(entry.blog, figures.untyped(entry.figures))
    return locked(entry, figures.contests_of(entry), elections=elections, version=version)

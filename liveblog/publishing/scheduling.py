"""The deeds of what is not public yet: publish a draft, and whatever is due."""

import logging
from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog.models import Entry
from liveblog.publishing import carrying, doubting, figures
from liveblog.publishing.keeping import keep, locked, tell, tell_again
from liveblog.publishing.refusals import Conflict, Refused, refusal
from liveblog.publishing.wording import check_wording

logger = logging.getLogger(__name__)


@transaction.atomic
def publish_draft(
    *,
    entry: Entry,
    at: datetime | None = None,
    by: User | None = None,
    confirm: Collection[str] = (),
) -> Entry:
    """Publish a draft or a scheduled entry, at `at` or now.

    Raises Conflict, Refused and, where neither its figures nor `confirm` name the codes of the
    warnings about them and its words, Doubtful.
    """
    entry = locked(entry, figures.contests_of(entry))
    if entry.status not in {Entry.Status.DRAFT, Entry.Status.SCHEDULED}:
        raise Conflict(f"This entry is {entry.get_status_display().lower()} already.")
    if not entry.blog.takes_entries:
        raise Conflict("This blog is over and takes no entries.")
    given = figures.untyped(entry.figures)
    contest = figures.contest_named(entry.blog, given)
    now = timezone.now()
    entry.at = at or now
    entry.published_at = now
    entry.status = Entry.Status.PUBLISHED
    entry.publish_at = None
    entry.version += 1
    faults = check_wording(entry, has_figures=given is not None, now=now)
    if faults:
        raise Refused(faults)
    try:
        if given:
            carrying.record(entry, figures.confirming(given, confirm), contest, by=by)
    except Refused as refused:
        faults += refused.faults
    doubts = doubting.doubts(entry, entry.contests.all())
    if by is not None:  # at its time nobody is there to be asked; that was when it was scheduled
        seen = {*confirm, *((given and given.confirm) or ())}
        faults += doubting.unconfirmed(doubts, seen)
    if faults:
        raise refusal(faults)
    keep(entry, why="published", by=by, reason=doubting.knowingly(doubts))
    tell(entry, "published")
    tell_again([entry.corrects], why="corrected", of=entry)
    return entry


def publish_due(*, now: datetime | None = None) -> int:
    """Publish every scheduled entry whose time has come; the number published.

    Several processes may call it at once: the first to lock the feed publishes, the others find
    nothing left to do. An entry that is refused, or whose blog is over, becomes a draft again, for
    a person to look at.
    """
    now = now or timezone.now()
    published = 0
    for entry in Entry.objects.due(now).select_related("blog").order_by("publish_at", "pk"):
        try:
            publish_draft(entry=entry, at=entry.publish_at, by=None)
            published += 1
        except (Conflict, Refused) as error:
            if _made_draft(entry):
                logger.error("Scheduled entry %s is a draft again: %s", entry, error)
    return published


def _made_draft(entry: Entry) -> bool:
    """False where another process has published it meanwhile."""
    scheduled = Entry.objects.filter(pk=entry.pk, status=Entry.Status.SCHEDULED)
    return bool(scheduled.update(status=Entry.Status.DRAFT, publish_at=None))

"""The deeds of what is not public yet: publish or discard a draft, and whatever is due."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog.models import Entry, EntryRevision
from liveblog.publishing import carrying, doubting, figures, pollslock
from liveblog.publishing.approving import takes_approval
from liveblog.publishing.figures import Figures
from liveblog.publishing.keeping import keep, locked, tell, tell_again
from liveblog.publishing.proposing import examine, propose
from liveblog.publishing.refusals import Conflict, Fault, Refused, refusal
from liveblog.publishing.second_look import must_wait
from liveblog.publishing.superseding import tell_superseded
from liveblog.publishing.wording import MAX_REASON, check_wording
from results.models import Contest

logger = logging.getLogger(__name__)


@transaction.atomic
def publish_draft(
    *,
    entry: Entry,
    at: datetime | None = None,
    by: User | None = None,
    confirm: Collection[str] = (),
    override_reason: str = "",
) -> Entry:
    """Publish a draft or a scheduled entry, at `at` or now; propose what takes a second look, and
    what a contributor was the last to touch.

    Words that tell of an open poll take an editor's `override_reason`. Raises Conflict, Refused
    and, where neither its figures nor `confirm` name the codes of the warnings about them and its
    words, Doubtful.
    """
    entry = locked(
        entry,
        figures.contests_of(entry),
        elections=figures.elections_of(entry.blog, figures.untyped(entry.figures)),
    )
    if entry.status not in {Entry.Status.DRAFT, Entry.Status.SCHEDULED}:
        raise Conflict(f"This entry is {entry.get_status_display().lower()} already.")
    if not entry.blog.takes_entries:
        raise Conflict("This blog is over and takes no entries.")
    given = figures.untyped(entry.figures)
    contest = figures.contest_named(entry.blog, given)
    entry.at = at or timezone.now()
    given = figures.confirming(given, confirm) if given else None
    hand = by or _last_hand(entry)
    if must_wait(given, contest, entry.blog) or takes_approval(hand, entry.blog):
        asked = None if by is None else confirm  # at its time nobody is there to be asked
        return _propose(entry, given, contest, by=hand, confirm=asked)
    return make_public(
        entry,
        given,
        contest,
        declared_by=by,
        by=by,
        confirm=confirm,
        override_reason=override_reason,
    )


def make_public(
    entry: Entry,
    given: Figures | None,
    contest: Contest | None,
    *,
    declared_by: User | None,
    by: User | None,
    why: str = "published",
    second: User | None = None,
    confirm: Collection[str] = (),
    override_reason: str = "",
) -> Entry:
    """Publish an entry that is locked, with its figures. Raises Refused and Doubtful."""
    accepted = pollslock.accepted(entry)
    _begin_version(entry, has_figures=given is not None)
    entry.published_at = now = timezone.now()
    faults: list[Fault] = []
    try:
        if given:
            carrying.record(entry, given, contest, by=declared_by, second=second)
    except Refused as refused:
        faults += refused.faults
    doubts = doubting.doubts(entry, entry.contests.all())
    if by is not None:  # at its time nobody is there to be asked; that was when it was scheduled
        faults += doubting.unconfirmed(doubts, {*confirm, *((given and given.confirm) or ())})
    held = pollslock.held(
        entry,
        entry.contests.all(),
        given=given,
        now=now,
        accepted=accepted,
        pictures=entry.pictures.all(),
    )
    override_reason = override_reason or figures.override_of(given)
    faults += pollslock.unless_overridden(held, entry, by=by, reason=override_reason, but=faults)
    if faults:
        raise refusal(faults)
    knowingly = pollslock.knowingly(held, override_reason) or accepted.reason
    knowingly = knowingly or doubting.knowingly(doubts)
    keep(entry, why=why, by=by, reason=knowingly)
    tell(entry, "published")
    told = tell_superseded([contest] if contest else [], by=by, of=entry)
    tell_again([entry.corrects], why="corrected", of=entry, but=told)
    return entry


def publish_due(*, now: datetime | None = None) -> int:
    """Publish every scheduled entry whose time has come; the number published.

    A result that takes a second look is proposed at its time, and is not public.

    Several processes may call it at once: the first to lock the feed publishes, the others find
    nothing left to do. An entry that is refused, or whose blog is over, becomes a draft again with
    the reason in its history, for a person to look at. One that fails keeps no other waiting.
    """
    now = now or timezone.now()
    published = 0
    for entry in Entry.objects.due(now).select_related("blog").order_by("publish_at", "pk"):
        try:
            done = publish_draft(entry=entry, at=entry.publish_at, by=None)
            published += done.status == Entry.Status.PUBLISHED
        except (Conflict, Refused) as error:
            if _hold_back(entry, why=error):
                logger.error("Scheduled entry %s is a draft again: %s", entry, error)
        except Exception:
            logger.exception("Scheduled entry %s could not be published; trying again.", entry)
    return published


def time_to_next_due() -> timedelta | None:
    """How long until the next scheduled entry is due, below nought where it is late; or None."""
    scheduled = Entry.objects.filter(status=Entry.Status.SCHEDULED).order_by("publish_at")
    due = scheduled.values_list("publish_at", flat=True).first()
    return due - timezone.now() if due else None


@transaction.atomic
def discard_draft(*, entry: Entry, by: User | None = None, version: int | None = None) -> Entry:
    """Put away what no reader has seen; its text and history are kept, for `bring_back_draft`.

    Raises Conflict and, where a `version` is given, StaleVersion.
    """
    entry = locked(entry, version=version)
    if not entry.is_unpublished:
        message = "Only a draft can be discarded: what readers have seen is retracted."
        raise Conflict(message)
    return _put(entry, Entry.Status.DISCARDED, why="discarded", by=by)


@transaction.atomic
def bring_back_draft(*, entry: Entry, by: User | None = None) -> Entry:
    """Undo `discard_draft`: it is a draft, also where it had a time. Raises Conflict."""
    entry = locked(entry)
    if entry.status != Entry.Status.DISCARDED:
        raise Conflict("Only a discarded draft can be brought back.")
    return _put(entry, Entry.Status.DRAFT, why="brought back", by=by)


def _put(entry: Entry, status: str, *, why: str, by: User | None, reason: str = "") -> Entry:
    entry.status, entry.publish_at = status, None
    entry.version += 1
    keep(entry, why=why, by=by, reason=reason)
    return entry


def _propose(
    entry: Entry,
    given: Figures | None,
    contest: Contest | None,
    *,
    by: User | None,
    confirm: Collection[str] | None,
) -> Entry:
    _begin_version(entry, has_figures=given is not None)
    if given:
        examine(entry, given, contest, by=by)
        entry.figures = figures.typed(given)
    elif faults := doubting.unconfirmed(doubting.doubts(entry, entry.contests.all()), confirm):
        raise refusal(faults)
    entry.status = Entry.Status.PROPOSED
    keep(entry, why="proposed", by=by)
    propose(entry, by=by)
    return entry


def _begin_version(entry: Entry, *, has_figures: bool) -> None:
    """The next version, fit to be public. Raises Refused."""
    entry.status = Entry.Status.PUBLISHED
    entry.publish_at = None
    entry.version += 1
    if faults := check_wording(
        entry,
        has_figures=has_figures,
        has_pictures=bool(entry.pictures.all()),
        now=timezone.now(),
    ):
        raise Refused(faults)


def _last_hand(entry: Entry) -> User | None:
    """Who left a scheduled entry as it is, and so cannot be the second person to look at it."""
    newest = entry.revisions.select_related("by").last()
    return (newest.by if newest else None) or entry.created_by


@transaction.atomic
def _hold_back(entry: Entry, *, why: Conflict | Refused) -> bool:
    """Make it a draft that says why. False where another process has published it meanwhile."""
    faults = why.faults if isinstance(why, Refused) else []
    errors = [each.message for each in faults if each.severity != "info"]
    reason = (" ".join(errors) or str(why))[:MAX_REASON]
    try:
        entry = locked(entry)
    except Conflict:  # of an archive nothing is written any more but that nothing is due
        scheduled = Entry.objects.filter(pk=entry.pk, status=Entry.Status.SCHEDULED)
        return bool(scheduled.update(status=Entry.Status.DRAFT, publish_at=None))
    if entry.status != Entry.Status.SCHEDULED:
        return False
    _put(entry, Entry.Status.DRAFT, why=EntryRevision.HELD_BACK, by=None, reason=reason)
    return True

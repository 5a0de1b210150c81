"""The deeds of being there: a page says that it is open, that it is left, that it takes over.

No reader is told and no event is appended, so no feed is locked. On SQLite a write takes the one
lock that every writer waits for: most signs of life write nothing, and none needs an answer so much
that it may keep a reporter's post waiting.
"""

import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog.models import Blog, Entry, Presence
from liveblog.models.presence import GRACE, LIFETIME


def note_presence(
    *,
    blog: Blog,
    user: User,
    tab: uuid.UUID,
    page: uuid.UUID,
    entry: Entry | None = None,
    is_writing: bool = False,
    now: datetime | None = None,
) -> bool:
    """A page is open, with `entry` in its edit form; whether anything had to be written.

    It is where something changed, and else once in half a page's lifetime.
    """
    now = now or timezone.now()
    known = Presence.objects.filter(blog=blog, user=user, tab=tab).alive(now).first()
    says: dict[str, Any] = {
        "page": page,
        "entry_id": entry.pk if entry else None,
        "is_writing": is_writing,
    }
    if known is not None:
        is_as_before = all(getattr(known, name) == value for name, value in says.items())
        if is_as_before and now - known.seen < LIFETIME / 2:
            return False
    shift = blog.shifts.running().filter(user=user).first()
    says |= {"seen": now, "place": shift.place if shift else ""}
    if known is None or known.entry_id != says["entry_id"]:
        says |= {"since": now, "taken_by_id": None, "taken_at": None}
    else:
        says |= {"since": known.since}
    with transaction.atomic():
        if known is None or not Presence.objects.filter(pk=known.pk).update(**says):
            _insert(Presence(blog=blog, user=user, tab=tab, **says))
        if shift is not None:
            blog.shifts.filter(pk=shift.pk).update(seen=now)
        Presence.objects.filter(blog=blog).gone(now).delete()
    return True


def leave(
    *, blog: Blog, user: User, tab: uuid.UUID, page: uuid.UUID, now: datetime | None = None
) -> None:
    """A page was shut. It is gone in a few seconds, unless the same tab has another by then."""
    now = now or timezone.now()
    mine = Presence.objects.filter(blog=blog, user=user, tab=tab, page=page)
    mine.alive(now).update(seen=now - LIFETIME + GRACE, is_writing=False)


@transaction.atomic
def take_over(*, entry: Entry, user: User, now: datetime | None = None) -> int:
    """Say that one edits the entry oneself from now on; how many pages of others that tells.

    It advises and stops nobody: what they typed stays in their pages, and they may save it.
    """
    now = now or timezone.now()
    pages = Presence.objects.filter(entry=entry)
    pages.filter(user=user).update(since=now, taken_by=None, taken_at=None)
    others = pages.exclude(user=user).filter(taken_at=None).alive(now)
    return others.update(taken_by=user, taken_at=now)


def _insert(presence: Presence) -> None:
    """One row a tab, also where two pages of it say so at once."""
    theirs = ("page", "seen", "entry", "since", "is_writing", "place", "taken_by", "taken_at")
    Presence.objects.bulk_create(
        [presence],
        update_conflicts=True,
        unique_fields=["blog", "user", "tab"],
        update_fields=list(theirs),
    )

"""The deeds of the shift: who is in which hall, and that somebody was heard of.

The desk's own business, of which no reader is told: no event is appended.
"""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog.models import Blog, Membership, Presence, Shift
from liveblog.publishing.refusals import Conflict, Fault, Refused
from liveblog.publishing.wording import NOT_TEXT, as_shown, is_text
from results.models import Contest

MAX_PLACE = 120


@transaction.atomic
def begin_shift(
    *,
    blog: Blog,
    user: User,
    place: str,
    contests: Collection[Contest] = (),
    by: User | None = None,
    at: datetime | None = None,
) -> Shift:
    """Say that somebody of the blog's desk is in a hall, where these contests are counted.

    Whoever is in another one has left it by that; in the same one it is the same shift. Raises
    Refused and Conflict.
    """
    place = as_shown(place)
    if not blog.takes_entries:
        raise Conflict("This blog is over: nobody is on shift any more.")
    if faults := _faults(blog, user, place, contests):
        raise Refused(faults)
    now = at or timezone.now()
    Blog.objects.select_for_update().get(pk=blog.pk)  # two taps are one shift
    running = blog.shifts.running().filter(user=user).first()
    if running is not None and running.place == place:
        running.contests.set(contests)
        return running
    if running is not None:
        _end(running, at=now)
    shift = Shift.objects.create(blog=blog, user=user, place=place, began=now, by=by or user)
    shift.contests.set(contests)
    Presence.objects.filter(blog=blog, user=user).update(place=place)
    return shift


@transaction.atomic
def end_shift(*, shift: Shift, by: User | None = None, at: datetime | None = None) -> Shift:
    """Say that somebody has left; once is enough."""
    if shift.ended is None:
        _end(shift, at=at or timezone.now())
    return shift


def hear_by_phone(*, shift: Shift, by: User, at: datetime | None = None) -> Shift:
    """Note that somebody was spoken to and is well. Raises Conflict once the shift has ended."""
    shift.phoned, shift.phoned_by = at or timezone.now(), by
    running = Shift.objects.running().filter(pk=shift.pk)
    if not running.update(phoned=shift.phoned, phoned_by=by):
        raise Conflict("That shift has ended.")
    return shift


def _end(shift: Shift, *, at: datetime) -> None:
    shift.ended = at
    shift.save(update_fields=["ended"])
    Presence.objects.filter(blog=shift.blog_id, user=shift.user_id).update(place="")


def _faults(blog: Blog, user: User, place: str, contests: Collection[Contest]) -> list[Fault]:
    faults = []
    if not place:
        faults.append(Fault("place", "Say where, such as “Town Hall”."))
    if len(place) > MAX_PLACE:
        faults.append(Fault("place", f"{len(place):,} characters; the limit is {MAX_PLACE}."))
    if not is_text(place):
        faults.append(Fault("place", NOT_TEXT))
    if Membership.objects.role_of(user, blog) in {None, Membership.Role.CONTRIBUTOR}:
        name = user.get_full_name() or user.get_username()
        faults.append(Fault("user", f"{name} does not report for this blog."))
    followed = set(blog.contests.values_list("pk", flat=True))
    if any(each.pk not in followed for each in contests):
        faults.append(Fault("contests", "This blog does not follow every one of these contests."))
    return faults

"""Who may do what at a desk: permission and look-up are one call.

A stranger is told that there is no such desk (404); a member who lacks the role is told so (403).
Contributors come only through the doors whose names end in `writer`: every other is shut to them.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from liveblog.desk.silence import Watched, watched
from liveblog.models import Awaited, Blog, Entry, Membership, Proposal, Shift
from results.models import Contest


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's place at the desk of one blog."""

    blog: Blog
    user: User
    is_editor: bool
    is_contributor: bool = False

    def overdue(self) -> list[Awaited]:
        """The promised figures that are late; no contributor's business."""
        if self.is_contributor:
            return []
        return list(self.blog.awaited.overdue(timezone.now()).select_related("contest"))

    def newest_shift(self) -> Shift | None:
        """The one that this person is on, or was on last."""
        return self.blog.shifts.filter(user=self.user).last()

    def silent(self) -> list[Watched]:
        """Who is on shift and has not been heard of for too long; no contributor's business."""
        if self.is_contributor or not self.blog.takes_entries:
            return []
        return [each for each in watched(self.blog, timezone.now()) if each.is_silent]

    def may_change(self, entry: Entry) -> bool:
        """A reporter changes what is their own, an editor everything; an archive stays as it is.

        A contributor proposes to.
        """
        return (self.is_editor or self.wrote(entry)) and not self.blog.is_archived

    def may_retract(self, entry: Entry) -> bool:
        return self.may_change(entry) and not self.is_contributor

    def wrote(self, entry: Entry) -> bool:
        return entry.created_by_id is not None and entry.created_by_id == self.user.pk


def desks(user: User | AnonymousUser) -> list[Desk]:
    """Every desk at which this person may sit, newest polling day first."""
    if not isinstance(user, User):
        return []
    if user.is_superuser:
        return [Desk(blog, user, is_editor=True) for blog in Blog.objects.all()]
    places = Membership.objects.filter(user=user).select_related("blog")
    return [
        _desk(place.blog, user, place)
        for place in places.order_by("-blog__polling_day", "-blog__pk")
    ]


def desk_for_writer(request: HttpRequest, slug: str) -> Desk:
    """The desk of a blog in which this person writes, if only as a contributor. Raises Http404."""
    blog = get_object_or_404(Blog, slug=slug)
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied("Log in first.")
    if user.is_superuser:
        return Desk(blog, user, is_editor=True)
    place = Membership.objects.filter(blog=blog, user=user).first()
    if place is None:
        raise Http404("There is no such desk.")
    return _desk(blog, user, place)


def desk_for_reporter(request: HttpRequest, slug: str) -> Desk:
    """The desk of a blog in which this person reports. Raises Http404 and PermissionDenied."""
    desk = desk_for_writer(request, slug)
    if desk.is_contributor:
        raise PermissionDenied("A contributor writes; that is for a reporter or an editor to do.")
    return desk


def desk_for_editor(request: HttpRequest, slug: str) -> Desk:
    """The desk of a blog that this person runs. Raises Http404 and PermissionDenied."""
    desk = desk_for_reporter(request, slug)
    if not desk.is_editor:
        raise PermissionDenied("Only an editor of this blog may do that.")
    return desk


def entry_to_read_for_writer(request: HttpRequest, slug: str, public_id: str) -> tuple[Desk, Entry]:
    """Any entry of a blog in which this person writes, to read; of a contributor their own.

    Raises Http404 and PermissionDenied.
    """
    desk = desk_for_writer(request, slug)
    entry = _entry(desk, public_id)
    if desk.is_contributor and not desk.wrote(entry):
        raise PermissionDenied("That entry is somebody else's.")
    return desk, entry


def entry_for_writer(request: HttpRequest, slug: str, public_id: str) -> tuple[Desk, Entry]:
    """An entry that this person may change, or propose to. Raises Http404 and PermissionDenied."""
    desk, entry = entry_to_read_for_writer(request, slug, public_id)
    if not (desk.is_editor or desk.wrote(entry)):
        raise PermissionDenied("That entry is somebody else's: ask an editor to change it.")
    return desk, entry


def entry_for_author(request: HttpRequest, slug: str, public_id: str) -> tuple[Desk, Entry]:
    """An entry over which this person disposes. Raises Http404 and PermissionDenied."""
    desk_for_reporter(request, slug)
    return entry_for_writer(request, slug, public_id)


def entry_for_editor(request: HttpRequest, slug: str, public_id: str) -> tuple[Desk, Entry]:
    """Any entry of a blog that this person runs. Raises Http404 and PermissionDenied."""
    desk = desk_for_editor(request, slug)
    return desk, _entry(desk, public_id)


def proposal_for_reporter(request: HttpRequest, slug: str, pk: int) -> tuple[Desk, Proposal]:
    """A proposal in a blog in which this person writes; whether it is theirs to decide is for the
    deed to say. Raises Http404 and PermissionDenied.
    """
    desk = desk_for_reporter(request, slug)
    found = Proposal.objects.filter(entry__blog=desk.blog).for_desk()
    return desk, get_object_or_404(found, pk=pk)


def proposal_for_writer(request: HttpRequest, slug: str, pk: int) -> tuple[Desk, Proposal]:
    """Likewise, and a contributor's own. Raises Http404 and PermissionDenied."""
    desk = desk_for_writer(request, slug)
    proposal = get_object_or_404(Proposal.objects.filter(entry__blog=desk.blog).for_desk(), pk=pk)
    if desk.is_contributor and proposal.by != desk.user:
        raise PermissionDenied("That was proposed by somebody else.")
    return desk, proposal


def contest_for_reporter(request: HttpRequest, slug: str, pk: int) -> tuple[Desk, Contest]:
    """A contest whose count this person may move. Raises Http404 and PermissionDenied."""
    desk = desk_for_reporter(request, slug)
    contest = get_object_or_404(desk.blog.contests.with_results(), pk=pk)
    if desk.blog.is_archived:
        raise PermissionDenied("This blog is archived: no count is moved from here any more.")
    return desk, contest


def awaited_for_reporter(request: HttpRequest, slug: str, pk: int) -> tuple[Desk, Awaited]:
    """A figure that the blog waits for. Raises Http404 and PermissionDenied."""
    desk = desk_for_reporter(request, slug)
    return desk, get_object_or_404(desk.blog.awaited.all(), pk=pk)


def shift_for_reporter(request: HttpRequest, slug: str, pk: int) -> tuple[Desk, Shift]:
    """Anybody's shift in a blog in which this person reports. Raises Http404, PermissionDenied."""
    desk = desk_for_reporter(request, slug)
    return desk, get_object_or_404(desk.blog.shifts.select_related("user"), pk=pk)


def shift_for_its_own(request: HttpRequest, slug: str, pk: int) -> tuple[Desk, Shift]:
    """One's own shift, or for an editor anybody's. Raises Http404 and PermissionDenied."""
    desk, shift = shift_for_reporter(request, slug, pk)
    if not desk.is_editor and shift.user != desk.user:
        raise PermissionDenied("That shift is somebody else's.")
    return desk, shift


def member_for_editor(request: HttpRequest, slug: str, pk: int) -> tuple[Desk, Membership]:
    """Somebody at a desk that this person runs. Raises Http404 and PermissionDenied."""
    desk = desk_for_editor(request, slug)
    return desk, get_object_or_404(desk.blog.memberships.select_related("blog", "user"), pk=pk)


@dataclass(frozen=True, slots=True)
class Oversight:
    """Of which feeds a person may see the readers: of the blogs that they edit, or of all."""

    is_staff: bool
    feeds: frozenset[str]

    def includes(self, feed: str) -> bool:
        return self.is_staff or feed in self.feeds


def oversight(request: HttpRequest) -> Oversight:
    """What this person may see of the stream. Raises PermissionDenied."""
    edited = frozenset(desk.blog.slug for desk in desks(request.user) if desk.is_editor)
    if not edited and not is_staff(request.user):
        raise PermissionDenied("Only editors and staff see how the stream is.")
    return Oversight(is_staff(request.user), edited)


def founder(request: HttpRequest) -> User:
    """Who begins a new blog: only staff do. Raises PermissionDenied."""
    if isinstance(request.user, User) and is_staff(request.user):
        return request.user
    raise PermissionDenied("Only staff may begin a new blog.")


def is_staff(user: User | AnonymousUser) -> bool:
    return isinstance(user, User) and (user.is_staff or user.is_superuser)


def _desk(blog: Blog, user: User, place: Membership) -> Desk:
    role = place.role
    is_contributor = role == Membership.Role.CONTRIBUTOR
    return Desk(blog, user, role == Membership.Role.EDITOR, is_contributor)


def _entry(desk: Desk, public_id: str) -> Entry:
    return get_object_or_404(desk.blog.entries.for_fragments(), public_id=public_id)

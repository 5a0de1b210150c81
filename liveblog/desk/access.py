"""Who may do what at a desk: permission and look-up are one call.

A stranger is told that there is no such desk (404); a member who lacks the role is told so (403).
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from liveblog.models import Awaited, Blog, Entry, Membership, Proposal
from results.models import Contest


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's place at the desk of one blog."""

    blog: Blog
    user: User
    is_editor: bool

    def overdue(self) -> list[Awaited]:
        """The promised figures that are later than they were promised."""
        return list(self.blog.awaited.overdue(timezone.now()).select_related("contest"))

    def may_change(self, entry: Entry) -> bool:
        """A reporter changes what is their own, an editor everything; an archive stays as it is."""
        own = entry.created_by_id is not None and entry.created_by_id == self.user.pk
        return (self.is_editor or own) and not self.blog.is_archived


def desks(user: User | AnonymousUser) -> list[Desk]:
    """Every desk at which this person may sit, newest polling day first."""
    if not isinstance(user, User):
        return []
    if user.is_superuser:
        return [Desk(blog, user, is_editor=True) for blog in Blog.objects.all()]
    places = Membership.objects.filter(user=user).select_related("blog")
    return [
        Desk(place.blog, user, is_editor=place.role == Membership.Role.EDITOR)
        for place in places.order_by("-blog__polling_day", "-blog__pk")
    ]


def desk_for_reporter(request: HttpRequest, slug: str) -> Desk:
    """The desk of a blog in which this person writes. Raises Http404."""
    blog = get_object_or_404(Blog, slug=slug)
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied("Log in first.")
    if user.is_superuser:
        return Desk(blog, user, is_editor=True)
    place = Membership.objects.filter(blog=blog, user=user).first()
    if place is None:
        raise Http404("There is no such desk.")
    return Desk(blog, user, is_editor=place.role == Membership.Role.EDITOR)


def desk_for_editor(request: HttpRequest, slug: str) -> Desk:
    """The desk of a blog that this person runs. Raises Http404 and PermissionDenied."""
    desk = desk_for_reporter(request, slug)
    if not desk.is_editor:
        raise PermissionDenied("Only an editor of this blog may do that.")
    return desk


def entry_for_reporter(request: HttpRequest, slug: str, public_id: str) -> tuple[Desk, Entry]:
    """Any entry of a blog in which this person writes, to read. Raises Http404."""
    desk = desk_for_reporter(request, slug)
    return desk, _entry(desk, public_id)


def entry_for_author(request: HttpRequest, slug: str, public_id: str) -> tuple[Desk, Entry]:
    """An entry that this person may change. Raises Http404 and PermissionDenied."""
    desk, entry = entry_for_reporter(request, slug, public_id)
    own = entry.created_by_id is not None and entry.created_by_id == desk.user.pk
    if not (desk.is_editor or own):
        raise PermissionDenied("That entry is somebody else's: ask an editor to change it.")
    return desk, entry


def entry_for_editor(request: HttpRequest, slug: str, public_id: str) -> tuple[Desk, Entry]:
    """Any entry of a blog that this person runs. Raises Http404 and PermissionDenied."""
    desk = desk_for_editor(request, slug)
    return desk, _entry(desk, public_id)


def proposal_for_reporter(request: HttpRequest, slug: str, pk: int) -> tuple[Desk, Proposal]:
    """A proposal in a blog in which this person writes; whether it is theirs to decide is for the
    deed to say. Raises Http404.
    """
    desk = desk_for_reporter(request, slug)
    found = Proposal.objects.filter(entry__blog=desk.blog).for_desk()
    return desk, get_object_or_404(found, pk=pk)


def contest_for_reporter(request: HttpRequest, slug: str, pk: int) -> tuple[Desk, Contest]:
    """A contest whose count this person may move. Raises Http404 and PermissionDenied."""
    desk = desk_for_reporter(request, slug)
    contest = get_object_or_404(desk.blog.contests.with_results(), pk=pk)
    if desk.blog.is_archived:
        raise PermissionDenied("This blog is archived: no count is moved from here any more.")
    return desk, contest


def awaited_for_reporter(request: HttpRequest, slug: str, pk: int) -> tuple[Desk, Awaited]:
    """A figure that the blog waits for. Raises Http404."""
    desk = desk_for_reporter(request, slug)
    return desk, get_object_or_404(desk.blog.awaited.all(), pk=pk)


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


def _entry(desk: Desk, public_id: str) -> Entry:
    return get_object_or_404(desk.blog.entries.for_fragments(), public_id=public_id)

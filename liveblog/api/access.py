"""Who is asking, by session or by token; whether the blog lets them; and how often they may."""

import threading
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth
from ninja.throttling import AuthRateThrottle

from liveblog.models import AccessToken, Blog, Entry, Membership


class NotAllowed(Exception):
    """The asker is known and may not do this."""


class BearerToken(HttpBearer):
    """`Authorization: Bearer …` with a token that `manage.py create_token` issued."""

    def __call__(self, request: HttpRequest) -> AccessToken | None:
        found = super().__call__(request)
        if found is None and self.header in request.headers:
            # Who shows a key that does not fit is not let in by a cookie instead.
            raise AuthenticationError
        return found

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:
        found = AccessToken.objects.select_related("user").filter(
            digest=AccessToken.digest_of(token), revoked_at=None, user__is_active=True
        )
        held = found.first()
        if held is not None:
            request.user = held.user
        return held


class Session(SessionAuth):
    """The cookie of somebody who is logged in, with the CSRF token that its page was given."""

    def __call__(self, request: HttpRequest) -> Any:
        # Nobody is told of CSRF before there is a session that it protects.
        return super().__call__(request) if request.user.is_authenticated else None


class WriteThrottle(threading.local, AuthRateThrottle):
    """As many writes as API_WRITE_RATE allows to one user or token, in each process.

    Local to a thread, because a throttle keeps the request that it judges on itself.
    """

    def __init__(self) -> None:
        super().__init__(settings.API_WRITE_RATE)

    def allow_request(self, request: HttpRequest) -> bool:
        self.num_requests, self.duration = self.parse_rate(settings.API_WRITE_RATE)
        return super().allow_request(request)


writes = WriteThrottle()


def public_blog(slug: str) -> Blog:
    """The blog for anybody to read. Raises Http404."""
    blog = Blog.objects.select_related("feed").filter(slug=slug).first()
    if blog is None:
        raise Http404(f"There is no blog “{slug}”.")
    return blog


def blog_for_writer(request: HttpRequest, slug: str) -> Blog:
    """The blog for whoever writes in it, if only as a contributor. Raises Http404, NotAllowed."""
    blog = public_blog(slug)
    if Membership.objects.role_of(request.user, blog) is None:
        raise NotAllowed("You do not report for this blog.")
    return blog


def blog_for_reporter(request: HttpRequest, slug: str) -> Blog:
    """The blog for one of its reporters or editors. Raises Http404 and NotAllowed."""
    blog = blog_for_writer(request, slug)
    if is_contributor(request, blog):
        raise NotAllowed("A contributor writes; that is for a reporter or an editor to do.")
    return blog


def is_contributor(request: HttpRequest, blog: Blog) -> bool:
    return Membership.objects.role_of(request.user, blog) == Membership.Role.CONTRIBUTOR


def entry_for_reporter(request: HttpRequest, slug: str, public_id: str) -> Entry:
    """The entry for its own reporter, or an editor, to change. Raises Http404 and NotAllowed."""
    blog_for_reporter(request, slug)
    return entry_for_writer(request, slug, public_id)


def entry_for_writer(request: HttpRequest, slug: str, public_id: str) -> Entry:
    """Likewise, and for the contributor whose own it is to propose a change of it."""
    blog = blog_for_writer(request, slug)
    entry = blog.entries.for_fragments().filter(public_id=public_id).first()
    if entry is None:
        raise Http404(f"There is no entry “{public_id}” in this blog.")
    if not Membership.objects.may_propose(request.user, entry):
        raise NotAllowed("A reporter changes only their own entries.")
    return entry

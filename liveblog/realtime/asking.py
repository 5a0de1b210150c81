"""What is asked, as far as an answer depends on it: nothing that only one asker says gets in."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import Resolver404, resolve

_LONGEST = 1000  # characters of path and query: addresses of ours are short
_PERSONAL = frozenset((b"authorization", b"range"))
_MESSAGES_COOKIE = b"messages"  # django.contrib.messages has it in a class that needs models


class Question(NamedTuple):
    """A GET as it came in: the `Host`, the connection's scheme, and every header by its lower-case
    name, none of them twice. What a proxy forwards is believed where the settings say so.
    """

    host: str
    scheme: str
    path: str
    query: str
    headers: dict[bytes, bytes]


class Subject(NamedTuple):
    """What an answer is about: the feed that it follows, and what of the query makes a difference.

    An `exact` one is changed by nothing but an event.
    """

    feed: str
    query: str = ""
    exact: bool = False


SubjectOf = Callable[[str, str], Subject | None]


class Asked(NamedTuple):
    """All that an answer depends on, but for its feed's events."""

    scheme: str
    host: str
    path: str
    subject: Subject


def asked_by(question: Question, subject_of: SubjectOf) -> Asked | None:
    """What is asked, if it is the same whoever asks."""
    if not _PERSONAL.isdisjoint(question.headers) or _is_known(question):
        return None
    subject = subject_of(question.path, question.query)
    if subject is None:
        return None
    scheme = _scheme(question)
    if scheme != "https" and settings.SECURE_SSL_REDIRECT:
        return None
    return Asked(scheme, _host(question), question.path, subject)


def is_allowed(host: str) -> bool:
    """Whether it is one of ALLOWED_HOSTS."""
    request = HttpRequest()
    request.META = {"HTTP_HOST": host}
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def question_in(scope: dict[str, Any]) -> Question | None:
    """The question of an ASGI scope; None where it is no plain GET or HEAD."""
    headers = dict(scope["headers"])
    if scope["method"] not in {"GET", "HEAD"} or scope.get("root_path"):
        return None
    if len(headers) != len(scope["headers"]) or b"host" not in headers:
        return None
    host, query = headers[b"host"].decode("latin-1"), scope.get("query_string", b"")
    return Question(
        host, scope.get("scheme", "http"), scope["path"], query.decode("latin-1"), headers
    )


def subjects_by_view(views: Mapping[str, Callable[..., Subject | None]]) -> SubjectOf:
    """Finds the subject of an address by the name of its view.

    Each is called with the query, and with what the view is called with.
    """

    @lru_cache(maxsize=2048)
    def view_at(path: str) -> Callable[[str], Subject | None] | None:
        try:
            match = resolve(path)
        except Resolver404:
            return None
        view = views.get(match.view_name)
        return None if view is None else partial(view, **match.kwargs)

    @lru_cache(maxsize=2048)
    def found(path: str, query: str) -> Subject | None:
        view = view_at(path)
        return None if view is None else view(query)

    def subject_of(path: str, query: str) -> Subject | None:
        if len(path) + len(query) > _LONGEST or "%" in path:
            return None
        return found(path, query)

    return subject_of


def _is_known(question: Question) -> bool:
    """Whether somebody in particular asks; a cookie that only looks so costs but the short cut."""
    cookie = question.headers.get(b"cookie")
    return cookie is not None and (
        settings.SESSION_COOKIE_NAME.encode() in cookie or _MESSAGES_COOKIE in cookie
    )


def _host(question: Question) -> str:
    """The host as Django reads it (`HttpRequest.get_host`)."""
    if settings.USE_X_FORWARDED_HOST:
        forwarded = question.headers.get(b"x-forwarded-host")
        if forwarded is not None:
            return forwarded.decode("latin-1")
    return question.host


def _scheme(question: Question) -> str:
    """The scheme as Django reads it (`HttpRequest.scheme`)."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        forwarded = question.headers.get(_header_name(name))
        if forwarded is not None:
            first = forwarded.decode("latin-1").partition(",")[0].strip()
            return "https" if first == secure else "http"
    return question.scheme


@lru_cache(maxsize=4)
def _header_name(name: str) -> bytes:
    """`HTTP_X_FORWARDED_PROTO` as it is called in a request."""
    return name.removeprefix("HTTP_").replace("_", "-").lower().encode()

"""What a reader asks for when it connects, and whether it may."""

from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http.request import validate_host

from liveblog.realtime.feed import LiveFeed

_LONGEST_OFFSET = 18  # digits: the log counts in 64 bits


class Asked(NamedTuple):
    """The position that a reader names. `offset` is -1 where it is no number."""

    epoch: str
    offset: int


def asked_position(query: str) -> Asked | None:
    """The position of a query string; None without an offset."""
    if "offset=" not in query:
        return None
    fields = parse_qs(query)
    offset = fields.get("offset", [""])[0]
    if not offset:
        return None
    is_number = offset.isascii() and offset.isdigit() and len(offset) <= _LONGEST_OFFSET
    return Asked(fields.get("epoch", [""])[0], int(offset) if is_number else -1)


def first_cursor(feed: LiveFeed, asked: Asked | None) -> tuple[int, bool]:
    """The cursor to begin with, and whether that is the position asked for."""
    if asked is not None and feed.can_serve(*asked):
        return asked.offset, True
    return feed.head, False


def origin_is_ours(origin: bytes | None) -> bool:
    """Whether a browser that opens this socket does so from a page of ours.

    Programs send no Origin and are welcome: the stream is public. A page of another site is not:
    it would make our readers' connections its own.
    """
    if origin is None:
        return True
    try:
        host = urlsplit(origin.decode("latin-1")).hostname or ""
    except ValueError:
        return False
    if ":" in host:
        host = f"[{host}]"
    return validate_host(host, settings.ALLOWED_HOSTS)

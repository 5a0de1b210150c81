"""A feed's events as an answer that caches may keep for as long as it is true."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from liveblog.models import Blog
from liveblog.realtime.polling import EventsPage

_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_NOW = "public, max-age=1"


def events_answer(request: HttpRequest, page: EventsPage, *, epoch: str) -> HttpResponse:
    """The page of events, or 304 for who has it already."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    is_known = page.etag in {tag.removeprefix("W/") for tag in known}
    response = HttpResponse(
        b"" if is_known else page.content,
        status=304 if is_known else 200,
        content_type="application/json",
    )
    # What an archived blog told it tells for ever. Until then an entry may be taken back, and no
    # cache may go on to tell of it.
    is_settled = page.status == Blog.Status.ARCHIVED and page.epoch == epoch
    response["ETag"] = page.etag
    response["Cache-Control"] = _FOR_EVER if is_settled else _FOR_NOW
    return response

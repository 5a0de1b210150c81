"""Reading a blog: the list, the snapshot with its position, and the event log over HTTP."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from liveblog import frames, presentation, scoreboard
from liveblog.api.access import public_blog
from liveblog.api.entries import entry_out
from liveblog.api.events import events_answer
from liveblog.api.schemas import AwaitedOut, BlogOut, EventPage, Problem, Snapshot
from liveblog.models import Blog
from liveblog.realtime import log
from liveblog.realtime.polling import events_page

router = Router(tags=["blogs"])

SNAPSHOT_ENTRIES = 100


@router.get("", response=list[BlogOut], auth=None, summary="Every blog, newest first")
def list_blogs(request: HttpRequest) -> list[dict[str, Any]]:
    return [_blog(blog) for blog in Blog.objects.all()]


@router.get(
    "/{slug:slug}",
    response={200: Snapshot, 404: Problem},
    auth=None,
    url_name="blog",
    summary="A blog as it stands, and the position from which to follow it",
)
def snapshot(request: HttpRequest, slug: str) -> dict[str, Any]:
    # The position is read before anything else: an event that commits meanwhile is then in the
    # answer already and comes again by the stream, where its version shows it to be known.
    position = log.position(slug)
    if position is None:
        raise Http404(f"There is no blog “{slug}”.")
    blog = public_blog(slug)
    entries = blog.entries.visible().newest_first().for_fragments()[:SNAPSHOT_ENTRIES]
    return {
        **_blog(blog),
        "epoch": position.epoch,
        "offset": position.head,
        "status": position.status,
        "pinned": [entry.public_id for entry in presentation.pinned(blog)],
        "boards": scoreboard.boards(blog),
        "entries": [entry_out(entry) for entry in entries],
    }


@router.get(
    "/{slug:slug}/awaited",
    response={200: list[AwaitedOut], 404: Problem},
    auth=None,
    summary="The figures that were promised: those still awaited, then those that came",
)
def awaited(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    listed = public_blog(slug).awaited.select_related("contest", "closed_with_entry")
    return [
        {
            **frames.awaited_summary(each),
            "closed_at": each.closed_at,
            "entry": each.closed_with_entry.public_id if each.closed_with_entry else None,
            "dropped": each.reason if each.is_dropped else None,
        }
        for each in [*listed.still_open(), *listed.closed()]
    ]


@router.get(
    "/{slug:slug}/events",
    response={200: EventPage, 404: Problem},
    auth=None,
    url_name="blog_events",
    summary="The events above an offset: the stream, for those whom no WebSocket reaches",
)
async def events(
    request: HttpRequest,
    slug: str,
    after: int = Query(0, ge=0, description="The last offset that you have."),
    epoch: str = Query("", description="The epoch of that offset."),
) -> HttpResponse:
    page = await events_page(slug, epoch=epoch, after=after)
    if page is None:
        raise Http404(f"There is no blog “{slug}”.")
    return events_answer(request, page, epoch=epoch)


def _blog(blog: Blog) -> dict[str, Any]:
    return {
        "slug": blog.slug,
        "title": blog.title,
        "standfirst": blog.standfirst,
        "byline": blog.byline,
        "place": blog.place,
        "status": blog.status,
        "time_zone": blog.time_zone,
        "polling_day": blog.polling_day.isoformat(),
        "url": blog.get_absolute_url(),
    }

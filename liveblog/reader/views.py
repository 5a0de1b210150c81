"""The public pages. Each is the same for everyone, so that any cache may keep it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from liveblog import presentation, scoreboard
from liveblog.models import Blog, Entry
from liveblog.reader import frontpage, stream, structured
from liveblog.realtime import log

# Browsers always ask; a shared cache may answer for a second, so that what is taken down is gone
# from it in less than two. An archived blog does not change any more.
_SHARED_SECONDS, _SHARED_SECONDS_ARCHIVED = 1, 300


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every blog, the live ones first."""
    response = render(request, "liveblog/reader/home.html", {"front": frontpage.front_page()})
    return _cacheable(response)


@require_safe
def live_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A blog with its newest entries, or with those below `?before=`."""
    # The position is read before anything that is shown. An event that commits in between is then
    # on the page and comes again as a frame, which is harmless: a put replaces only what is older.
    # The other way round it would be neither on the page nor in the frames.
    position = log.position(slug)
    if position is None:
        raise Http404(f"There is no blog “{slug}”.")
    html = _live_html(request, slug, position, request.GET.get("before", ""))
    return _cacheable(HttpResponse(html), archived=position.status == Blog.Status.ARCHIVED)


@require_safe
def entry(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One entry at its own address. A retracted one is 410 Gone, with the tombstone.

    410 and not 200, so that search engines and link previews forget what was taken back; not 404,
    because a reader who followed a link is owed the reason.
    """
    shown = get_object_or_404(
        Entry.objects.visible().for_fragments(), blog__slug=slug, public_id=public_id
    )
    absolute = request.build_absolute_uri
    context = {
        "blog": shown.blog,
        "entry": shown,
        "place": stream.place(shown),
        "description": "" if shown.is_retracted else structured.plain_text(shown),
        "canonical": absolute(shown.get_absolute_url()),
        "origin": absolute("/").rstrip("/"),
    }
    status = 410 if shown.is_retracted else 200
    response = render(request, "liveblog/reader/entry_page.html", context, status=status)
    return _cacheable(response, archived=shown.blog.is_archived)


def _live_html(request: HttpRequest, slug: str, position: log.Position, before: str) -> str:
    blog = get_object_or_404(Blog, slug=slug)
    try:
        page = stream.newest(blog, before=before)
    except ValueError as error:
        raise Http404(str(error)) from error
    absolute = request.build_absolute_uri
    posting = structured.live_blog_posting(blog, page.entries, absolute)
    context = {
        "blog": blog,
        "position": position,
        "before": before,
        "page": page,
        "pinned": presentation.pinned(blog),
        "awaited": presentation.awaited(blog),
        "boards": scoreboard.boards(blog),
        "canonical": absolute(blog.get_absolute_url()),
        "json_ld": structured.as_script(posting),
    }
    return render_to_string("liveblog/reader/live_page.html", context, request)


def _cacheable(response: HttpResponse, *, archived: bool = False) -> HttpResponse:
    seconds = _SHARED_SECONDS_ARCHIVED if archived else _SHARED_SECONDS
    patch_cache_control(response, public=True, max_age=0, s_maxage=seconds)
    return response

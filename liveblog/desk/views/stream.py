"""How the stream is: the page for who has to know during the night, of one process at a time."""

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liveblog.desk import access
from liveblog.desk.streamboard import stream_context
from liveblog.realtime.state import current_state


@require_safe
async def stream(request: HttpRequest) -> HttpResponse:
    return await _shown(request, "liveblog/desk/stream.html")


@require_safe
async def stream_now(request: HttpRequest) -> HttpResponse:
    """The state alone, for the page to refresh."""
    return await _shown(request, "liveblog/desk/_stream.html")


async def _shown(request: HttpRequest, template: str) -> HttpResponse:
    seen = await sync_to_async(access.oversight)(request)
    # The hub belongs to the event loop, and pages are made beside it.
    state = await current_state()
    return await sync_to_async(lambda: render(request, template, stream_context(state, seen)))()

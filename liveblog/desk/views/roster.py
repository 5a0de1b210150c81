"""The roster as JSON, for the composer on a device."""

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from liveblog.desk import access
from liveblog.desk.roster import roster as roster_of


@require_safe
def roster(request: HttpRequest, slug: str) -> HttpResponse:
    """The contests of the blog; 304 for a device that has just this already."""
    desk = access.desk_for_writer(request, slug)
    answer = JsonResponse(roster_of(desk.blog))
    etag = f'"{blake2b(answer.content, digest_size=12).hexdigest()}"'
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=answer) or answer

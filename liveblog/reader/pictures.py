"""A picture in one size, for whoever may see it."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import condition, require_safe

from liveblog.models import Membership, Picture

# What was taken down has to be gone within seconds, also from a browser that has just shown it. The
# bytes at an address never change, so asking again costs a 304 and no picture.
_BROWSER_SECONDS, _SHARED_SECONDS = 5, 1
_NAME = re.compile(r"(?P<width>[1-9][0-9]{1,3})w\.(?P<type>avif|webp|jpeg)")


@require_safe
def picture(request: HttpRequest, slug: str, public_id: str, name: str) -> HttpResponse:
    """The bytes, where an entry that is public carries the picture. 410 where it was retracted.

    The desk sees what is not public, too: a draft's pictures, and those of a retracted entry.
    """
    found = get_object_or_404(
        Picture.objects.select_related("entry", "blog"), blog__slug=slug, public_id=public_id
    )
    size = _size(found, name)
    if found.is_public:
        return _given(request, found, size)
    if Membership.objects.role_of(request.user, found.blog):
        response = _given(request, found, size)
        response["Cache-Control"] = "private, no-store"
        return response
    if found.entry is not None and found.entry.is_retracted:
        return _gone()
    raise Http404("There is no such picture.")


def _size(found: Picture, name: str) -> Any:
    read = _NAME.fullmatch(name)
    sizes = found.file.aspect_ratios[None].get(read["type"].upper(), {}) if read else {}
    if read is None or int(read["width"]) not in sizes:
        raise Http404("There is no such size of this picture.")
    return sizes[int(read["width"])]


def _given(request: HttpRequest, found: Picture, size: Any) -> HttpResponse:
    try:
        made = size.storage.get_modified_time(size.name)
        length = size.storage.size(size.name)
    except FileNotFoundError as error:
        raise Http404("This size of the picture is not there.") from error
    tag = f'"{found.public_id}-{size.width}-{int(made.timestamp() * 1000):x}-{length:x}"'

    def whole(_request: HttpRequest) -> HttpResponse:
        with size.storage.open(size.name) as file:
            return HttpResponse(file.read(), content_type=f"image/{size.file_type.lower()}")

    response = condition(etag_func=lambda _request: tag)(whole)(request)
    response["Last-Modified"] = http_date(made.timestamp())
    response["X-Content-Type-Options"] = "nosniff"
    # On its own in a window, it is a picture and nothing that could act.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-site"
    patch_cache_control(response, public=True, max_age=_BROWSER_SECONDS, s_maxage=_SHARED_SECONDS)
    return response


def _gone() -> HttpResponse:
    response = HttpResponse("The entry of this picture was retracted.\n", "text/plain", status=410)
    patch_cache_control(response, public=True, max_age=0, s_maxage=_SHARED_SECONDS)
    return response

"""The morning-after article of a blog, once an editor has published it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from liveblog.glance import article
from liveblog.models import Blog
from liveblog.realtime import log

# As on the live page: browsers always ask, and a correction is out in a second.
_SHARED_SECONDS = 1


@require_safe
def at_a_glance(request: HttpRequest, slug: str) -> HttpResponse:
    """The blog's results as an article, with the figures as they stand."""
    position = log.position(slug)
    blog = get_object_or_404(Blog, slug=slug)
    shown = article(blog)
    if position is None or shown.glance is None or not shown.glance.is_public:
        raise Http404("There is no such article yet.")
    context = {
        "blog": blog,
        "position": position,
        "article": shown,
        "canonical": request.build_absolute_uri(request.path),
    }
    response = render(request, "liveblog/reader/at_a_glance.html", context)
    patch_cache_control(response, public=True, max_age=0, s_maxage=_SHARED_SECONDS)
    return response

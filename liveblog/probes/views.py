"""The figures for people: staff who are logged in may read them in a browser."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from liveblog.probes.figures import written_figures

REFUSED = "The figures are for monitors that have METRICS_TOKEN, and for staff who are logged in.\n"


@require_safe
@never_cache
async def metrics(request: HttpRequest) -> HttpResponse:
    """Who shows a good token was answered before; who shows another is not let in by a cookie."""
    user = await request.auser()
    if "Authorization" in request.headers or not user.is_authenticated:
        challenge = {"WWW-Authenticate": 'Bearer realm="metrics"'}
        return HttpResponse(REFUSED, status=401, content_type="text/plain", headers=challenge)
    if not (user.is_active and (user.is_staff or user.is_superuser)):
        return HttpResponse(REFUSED, status=403, content_type="text/plain")
    body, content_type = await written_figures(request.headers.get("Accept", ""))
    return HttpResponse(body, content_type=content_type)

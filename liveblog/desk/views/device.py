"""What a device keeps of the newsroom: the app that is installed, its worker, and who it is for."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.views.csrf import csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from liveblog.desk import access, answers

PAPER = "#faf8f3"
ICONS = [
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
]


@require_safe
def manifest(request: HttpRequest, slug: str) -> HttpResponse:
    """The composer of one blog as an app: on the night one tap on it is to bring the form."""
    desk = access.desk_for_writer(request, slug)
    address = reverse("desk:composer", args=[desk.blog.slug])
    app = {
        "id": address,
        "name": f"Write: {desk.blog.title}",
        "short_name": desk.blog.title[:24],
        "description": f"The reporter’s composer of {settings.SITE_NAME}.",
        "start_url": address,
        "scope": reverse("desk:index"),
        "display": "standalone",
        "lang": "en-GB",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {
                "src": static(f"liveblog/desk/outbox/{name}"),
                "sizes": sizes,
                "type": "image/png",
                "purpose": purpose,
            }
            for name, sizes, purpose in ICONS
        ],
    }
    return JsonResponse(app, content_type="application/manifest+json")


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, served where its scope is the newsroom.

    It only names the module, whose hashed name changes with every deployment; so browsers, which
    compare this text byte by byte, notice each one. There is nothing secret in it, and to one who
    is logged out a redirect would be a broken update.
    """
    text = f'import "{static("liveblog/desk/outbox/worker.js")}";\n'
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@require_safe
@never_cache
def token(request: HttpRequest) -> HttpResponse:
    """Who is logged in, and a token to post with: Django changes it whenever somebody logs in."""
    if not request.user.is_authenticated:
        return answers.log_in()
    return JsonResponse({"user": str(request.user.pk), "token": get_token(request)})


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's page about a token that is missing or old; to a script, that it may ask for one."""
    if answers.wants_json(request):
        told = "The token is of another log-in."
        return JsonResponse({"state": "token", "say": told}, status=HTTPStatus.FORBIDDEN)
    return csrf_failure(request, reason)

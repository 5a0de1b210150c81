"""Where the composer's pictures arrive, piece by piece."""

import uuid
from pathlib import Path

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from liveblog import publishing
from liveblog.desk import access
from liveblog.models import Blog, Picture
from liveblog.pictures.conversation import METHODS, Asked, Rebuff, Taken, converse
from liveblog.publishing import Conflict


def upload(request: HttpRequest, slug: str, client_id: uuid.UUID) -> HttpResponse:
    """One request of an upload; `liveblog.pictures.conversation` says how they go.

    Who is not logged in is told so, and not led to a page: a script is asking.
    """
    if not isinstance(request.user, User):
        return _told(401, "log in", "Log in again: the picture goes on where it was.")
    return _upload(request, slug, client_id)


@require_http_methods(METHODS)
def _upload(request: HttpRequest, slug: str, client_id: uuid.UUID) -> HttpResponse:
    desk = access.desk_for_writer(request, slug)
    try:
        return converse(request, _asked(desk.blog, desk.user, client_id))
    except Conflict as conflict:
        return _told(409, "refused", str(conflict))
    except Rebuff as rebuff:
        response = _told(rebuff.status, "refused", str(rebuff))
        for name, value in rebuff.headers.items():
            response[name] = value
        return response


def _asked(blog: Blog, user: User, client_id: uuid.UUID) -> Asked:
    def taken() -> Taken | None:
        found = Picture.objects.filter(blog=blog, client_id=client_id).first()
        return found and _shown(found)

    def take(file: Path) -> Taken:
        picture, _ = publishing.add_picture(blog=blog, file=file, client_id=client_id, by=user)
        return _shown(picture)

    return Asked(whose=user.pk, key=str(blog.pk), id=client_id, taken=taken, take=take)


def _shown(picture: Picture) -> Taken:
    return {
        "state": "taken",
        "id": str(picture.client_id),
        "picture": picture.public_id,
        "width": picture.width,
        "height": picture.height,
        "url": picture.small.url,
    }


def _told(status: int, state: str, message: str) -> HttpResponse:
    response = JsonResponse({"state": state, "message": message}, status=status)
    response["Cache-Control"] = "no-store"
    return response

"""Pictures for programs: sent whole or piece by piece, then named in an entry."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from liveblog import publishing
from liveblog.api.access import blog_for_writer, writes
from liveblog.api.schemas import PictureOut, Problem
from liveblog.models import Blog, Picture
from liveblog.pictures.conversation import Asked, Taken, converse

router = Router(tags=["pictures"])

PROBLEMS = dict.fromkeys([400, 401, 403, 404, 409, 413, 415, 422, 429, 503], Problem)


def picture_out(picture: Picture) -> dict[str, Any]:
    """A picture as anybody may see it."""
    return {
        **picture.words,
        "width": picture.width,
        "height": picture.height,
        "url": picture.plain.url,
        "sizes": [
            {"url": each.url, "type": f"image/{file_type.lower()}", "width": each.width}
            for file_type, sizes in picture.sources.items()
            for each in sizes
        ],
    }


@router.post(
    "/{slug:slug}/pictures/{uuid:picture}",
    response={200: PictureOut, 201: PictureOut, **PROBLEMS},
    throttle=writes,
    summary="Send a picture, or begin to",
    description="With the file as the body, of whatever type: 201 with the picture. With an empty"
    " body and `Upload-Length`: 201 without one, to go on with PATCH. The id is yours to choose;"
    " the same again is the same picture. Then name it in `pictures` of an entry: until then, only"
    " the desk sees it.",
)
def send(request: HttpRequest, slug: str, picture: UUID) -> HttpResponse:
    return _talk(request, slug, picture)


@router.patch(
    "/{slug:slug}/pictures/{uuid:picture}",
    response={200: PictureOut, 201: PictureOut, 204: None, **PROBLEMS},
    summary="The next piece, from Upload-Offset on",
    description="As `application/offset+octet-stream`. 409 says where it stands.",
)
def go_on(request: HttpRequest, slug: str, picture: UUID) -> HttpResponse:
    return _talk(request, slug, picture)


@router.api_operation(["HEAD"], "/{slug:slug}/pictures/{uuid:picture}", include_in_schema=False)
def stands(request: HttpRequest, slug: str, picture: UUID) -> HttpResponse:
    """Where the upload stands: `Upload-Offset`, or `Upload-Complete`."""
    return _talk(request, slug, picture)


def _talk(request: HttpRequest, slug: str, picture: UUID) -> HttpResponse:
    blog = blog_for_writer(request, slug)
    return converse(request, _asked(request, blog, picture))


def _asked(request: HttpRequest, blog: Blog, client_id: UUID) -> Asked:
    def taken() -> Taken | None:
        found = Picture.objects.filter(blog=blog, client_id=client_id).first()
        return found and picture_out(found)

    def take(file: Path) -> Taken:
        made, _ = publishing.add_picture(blog=blog, file=file, client_id=client_id, by=request.user)
        return picture_out(made)

    return Asked(whose=request.user.pk, key=str(blog.pk), id=client_id, taken=taken, take=take)

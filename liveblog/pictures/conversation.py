"""The resumable upload as HTTP has it: the core of tus 1.0, at an address that the device chooses.

    POST  with Upload-Length      begins it (again: says where it stands); a body is its first piece
    HEAD                          Upload-Offset: how much has come
    PATCH with Upload-Offset      adds a piece, which begins exactly there

The piece that completes it is answered once the picture is made. Both doors, the desk and the
programs', talk like this; who may talk, and in which words a refusal is told, is their own affair.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from liveblog.pictures import incoming
from liveblog.pictures.developing import Busy
from liveblog.pictures.incoming import Mismatch, TooMany, Upload
from liveblog.pictures.limits import MAX_BYTES, Unfit

PIECE = "application/offset+octet-stream"
METHODS = ["HEAD", "POST", "PATCH"]

Taken = Mapping[str, Any]


class Rebuff(Exception):
    """The request gets no further: `status`, the sentence, and headers that go with it."""

    def __init__(self, status: int, why: str, **headers: str) -> None:
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Asked:
    """An upload by one person into one place, and what to do with it.

    `taken` gives what is known of the picture where it is there already; `take` makes it one, given
    the file, and raises Unfit or Busy.
    """

    whose: int
    key: str
    id: uuid.UUID
    taken: Callable[[], Taken | None]
    take: Callable[[Path], Taken]

    def find(self) -> Upload | None:
        return incoming.find(self.whose, self.key, self.id)


def converse(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Answer one request of an upload. Raises Rebuff."""
    try:
        if taken := asked.taken():
            return _done(taken, status=200)
        if request.method == "POST":
            return _begin(request, asked)
        upload = asked.find()
        if upload is None:
            raise Rebuff(404, "No such upload is under way: begin it with POST and Upload-Length.")
        if request.method == "PATCH":
            return _add(request, asked, upload, _number(request, "Upload-Offset"))
        return _stands(upload, upload.offset, status=200)
    except Unfit as unfit:
        raise Rebuff(422, str(unfit)) from unfit
    except Mismatch as mismatch:
        raise Rebuff(409, str(mismatch), Upload_Offset=str(mismatch.offset)) from mismatch
    except TooMany as many:
        raise Rebuff(429, str(many), Retry_After="60") from many
    except Busy as busy:
        raise Rebuff(503, f"{busy} Ask again in a moment.", Retry_After="3") from busy
    except FileNotFoundError as gone:
        # Another request has completed it, or it was swept.
        if taken := asked.taken():
            return _done(taken, status=200)
        raise Rebuff(404, "The upload is there no more: begin it anew.") from gone


def _begin(request: HttpRequest, asked: Asked) -> HttpResponse:
    sent = _sent(request)
    length = _number(request, "Upload-Length") if "Upload-Length" in request.headers else sent
    try:
        upload, begun = incoming.begin(asked.whose, asked.key, asked.id, length)
    except Unfit as unfit:
        raise Rebuff(413 if length > MAX_BYTES else 422, str(unfit)) from unfit
    if begun and sent:
        return _add(request, asked, upload, 0, is_piece=True)
    if upload.is_whole:
        return _complete(asked, upload)
    return _stands(upload, upload.offset, status=201 if begun else 200)


def _add(
    request: HttpRequest, asked: Asked, upload: Upload, offset: int, *, is_piece: bool = False
) -> HttpResponse:
    if _sent(request) and not is_piece and request.content_type != PIECE:
        raise Rebuff(415, f"A piece of a picture comes as {PIECE}.")
    if incoming.append(upload, offset, request) < upload.length:  # type: ignore[arg-type]
        return _stands(upload, upload.offset, status=201 if is_piece else 204)
    return _complete(asked, upload)


def _complete(asked: Asked, upload: Upload) -> HttpResponse:
    """Make a picture of it. The lock lets one request do so; others find it done."""
    with incoming.locked(upload):
        if taken := asked.taken():
            return _done(taken, status=200)
        try:
            taken = asked.take(upload.path)
        except Unfit:
            incoming.drop(upload)
            raise
        incoming.drop(upload)
        return _done(taken, status=201)


def _stands(upload: Upload, offset: int, *, status: int) -> HttpResponse:
    answer = HttpResponse(status=status)
    answer["Upload-Offset"] = str(offset)
    answer["Upload-Length"] = str(upload.length)
    return _never_kept(answer)


def _done(taken: Taken, *, status: int) -> HttpResponse:
    answer = JsonResponse(dict(taken), status=status)
    answer["Upload-Complete"] = "?1"
    return _never_kept(answer)


def _never_kept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer


def _sent(request: HttpRequest) -> int:
    return _number(request, "Content-Length") if request.headers.get("Content-Length") else 0


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise Rebuff(400, f"{header} is to be a number of bytes, not {json.dumps(value[:40])}.")
    return int(value)

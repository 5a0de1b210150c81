"""What the desk answers to a script: the composer's outbox asks for JSON and gets nothing else."""

import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from liveblog.desk import waiting
from liveblog.desk.access import Desk
from liveblog.desk.forms.composing import ComposerForm
from liveblog.models import Entry
from liveblog.templatetags.house import opening

SAID = {
    Entry.Status.PUBLISHED: "On the page.",
    Entry.Status.SCHEDULED: "Kept. It comes out by itself at its time.",
    Entry.Status.DRAFT: "Kept as a draft: readers do not see it.",
    Entry.Status.RETRACTED: "It was on the page, and has been retracted since.",
}


def wants_json(request: HttpRequest) -> bool:
    """Whether JSON is what is asked for; a browser that opens a page asks for HTML."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def taken(entry: Entry, desk: Desk, *, created: bool, remarks: Iterable[str] = ()) -> JsonResponse:
    """The entry is kept for good: 201, or 200 where the same was sent before."""
    is_out = entry.is_visible
    edit = reverse("desk:edit", args=[entry.blog.slug, entry.public_id])
    return _answer(
        HTTPStatus.CREATED if created else HTTPStatus.OK,
        "published" if is_out else str(entry.status),
        SAID.get(Entry.Status(entry.status)) or waiting.told(desk),
        entry=entry.public_id,
        name=opening(entry),
        url=entry.get_absolute_url() if is_out else edit,
        remarks=list(remarks),
    )


def refused(form: ComposerForm, desk: Desk, *, status: int) -> JsonResponse:
    """What is wrong, field by field, and what would let it be published all the same."""
    faults = [
        {"field": "" if name == "__all__" else name, "message": message}
        | ({"proposals": proposals} if (proposals := form.proposals(name)) else {})
        for name, messages in form.errors.items()
        for message in messages
    ]
    remarks = form.told()
    overridable = form.asks_for_override()
    if overridable and not desk.is_editor:
        told = "If it was declared like this all the same, an editor can publish it with a reason."
        remarks.append({"message": told, "severity": "info"})
    say = "Not published yet: look again." if form.may_be_confirmed else "Not published."
    return _answer(
        status,
        "refused",
        say,
        faults=faults,
        remarks=remarks,
        may_confirm=form.may_be_confirmed,
        doubted=form["doubted"].value() or "",
        asks_override=overridable and desk.is_editor,
    )


def made_already(entry: Entry) -> JsonResponse:
    """The same `client_id` with other words: what was sent first stands, and this is not lost."""
    told = (
        f"This was sent before and is kept as “{opening(entry)}”; now it says something else."
        " Edit that entry, or publish this as a second one."
    )
    edit = reverse("desk:edit", args=[entry.blog.slug, entry.public_id])
    return _answer(
        HTTPStatus.CONFLICT,
        "refused",
        "Not published.",
        faults=[{"field": "", "message": told}],
        remarks=[],
        url=edit,
        client_id=str(uuid.uuid4()),
    )


def log_in(say: str = "Log in again.") -> JsonResponse:
    return _answer(HTTPStatus.UNAUTHORIZED, "log in", say)


def in_json_where_asked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers a script in JSON where the page would redirect to the log-in, or show an error."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not wants_json(request):
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return log_in()
        try:
            return view(request, *args, **kwargs)
        except Http404:
            told = "There is no such desk, or it is not yours any more."
            return _refused_plainly(HTTPStatus.NOT_FOUND, told)
        except PermissionDenied as denied:
            told = str(denied) or "That is not for you to do."
            return _refused_plainly(HTTPStatus.FORBIDDEN, told)

    return answered


def _refused_plainly(status: HTTPStatus, told: str) -> JsonResponse:
    faults = [{"field": "", "message": told}]
    return _answer(status, "refused", "Not published.", faults=faults, remarks=[])


def _answer(status: int, state: str, say: str, **more: Any) -> JsonResponse:
    return JsonResponse({"state": state, "say": say, **more}, status=status)

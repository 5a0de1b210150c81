"""Being at the desk together: pages say that they are open, and are told who else is there."""

import logging
import uuid

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from liveblog import publishing
from liveblog.desk import access, together
from liveblog.desk.access import Desk
from liveblog.models import Entry

logger = logging.getLogger(__name__)


@require_POST
def presence(request: HttpRequest, slug: str) -> HttpResponse:
    """A sign of life of one page. The answer is who else is there, as the page shows it."""
    desk = access.desk_for_writer(request, slug)
    if desk.blog.is_over:
        return HttpResponse(status=410)  # nobody waits for anybody here any more
    tab, page = _uuid(request, "tab"), _uuid(request, "page")
    if tab is None or page is None:
        return HttpResponse("A tab and a page have their own id.", status=400)
    who = {"blog": desk.blog, "user": desk.user, "tab": tab, "page": page}
    entry = _edited(request, desk)
    is_writing = request.POST.get("writing") == "1"
    try:
        if request.POST.get("leaving") == "1":
            publishing.leave(**who)
            return HttpResponse(status=204)
        publishing.note_presence(**who, entry=entry, is_writing=is_writing)
    except OperationalError:  # others are writing: the next sign of life comes in a moment
        logger.warning("A sign of life was not kept", exc_info=True)
    now = timezone.now()
    context = {
        "desk": desk,
        "blog": desk.blog,
        "people": together.people(desk, now),
        "lock": together.lock(desk, entry, now, tab) if entry else None,
        "entry": entry,
    }
    return render(request, "liveblog/desk/_together_now.html", context)


@require_POST
def take_over(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Edit an entry that somebody else is editing: their page is told, and keeps their text."""
    desk, entry = access.entry_for_writer(request, slug, public_id)
    publishing.take_over(entry=entry, user=desk.user)
    return redirect("desk:edit", slug, public_id)


def _edited(request: HttpRequest, desk: Desk) -> Entry | None:
    """The entry in the page's edit form, where it is this person's to change."""
    public_id = request.POST.get("entry", "")[:16]
    entry = desk.blog.entries.filter(public_id=public_id).first() if public_id else None
    if entry is not None and desk.is_contributor and not desk.wrote(entry):
        return None
    return entry


def _uuid(request: HttpRequest, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None

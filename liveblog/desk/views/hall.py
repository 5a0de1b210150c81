"""The silence watch: who is in which hall, when each was last heard of, and who was asked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from liveblog import publishing
from liveblog.desk import access
from liveblog.desk.access import Desk
from liveblog.desk.forms.shifts import ShiftForm
from liveblog.desk.silence import halls
from liveblog.publishing import Conflict, Refused


@require_safe
def hall(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody on shift, the longest silent first."""
    desk = access.desk_for_reporter(request, slug)
    return _page(request, desk, ShiftForm(desk))


@require_safe
def hall_rows(request: HttpRequest, slug: str) -> HttpResponse:
    """The rows alone, for the page to refresh."""
    desk = access.desk_for_reporter(request, slug)
    context = {"desk": desk, "blog": desk.blog, "halls": halls(desk.blog, timezone.now())}
    return render(request, "liveblog/desk/_hall.html", context)


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Say where one is; an editor also says it for others."""
    desk = access.desk_for_reporter(request, slug)
    form = ShiftForm(desk, request.POST)
    status = 422
    try:
        if form.is_valid():
            publishing.begin_shift(blog=desk.blog, by=desk.user, **form.arguments())
            return _back(request, slug)
    except Refused as refused:
        form.blame(refused)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        status = 409
    form.mark_refused()
    return _page(request, desk, form, status=status)


@require_POST
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that one has left; an editor also says it for others."""
    desk, shift = access.shift_for_its_own(request, slug, pk)
    publishing.end_shift(shift=shift, by=desk.user)
    return _back(request, slug)


@require_POST
def heard(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """They were spoken to by phone, and are well."""
    desk, shift = access.shift_for_reporter(request, slug, pk)
    try:
        publishing.hear_by_phone(shift=shift, by=desk.user)
    except Conflict as conflict:
        messages.error(request, str(conflict))
    return redirect("desk:hall", slug)


def _page(request: HttpRequest, desk: Desk, form: ShiftForm, *, status: int = 200) -> HttpResponse:
    context = {
        "desk": desk,
        "blog": desk.blog,
        "form": form,
        "halls": halls(desk.blog, timezone.now()),
    }
    return render(request, "liveblog/desk/hall.html", context, status=status)


def _back(request: HttpRequest, slug: str) -> HttpResponse:
    to_composer = request.POST.get("back") == "composer"
    return redirect("desk:composer" if to_composer else "desk:hall", slug)

"""The waiting-for list: a promised figure is put on it, ticked off, or given up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from liveblog import publishing
from liveblog.desk import access
from liveblog.desk.access import Desk
from liveblog.desk.countboard import count_context
from liveblog.desk.forms.count import AwaitForm, DropForm, SettleForm
from liveblog.desk.forms.faults import FaultForm
from liveblog.publishing import Conflict, Refused


@require_POST
def wait(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a promised figure on the list."""
    desk = access.desk_for_reporter(request, slug)
    form = AwaitForm(request.POST, blog=desk.blog)
    try:
        if form.is_valid():
            publishing.await_figure(blog=desk.blog, by=desk.user, **form.arguments())
            messages.success(request, "On the list: readers see it until it comes.")
            return _back(slug)
    except Refused as refused:
        form.blame(refused)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
    return _refused(request, desk, ("wait", 0), form)


@require_POST
def settle(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """It has come."""
    desk, awaited = access.awaited_for_reporter(request, slug, pk)
    form = SettleForm(request.POST, awaited=awaited, entries=[])
    try:
        if form.is_valid():
            publishing.settle_awaited(awaited=awaited, entry=form.named(), by=desk.user)
            messages.success(request, f"Ticked off: {awaited.what}.")
            return _back(slug)
    except Refused as refused:
        form.blame(refused)
    except Conflict as conflict:
        messages.error(request, str(conflict))
        return _back(slug)
    return _refused(request, desk, ("settle", pk), form)


@require_POST
def drop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give it up, with a reason."""
    desk, awaited = access.awaited_for_reporter(request, slug, pk)
    form = DropForm(request.POST, awaited=awaited)
    try:
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            publishing.drop_awaited(awaited=awaited, reason=reason, by=desk.user)
            told = f"Given up: {awaited.what}. It is under “What came, and what was given up”."
            messages.success(request, told)
            return _back(slug)
    except Refused as refused:
        form.blame(refused)
    except Conflict as conflict:
        messages.error(request, str(conflict))
        return _back(slug)
    return _refused(request, desk, ("drop", pk), form)


def _back(slug: str) -> HttpResponse:
    return redirect(f"{reverse('desk:count', args=[slug])}#waiting")


def _refused(
    request: HttpRequest, desk: Desk, place: tuple[str, int], form: FaultForm
) -> HttpResponse:
    form.mark_refused()
    context = count_context(desk, {place: form})
    return render(request, "liveblog/desk/count.html", context, status=422)

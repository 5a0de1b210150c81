"""What no reader has seen: publish it now, put it away, bring it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from liveblog import nightclock, presentation, publishing
from liveblog.desk import access, waiting
from liveblog.desk.access import Desk
from liveblog.desk.forms.taps import GO
from liveblog.models import Entry
from liveblog.publishing import Conflict, Doubtful, Refused
from liveblog.publishing.pollslock import WAIT, closing
from liveblog.templatetags.house import opening


@require_POST
def publish(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Publish a draft or a scheduled entry now; doubtful figures take a second press.

    What tells of an open poll can wait for its close by one tap.
    """
    desk, entry = access.entry_for_writer(request, slug, public_id)
    # What was seen of an older version of it confirms nothing.
    seen = request.POST.get("version") == str(entry.version)
    try:
        if request.POST.get(GO) == "when=close" and (closes := closing(desk.blog)):
            publishing.revise_entry(
                entry=entry, version=entry.version, by=desk.user, publish_at=closes
            )
            clock = nightclock.house_time(closes, desk.blog.zone)
            messages.success(request, f"Comes out by itself when the polls close, at {clock}.")
            return redirect("desk:composer", slug)
        done = publishing.publish_draft(
            entry=entry,
            by=desk.user,
            confirm=request.POST.getlist("confirm") if seen else [],
            override_reason=request.POST.get("override_reason", ""),
        )
        is_public = done.status == Entry.Status.PUBLISHED
        messages.success(request, "The entry is on the page." if is_public else waiting.told(desk))
    except Refused as refused:
        return _look_again(request, desk, entry, refused)
    except Conflict as conflict:
        messages.error(request, str(conflict))
    return redirect("desk:composer", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Put a draft away, after a page that says where it is found again."""
    desk, entry = access.entry_for_writer(request, slug, public_id)
    if request.method == "POST":
        try:
            publishing.discard_draft(entry=entry, by=desk.user)
            messages.success(
                request,
                f"Discarded: {opening(entry)}. It can be brought back below the newest entries.",
            )
        except Conflict as conflict:
            messages.error(request, str(conflict))
        return redirect("desk:composer", slug)
    context = {"desk": desk, "blog": desk.blog, "entry": entry}
    context["html"] = presentation.entry_html(entry)
    return render(request, "liveblog/desk/discard.html", context)


@require_POST
def bring_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Undo a discard."""
    desk, entry = access.entry_for_writer(request, slug, public_id)
    try:
        publishing.bring_back_draft(entry=entry, by=desk.user)
        messages.success(request, f"A draft again: {opening(entry)}.")
    except Conflict as conflict:
        messages.error(request, str(conflict))
    return redirect("desk:composer", slug)


def _look_again(request: HttpRequest, desk: Desk, entry: Entry, refused: Refused) -> HttpResponse:
    """Why it is not out, with what there is to do about it."""
    waits = any(each.code == WAIT for each in refused.remarks)
    closes = closing(desk.blog) if waits else None
    context = {
        "desk": desk,
        "blog": desk.blog,
        "entry": entry,
        "refused": refused,
        "remarks": [each for each in refused.remarks if each.code != WAIT],
        "codes": refused.codes if isinstance(refused, Doubtful) else [],
        "closes": closes,
        "may_override": bool(refused.errors)
        and all(each.overridable for each in refused.errors if each.field != "override_reason"),
        "override_reason": request.POST.get("override_reason", ""),
        "html": presentation.entry_html(entry),
    }
    return render(request, "liveblog/desk/publish.html", context, status=422)

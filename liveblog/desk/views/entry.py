"""One entry: change it, take it back, bring it back, pin it, and read what it said before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liveblog import nightclock, presentation, publishing
from liveblog.desk import access, together, waiting
from liveblog.desk.access import Desk
from liveblog.desk.combining import combine
from liveblog.desk.forms.picturing import take_files
from liveblog.desk.forms.revising import ReasonForm, RevisionForm
from liveblog.desk.forms.taps import is_put, with_tap
from liveblog.desk.takingstock import showing_the_same
from liveblog.models import Entry, EntryRevision, Proposal
from liveblog.publishing import Conflict, Refused, StaleVersion


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Change an entry. Where somebody was faster, both texts are shown and neither is lost."""
    desk, entry = access.entry_for_writer(request, slug, public_id)
    faults = take_files(request, desk.blog, by=desk.user)
    form = RevisionForm(
        with_tap(request.POST) if request.method == "POST" else None,
        entry=entry,
        returned=_returned(request, desk, entry),
    )
    context = {"desk": desk, "blog": desk.blog, "entry": entry, "form": form, "editing": entry}
    context["lock"] = together.lock(desk, entry, timezone.now())
    status = 200
    if request.method == "POST" and not is_put(request.POST):
        status = 422
        form.blame_files(faults)
        try:
            if form.is_valid():
                if form.cleaned_data["version"] != entry.version:
                    raise StaleVersion(entry.version)
                revised = publishing.revise_entry(entry=entry, by=desk.user, **form.arguments())
                is_kept = revised.version == entry.version
                if is_kept and Proposal.objects.asked_by(desk.user, revised):
                    messages.success(request, waiting.told(desk))
                else:
                    messages.success(request, _changed(desk, revised))
                return redirect("desk:composer", slug)
        except Refused as refused:
            form.blame(refused)
        except StaleVersion:
            return _both_texts(request, context)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
        form.mark_refused()
    return render(request, "liveblog/desk/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def retract(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take an entry back, with a reason."""
    desk, entry = access.entry_for_author(request, slug, public_id)
    bound = request.POST if request.method == "POST" else None
    form = ReasonForm(bound, initial={"version": entry.version})
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                publishing.retract_entry(entry=entry, by=desk.user, **form.cleaned_data)
                messages.success(
                    request,
                    "Retracted. Readers see the reason in its place; an editor can restore it"
                    " from the list of entries.",
                )
                return redirect("desk:composer", slug)
        except Refused as refused:
            form.blame(refused)
        except StaleVersion as stale:
            form.data = {**request.POST.dict(), "version": stale.current}
            form.add_error(None, f"{stale} Read it again below before you take it back.")
            entry, status = _fresh(entry), 409
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
        form.mark_refused()
    context = {"desk": desk, "blog": desk.blog, "entry": entry, "form": form}
    context["html"] = presentation.entry_html(entry)
    context["showing_the_same"] = showing_the_same(entry)
    return render(request, "liveblog/desk/retract.html", context, status=status)


@require_POST
def restore(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Undo a retraction."""
    desk, entry = access.entry_for_editor(request, slug, public_id)
    try:
        publishing.restore_entry(entry=entry, by=desk.user)
        messages.success(request, "The entry is on the page again.")
    except (Conflict, Refused) as refusal:
        messages.error(request, _in_words(refusal))
    return redirect("desk:composer", slug)


@require_POST
def pin(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Pin an entry above the stream, or with pinned=0 take the pin out."""
    _desk, entry = access.entry_for_editor(request, slug, public_id)
    deed = publishing.unpin_entry if request.POST.get("pinned") == "0" else publishing.pin_entry
    try:
        deed(entry=entry)
    except Conflict as conflict:
        messages.error(request, str(conflict))
    return redirect("desk:composer", slug)


@require_safe
def history(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Every version of an entry: what it said, who wrote it, when and why."""
    desk, entry = access.entry_to_read_for_writer(request, slug, public_id)
    revisions = entry.revisions.select_related("by").order_by("-version")
    context = {"desk": desk, "blog": desk.blog, "entry": entry, "revisions": revisions}
    context["proposals"] = entry.proposals.for_desk()
    if entry.declaration:
        versions = entry.declaration.contest.declarations.order_by("-version")
        context["declarations"] = versions.select_related("recorded_by", "confirmed_by")
    return render(request, "liveblog/desk/history.html", context)


def _changed(desk: Desk, entry: Entry) -> str:
    if entry.status == Entry.Status.PROPOSED:
        return waiting.told(desk)
    if entry.is_visible:
        return "Changed. Every open page shows it."
    if entry.publish_at is None:
        return "Changed. It is a draft: readers do not see it."
    clock = nightclock.house_time(entry.publish_at, entry.blog.zone)
    return f"Changed. It comes out by itself at {clock}."


def _returned(request: HttpRequest, desk: Desk, entry: Entry) -> Proposal | None:
    """The change of this entry that was sent back to this person, where a link asks for it."""
    asked = request.GET.get("returned", "")
    if not asked.isdecimal():
        return None
    mine = Proposal.objects.returned_to(desk.user, desk.blog)
    return mine.filter(entry=entry, pk=int(asked[:18])).first()


def _both_texts(request: HttpRequest, context: dict) -> HttpResponse:
    """The version that stands now beside what was typed, put together where that can be done.

    The form goes on from that version; nothing is saved before it is pressed.
    """
    entry = _fresh(context["entry"])
    combined = None
    data = {**request.POST.dict(), "version": entry.version}
    if not entry.is_retracted:
        read = request.POST.get("version", "")
        combined = combine(
            request.POST.dict(), entry=entry, version=int(read[:9]) if read.isdecimal() else None
        )
        data = combined.data
    form = RevisionForm(data, entry=entry)
    newest = entry.revisions.select_related("by").last()
    context |= {
        "combined": combined,
        "them": _name(newest),
        "entry": entry,
        "form": form,
        "newest": newest,
        "html": presentation.entry_html(entry),
    }
    return render(request, "liveblog/desk/edit.html", context, status=409)


def _name(revision: EntryRevision) -> str:
    by = revision.by
    return (by.first_name or by.get_username()) if by else "The desk"


def _fresh(entry: Entry) -> Entry:
    return Entry.objects.for_fragments().get(pk=entry.pk)


def _in_words(refusal: Conflict | Refused) -> str:
    if isinstance(refusal, Refused):
        return " ".join(fault.message for fault in refusal.faults)
    return str(refusal)

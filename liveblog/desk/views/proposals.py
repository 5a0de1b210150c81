"""What waits for somebody else at the desk, and what they make of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liveblog import publishing
from liveblog.desk import access, together, waiting
from liveblog.desk.access import Desk
from liveblog.desk.forms.revising import AmendForm, SendBackForm
from liveblog.models import Entry, Proposal
from liveblog.publishing import Conflict, Doubtful, Refused
from liveblog.templatetags.house import opening


@require_safe
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits, for the composer's page to refresh: no reader's frame tells of it."""
    desk = access.desk_for_writer(request, slug)
    context = {"desk": desk, "blog": desk.blog, **waiting.context(desk)}
    return render(request, "liveblog/desk/_proposals.html", context)


@require_POST
def confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Publish what somebody else proposed; figures doubtful by now take a press of their own."""
    desk, proposal = access.proposal_for_reporter(request, slug, pk)
    try:
        entry = publishing.confirm_proposal(
            proposal=proposal, by=desk.user, confirm=request.POST.getlist("confirm")
        )
        messages.success(request, _done(entry))
    except Refused as refused:
        return _look_again(request, desk, proposal, refused=refused)
    except Conflict as conflict:
        messages.error(request, str(conflict))
    return redirect("desk:composer", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what somebody else proposed, and publish it by the same press."""
    desk, proposal = access.proposal_for_reporter(request, slug, pk)
    form = AmendForm(request.POST if request.method == "POST" else None, proposal=proposal)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                asked = form.amendment()
                done = publishing.amend_proposal(proposal=proposal, by=desk.user, **asked)
                messages.success(request, _done(done))
                return redirect("desk:composer", slug)
        except Refused as refused:
            form.blame(refused)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
        form.mark_refused()
    context = {"desk": desk, "blog": desk.blog, "entry": proposal.entry, "form": form}
    context |= {"proposal": proposal, "editing": proposal.entry}
    context["lock"] = together.lock(desk, proposal.entry, timezone.now())
    return render(request, "liveblog/desk/amend.html", context, status=status)


@require_POST
def send_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give it back to who proposed it, with a reason."""
    desk, proposal = access.proposal_for_reporter(request, slug, pk)
    form = SendBackForm(request.POST)
    try:
        if form.is_valid():
            publishing.send_back_proposal(proposal=proposal, by=desk.user, **form.cleaned_data)
            messages.success(request, "Sent back. Whoever proposed it is shown the reason.")
    except Refused as refused:
        form.blame(refused)
        form.mark_refused()
        return _look_again(request, desk, proposal, form=form)
    except Conflict as conflict:
        messages.error(request, str(conflict))
    return redirect("desk:composer", slug)


@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what one proposed oneself, to change it; or be done with what was sent back."""
    desk, proposal = access.proposal_for_writer(request, slug, pk)
    was_waiting = proposal.is_waiting
    try:
        entry = publishing.withdraw_proposal(proposal=proposal, by=desk.user)
    except Conflict as conflict:
        messages.error(request, str(conflict))
        return redirect("desk:composer", slug)
    if not was_waiting:
        return redirect("desk:composer", slug)
    if proposal.is_revision:
        messages.success(request, "Taken back. The entry stays as it was published.")
    else:
        messages.success(request, "Taken back: it is a draft again.")
    return redirect("desk:edit", slug, entry.public_id)


def _done(entry: Entry) -> str:
    if entry.status == Entry.Status.SCHEDULED:
        return "Confirmed. It comes out by itself at its time."
    if entry.status == Entry.Status.PROPOSED or entry.proposals.filter(outcome="").exists():
        return waiting.told_anew()
    link = format_html('<a href="{}">{}</a>', entry.get_absolute_url(), opening(entry))
    return format_html("Confirmed. On the page: {}", link)


def _look_again(
    request: HttpRequest,
    desk: Desk,
    proposal: Proposal,
    *,
    form: SendBackForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    context = {
        "desk": desk,
        "blog": desk.blog,
        "row": waiting.seen(proposal, desk),
        "form": form,
        "refused": refused,
        "codes": refused.codes if isinstance(refused, Doubtful) else [],
    }
    return render(request, "liveblog/desk/proposal.html", context, status=422)

"""The second look: what waits for it in a blog, and what somebody else makes of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from liveblog import publishing
from liveblog.api.access import blog_for_reporter, writes
from liveblog.api.entries import PROBLEMS, entry_out
from liveblog.api.schemas import ConfirmIn, EntryOut, ProposalIn, ProposalOut, SendBackIn
from liveblog.models import Entry, Proposal

router = Router(tags=["second look"])


def proposal_out(proposal: Proposal) -> dict[str, Any]:
    """What the desk is asked to confirm; never shown to readers."""
    entry, by = proposal.entry, proposal.by
    return {
        "proposal": proposal.pk,
        "entry": entry.public_id,
        "version": proposal.version,
        "since": proposal.created,
        "by": (by.get_full_name() or by.get_username()) if by else "",
        "is_revision": proposal.is_revision,
        "changes": (proposal.revision or {}).get("changes", {}),
        "reason": (proposal.revision or {}).get("reason", ""),
        "card": proposal.card,
    }


@router.get(
    "/{slug:slug}/proposals",
    response={200: list[ProposalOut], **PROBLEMS},
    summary="What waits for a second look",
)
def waiting(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    blog = blog_for_reporter(request, slug)
    return [proposal_out(each) for each in Proposal.objects.waiting(blog)]


@router.post(
    "/{slug:slug}/entries/{slug:public_id}/confirm",
    response={200: EntryOut, **PROBLEMS},
    throttle=writes,
    summary="Publish a result that somebody else proposed",
)
def confirm(
    request: HttpRequest, response: HttpResponse, slug: str, public_id: str, seen: ConfirmIn
) -> dict[str, Any]:
    found = _proposal(request, slug, public_id, seen)
    entry = publishing.confirm_proposal(proposal=found, by=request.user, confirm=seen.confirm)
    return _answer(response, entry)


@router.post(
    "/{slug:slug}/entries/{slug:public_id}/send-back",
    response={200: EntryOut, **PROBLEMS},
    throttle=writes,
    summary="Give a result back to who proposed it, with a reason",
)
def send_back(
    request: HttpRequest, response: HttpResponse, slug: str, public_id: str, seen: SendBackIn
) -> dict[str, Any]:
    found = _proposal(request, slug, public_id, seen)
    entry = publishing.send_back_proposal(proposal=found, by=request.user, reason=seen.reason)
    return _answer(response, entry)


@router.post(
    "/{slug:slug}/entries/{slug:public_id}/take-back",
    response={200: EntryOut, **PROBLEMS},
    throttle=writes,
    summary="Take back what you proposed; a new result becomes a draft",
)
def take_back(
    request: HttpRequest, response: HttpResponse, slug: str, public_id: str, seen: ProposalIn
) -> dict[str, Any]:
    found = _proposal(request, slug, public_id, seen)
    return _answer(response, publishing.withdraw_proposal(proposal=found, by=request.user))


def _proposal(request: HttpRequest, slug: str, public_id: str, seen: ProposalIn) -> Proposal:
    """The very one that the asker has seen, not one that took its place. Raises Http404."""
    blog = blog_for_reporter(request, slug)
    found = Proposal.objects.filter(entry__blog=blog, entry__public_id=public_id).for_desk()
    proposal = found.filter(pk=seen.proposal).first()
    if proposal is None:
        raise Http404(f"There is no proposal {seen.proposal} on an entry “{public_id}”.")
    return proposal


def _answer(response: HttpResponse, entry: Entry) -> dict[str, Any]:
    entry = Entry.objects.for_fragments().get(pk=entry.pk)
    response["ETag"] = f'"{entry.version}"'
    return entry_out(entry)

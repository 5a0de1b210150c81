"""What waits for somebody else at a blog's desk, and what they make of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from liveblog import publishing
from liveblog.api.access import blog_for_reporter, blog_for_writer, is_contributor, writes
from liveblog.api.entries import PROBLEMS, entry_out
from liveblog.api.schemas import ConfirmIn, EntryOut, ProposalIn, ProposalOut, SendBackIn
from liveblog.models import Blog, Entry, Proposal

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
        "headline": entry.headline,
        "body": entry.body,
        "publish_at": entry.publish_at,
        "card": proposal.card,
    }


@router.get(
    "/{slug:slug}/proposals",
    response={200: list[ProposalOut], **PROBLEMS},
    summary="What waits for somebody else; of a contributor, their own",
)
def waiting(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    blog = blog_for_writer(request, slug)
    found = Proposal.objects.waiting(blog)
    if is_contributor(request, blog):
        found = found.filter(by=request.user)
    return [proposal_out(each) for each in found]


@router.post(
    "/{slug:slug}/entries/{slug:public_id}/confirm",
    response={200: EntryOut, **PROBLEMS},
    throttle=writes,
    summary="Publish what somebody else proposed",
)
def confirm(
    request: HttpRequest, response: HttpResponse, slug: str, public_id: str, seen: ConfirmIn
) -> dict[str, Any]:
    found = _proposal(blog_for_reporter(request, slug), public_id, seen)
    entry = publishing.confirm_proposal(proposal=found, by=request.user, confirm=seen.confirm)
    return _answer(response, entry)


@router.post(
    "/{slug:slug}/entries/{slug:public_id}/send-back",
    response={200: EntryOut, **PROBLEMS},
    throttle=writes,
    summary="Give it back to who proposed it, with a reason",
)
def send_back(
    request: HttpRequest, response: HttpResponse, slug: str, public_id: str, seen: SendBackIn
) -> dict[str, Any]:
    found = _proposal(blog_for_reporter(request, slug), public_id, seen)
    entry = publishing.send_back_proposal(proposal=found, by=request.user, reason=seen.reason)
    return _answer(response, entry)


@router.post(
    "/{slug:slug}/entries/{slug:public_id}/take-back",
    response={200: EntryOut, **PROBLEMS},
    throttle=writes,
    summary="Take back what you proposed; a new entry becomes a draft",
)
def take_back(
    request: HttpRequest, response: HttpResponse, slug: str, public_id: str, seen: ProposalIn
) -> dict[str, Any]:
    blog = blog_for_writer(request, slug)
    found = _proposal(blog, public_id, seen)
    return _answer(response, publishing.withdraw_proposal(proposal=found, by=request.user))


def _proposal(blog: Blog, public_id: str, seen: ProposalIn) -> Proposal:
    """The very one that the asker has seen, not one that took its place. Raises Http404."""
    found = Proposal.objects.filter(entry__blog=blog, entry__public_id=public_id).for_desk()
    proposal = found.filter(pk=seen.proposal).first()
    if proposal is None:
        raise Http404(f"There is no proposal {seen.proposal} on an entry “{public_id}”.")
    return proposal


def _answer(response: HttpResponse, entry: Entry) -> dict[str, Any]:
    entry = Entry.objects.for_fragments().get(pk=entry.pk)
    response["ETag"] = f'"{entry.version}"'
    return entry_out(entry)

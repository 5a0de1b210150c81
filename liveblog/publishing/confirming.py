"""The deeds of the second look: confirm what was proposed, send it back, or take it back."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog.models import Entry, Proposal
from liveblog.publishing import figures
from liveblog.publishing.figures import Figures
from liveblog.publishing.keeping import keep, locked
from liveblog.publishing.picturing import PictureWords
from liveblog.publishing.refusals import Conflict, Refused, SamePerson, StaleVersion
from liveblog.publishing.scheduling import make_public
from liveblog.publishing.second_look import must_wait
from liveblog.publishing.wording import check_reason
from liveblog.publishing.writing import apply_revision, blank_own_sentence
from results.models import Contest

Outcome = Proposal.Outcome


@transaction.atomic
def confirm_proposal(*, proposal: Proposal, by: User, confirm: Collection[str] = ()) -> Entry:
    """Publish what somebody else proposed, as of the moment at which it was proposed.

    The figures are checked again as things are now: raises Refused, Doubtful (its codes go into
    `confirm`), Conflict where it was decided or overtaken, and SamePerson for who proposed it,
    unless the blogs ask for no second look any more.
    """
    proposal, entry = _locked(proposal)
    if proposal.outcome == Outcome.CONFIRMED and proposal.decided_by == by:
        return entry
    _demand_waiting(proposal)
    given = _figures(proposal)
    contest = figures.contest_named(entry.blog, given)
    second = by if by != proposal.by else None
    if second is None and must_wait(given, contest, entry.blog):
        raise SamePerson("Somebody else has to confirm what you proposed.")
    if given and contest:
        given = figures.confirming(given, confirm)
    if proposal.is_revision:
        entry = _revise(proposal, given, second)
    elif not entry.blog.takes_entries:
        raise Conflict("This blog is over and takes no entries.")
    else:
        blank_own_sentence(entry)
        make_public(
            entry, given, contest, declared_by=proposal.by, by=by, why="confirmed", second=second
        )
    _decide(proposal, Outcome.CONFIRMED, by=by)
    return entry


@transaction.atomic
def send_back_proposal(*, proposal: Proposal, by: User, reason: str) -> Entry:
    """Give it back to who proposed it, with a reason: a draft again, or a change not made.

    Raises Refused (no reason), Conflict and SamePerson.
    """
    if not reason.strip():
        raise Refused.one("reason", "Say why: whoever proposed it is shown the reason.")
    reason = check_reason(reason)
    proposal, entry = _locked(proposal)
    _demand_waiting(proposal)
    if by == proposal.by:
        raise SamePerson("You proposed it yourself: take it back instead.")
    _decide(proposal, Outcome.SENT_BACK, by=by, reason=reason)
    if not proposal.is_revision:
        _make_draft(entry, why="sent back", by=by, reason=reason)
    return entry


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: User) -> Entry:
    """Take back what one proposed, or be done with what was sent back. Raises Conflict."""
    proposal, entry = _locked(proposal)
    if by != proposal.by:
        raise SamePerson("Somebody else proposed it: send it back instead.")
    was_waiting = proposal.is_waiting
    if proposal.outcome != Outcome.SENT_BACK:
        _demand_waiting(proposal)
    _decide(proposal, Outcome.WITHDRAWN, by=by, reason=proposal.reason)
    if was_waiting and not proposal.is_revision:
        _make_draft(entry, why="taken back", by=by)
    return entry


def _locked(proposal: Proposal) -> tuple[Proposal, Entry]:
    """Both as they stand under the locks of every feed that the figures would be told in."""
    contests = figures.contests_of(proposal.entry)
    with suppress(Refused):  # of a contest that the blog follows no more
        if contest := figures.contest_named(proposal.entry.blog, _figures(proposal)):
            contests = [*contests, contest]
    entry = locked(proposal.entry, contests)
    return Proposal.objects.for_desk().get(pk=proposal.pk), entry


def _demand_waiting(proposal: Proposal) -> None:
    if proposal.is_waiting:
        return
    who = (
        proposal.decided_by.get_full_name() or proposal.decided_by.username
        if (proposal.decided_by)
        else "the desk"
    )
    raise Conflict(f"It was {proposal.get_outcome_display().lower()} already, by {who}.")


def _figures(proposal: Proposal) -> Figures | None:
    revision = proposal.revision
    return figures.untyped(proposal.entry.figures if revision is None else revision["figures"])


def _revise(proposal: Proposal, given: Figures | None, second: User | None) -> Entry:
    asked = dict(proposal.revision or {})
    changes = dict(asked["changes"])
    if "at" in changes:
        changes["at"] = datetime.fromisoformat(changes["at"])
    contests, pictures = asked["contests"], asked.get("pictures")
    try:
        return apply_revision(
            entry=proposal.entry,
            version=proposal.version,
            by=proposal.by,
            reason=asked["reason"],
            given=given,
            contests=None if contests is None else list(Contest.objects.filter(pk__in=contests)),
            changes=changes,
            pictures=None if pictures is None else [PictureWords(**each) for each in pictures],
            second=second,
        )
    except StaleVersion as stale:
        raise Conflict(
            f"The entry was changed since this was proposed: it is now at version {stale.current}."
            " Send it back, so that it is proposed anew."
        ) from stale


def _make_draft(entry: Entry, *, why: str, by: User, reason: str = "") -> None:
    blank_own_sentence(entry)
    entry.card = None
    entry.status = Entry.Status.DRAFT
    entry.version += 1
    keep(entry, why=why, by=by, reason=reason)


def _decide(proposal: Proposal, outcome: str, *, by: User, reason: str = "") -> None:
    proposal.outcome, proposal.reason = outcome, reason
    proposal.decided, proposal.decided_by = timezone.now(), by
    proposal.save(update_fields=["outcome", "reason", "decided", "decided_by"])

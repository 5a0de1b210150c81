"""The deeds of the second look: confirm what was proposed, change it on the way, send it back, or
take it back."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog.models import Entry, Proposal
from liveblog.publishing import figures
from liveblog.publishing.approving import demand_decider
from liveblog.publishing.figures import Figures
from liveblog.publishing.keeping import fresh, keep, locked
from liveblog.publishing.picturing import PictureWords
from liveblog.publishing.proposing import examine, propose
from liveblog.publishing.refusals import Conflict, Refused, SamePerson, StaleVersion
from liveblog.publishing.scheduling import make_public
from liveblog.publishing.second_look import must_wait
from liveblog.publishing.wording import check_reason, check_wording
from liveblog.publishing.writing import apply_revision, blank_own_sentence
from results.models import Contest

Outcome = Proposal.Outcome
AMENDABLE = ("headline", "body", "at", "speaker", "speaker_role", "provenance")


@transaction.atomic
def confirm_proposal(*, proposal: Proposal, by: User, confirm: Collection[str] = ()) -> Entry:
    """Publish what somebody else proposed, as of the moment at which it was proposed.

    The figures are checked again as things are now: raises Refused, Doubtful (its codes go into
    `confirm`), Conflict where it was decided or overtaken, NotEntitled for a contributor, and
    SamePerson for who proposed it, unless the blogs ask for no second look any more. What is to
    come out later is scheduled by it.
    """
    proposal, entry = _locked(proposal)
    if proposal.outcome == Outcome.CONFIRMED and proposal.decided_by == by:
        return entry
    _demand_waiting(proposal)
    demand_decider(by, proposal)
    given = _figures(proposal)
    contest = figures.contest_named(entry.blog, given)
    second = by if by != proposal.by else None
    if second is None and must_wait(given, contest, entry.blog):
        raise SamePerson("Somebody else has to confirm what you proposed.")
    if given:
        given = figures.confirming(given, confirm)
    if proposal.is_revision:
        entry = _revise(proposal, given, second, confirm=confirm)
    else:
        blank_own_sentence(entry)
        _let_out(entry, given, contest, proposal, by=by, second=second, confirm=confirm)
    _decide(proposal, Outcome.CONFIRMED, by=by)
    return entry


@transaction.atomic
def amend_proposal(
    *,
    proposal: Proposal,
    by: User,
    changes: Mapping[str, Any],
    given: Figures | None = None,
    reason: str = "",
    confirm: Collection[str] = (),
) -> Entry:
    """Publish what somebody else proposed, with changes of words, time or figures of one's own.

    By-line and stamp stay the writer's, and `given` None leaves the figures as they were proposed.
    Figures that take a second look and were changed here wait for a third person, as proposed by
    who changed them. Raises as `confirm_proposal` does.
    """
    if unknown := set(changes) - set(AMENDABLE):
        raise TypeError(f"amend_proposal does not change {', '.join(sorted(unknown))}")
    reason = check_reason(reason, required=False)
    proposal, entry = _locked(proposal, given)
    _demand_waiting(proposal)
    demand_decider(by, proposal)
    if by == proposal.by:
        raise SamePerson("You proposed it yourself: take it back to change it.")
    was = _figures(proposal)
    are_new = given is not None and not figures.are_same(figures.typed(was), figures.typed(given))
    given = given or was
    given = figures.confirming(given, confirm) if given else None
    contest = figures.contest_named(entry.blog, given)
    _decide(proposal, Outcome.AMENDED, by=by, reason=reason)
    if are_new and must_wait(given, contest, entry.blog):
        return _propose_anew(proposal, entry, changes, given, contest, reason=reason, by=by)
    if proposal.is_revision:
        return _revise(proposal, given, by, changes=changes, reason=reason, confirm=confirm)
    _take_changes(entry, changes, given if are_new else None)
    _let_out(entry, given, contest, proposal, by=by, second=by, confirm=confirm)
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
    demand_decider(by, proposal)
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


def _locked(proposal: Proposal, given: Figures | None = None) -> tuple[Proposal, Entry]:
    """Both as they stand under the locks of every feed that the figures would be told in."""
    blog, contests = proposal.entry.blog, figures.contests_of(proposal.entry)
    concerned = (_figures(proposal), given)
    for each in concerned:
        with suppress(Refused):  # of a contest that the blog follows no more
            if contest := figures.contest_named(blog, each):
                contests = [*contests, contest]
    entry = locked(proposal.entry, contests, elections=figures.elections_of(blog, *concerned))
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


def _let_out(
    entry: Entry,
    given: Figures | None,
    contest: Contest | None,
    proposal: Proposal,
    *,
    by: User,
    second: User | None,
    confirm: Collection[str],
) -> None:
    """Publish an entry that was not public yet, or schedule it where its time is still to come."""
    if not entry.blog.takes_entries:
        raise Conflict("This blog is over and takes no entries.")
    if entry.publish_at is None or entry.publish_at <= timezone.now():
        how: dict[str, Any] = {"declared_by": proposal.by, "by": by, "second": second}
        make_public(entry, given, contest, why="confirmed", confirm=confirm, **how)
        return
    entry.status = Entry.Status.SCHEDULED
    faults = check_wording(
        entry,
        has_figures=given is not None,
        has_pictures=bool(entry.pictures.all()),
        now=timezone.now(),
    )
    if faults:
        raise Refused(faults)
    entry.version += 1
    keep(entry, why="confirmed", by=by)


def _take_changes(entry: Entry, changes: Mapping[str, Any], new: Figures | None) -> None:
    """The entry as the desk changed it. Words of ours are written again from the figures."""
    before = {name: getattr(entry, name) for name in AMENDABLE}
    for name, value in changes.items():
        setattr(entry, name, value.strip() if isinstance(value, str) else value)
    blank_own_sentence(entry, before)
    if new:
        entry.figures = figures.typed(new)


def _propose_anew(
    proposal: Proposal,
    entry: Entry,
    changes: Mapping[str, Any],
    given: Figures | None,
    contest: Contest | None,
    *,
    reason: str,
    by: User,
) -> Entry:
    if given is None:
        raise ValueError("Only figures are proposed anew.")
    if proposal.is_revision:
        asked, all_changes, contests = _asked(proposal, changes)
        apply_revision(
            entry=entry,
            version=proposal.version,
            by=by,
            reason=reason or asked["reason"],
            given=given,
            contests=contests,
            changes=all_changes,
        )
        return fresh(entry)
    _take_changes(entry, changes, given)
    entry.status = Entry.Status.PUBLISHED  # as which its words are examined
    faults = check_wording(entry, has_figures=True, now=timezone.now())
    entry.status = Entry.Status.PROPOSED
    if faults:
        raise Refused(faults)
    examine(entry, given, contest, by=by)
    entry.version += 1
    keep(entry, why="amended", by=by, reason=reason)
    propose(entry, by=by)
    return entry


def _asked(
    proposal: Proposal, more: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], list[Contest] | None]:
    """What a change is, with `more` over it."""
    asked = dict(proposal.revision or {})
    changes = dict(asked["changes"])
    if "at" in changes:
        changes["at"] = datetime.fromisoformat(changes["at"])
    pks = asked["contests"]
    contests = None if pks is None else list(Contest.objects.filter(pk__in=pks))
    return asked, {**changes, **more}, contests


def _revise(
    proposal: Proposal,
    given: Figures | None,
    second: User | None,
    *,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
    confirm: Collection[str] = (),
) -> Entry:
    asked, all_changes, contests = _asked(proposal, changes or {})
    pictures = asked.get("pictures")
    try:
        return apply_revision(
            entry=proposal.entry,
            version=proposal.version,
            by=proposal.by,
            reason=reason or asked["reason"],
            given=given,
            contests=contests,
            changes=all_changes,
            pictures=None if pictures is None else [PictureWords(**each) for each in pictures],
            confirm=confirm,
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

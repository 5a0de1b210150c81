"""The deeds of the waiting-for list: a promised figure is awaited, comes, or is given up.

A turnout or a result that lands closes what waits for it, in the transaction that records it,
whoever records it; one that is withdrawn is waited for again.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog import frames
from liveblog.models import Awaited, Blog, Entry
from liveblog.models.awaited import AwaitedQuerySet
from liveblog.publishing import pollslock
from liveblog.publishing.refusals import Conflict, Fault, Refused
from liveblog.publishing.wording import NOT_TEXT, as_shown, check_reason, is_text
from liveblog.realtime import log
from results.models import Contest, Declaration, TurnoutReport
from results.signals import declared

MAX_WHAT = 120


def listen() -> None:
    """Connect to the results app's one signal; called once, when the app is ready."""
    declared.connect(_on_figures, dispatch_uid="liveblog.awaiting")


@transaction.atomic
def await_figure(
    *,
    blog: Blog,
    what: str = "",
    kind: str = Awaited.Kind.OTHER,
    contest: Contest | None = None,
    due_at: datetime | None = None,
    from_entry: Entry | None = None,
    by: User | None = None,
    at: datetime | None = None,
) -> Awaited:
    """Put a promised figure on the blog's list; readers see it until it comes.

    A turnout or result of a contest needs no words and closes itself. Raises Refused and Conflict.
    """
    blog = _locked(blog)
    if not blog.takes_entries:
        raise Conflict(f"This blog is {blog.get_status_display().lower()} and waits for nothing.")
    awaited = Awaited(
        blog=blog,
        what=as_shown(what) or (f"{kind} in {contest}" if contest else ""),
        kind=kind,
        contest=contest,
        due_at=due_at,
        from_entry=from_entry,
        opened_at=at or timezone.now(),
        opened_by=by,
    )
    faults = _faults(awaited) or pollslock.check_words(blog, {"what": awaited.what})
    if faults:
        raise Refused(faults)
    awaited.save()
    log.append(blog.feed_id, frames.blog(blog))
    return awaited


@transaction.atomic
def settle_awaited(
    *,
    awaited: Awaited,
    entry: Entry | None = None,
    by: User | None = None,
    at: datetime | None = None,
) -> Awaited:
    """Say that it has come, with the `entry` that brings it or without.

    Raises Refused and Conflict.
    """
    if entry is not None and (entry.blog_id != awaited.blog_id or not entry.is_visible):
        raise Refused.one("entry", "That entry is not on this blog’s page.")
    return _close(awaited, by=by, closed_at=at, closed_with_entry=entry)


@transaction.atomic
def drop_awaited(
    *, awaited: Awaited, reason: str, by: User | None = None, at: datetime | None = None
) -> Awaited:
    """Give it up, with a reason that is kept. Raises Refused and Conflict."""
    reason = check_reason(reason)
    pollslock.demand(awaited.blog, {"reason": reason})
    return _close(awaited, by=by, closed_at=at, is_dropped=True, reason=reason)


def credit(entry: Entry) -> None:
    """Name the entry beside whatever closed when its figures landed; within its own deed.

    The figures are recorded before the entry is there to be named.
    """
    landed: list[tuple[str, Declaration | TurnoutReport, datetime]] = []
    if entry.declaration:
        landed.append((Awaited.Kind.RESULT, entry.declaration, entry.declaration.declared_at))
    if entry.turnout:
        landed.append((Awaited.Kind.TURNOUT, entry.turnout, entry.turnout.announced_at))
    for kind, row, at in landed:
        closed = entry.blog.awaited.filter(kind=kind, contest=row.contest_id, closed_at=at)
        closed.filter(closed_with_entry=None, is_dropped=False).update(closed_with_entry=entry)


def _on_figures(sender: Any, contest: Contest, **_kwargs: object) -> None:
    if sender is Declaration:
        stamps = [each.declared_at for each in contest.declarations.all()]
        landed = contest.declaration
        if landed is None:
            _reopen(contest, Awaited.Kind.RESULT, stamps)
        elif landed.is_final:
            _land(contest, Awaited.Kind.RESULT, landed.declared_at, landed.recorded_by)
    elif sender is TurnoutReport:
        stamps = [each.announced_at for each in contest.turnout_reports.all()]
        report = contest.turnout
        if report is None:
            _reopen(contest, Awaited.Kind.TURNOUT, stamps)
        else:
            _land(contest, Awaited.Kind.TURNOUT, report.announced_at, report.reported_by)


def _land(contest: Contest, kind: str, at: datetime, by: Any) -> None:
    _change(_concerned(contest, kind).still_open(), closed_at=at, closed_by=by)


def _reopen(contest: Contest, kind: str, stamps: list[datetime]) -> None:
    """What figures that stand no more had closed."""
    closed = _concerned(contest, kind).filter(closed_at__in=stamps)
    _change(closed, closed_at=None, closed_by=None, closed_with_entry=None)


def _concerned(contest: Contest, kind: str) -> AwaitedQuerySet:
    """In the blogs that follow the contest, whose feeds the deed has locked already."""
    following = Blog.objects.filter(contests=contest).exclude(status=Blog.Status.ARCHIVED)
    return Awaited.objects.filter(blog__in=following, contest=contest, kind=kind, is_dropped=False)


def _change(awaited: AwaitedQuerySet, **how: Any) -> None:
    changed = list(awaited.select_related("blog"))
    blogs = {each.blog.feed_id: each.blog for each in changed}
    log.lock(list(blogs))
    Awaited.objects.filter(pk__in=[each.pk for each in changed]).update(**how)
    for feed_id, blog in sorted(blogs.items()):
        log.append(feed_id, frames.blog(blog))


def _close(awaited: Awaited, *, by: User | None, closed_at: datetime | None, **how: Any) -> Awaited:
    blog = _locked(awaited.blog)
    awaited = Awaited.objects.get(pk=awaited.pk)
    if not awaited.is_open:
        raise Conflict(f"“{awaited.what}” is not waited for any more.")
    awaited.closed_at, awaited.closed_by = closed_at or timezone.now(), by
    for name, value in how.items():
        setattr(awaited, name, value)
    awaited.save()
    log.append(blog.feed_id, frames.blog(blog))
    return awaited


def _locked(blog: Blog) -> Blog:
    log.lock([blog.feed_id])
    blog = Blog.objects.get(pk=blog.pk)
    if blog.is_archived:
        raise Conflict("This blog is archived: nothing in it changes any more.")
    return blog


def _faults(awaited: Awaited) -> list[Fault]:
    faults = []
    contest, what = awaited.contest, awaited.what
    if awaited.kind not in Awaited.Kind.values:
        names = ", ".join(Awaited.Kind.values)
        return [Fault("kind", f"“{awaited.kind}” is not one of {names}.")]
    if not what:
        faults.append(Fault("what", "Say what was promised, such as “turnout in Wanstead”."))
    if len(what) > MAX_WHAT:
        faults.append(Fault("what", f"{len(what):,} characters; the limit is {MAX_WHAT}."))
    if not is_text(what):
        faults.append(Fault("what", NOT_TEXT))
    if contest and not awaited.blog.contests.contains(contest):
        faults.append(Fault("contest", f"This blog does not follow {contest}."))
    elif contest and (message := _known_already(awaited, contest)):
        faults.append(Fault("contest", message))
    if awaited.due_at and awaited.due_at <= awaited.opened_at:
        faults.append(Fault("due_at", "That time has passed already."))
    if awaited.from_entry and awaited.from_entry.blog_id != awaited.blog_id:
        faults.append(Fault("from_entry", "That entry is in another blog."))
    return faults


def _known_already(awaited: Awaited, contest: Contest) -> str:
    if awaited.kind == Awaited.Kind.TURNOUT and contest.turnout:
        return f"The turnout in {contest} is known already."
    if awaited.kind == Awaited.Kind.RESULT and contest.declaration:
        return f"{contest} is declared already."
    twin = awaited.blog.awaited.still_open().filter(kind=awaited.kind, contest=contest)
    if awaited.kind != Awaited.Kind.OTHER and (other := twin.first()):
        return f"“{other.what}” is on the list already."
    return ""

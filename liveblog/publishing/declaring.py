"""From an entry's figures to the declarations and turnout reports of the results app."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog.models import Blog, Entry, Membership
from liveblog.publishing.figures import ResultFigures, TurnoutFigures
from liveblog.publishing.locking import feeds_that_tell
from liveblog.publishing.refusals import Conflict, Fault, Refused, refusal
from liveblog.publishing.second_look import asking
from liveblog.publishing.superseding import tell_superseded
from liveblog.publishing.wording import CLOCK_SKEW, MAX_REASON, NOT_TEXT, check_reason, is_text
from liveblog.realtime import log
from results import declarations, sentences
from results.checks import check_prose
from results.checks.times import check_time
from results.findings import FiguresRefused, Finding, accept, error
from results.models import Contest, Declaration, Sheet, TurnoutReport

FEED = "results feed"

# Where a finding of the results app is shown, if its own field is not one of the entry's.
_SHOWN_AT = {"declared_at": "at", "announced_at": "at", "body": "body"}


def declare_in(
    entry: Entry,
    given: ResultFigures | TurnoutFigures,
    contest: Contest,
    *,
    by: User | None,
    second: User | None = None,
) -> None:
    """Declare what the entry says, and let the entry show exactly that.

    What it declared before of another contest, or of the other kind, is withdrawn. Where body or
    headline are empty, they are written from the figures. Raises Refused, and Doubtful where there
    are warnings that `given` does not confirm. `second` has confirmed a result before it is public.
    """
    check_override(entry, given, by)
    prose = check_prose(f"{entry.headline}\n{entry.body}", contest=contest)
    before = declared_by(entry)
    entry.declaration = entry.turnout = entry.superseded_by = None
    standing = contest.declaration
    kind = Declaration if isinstance(given, ResultFigures) else TurnoutReport
    said_no_more = [row for row in before if row.contest != contest or not isinstance(row, kind)]
    try:
        withdraw(said_no_more, reason=given.reason, by=by, at=timezone.now())
        if isinstance(given, ResultFigures):
            entry.declaration = _declare(contest, given, entry.at, by, entry.public_id, second)
            headline, body = sentences.result_sentences(entry.declaration)
            entry.corrects = entry.corrects or _corrected(entry, standing)
        else:
            entry.turnout = _report(contest, given, entry.at, by, entry.public_id)
            headline, body = "", sentences.turnout_sentence(entry.turnout)
        accept(prose, confirmed=given.confirm)
    except FiguresRefused as refused:
        # All at once, so that one press confirms all: those of the figures, then of the words.
        made = [Finding(**each) for row in declared_by(entry) for each in row.confirmed]
        found = dict.fromkeys([*made, *refused.findings, *prose])
        raise _refusal(found, prefix=f"{given.key}.") from refused
    entry.headline = entry.headline or headline
    entry.body = entry.body or body
    card = Sheet.objects.get(pk=contest.pk).card
    entry.card = {**card, "sentence": {"headline": headline, "body": body}}


def declared_by(entry: Entry) -> list[Declaration | TurnoutReport]:
    """The rows that the entry's figures made."""
    return [row for row in (entry.declaration, entry.turnout) if row is not None]


def withdraw(
    rows: Iterable[Declaration | TurnoutReport], *, reason: str, by: User | None, at: datetime
) -> None:
    """Take these figures out of the results, where they are the ones that stand."""
    for row in rows:
        if row == row.contest.declaration:
            declarations.withdraw(row.contest, by=by, reason=reason, at=at)
        elif row == row.contest.turnout:
            declarations.withdraw_turnout(row.contest, by=by, reason=reason, at=at)


def others_stand(given: ResultFigures | TurnoutFigures, contest: Contest) -> bool:
    """Whether the contest has figures of this kind, whoever declared them."""
    standing = contest.declaration if isinstance(given, ResultFigures) else contest.turnout
    return standing is not None


@contextmanager
def as_a_feed(contest: Contest) -> Iterator[None]:
    """Around what a feed declares by `results.declarations` itself: every board and entry follows.

    Within the caller's transaction, before the contest is locked. Raises FiguresRefused where a
    blog that follows the contest asks for a second look.
    """
    log.lock(list(feeds_that_tell([contest])))
    if (blog := asking(contest)) is not None:
        raise FiguresRefused([error("contest", _asks(blog, contest), "second_look")])
    is_polled = contest.candidacies.count() > contest.seats  # who is unopposed waits for no poll
    if is_polled and timezone.now() < contest.election.polls_close_at:
        raise FiguresRefused(check_time(contest, "declared_at", timezone.now(), result=True))
    yield
    tell_superseded([contest], by=None)


@transaction.atomic
def declare_result(
    *, contest: Contest, figures: ResultFigures, at: datetime, by: User | None = None
) -> Declaration:
    """Declare without an entry, as a results feed does: boards change, and entries that showed
    other figures say so.

    Who may override a check is for the caller to know. Raises Refused and Doubtful, and Conflict
    where a blog that follows the contest asks for a second look.
    """
    _begin_without_entry(contest, at, field="declared_at")
    if (blog := asking(contest)) is not None:
        raise Conflict(_asks(blog, contest))
    # By the clock as well: a feed whose own is fast is no earlier for that.
    if timezone.now() < contest.election.polls_close_at and not figures.override_reason.strip():
        found = check_time(contest, "declared_at", timezone.now(), result=True)
        raise _refusal(found)
    try:
        declaration = _declare(contest, figures, at, by, FEED)
    except FiguresRefused as refused:
        raise _refusal(refused.findings) from refused
    tell_superseded([contest], by=by)
    return declaration


@transaction.atomic
def withdraw_result(
    *, contest: Contest, reason: str, at: datetime, by: User | None = None
) -> Declaration:
    """Take back what stands declared in a contest, without an entry; entries that showed it say so.

    It never waits for a second look. Raises Refused.
    """
    _begin_without_entry(contest, at, field="declared_at")
    reason = check_reason(reason)
    try:
        withdrawal = declarations.withdraw(contest, by=by, reason=reason, at=at)
    except FiguresRefused as refused:
        raise _refusal(refused.findings) from refused
    tell_superseded([contest], by=by)
    return withdrawal


@transaction.atomic
def report_turnout(
    *, contest: Contest, figures: TurnoutFigures, at: datetime, by: User | None = None
) -> TurnoutReport:
    """Report a turnout without an entry, likewise. Raises Refused and Doubtful."""
    _begin_without_entry(contest, at, field="announced_at")
    try:
        return _report(contest, figures, at, by, FEED)
    except FiguresRefused as refused:
        raise _refusal(refused.findings) from refused


def _corrected(entry: Entry, standing: Declaration | None) -> Entry | None:
    """The entry of this blog whose declaration the entry's own corrects."""
    made = entry.declaration
    if standing is None or made is None or made.stage != Declaration.Stage.CORRECTED:
        return None
    declared = entry.blog.entries.filter(declaration=standing, status=Entry.Status.PUBLISHED)
    others = declared.exclude(pk=entry.pk) if entry.pk else declared
    found = others.first()
    return None if found is None or (entry.pk and found.corrects_id == entry.pk) else found


def _asks(blog: Blog, contest: Contest) -> str:
    return (
        f"“{blog.title}” asks for a second look at results of {contest.name}: send it as an"
        " entry of a blog, where somebody else can confirm it."
    )


def _begin_without_entry(contest: Contest, at: datetime, *, field: str) -> None:
    log.lock(list(feeds_that_tell([contest])))
    if timezone.is_aware(at) and at > timezone.now() + CLOCK_SKEW:
        raise Refused.one(field, f"{at.isoformat()} is in the future.")


def _declare(
    contest: Contest,
    figures: ResultFigures,
    at: datetime,
    by: User | None,
    source: str,
    second: User | None = None,
) -> Declaration:
    check_lengths(figures)
    return declarations.declare(
        contest,
        votes=figures.votes,
        rejected=figures.rejected,
        stage=stage_of(figures, contest),
        reason=figures.reason,
        lot_winner=figures.lot_winner,
        declared_at=at,
        by=by,
        source=source,
        rejected_heads=figures.rejected_heads,
        stated=stated_in(figures),
        confirmed=figures.confirm,
        override_reason=figures.override_reason,
        confirmed_by=second,
    )


def _report(
    contest: Contest, figures: TurnoutFigures, at: datetime, by: User | None, source: str
) -> TurnoutReport:
    check_lengths(figures)
    return declarations.report_turnout(
        contest,
        percentage=figures.percentage,
        ballots=figures.ballots,
        definition=figures.definition,
        provisional=figures.provisional,
        announced_at=at,
        by=by,
        source=source,
        reason=figures.reason,
        confirmed=figures.confirm,
        override_reason=figures.override_reason,
    )


def stage_of(figures: ResultFigures, contest: Contest) -> str:
    """Provisional as said; a reason makes what was declared before a correction."""
    standing = contest.declaration
    if figures.provisional:
        return Declaration.Stage.PROVISIONAL
    is_changed = figures.reason and standing and standing.is_final
    return Declaration.Stage.CORRECTED if is_changed else Declaration.Stage.DECLARED


def stated_in(figures: ResultFigures) -> dict[str, int | str | None]:
    """What was said beside the votes."""
    return {
        "elected": figures.elected,
        "majority": figures.majority,
        "valid_votes": figures.valid_votes,
    }


def check_override(entry: Entry, given: ResultFigures | TurnoutFigures, by: User | None) -> None:
    """Only an editor publishes against a check; a scheduled entry is as its writer left it."""
    person = by or entry.created_by
    if not given.override_reason.strip() or person is None:
        return
    if Membership.objects.role_of(person, entry.blog) != Membership.Role.EDITOR:
        message = "Only an editor of this blog publishes against a check."
        raise Refused.one(f"{given.key}.override_reason", message)


def check_lengths(figures: ResultFigures | TurnoutFigures) -> None:
    """Raises FiguresRefused for reasons that are too long or no text."""
    for field in ("reason", "override_reason"):
        reason = getattr(figures, field)
        if len(reason) > MAX_REASON:
            message = f"{len(reason):,} characters; the limit is {MAX_REASON}."
            raise FiguresRefused([error(field, message, "reason_too_long")])
        if not is_text(reason):
            raise FiguresRefused([error(field, NOT_TEXT, "not_text")])


def _refusal(findings: Iterable[Finding], *, prefix: str = "") -> Refused:
    return refusal(faults_of(findings, prefix=prefix))


def faults_of(findings: Iterable[Finding], *, prefix: str = "") -> list[Fault]:
    """Findings of the results app as faults of the entry's fields."""
    return [
        Fault(
            _shown_at(each.field, prefix), each.message, each.code, each.severity, each.overridable
        )
        for each in findings
    ]


def _shown_at(field: str, prefix: str) -> str:
    """The entry's field, or the figures' own. A feed, without a prefix, has no other fields."""
    # A correction is not chosen but follows from its reason: that is what is missing.
    field = "reason" if field == "stage" else field
    return _SHOWN_AT.get(field, f"{prefix}{field}") if prefix else field

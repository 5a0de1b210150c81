"""From an entry's figures to the declarations and turnout reports of the results app."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog.models import Blog, BlogContest, Entry
from liveblog.publishing.figures import ResultFigures, TurnoutFigures
from liveblog.publishing.refusals import Fault, Refused
from liveblog.publishing.wording import CLOCK_SKEW, MAX_REASON
from liveblog.realtime import log
from results import declarations, sentences
from results.card import contest_card
from results.findings import FiguresRefused, error
from results.models import Contest, Declaration, TurnoutReport

# Where a finding of the results app is shown, if its own field is not one of the entry's.
_SHOWN_AT = {"declared_at": "at", "announced_at": "at"}


def lock_feeds(blog: Blog, contests: Iterable[Contest]) -> None:
    """Lock the blog's feed and that of every blog whose board these contests will change."""
    log.lock([blog.feed_id, *_feeds_that_follow(contests)])


def declare_in(
    entry: Entry, given: ResultFigures | TurnoutFigures, contest: Contest, *, by: User | None
) -> None:
    """Declare what the entry says, and let the entry show exactly that. Raises Refused.

    What it declared before of another contest, or of the other kind, is withdrawn. Where body or
    headline are empty, they are written from the figures.
    """
    before = declared_by(entry)
    entry.declaration = entry.turnout = None
    kind = Declaration if isinstance(given, ResultFigures) else TurnoutReport
    said_no_more = [row for row in before if row.contest != contest or not isinstance(row, kind)]
    try:
        withdraw(said_no_more, reason=given.reason, by=by, at=timezone.now())
        if isinstance(given, ResultFigures):
            entry.declaration = _declare(contest, given, entry.at, by, entry.public_id)
            headline, body = sentences.result_sentences(entry.declaration)
        else:
            entry.turnout = _report(contest, given, entry.at, by, entry.public_id)
            headline, body = "", sentences.turnout_sentence(entry.turnout)
    except FiguresRefused as refused:
        raise Refused(
            Fault(_SHOWN_AT.get(fault.field, f"{given.key}.{fault.field}"), fault.message)
            for fault in _faults(refused)
        ) from refused
    entry.headline = entry.headline or headline
    entry.body = entry.body or body
    card = contest_card(Contest.objects.with_results().get(pk=contest.pk))
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


@transaction.atomic
def declare_result(
    *, contest: Contest, figures: ResultFigures, at: datetime, by: User | None = None
) -> Declaration:
    """Declare without an entry, as a results feed does: only boards change. Raises Refused."""
    log.lock(list(_feeds_that_follow([contest])))
    if timezone.is_aware(at) and at > timezone.now() + CLOCK_SKEW:
        raise Refused.one("declared_at", f"{at.isoformat()} is in the future.")
    try:
        return _declare(contest, figures, at, by, "results feed")
    except FiguresRefused as refused:
        raise Refused(_faults(refused)) from refused


def _feeds_that_follow(contests: Iterable[Contest]) -> Iterable[int]:
    following = BlogContest.objects.filter(contest__in=[contest.pk for contest in contests])
    return following.values_list("blog__feed_id", flat=True)


def _declare(
    contest: Contest, figures: ResultFigures, at: datetime, by: User | None, source: str
) -> Declaration:
    _check_length(figures.reason)
    standing = contest.declaration
    corrects = bool(figures.reason and standing and standing.is_final)
    return declarations.declare(
        contest,
        votes=figures.votes,
        rejected=figures.rejected,
        stage=Declaration.Stage.CORRECTED if corrects else Declaration.Stage.DECLARED,
        reason=figures.reason,
        lot_winner=figures.lot_winner,
        declared_at=at,
        by=by,
        source=source,
    )


def _report(
    contest: Contest, figures: TurnoutFigures, at: datetime, by: User | None, source: str
) -> TurnoutReport:
    _check_length(figures.reason)
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
    )


def _check_length(reason: str) -> None:
    if len(reason) > MAX_REASON:
        message = f"{len(reason):,} characters; the limit is {MAX_REASON}."
        raise FiguresRefused([error("reason", message, "reason_too_long")])


def _faults(refused: FiguresRefused) -> list[Fault]:
    # A correction is not chosen but follows from its reason, so that is what is missing.
    return [
        Fault("reason" if finding.field == "stage" else finding.field, finding.message)
        for finding in refused.findings
        if finding.blocks
    ]

"""A whole election declared again, contest by contest, in a blog that follows all of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from liveblog import publishing
from liveblog.models import Blog, Entry
from liveblog.nightclock import house_time
from liveblog.publishing import ResultFigures, TurnoutFigures
from liveblog.replaying.moments import Moments
from liveblog.replaying.pace import Pace
from liveblog.replaying.plan import Plan, Step
from liveblog.replaying.stage import set_stage
from results import comparison
from results.arithmetic import percent
from results.models import Contest, Declaration, TurnoutReport


@dataclass(frozen=True, slots=True)
class Told:
    """What became public at `at`, in a line; `seconds` is what a declaration's deed took."""

    at: datetime
    words: str
    seconds: float | None = None


@transaction.atomic
def prepare(plan: Plan, *, slug: str) -> Blog:
    """An empty live blog that follows copies of all the contests, and says how it is ordered.

    A replay of that slug that is there already is wiped and used again. Raises Conflict where
    `slug` is a blog of record, and Refused where it can be no blog's.
    """
    day = f"{plan.election.polling_day:%-d %B %Y}"
    head = {
        "title": f"{plan.election.name}, replayed",
        "standfirst": f"A replay of the night of {day}, not the night itself. "
        f"{plan.timetable.sentence}",
    }
    blog = set_stage(
        slug=slug, contests=plan.contests, polling_day=plan.election.polling_day, **head
    )
    return publishing.edit_blog(blog=blog, **head)


def play(
    plan: Plan,
    blog: Blog,
    *,
    pace: Pace,
    with_entries: bool = True,
    until: datetime | None = None,
) -> Iterator[Told]:
    """Make known in `blog` what the night made known, in its order and at `pace`, up to `until`.

    Results are entries, and so are the moments of the night; turnouts, and without entries results
    too, are reported as a results feed does. All keep the instant at which they happened.
    """
    contests = {each.slug: each for each in blog.contests.select_related("election")}
    moments = _moments(plan, contests) if with_entries else None
    before = plan.steps[0].at
    for step in plan.steps:
        if until is not None and step.at > until:
            return
        pace.wait(step.at - before)
        before, contest = step.at, contests[step.contest]
        if isinstance(step.figures, TurnoutFigures):
            report = publishing.report_turnout(contest=contest, figures=step.figures, at=step.at)
            yield Told(step.at, _turnout_line(report))
            continue
        started = time.perf_counter()
        declaration = _declare(blog if with_entries else None, contest, step.figures, step.at)
        yield Told(step.at, _line(declaration), time.perf_counter() - started)
        if moments is not None:
            yield from _tell_moments(moments, declaration, blog, step)


def _moments(plan: Plan, contests: dict[str, Contest]) -> Moments:
    election = next(iter(contests.values())).election
    return Moments(election, last=sum(contests[slug].seats for slug in plan.declaring))


def _declare(
    blog: Blog | None, contest: Contest, figures: ResultFigures, at: datetime
) -> Declaration:
    if blog is None:
        return publishing.declare_result(contest=contest, figures=figures, at=at)
    # Of hundreds of results none is a key event; what they add up to is.
    entry, _ = publishing.publish_entry(blog=blog, at=at, result=figures, key_event=False)
    return entry.declaration


def _line(declaration: Declaration) -> str:
    """“Northquay: Harbour hold, majority 210”."""
    outcome, majority = comparison.outcome(declaration), declaration.majority
    told = f"{declaration.contest.name}: {outcome.text}" if outcome else declaration.contest.name
    return told if majority is None else f"{told}, majority {majority:,}"


def _turnout_line(report: TurnoutReport) -> str:
    """“Northquay: turnout 60.5%”."""
    share = comparison.reported(report).fraction
    told = f"{report.ballots or 0:,} papers" if share is None else f"{percent(share)}%"
    return f"{report.contest.name}: turnout {told}"


def _tell_moments(
    moments: Moments, declaration: Declaration, blog: Blog, step: Step
) -> Iterator[Told]:
    for moment in moments.after(declaration, clock=house_time(step.at, blog.zone)):
        publishing.publish_entry(
            blog=blog,
            kind=Entry.Kind.NATIONAL,
            headline=moment.headline,
            body=moment.body,
            at=step.at,
            key_event=True,
        )
        yield Told(step.at, moment.headline)

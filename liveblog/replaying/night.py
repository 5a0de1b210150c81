"""A blog's finished night told again, entry by entry."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Entry
from liveblog.publishing.figures import of_record, untyped
from liveblog.replaying.beside import Beside
from liveblog.replaying.stage import copy_slug, set_stage
from results.models import Contest, Election


@dataclass(frozen=True, slots=True)
class Step:
    """One entry to be told again, and how long after the one before it happened."""

    entry: Entry
    gap: timedelta


def prepare(night: Blog, *, slug: str) -> Blog:
    """An empty live blog that will tell `night` again, marked as a rehearsal on every page.

    Its contests are copies on which nothing is declared. A rehearsal of that slug that is there
    already is wiped and used again. Raises Conflict where `slug` is a blog of record.
    """
    followed = night.contests.select_related("election")
    return set_stage(
        slug=slug,
        contests=list(followed.order_by("blogcontest__order", "blogcontest__pk")),
        polling_day=night.polling_day,
        title=night.title,
        standfirst=night.standfirst,
        byline=night.byline,
        place=night.place,
        time_zone=night.time_zone,
    )


def steps(night: Blog) -> list[Step]:
    """The night's published entries in the order in which they happened."""
    entries = night.entries.filter(status=Entry.Status.PUBLISHED).oldest_first()
    told = list(entries.select_related("corrects").prefetch_related("contests", "pictures"))
    return [
        Step(entry, entry.at - told[number - 1].at if number else timedelta())
        for number, entry in enumerate(told)
    ]


def play(
    night: Blog,
    blog: Blog,
    *,
    speed: float,
    longest_gap: float,
    told: Callable[[Entry, int, int], None],
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Publish the night's entries into `blog`, `speed` times as fast as they happened.

    No wait is longer than `longest_gap` seconds. Each entry keeps the instant at which it happened.
    Returns the number of entries.
    """
    plan = steps(night)
    retold: dict[int, Entry] = {}
    beside = Beside(night, blog)
    for number, step in enumerate(plan, start=1):
        sleep(min(step.gap.total_seconds() / speed, longest_gap))
        old = step.entry
        beside.tell_before(old.at)
        figures = untyped(old.figures)
        figures = of_record(figures) if figures else None
        entry, _ = publishing.publish_entry(
            blog=blog,
            client_id=uuid.uuid5(old.client_id, blog.feed.epoch),
            kind=old.kind,
            headline=old.headline,
            body=old.body,
            at=old.at,
            authors=old.authors,
            speaker=old.speaker,
            speaker_role=old.speaker_role,
            provenance=old.provenance,
            key_event=old.key_event,
            stamp=old.stamp,
            corrects=retold.get(old.corrects_id or 0),
            contests=_same_contests(blog, old),
            result=figures if isinstance(figures, publishing.ResultFigures) else None,
            turnout=figures if isinstance(figures, publishing.TurnoutFigures) else None,
            forecast=_of_the_copy(blog, figures)
            if isinstance(figures, publishing.ForecastFigures)
            else None,
            read_figures=None if figures else old.figures,
            pictures=publishing.copy_pictures(of=old, blog=blog),
        )
        beside.tell_until(old.at)
        retold[old.pk] = entry
        told(entry, number, len(plan))
    beside.tell_until(timezone.now())
    return len(plan)


def _same_contests(blog: Blog, entry: Entry) -> list[Contest]:
    slugs = [contest.slug for contest in entry.contests.all()]
    return list(blog.contests.filter(slug__in=slugs))


def _of_the_copy(blog: Blog, forecast: publishing.ForecastFigures) -> publishing.ForecastFigures:
    """The same seats, of the election on which nothing is declared."""
    election = Election.objects.get(slug=forecast.election)
    return replace(forecast, election=copy_slug(election, blog_slug=blog.slug))

"""Playing a finished night again, live, through the same deeds and so through the front door."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction

from liveblog import publishing
from liveblog.models import Blog, Entry
from liveblog.publishing.figures import of_record, untyped
from results.models import Contest, Election
from results.rehearsal import SUFFIX, rehearsal_of


@dataclass(frozen=True, slots=True)
class Step:
    """One entry to be told again, and how long after the one before it happened."""

    entry: Entry
    gap: timedelta


@transaction.atomic
def prepare(night: Blog, *, slug: str) -> Blog:
    """An empty live blog that will tell `night` again, marked as a rehearsal on every page.

    Its contests are copies on which nothing is declared. A rehearsal of that slug that is there
    already is wiped and used again. Raises Conflict where `slug` is a blog of record.
    """
    blog = Blog.objects.filter(slug=slug).first()
    if blog is not None:
        publishing.wipe_rehearsal(blog=blog)
    contests = _rehearsal_contests(night, slug)
    if blog is None:
        return publishing.create_blog(
            slug=slug,
            title=night.title,
            standfirst=night.standfirst,
            byline=night.byline,
            place=night.place,
            time_zone=night.time_zone,
            polling_day=night.polling_day,
            status=Blog.Status.LIVE,
            contests=contests,
            is_rehearsal=True,
        )
    return publishing.follow_contests(blog=blog, contests=contests)


def steps(night: Blog) -> list[Step]:
    """The night's published entries in the order in which they happened."""
    entries = night.entries.filter(status=Entry.Status.PUBLISHED).oldest_first()
    told = list(entries.select_related("corrects").prefetch_related("contests"))
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
    for number, step in enumerate(plan, start=1):
        sleep(min(step.gap.total_seconds() / speed, longest_gap))
        old = step.entry
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
        )
        retold[old.pk] = entry
        told(entry, number, len(plan))
    return len(plan)


def _same_contests(blog: Blog, entry: Entry) -> list[Contest]:
    slugs = [contest.slug for contest in entry.contests.all()]
    return list(blog.contests.filter(slug__in=slugs))


def _of_the_copy(blog: Blog, forecast: publishing.ForecastFigures) -> publishing.ForecastFigures:
    """The same seats, of the election on which nothing is declared."""
    election = Election.objects.get(slug=forecast.election)
    return replace(forecast, election=_copy_slug(election, blog.slug))


def _copy_slug(election: Election, slug: str) -> str:
    return f"{slug}-{election.pk}{SUFFIX}"


def _rehearsal_contests(night: Blog, slug: str) -> list[Contest]:
    followed = list(
        night.contests.select_related("election").order_by("blogcontest__order", "blogcontest__pk")
    )
    copies = {
        election: rehearsal_of(election, slug=_copy_slug(election, slug))
        for election in dict.fromkeys(contest.election for contest in followed)
    }
    return [copies[contest.election].contests.get(slug=contest.slug) for contest in followed]

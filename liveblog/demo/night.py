"""Reads the night from its files and publishes it through the deeds, as a newsroom would have."""

import json
import tomllib
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Entry
from liveblog.publishing import ForecastFigures, ResultFigures, TurnoutFigures
from results.loading import load_election
from results.models import Contest, Election

BLOG_FIELDS = (
    "slug",
    "title",
    "standfirst",
    "byline",
    "place",
    "time_zone",
    "polling_day",
    "opened_at",
)
HERE = Path(__file__).parent
NAMESPACE = uuid.UUID("5f8cf5bc-2f0e-4a0e-9b59-3a4d4e9a7c10")


def load_demo_election() -> Election:
    """The four Redbridge contests of 2010 and their 2005 comparison; safe to load again."""
    document = json.loads((HERE / "election.json").read_text(encoding="utf-8"))
    elsewhere = Contest.objects.exclude(election__slug=document["election"]["slug"])
    taken = set(elsewhere.values_list("ballot_paper_id", flat=True))
    for contest in document["contests"]:
        # A site that holds the real election of 2010 gives its ballots to that one.
        if contest["ballot_paper_id"] in taken:
            del contest["ballot_paper_id"]
    return load_election(document)


def publish_night(*, progress: Callable[[int, int], None] = lambda done, total: None) -> Blog:
    """The finished night as a closed blog. Run again, it adds only what is missing."""
    night = tomllib.loads((HERE / "night.toml").read_text(encoding="utf-8"))
    election = load_demo_election()
    blog = Blog.objects.filter(slug=night["slug"]).first() or publishing.create_blog(
        **{name: night[name] for name in BLOG_FIELDS},
        status=Blog.Status.LIVE,
        contests=[election.contests.get(slug=slug) for slug in night["contests"]],
    )
    if blog.is_over:
        return blog
    named: dict[str, Entry] = {}
    counted = [
        *((each["at"], partial(_move, blog, each)) for each in night["moves"]),
        *((each["at"], partial(_expect, blog, each)) for each in night["expected"]),
        *((each["at"], partial(_await, blog, each, named)) for each in night["awaited"]),
    ]
    counted.sort(key=lambda each: each[0])
    for number, told in enumerate(night["entries"]):
        while counted and counted[0][0] < told["at"]:
            counted.pop(0)[1]()
        named[told.get("name", "")] = _publish(blog, told, named, number)
        progress(number + 1, len(night["entries"]))
    for _, deed in counted:
        deed()
    return publishing.close_blog(blog=blog, at=night.get("closed_at") or timezone.now())


def _publish(blog: Blog, told: dict[str, Any], named: dict[str, Entry], number: int) -> Entry:
    entry, _ = publishing.publish_entry(
        blog=blog,
        client_id=uuid.uuid5(NAMESPACE, f"{blog.slug}/{number}"),
        at=told["at"],
        authors=[],  # the blog's by-line names the desk once for all
        kind=told.get("kind", ""),
        headline=told.get("headline", ""),
        body=told.get("body", ""),
        speaker=told.get("speaker", ""),
        speaker_role=told.get("speaker_role", ""),
        provenance=told.get("provenance", ""),
        contests=list(blog.contests.filter(slug__in=told.get("contests", []))),
        corrects=named[told["corrects"]] if "corrects" in told else None,
        result=ResultFigures(**told["result"]) if "result" in told else None,
        turnout=TurnoutFigures(**told["turnout"]) if "turnout" in told else None,
        forecast=ForecastFigures(**told["forecast"]) if "forecast" in told else None,
    )
    return entry


def _move(blog: Blog, told: dict[str, Any]) -> None:
    for contest in blog.contests.filter(slug__in=told["contests"]):
        if not contest.moves.filter(stage=told["stage"], moved_at=told["at"]):
            publishing.move_count(contest=contest, stage=told["stage"], at=told["at"])


def _expect(blog: Blog, told: dict[str, Any]) -> None:
    contest = blog.contests.get(slug=told["contest"])
    publishing.expect_declaration(
        contest=contest, at=told["expected_at"], source=told.get("source", "")
    )


def _await(blog: Blog, told: dict[str, Any], named: dict[str, Entry]) -> None:
    if not blog.awaited.filter(opened_at=told["at"]):
        publishing.await_figure(
            blog=blog,
            what=told.get("what", ""),
            kind=told.get("kind", "other"),
            contest=blog.contests.filter(slug=told.get("contest", "")).first(),
            from_entry=named.get(told.get("from", "")),
            at=told["at"],
        )

"""The hall's clock, the counts that are read out in it, and what the log says of them."""

import json
from datetime import datetime, timedelta
from typing import Any

from liveblog.models import Blog
from liveblog.publishing import ResultFigures
from tests.results.night import at

NORTHQUAY = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}
NORTHQUAY_CORRECTED = {**NORTHQUAY, "ada-quill": 2_810}
SOUTHQUAY = {"eve-stone": 1_800, "finn-larch": 2_100, "gus-pike": 300}
FENSIDE = {"lu-heron": 1_400, "max-rudd": 1_000, "nia-teal": 100}


class Clock:
    """Stands in for `timezone.now`; the night goes on when it is told to."""

    def __init__(self, now: datetime = at("02:30")) -> None:  # noqa: B008 - a constant
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def tick(self, minutes: int = 1) -> None:
        self.now += timedelta(minutes=minutes)


def northquay(**more: Any) -> ResultFigures:
    """Northquay as it was first read out: Quill holds by 200."""
    return ResultFigures(**{"contest": "northquay", "votes": NORTHQUAY, "rejected": 40, **more})


def corrected(**more: Any) -> ResultFigures:
    """Northquay after the clerk found ten more, which the turnout announced did not have."""
    known = {"votes": NORTHQUAY_CORRECTED, "confirm": ("differs_from_ballots",)}
    return northquay(**{**known, **more})


def events(blog: Blog) -> list[dict[str, Any]]:
    """The blog's log, oldest first."""
    return [json.loads(row.frame) for row in blog.feed.events.order_by("offset")]


def told(blog: Blog, *, after: int = 0) -> list[str]:
    """The log in short: “put published”, “drop”, “board”, “blog”."""
    return [
        f"{event['type']} {event.get('why', '')}".strip()
        for event in events(blog)
        if event["offset"] > after
    ]


def head(blog: Blog) -> int:
    return Blog.objects.get(pk=blog.pk).feed.head


def offsets(blog: Blog) -> list[int]:
    return [event["offset"] for event in events(blog)]


def board(blog: Blog) -> dict[str, Any]:
    """The newest board in the log, by contest."""
    boards = [event["board"] for event in events(blog) if event["type"] == "board"]
    return {card["slug"]: card for card in boards[-1]["contests"]}

"""How the stream is, in words first: what the page of it shows to editors and to staff."""

import logging
import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from liveblog import __version__
from liveblog.desk.access import Oversight
from liveblog.models import Blog, ElectionFeed
from liveblog.realtime.state import FeedState, State
from results.arithmetic import thousands

logger = logging.getLogger(__name__)

TASKS = {"look": "looking at the log", "beat": "signs of life", "doorbell": "listening for rings"}
FAULTS = {
    "log": "The log {}: nothing can be published.",
    "tasks": "Work in the background does not go well: {}.",
    "feeds": "Readers are not told what is published: {}.",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state in a word and a few sentences. `tone` is well, worn or failing."""

    tone: str
    word: str
    sentence: str
    more: list[str]


def stream_context(state: State, seen: Oversight) -> dict[str, Any]:
    """What the page shows to somebody who may see so much."""
    feeds = [feed for feed in state.feeds if seen.includes(feed.name)]
    return {
        "state": state,
        "verdict": _verdict(state, feeds, seen),
        "rows": _rows(feeds, state.at),
        "readers": thousands(sum(feed.readers for feed in feeds)),
        "round": _round_of(feeds),
        "process": _process(state) if seen.is_staff else [],
        "is_staff": seen.is_staff,
        "zone": timezone.get_default_timezone(),
    }


def duration(seconds: float) -> str:
    """As an operator says it: 40 ms, 1.4 s, 12 s, 5 min, 3 h, 2 days."""
    if seconds < 0.9995:
        return f"{max(1, round(seconds * 1000))} ms"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if seconds < 119.5:
        return f"{seconds:.0f} s"
    if seconds < 119.5 * 60:
        return f"{seconds / 60:.0f} min"
    if seconds < 47.5 * 3600:
        return f"{seconds / 3600:.0f} h"
    return f"{seconds / 86400:.0f} days"


def ago(then: datetime, now: datetime) -> str:
    """`just now`, `12 s ago`."""
    seconds = (now - then).total_seconds()
    return "just now" if seconds < 1.5 else f"{duration(seconds)} ago"


def _verdict(state: State, feeds: list[FeedState], seen: Oversight) -> Verdict:
    sentence, more = _delivery(feeds, seen), []
    if state.is_full:
        more.append(_why_full(state, seen))
    if state.bell_fault:
        more.append(
            f"{state.bell} {state.bell_fault}: what is published by another process comes up to"
            f" {duration(settings.FEED_LOOK_SECONDS)} later than it could."
        )
    more += [
        f"{_capitalised(TASKS.get(name, name))} failed and begins again."
        for name in state.stumbling
        if not (name == "doorbell" and state.bell_fault) and "tasks" not in state.faults
    ]
    if state.faults:
        first, *others = [_fault(check, what) for check, what in state.faults.items()]
        if "log" in state.faults:
            others.append("What was published before goes on being served.")
        return Verdict("failing", "Something is wrong", first, [*others, sentence, *more])
    if more:
        return Verdict("worn", "It works, with less in hand", sentence, more)
    return Verdict("well", "All is well", sentence, [])


def _delivery(feeds: list[FeedState], seen: Oversight) -> str:
    readers = sum(feed.readers for feed in feeds)
    whose = "" if seen.is_staff else " of your blogs"
    if not readers:
        return f"Nobody follows a page{whose} through this process just now."
    who = f"{thousands(readers)} reader{'' if readers == 1 else 's'}{whose}"
    if took := _round_of(feeds):
        return f"Everything is sent within {took} to {who}."
    return f"{who} {'is' if readers == 1 else 'are'} here; nothing was to be sent yet."


def _round_of(feeds: list[FeedState]) -> str:
    slowest = max((feed.round_seconds for feed in feeds if feed.readers), default=0.0)
    return duration(slowest) if slowest else ""


def _why_full(state: State, seen: Oversight) -> str:
    if 0 < settings.FEED_READERS <= state.readers:
        held = f"{thousands(state.readers)} readers are" if seen.is_staff else "readers are"
        return f"Full: {held} as many as it may hold. Newcomers poll."
    return (
        f"Slow: the last reader had an event later than {duration(settings.FEED_PACE)}."
        " Newcomers poll until it is faster."
    )


def _fault(check: str, what: str) -> str:
    if check == "tasks":
        what = ", ".join(TASKS.get(name, name) for name in what.split(", "))
    return FAULTS[check].format(what)


def _rows(feeds: list[FeedState], now: datetime) -> list[dict[str, Any]]:
    """A row a feed, the most followed first."""
    known = _known([feed.name for feed in feeds])
    rows = []
    for feed in sorted(feeds, key=lambda feed: (-feed.readers, feed.name)):
        row = {
            "title": feed.name,
            "readers": thousands(feed.readers),
            "head": thousands(feed.head),
            "ago": ago(feed.newest_at, now) if feed.newest_at else "",
            "round": _round_of([feed]),
            "behind": feed.behind,
        }
        rows.append(row | known.get(feed.name, {}))
    return rows


def _known(names: list[str]) -> dict[str, dict[str, Any]]:
    """Whose feeds these are, as far as the database says: the page is for when it does not, too."""
    known: dict[str, dict[str, Any]] = {}
    try:
        for each in ElectionFeed.objects.filter(feed__name__in=names).select_related("election"):
            election = each.election
            url = reverse("reader:election", args=[election.slug])
            row = {"title": election.name, "status": "Election", "url": url}
            known[ElectionFeed.name_for(election.slug)] = row
        for blog in Blog.objects.filter(slug__in=names):
            row = {"title": blog.title, "url": blog.get_absolute_url(), "is_live": blog.is_live}
            known[blog.slug] = row | {"status": blog.get_status_display()}
    except DatabaseError:
        logger.warning("The feeds are shown without their titles.", exc_info=True)
    return known


def _process(state: State) -> list[tuple[str, str]]:
    """Terms and what is to be said of them, for staff."""
    said = [
        (
            "Newcomers",
            "Ask by HTTP until there is a place" if state.is_full else "Are given a socket",
        ),
        ("Sent to polling", f"{_count(state.sent_away, 'reader')} since it began"),
        ("Doorbell", _bell(state)),
        ("The log", _capitalised(state.faults.get("log", "can be written"))),
        ("Its tasks", _tasks(state)),
    ]
    if state.connections is not None and state.answered is not None:
        answered = f"{_count(state.answered, 'answer')} given"
        said.append(("At the gate", f"{_count(state.connections, 'connection')}, {answered}"))
    up = duration((state.at - state.started_at).total_seconds())
    said.append(("Process", f"{state.pid}, up for {up}, Declared {__version__}"))
    return said


def _bell(state: State) -> str:
    heard = "not heard yet"
    if state.rung_at is not None:
        heard = f"heard {ago(state.rung_at, state.at)}"
    if state.bell == "memory":
        return f"In memory, for this process alone; {heard}"
    return f"{state.bell} {state.bell_fault or 'answers'}; {heard}"


def _tasks(state: State) -> str:
    said = []
    for name, seconds in state.stumbling.items():
        how = "is over" if seconds == math.inf else f"has failed for {duration(seconds)}"
        said.append(f"{TASKS.get(name, name)} {how}")
    if not said:
        said.append("go well")
    if failed := sum(state.failures.values()):
        said.append(f"{_count(failed, 'failure')} since it began")
    return _capitalised("; ".join(said))


def _count(number: int, what: str) -> str:
    return f"{thousands(number)} {what}{'' if number == 1 else 's'}"


def _capitalised(words: str) -> str:
    return words[0].upper() + words[1:]

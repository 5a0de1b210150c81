"""What a process can say of its stream: to a load balancer, to a monitor, to the newsroom.

It is read when somebody asks, and costs readers nothing. What has to be tried, such as whether the
log can be written, is tried once a second at most, for all who ask.
"""

import asyncio
import logging
import math
import os
import shutil
import time
import weakref
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from liveblog.realtime.feed import LiveFeed
from liveblog.realtime.gate.entrance import entrance_of
from liveblog.realtime.hub import Hub, current_hub
from liveblog.realtime.models import Event, Feed

logger = logging.getLogger(__name__)

STARTED = datetime.now(UTC)

GOOD_FOR = 1.0  # seconds for which an attempt need not be made again
WAIT_SECONDS = 1.0  # that somebody who asks waits for one
ANSWER_SECONDS = 5.0  # in which a database has to answer that nobody else has locked
BELL_SECONDS = 1.0  # in which the doorbell has to take a ring
# That a feed may be behind the log, or one of the hub's tasks not go well, apart from the look.
LATE_SECONDS = 5.0
LEAST_DISK = 32 * 1024 * 1024  # bytes that have to be left beside an SQLite file

UNWRITABLE, SILENT, DISK_FULL = "cannot be written", "does not answer", "its disk is full"


@dataclass(frozen=True, slots=True)
class FeedState:
    """One feed that the process holds."""

    name: str
    head: int
    readers: int
    round_seconds: float  # that the latest delivery to all of them took
    newest_at: datetime | None  # when the newest event in the log was written
    behind: int  # events of the log that are not here
    late_seconds: float  # for which something of the log has not been here


@dataclass(frozen=True, slots=True)
class State:
    """How one process is at one moment."""

    at: datetime
    feeds: list[FeedState]
    faults: dict[str, str]  # what is wrong, by the check that finds it: log, tasks, feeds
    is_full: bool  # whether newcomers are to ask by HTTP
    sent_away: int
    failures: dict[str, int]  # of each of the hub's tasks so far
    stumbling: dict[str, float]  # those that do not go well, and for how many seconds
    bell: str  # what carries the rings: "memory", which reaches this process only, or "Redis"
    bell_fault: str
    rung_at: datetime | None
    connections: int | None  # at the gate, of readers and of others; None without a gate
    answered: int | None  # questions that were answered there
    pid: int
    started_at: datetime = STARTED

    @property
    def readers(self) -> int:
        return sum(feed.readers for feed in self.feeds)


class Newest(NamedTuple):
    """How far a feed's log is."""

    epoch: str
    head: int
    at: datetime | None = None

    def is_in(self, feed: LiveFeed) -> bool:
        return feed.epoch == self.epoch and feed.head >= self.head


async def current_faults() -> dict[str, str]:
    """What is wrong with this process, by the check that finds it; nothing, if all is well."""
    hub = current_hub()
    watch = _watch_of(hub)
    faults = {}
    if log := await watch.log.fault(lambda: watch.read_log([feed.name for feed in hub.feeds])):
        faults["log"] = log
    # Without its doorbell a feed looks for itself.
    worn = sorted(
        name
        for name, seconds in hub.stumbling.items()
        if name != "doorbell" and seconds > _patience()
    )
    if worn:
        faults["tasks"] = ", ".join(worn)
    if late := sum(watch.late_seconds(feed) > _patience() for feed in hub.feeds):
        faults["feeds"] = f"{late} behind the log"
    return faults


async def current_state() -> State:
    """How the process is whose event loop this is."""
    hub = current_hub()
    watch = _watch_of(hub)
    faults, bell_fault = await asyncio.gather(current_faults(), watch.bell.fault(_ring_nobody))
    entrance = entrance_of(hub)
    layer = get_channel_layer()
    return State(
        at=timezone.now(),
        feeds=[_state_of(feed, watch) for feed in sorted(hub.feeds, key=lambda feed: feed.name)],
        faults=faults,
        is_full=hub.is_full,
        sent_away=hub.sent_away,
        failures=dict(hub.failures),
        stumbling=hub.stumbling,
        bell="memory" if isinstance(layer, InMemoryChannelLayer) else "Redis",
        bell_fault=bell_fault,
        rung_at=datetime.fromtimestamp(hub.rung_at, UTC) if hub.rung_at else None,
        connections=None if entrance is None else len(entrance.switchboard),
        answered=None if entrance is None else entrance.answered,
        pid=os.getpid(),
    )


class _Trial:
    """Something that is tried for all who ask. It may take its time, and they need not wait."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._task: asyncio.Task[None] | None = None
        self._begun = self._ended = -math.inf
        self._fault = ""

    async def fault(self, attempt: Callable[[], Coroutine[Any, Any, str]]) -> str:
        """What was wrong when it was last tried to its end, or that this one does not end."""
        if self._task is None and time.monotonic() - self._ended >= GOOD_FOR:
            self._begun = time.monotonic()
            self._task = asyncio.create_task(self._try(attempt))
        if self._task is not None:
            left = self._begun + WAIT_SECONDS - time.monotonic()
            await asyncio.wait([self._task], timeout=max(0, left))
        if self._task is not None and time.monotonic() - self._begun > self._patience:
            return SILENT
        return self._fault

    async def _try(self, attempt: Callable[[], Coroutine[Any, Any, str]]) -> None:
        try:
            self._fault = await attempt()
        finally:
            self._ended = time.monotonic()
            self._task = None


class _Watch:
    """What is remembered between two questions."""

    def __init__(self) -> None:
        self.log = _Trial(_log_patience())
        self.bell = _Trial(math.inf)  # it has an end of its own
        self.newest: dict[str, Newest] = {}
        self._fault = ""  # of the log, when it was last tried
        # How far the log was when the feed was found not to be, and when that was.
        self._lacked: weakref.WeakKeyDictionary[LiveFeed, tuple[Newest, float]] = (
            weakref.WeakKeyDictionary()
        )

    async def read_log(self, names: list[str]) -> str:
        """Try the log, and see how far it is; what is wrong with it."""
        fault = ""
        try:
            self.newest = await asyncio.to_thread(_try_log, names)
        except _DiskFull as full:
            fault, self.newest = DISK_FULL, full.newest
        except Exception:
            fault = UNWRITABLE
            if not self._fault:
                logger.exception("The log cannot be written; this is said once.")
        if self._fault and not fault:
            logger.warning("The log can be written again.")
        self._fault = fault
        return fault

    def late_seconds(self, feed: LiveFeed) -> float:
        """For how long something of the log is known not to be in the feed."""
        now, newest = time.monotonic(), self.newest.get(feed.name)
        lacked, since = self._lacked.pop(feed, (newest, now))
        if newest is None or lacked is None:
            return 0.0
        if lacked.epoch != newest.epoch or lacked.is_in(feed):
            lacked, since = newest, now  # more may have been written meanwhile
        if lacked.is_in(feed):
            return 0.0
        self._lacked[feed] = (lacked, since)
        return now - since


class _DiskFull(Exception):
    """There is no room for the log to grow."""

    def __init__(self, newest: dict[str, Newest]) -> None:
        super().__init__("The disk of the log is full.")
        self.newest = newest


_watches: weakref.WeakKeyDictionary[Hub, _Watch] = weakref.WeakKeyDictionary()


def _watch_of(hub: Hub) -> _Watch:
    if (watch := _watches.get(hub)) is None:
        watch = _watches[hub] = _Watch()
    return watch


def _state_of(feed: LiveFeed, watch: _Watch) -> FeedState:
    newest = watch.newest.get(feed.name)
    same = newest is not None and newest.epoch == feed.epoch
    return FeedState(
        name=feed.name,
        head=feed.head,
        readers=len(feed.readers),
        round_seconds=feed.round_seconds,
        newest_at=newest.at if newest else None,
        behind=max(0, newest.head - feed.head) if newest and same else 0,
        late_seconds=watch.late_seconds(feed),
    )


def _patience() -> float:
    """A feed that is not rung for is as late as its next look, and that may fail once."""
    return LATE_SECONDS + 2 * settings.FEED_LOOK_SECONDS


def _log_patience() -> float:
    """A writer who has SQLite's lock is no fault, until others would give up waiting for it."""
    if connection.vendor != "sqlite":
        return ANSWER_SECONDS
    return float(connection.settings_dict["OPTIONS"].get("timeout", 5)) + ANSWER_SECONDS


def _try_log(names: list[str]) -> dict[str, Newest]:
    """How far these feeds' logs are, if a deed could be written now. Raises Error and _DiskFull.

    By a connection of its own each time: that there is one to be had is part of it.
    """
    try:
        with transaction.atomic():
            # Takes SQLite's only write lock, and is refused by a PostgreSQL that only reads.
            Feed.objects.filter(pk=0).update(head=0)
            transaction.set_rollback(True)
        feeds = Feed.objects.filter(name__in=names).values_list("name", "epoch", "head")
        newest = {name: Newest(epoch, head) for name, epoch, head in feeds}
        written = Event.objects.filter(feed__name__in=names, offset=F("feed__head"))
        for name, at in written.values_list("feed__name", "created"):
            newest[name] = newest[name]._replace(at=at)
        # A transaction that is rolled back needs no room, and so does not find that there is none.
        if connection.vendor == "sqlite" and _room() < LEAST_DISK:
            raise _DiskFull(newest)
        return newest
    finally:
        connection.close()


def _room() -> int:
    """Bytes that the log of SQLite may grow."""
    return shutil.disk_usage(Path(connection.settings_dict["NAME"]).parent).free


async def _ring_nobody() -> str:
    """Ring at a door where nobody lives; what is wrong with the doorbell."""
    layer = get_channel_layer()
    if layer is None:
        return ""
    try:
        async with asyncio.timeout(BELL_SECONDS):
            await layer.group_send("declared.nobody", {"type": "feed.nothing"})
    except Exception:  # each layer has its own
        logger.debug("The doorbell could not be rung.", exc_info=True)
        return SILENT
    return ""

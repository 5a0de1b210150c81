"""One feed per process per blog: it reads the log once and writes the same bytes to every reader.

Everything here lives on one event loop and is touched by no other thread; the database is read on
one thread of its own, so a slow query never holds up the loop. A reader is a cursor into its feed:
whenever it is written to it gets all that lies between its cursor and the head, so that a live
reader, a slow one and a returning one are the same case.
"""

import asyncio
import itertools
import logging
import time
import weakref
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import connections

from liveblog.realtime import log
from liveblog.realtime.doorbell import GROUP
from liveblog.realtime.feed import SLICE, LiveFeed, bye
from liveblog.realtime.framing import Frame
from liveblog.realtime.lookout import Lookout
from liveblog.realtime.readers import RESTARTED, Reader

logger = logging.getLogger(__name__)

T = TypeVar("T")

IDLE_SECONDS = 600  # a feed without readers is forgotten after this long
REJOIN_SECONDS = 3600  # channel layers forget a group's members after a day
RETURN_SECONDS = 30.0  # over which those for whom there was no place are asked to try again
PHASES = 100  # parts of the interval between beats; each reader has its beat in one of them


class Hub:
    """The feeds of one event loop, and the few tasks that keep them up to date."""

    def __init__(self) -> None:
        self._feeds: dict[str, LiveFeed] = {}
        self._opening: dict[str, asyncio.Task[LiveFeed | None]] = {}
        self._database = ThreadPoolExecutor(1, thread_name_prefix="feed-log")
        self._lookout = Lookout()
        self._phases: list[set[Reader]] = [set() for _ in range(PHASES)]
        self._phase = 0  # the one that has its beat next
        self._joined = itertools.count(1)
        self._stumbling: dict[str, float] = {}  # since when (time.monotonic)
        self.failures: dict[str, int] = {}  # of each task so far
        self.sent_away = 0  # readers for whom there was no place
        self.rung_at = 0.0  # when the doorbell was last heard (time.time)
        self._tasks = [
            self._keep(self._listen, "doorbell"),
            self._keep(self._look, "look"),
            self._keep(self._beat, "beat"),
        ]

    @property
    def feeds(self) -> list[LiveFeed]:
        """The feeds that this process holds."""
        return list(self._feeds.values())

    @property
    def reader_count(self) -> int:
        return sum(feed.reader_count for feed in self._feeds.values())

    @property
    def is_full(self) -> bool:
        """Whether who comes now is to ask by HTTP instead of being given a place.

        Either there are as many readers as are allowed, or the last of them had the latest event
        later than is tolerable: more of them would make it later for all.
        """
        most = settings.FEED_READERS
        return (most > 0 and self.reader_count >= most) or self.slowest_round > settings.FEED_PACE

    @property
    def slowest_round(self) -> float:
        """Seconds that a delivery of the last minute took to all readers of a feed, at most."""
        since = time.monotonic() - 60
        return max((feed.round_seconds for feed in self.feeds if feed.moved > since), default=0.0)

    @property
    def stumbling(self) -> dict[str, float]:
        """Of the tasks that keep the feeds up to date, those that have not gone well since they
        failed, and for how many seconds: for ever where there is no such task any more.
        """
        now = time.monotonic()
        ended = {task.get_name().removeprefix("hub-") for task in self._tasks if task.done()}
        return {name: now - since for name, since in self._stumbling.items()} | dict.fromkeys(
            ended, float("inf")
        )

    def send_away(self) -> Frame:
        """Count a reader for whom there is no place; what it is told."""
        self.sent_away += 1
        return bye(RETURN_SECONDS, poll=True)

    def held(self, name: str, *, seen: int = 0) -> LiveFeed | None:
        """The feed if this process holds it, and not less of it than was `seen`."""
        feed = self._feeds.get(name)
        if feed is None or seen > feed.head:
            return None
        feed.touched = time.monotonic()
        return feed

    async def feed(self, name: str, *, seen: int = 0) -> LiveFeed | None:
        """The feed, read from the log if this process does not hold it yet; None if unknown.

        However many readers ask at once, the log is read once. A reader that has `seen` more than
        this process comes from another one, which heard the bell first.
        """
        if (held := self._feeds.get(name)) and seen > held.head:
            await self._refresh(held, unless_at=seen)
        if held := self.held(name):
            return held
        if name not in self._opening:
            self._opening[name] = asyncio.create_task(self._open(name))
            self._opening[name].add_done_callback(lambda _: self._opening.pop(name, None))
        return await asyncio.shield(self._opening[name])

    def join(self, reader: Reader) -> None:
        """Follow its feed from the reader's cursor on. Waits for nothing, so misses nothing."""
        if reader.feed.retired:
            reader.end(RESTARTED)
            return
        reader.feed.add(reader)
        # Spread evenly, and the first of a few has its first beat a whole interval from now.
        reader.phase = self._phases[(self._phase - next(self._joined)) % PHASES]
        reader.phase.add(reader)
        reader.serve()

    def leave(self, reader: Reader) -> None:
        """The reader's connection is over."""
        reader.gone = True
        reader.feed.remove(reader)
        reader.phase.discard(reader)

    async def read(self, query: Callable[..., T], *args: Any) -> T:
        """Run a query on the hub's own database thread."""
        return await asyncio.get_running_loop().run_in_executor(
            self._database, self._lookout.query, query, *args
        )

    def farewell(self, retry_after: float) -> None:
        """Tell every reader that this process is about to stop, so that it comes back elsewhere."""
        frame = bye(retry_after)
        for feed in self._feeds.values():
            for reader in feed.readers:
                reader.tell(frame)

    async def close(self) -> None:
        """Stop the tasks and give the database connection back."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.get_running_loop().run_in_executor(self._database, connections.close_all)
        self._database.shutdown()
        _hubs.pop(asyncio.get_running_loop(), None)

    async def _open(self, name: str) -> LiveFeed | None:
        position = await self.read(log.position, name)
        if position is None:
            return None
        feed = LiveFeed(position, window=settings.FEED_WINDOW, read_log=self._read_log)
        newest = await self.read(log.newest_frames, name, position.epoch, settings.FEED_WINDOW)
        feed.extend(newest)
        self._feeds[name] = feed
        # What was committed between the queries; a feed that was restarted then is read again.
        await self._refresh(feed)
        return await self._open(name) if feed.retired else feed

    async def _read_log(self, name: str, epoch: str, after: int, limit: int) -> list[Any]:
        return await self.read(log.frames_after, name, epoch, after, limit)

    async def _refresh(self, feed: LiveFeed, *, unless_at: int | None = None) -> None:
        """Bring the feed up to the log, and set its readers on the way to the feed."""
        async with feed.refreshing:
            if unless_at is not None and unless_at <= feed.head:
                return
            position, rows = await self.read(log.news, feed.name, feed.epoch, feed.head)
            if position is None or position.epoch != feed.epoch or position.head < feed.head:
                # Another epoch, or a log that went backwards: nobody's position means anything.
                self._retire(feed)
                await self._dismiss(feed)
                return
            if position.redactions != feed.redactions:
                window = settings.FEED_WINDOW
                newest = await self.read(log.newest_frames, feed.name, feed.epoch, window)
                feed.read_again(_known(newest, position), redactions=position.redactions)
            while feed.head < position.head:
                if not rows or rows[0][0] != feed.head + 1:
                    rows = await self.read(log.frames_after, feed.name, feed.epoch, feed.head)
                if not rows:
                    return  # restarted since the position was read: the next look finds out
                feed.extend(_known(rows, position))
            feed.status, feed.is_open = position.status, position.is_open
        feed.deliver()

    def _retire(self, feed: LiveFeed) -> None:
        """Hold the feed no more; who asks for it next reads the log anew."""
        feed.retired = True
        if self._feeds.get(feed.name) is feed:
            del self._feeds[feed.name]

    async def _dismiss(self, feed: LiveFeed) -> None:
        for number, reader in enumerate(feed.readers, start=1):
            reader.end(RESTARTED)
            if number % SLICE == 0:
                await asyncio.sleep(0)

    async def _listen(self) -> None:
        """Wait for rings. One channel for the whole process, whatever the number of readers."""
        layer = get_channel_layer()
        if layer is None:
            await asyncio.Event().wait()
        while True:
            # A new channel each time: a receive that is cancelled takes its channel with it.
            channel = await layer.new_channel()
            await layer.group_add(GROUP, channel)
            self._stumbling.pop("doorbell", None)
            until = time.monotonic() + REJOIN_SECONDS
            try:
                while (left := until - time.monotonic()) > 0:
                    async with asyncio.timeout(left):
                        ring = await layer.receive(channel)
                    self.rung_at = time.time()
                    feed = self._feeds.get(ring["feed"])
                    if feed and ring["head"] != feed.head:
                        await self._refresh(feed)
            except TimeoutError:
                continue
            finally:
                await layer.group_discard(GROUP, channel)

    async def _look(self) -> None:
        """Look at the log without being rung for: a ring may be lost, or never have been sent."""
        while True:
            await asyncio.sleep(settings.FEED_LOOK_SECONDS)
            if self._feeds:
                for name in await self.read(self._lookout.moved, self._heads()):
                    if feed := self._feeds.get(name):
                        await self._refresh(feed)
            self._stumbling.pop("look", None)

    async def _beat(self) -> None:
        """Let readers know that silence is not death, a few at a time so that nothing waits.

        Each has its beat once in every interval, at another moment than its neighbours: all at
        once would hold up an event that comes just then.
        """
        due = time.monotonic()
        while True:
            due = max(due + settings.FEED_BEAT_SECONDS / PHASES, time.monotonic())
            await asyncio.sleep(due - time.monotonic())
            phase = self._phases[self._phase]
            self._phase = (self._phase + 1) % PHASES
            frames: dict[LiveFeed, Frame] = {}
            for reader in tuple(phase):
                if (frame := frames.get(reader.feed)) is None:
                    frame = frames[reader.feed] = reader.feed.beat()
                reader.beat(frame)
            self._stumbling.pop("beat", None)
            if self._phase == 0:
                self._forget_idle_feeds()

    def _forget_idle_feeds(self) -> None:
        for feed in self.feeds:
            if not feed.reader_count and time.monotonic() - feed.touched > IDLE_SECONDS:
                self._retire(feed)

    def _heads(self) -> dict[str, tuple[str, int, str]]:
        return {name: (feed.epoch, feed.head, feed.status) for name, feed in self._feeds.items()}

    def _keep(self, work: Callable[[], Awaitable[None]], name: str) -> asyncio.Task[None]:
        """A task that is held, and that starts again when it fails: Redis and databases restart."""

        async def kept() -> None:
            while True:
                try:
                    await work()
                except asyncio.CancelledError:
                    raise
                except Exception:
                    self._stumbling.setdefault(name, time.monotonic())
                    self.failures[name] += 1
                    logger.exception("The hub's %s stumbled; it goes on in a second.", name)
                    await asyncio.sleep(1)

        self.failures[name] = 0
        coroutine: Coroutine[Any, Any, None] = kept()
        return asyncio.create_task(coroutine, name=f"hub-{name}")


def _known(rows: Sequence[tuple[int, str]], position: log.Position) -> list[tuple[int, str]]:
    """Without what was committed after the position was read.

    It may have redacted what is held already, of which the position does not know: it is to look
    like news still.
    """
    return [row for row in rows if row[0] <= position.head]


_hubs: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = weakref.WeakKeyDictionary()


def say_farewell(retry_after: float) -> None:
    """Announce this process's end to its readers, if it has any. Called on the event loop."""
    if hub := _hubs.get(asyncio.get_running_loop()):
        hub.farewell(retry_after)


def current_hub() -> Hub:
    """The hub of the running event loop, started when first asked for."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]

"""One feed per process per blog: it reads the log once and writes the same bytes to every reader.

Everything here lives on one event loop and is touched by no other thread; the database is read on
one thread of its own, so a slow query never holds up the loop. A reader is a cursor into its feed:
whenever it is written to it gets all that lies between its cursor and the head, so that a live
reader, a slow one and a returning one are the same case.
"""

import asyncio
import logging
import time
import weakref
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import connections

from liveblog.realtime import log
from liveblog.realtime.doorbell import GROUP
from liveblog.realtime.feed import LiveFeed, Reader
from liveblog.realtime.lookout import Lookout

logger = logging.getLogger(__name__)

T = TypeVar("T")

SLICE = 256  # readers written to before the event loop may serve somebody else
PACE_SECONDS = 0.05  # how soon a full socket is tried again
STUCK_SECONDS = 10  # a full socket that takes nothing for so long is closed; it comes back
PAGE = 100  # events read at once for a reader from before the window
IDLE_SECONDS = 600  # a feed without readers is forgotten after this long
REJOIN_SECONDS = 3600  # channel layers forget a group's members after a day

RESTARTED, TOO_SLOW = 1012, 1013


class Hub:
    """The feeds of one event loop, and the few tasks that keep them up to date."""

    def __init__(self) -> None:
        self._feeds: dict[str, LiveFeed] = {}
        self._opening: dict[str, asyncio.Task[LiveFeed | None]] = {}
        self._database = ThreadPoolExecutor(1, thread_name_prefix="feed-log")
        self._lookout = Lookout()
        self._tasks = [
            self._keep(self._listen, "doorbell"),
            self._keep(self._look, "look"),
            self._keep(self._beat, "beat"),
        ]

    async def feed(self, name: str, *, seen: int = 0) -> LiveFeed | None:
        """The feed, read from the log if this process does not hold it yet; None if unknown.

        However many readers ask at once, the log is read once. A reader that has `seen` more than
        this process comes from another one, which heard the bell first.
        """
        if (held := self._feeds.get(name)) and seen > held.head:
            await self._refresh(held, unless_at=seen)
            held = self._feeds.get(name)
        if held:
            held.touched = time.monotonic()
            return held
        if name not in self._opening:
            self._opening[name] = asyncio.create_task(self._open(name))
            self._opening[name].add_done_callback(lambda _: self._opening.pop(name, None))
        return await asyncio.shield(self._opening[name])

    def join(self, feed: LiveFeed, reader: Reader) -> None:
        """Follow the feed from the reader's cursor on. Waits for nothing, so misses nothing."""
        if feed.retired:
            reader.end(RESTARTED)
            return
        feed.readers.add(reader)
        self._serve(feed, reader)

    def leave(self, feed: LiveFeed, reader: Reader) -> None:
        """The reader's connection is over."""
        reader.gone = True
        feed.readers.discard(reader)

    async def read(self, query: Callable[..., T], *args: Any) -> T:
        """Run a query on the hub's own database thread."""
        return await asyncio.get_running_loop().run_in_executor(
            self._database, self._lookout.query, query, *args
        )

    def farewell(self, retry_after: float) -> None:
        """Tell every reader that this process is about to stop, so that it comes back elsewhere."""
        for feed in self._feeds.values():
            frame = feed.bye(retry_after)
            for reader in feed.readers:
                if not reader.gone:
                    reader.writer.write([frame])

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
        feed = LiveFeed(position, window=settings.FEED_WINDOW)
        newest = await self.read(log.newest_frames, name, position.epoch, settings.FEED_WINDOW)
        feed.extend(newest)
        self._feeds[name] = feed
        # What was committed between the queries; a feed that was restarted then is read again.
        await self._refresh(feed)
        return await self._open(name) if feed.retired else feed

    async def _refresh(self, feed: LiveFeed, *, unless_at: int | None = None) -> None:
        """Bring the feed up to the log and its readers up to the feed."""
        async with feed.refreshing:
            if unless_at is not None and unless_at <= feed.head:
                return
            position = await self.read(log.position, feed.name)
            if position is None or position.epoch != feed.epoch or position.head < feed.head:
                # Another epoch, or a log that went backwards: nobody's position means anything.
                self._retire(feed)
                await self._dismiss(feed)
                return
            if position.redactions != feed.redactions:
                window = settings.FEED_WINDOW
                newest = await self.read(log.newest_frames, feed.name, feed.epoch, window)
                feed.read_again(newest, redactions=position.redactions)
            while feed.head < position.head:
                rows = await self.read(log.frames_after, feed.name, feed.epoch, feed.head)
                if not rows:
                    return  # restarted since the position was read: the next look finds out
                feed.extend(rows)
            feed.status, feed.is_open = position.status, position.is_open
        await self._deliver(feed)

    async def _deliver(self, feed: LiveFeed) -> None:
        """Bring every reader to the head, in slices; those of a closed feed are ended there."""
        for number, reader in enumerate(tuple(feed.readers), start=1):
            self._serve(feed, reader)
            if number % SLICE == 0:
                await asyncio.sleep(0)

    def _serve(self, feed: LiveFeed, reader: Reader) -> None:
        """Give the reader what it has not seen; what its socket will not take follows in time."""
        if reader.gone or reader.catching_up:
            return
        try:
            if not feed.serve(reader):
                reader.catching_up = asyncio.create_task(self._catch_up(feed, reader))
        except Exception:
            # One broken connection must not keep the news from all the others.
            logger.exception("A reader of %s could not be written to.", feed.name)
            self.leave(feed, reader)

    async def _catch_up(self, feed: LiveFeed, reader: Reader) -> None:
        """Serve at the pace of its socket a reader that cannot be brought to the head at once."""
        progress, since = (0, 0), time.monotonic()
        try:
            while not reader.gone:
                if reader.cursor < feed.oldest - 1 and not reader.is_full:
                    rows = await self.read(
                        log.frames_after, feed.name, feed.epoch, reader.cursor, PAGE
                    )
                    if not rows:
                        reader.end(RESTARTED)
                    elif not reader.gone:
                        reader.write_rows(rows)
                    continue
                if feed.serve(reader):
                    return
                if progress < (reached := (reader.cursor, -reader.writer.backlog())):
                    progress, since = reached, time.monotonic()
                elif time.monotonic() - since > STUCK_SECONDS:
                    reader.end(TOO_SLOW)
                await asyncio.sleep(PACE_SECONDS)
        except Exception:
            logger.exception("A reader of %s could not be brought up to it.", feed.name)
            reader.end(RESTARTED)
        finally:
            reader.catching_up = None

    def _retire(self, feed: LiveFeed) -> None:
        """Hold the feed no more; who asks for it next reads the log anew."""
        feed.retired = True
        if self._feeds.get(feed.name) is feed:
            del self._feeds[feed.name]

    async def _dismiss(self, feed: LiveFeed) -> None:
        for number, reader in enumerate(tuple(feed.readers), start=1):
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
            until = time.monotonic() + REJOIN_SECONDS
            try:
                while (left := until - time.monotonic()) > 0:
                    async with asyncio.timeout(left):
                        ring = await layer.receive(channel)
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
            if not self._feeds:
                continue
            for name in await self.read(self._lookout.moved, self._heads()):
                if feed := self._feeds.get(name):
                    await self._refresh(feed)

    async def _beat(self) -> None:
        """Let readers know that silence is not death, and forget feeds that nobody reads."""
        while True:
            await asyncio.sleep(settings.FEED_BEAT_SECONDS)
            for feed in list(self._feeds.values()):
                frame = feed.beat()
                for number, reader in enumerate(tuple(feed.readers), start=1):
                    if not reader.gone and reader.cursor == feed.head:
                        reader.writer.write([frame])
                    if number % SLICE == 0:
                        await asyncio.sleep(0)
                if not feed.readers and time.monotonic() - feed.touched > IDLE_SECONDS:
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
                    logger.exception("The hub's %s stumbled; it goes on in a second.", name)
                    await asyncio.sleep(1)

        coroutine: Coroutine[Any, Any, None] = kept()
        return asyncio.create_task(coroutine, name=f"hub-{name}")


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

"""Who follows a feed: a cursor, and a way out for what lies between it and the head."""

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from liveblog.realtime.feed import LiveFeed
from liveblog.realtime.framing import Frame

logger = logging.getLogger(__name__)

STUCK_SECONDS = 10  # who takes nothing for so long is closed at the next beat; it comes back
GOODBYE_SECONDS = 2  # a peer that does not read would hold its own close up for ever

ENDED, GOING_AWAY, SPOKE_BYTES, SPOKE_TEXT = 1000, 1001, 1003, 1008
RESTARTED, TRY_AGAIN = 1012, 1013
PRIVATE = 4000  # where a server keeps RFC 6455's codes to itself, 1013 becomes 4013

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Reader(ABC):
    """One connection. It never waits: what cannot be sent now is sent when its socket says so."""

    if not TYPE_CHECKING:
        # A class that is two things at once can inherit the layout of one of them only.
        __slots__ = ()
    SLOTS = ("cursor", "feed", "gone", "phase")

    cursor: int
    feed: LiveFeed
    gone: bool
    phase: set["Reader"]  # those who have their beat with it

    def __init__(self, feed: LiveFeed, cursor: int) -> None:
        self.feed = feed
        self.cursor = cursor
        self.gone = False
        self.phase = set()

    @classmethod
    def serve_all(cls, feed: LiveFeed, readers: Sequence["Reader"]) -> None:
        """Serve each of these, who follow the feed and are of this kind."""
        for reader in readers:
            try:
                reader.serve()
            except Exception:  # noqa: BLE001 - it is logged there
                reader.give_up()

    def give_up(self) -> None:
        """Follow no more: one broken connection must not keep the news from all the others."""
        logger.exception("A reader of %s could not be written to.", self.feed.name)
        self.gone = True
        self.feed.remove(self)

    @abstractmethod
    def serve(self) -> None:
        """Send what lies between cursor and head, as far as it is taken; end with the feed."""

    @abstractmethod
    def tell(self, frame: Frame) -> None:
        """Send a frame that is no event. It is lost where others are waiting before it."""

    @abstractmethod
    def beat(self, frame: Frame) -> None:
        """Tell it that the line is alive, and end it where it shows no life itself."""

    @abstractmethod
    def end(self, code: int) -> None:
        """Close the connection, once."""


class AsgiReader(Reader):
    """A reader behind any ASGI server: one short-lived task sends whatever it lacks, in order."""

    __slots__ = (*Reader.SLOTS, "_busy_since", "_closing", "_send", "_sending", "_to_say")

    def __init__(self, feed: LiveFeed, cursor: int, send: Send) -> None:
        super().__init__(feed, cursor)
        self._send = send
        self._to_say: deque[Frame] = deque()
        self._sending: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._busy_since = 0.0

    def serve(self) -> None:
        if self._sending is None and not self.gone and self._has_more:
            self._busy_since = time.monotonic()
            self._sending = asyncio.create_task(self._send_all())

    def tell(self, frame: Frame) -> None:
        if not self.gone and self._sending is None:
            self._to_say.append(frame)
            self.serve()

    def beat(self, frame: Frame) -> None:
        if self._sending is None:
            self.tell(frame)
        elif time.monotonic() - self._busy_since > STUCK_SECONDS:
            self.end(TRY_AGAIN)

    def end(self, code: int) -> None:
        if not self.gone:
            self.gone = True
            self._closing = asyncio.create_task(self._close(code))

    @property
    def _has_more(self) -> bool:
        return bool(self._to_say) or self.cursor < self.feed.head or not self.feed.is_open

    async def _send_all(self) -> None:
        try:
            while not self.gone and self._has_more:
                if self._to_say:
                    await self._put(self._to_say.popleft())
                elif self.cursor < self.feed.head:
                    for frame in await self.feed.frames_after(self.cursor, limit=50):
                        await self._put(frame)
                        self.cursor = frame.offset
                else:
                    self.end(ENDED)
        except Exception:
            # Each server has its own error for a peer that left; `receive` tells of it too.
            logger.debug("A reader went away while it was written to.", exc_info=True)
            self.gone = True
        finally:
            self._sending = None

    async def _put(self, frame: Frame) -> None:
        await self._send({"type": "websocket.send", "text": frame.text})
        self._busy_since = time.monotonic()

    async def _close(self, code: int) -> None:
        if self._sending is not None:
            _, unfinished = await asyncio.wait([self._sending], timeout=GOODBYE_SECONDS)
            for task in unfinished:
                task.cancel()
        await close(self._send, code)


async def close(send: Send, code: int) -> None:
    """Close with this code, or with the one of ours where the server keeps it to itself."""
    for allowed in (code, PRIVATE + code % 1000):
        try:
            await send({"type": "websocket.close", "code": allowed})
            return
        except Exception:  # each server has its own error; the peer may be gone, too
            logger.debug("A reader could not be closed with %s.", allowed, exc_info=True)

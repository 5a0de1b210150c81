"""How frames leave the process: by the server's own socket where it lends it, or by `send`."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from liveblog.realtime.framing import Frame

logger = logging.getLogger(__name__)

FANOUT = "declared.fanout"  # the scope extension under which a server lends its socket
GOODBYE_SECONDS = 2  # a peer that does not read would hold its own close up for ever

PRIVATE = 4000  # where a server keeps RFC 6455's codes to itself, 1013 becomes 4013

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Writer(Protocol):
    """Where one reader's frames go. It never waits; `backlog` says what it left unsent."""

    def write(self, frames: Sequence[Frame]) -> None: ...

    def backlog(self) -> int:
        """Bytes that were written and have not left the process yet."""

    def close(self, code: int) -> None:
        """Close the connection behind what was written. Called once, and last."""


def writer_for(scope: dict[str, Any], send: Send) -> Writer:
    """The quickest writer that this connection's server offers."""
    lend = scope.get("extensions", {}).get(FANOUT)
    return lend() if lend else AsgiWriter(send)


class AsgiWriter:
    """Plain ASGI, for any server: one short-lived task sends what has gathered, in order."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._queue: deque[Frame] = deque()
        self._size = 0
        self._draining: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None

    def write(self, frames: Sequence[Frame]) -> None:
        self._queue.extend(frames)
        self._size += sum(len(frame.wire) for frame in frames)
        if self._draining is None:
            self._draining = asyncio.create_task(self._drain())

    def backlog(self) -> int:
        return self._size

    def close(self, code: int) -> None:
        self._closing = asyncio.create_task(self._close(code))

    async def _drain(self) -> None:
        try:
            while self._queue:
                frame = self._queue.popleft()
                await self._send({"type": "websocket.send", "text": frame.text})
                self._size -= len(frame.wire)
        except Exception:
            # Each server has its own error for a peer that left; `receive` tells of it too.
            logger.debug("A reader went away while it was written to.", exc_info=True)
            self._queue.clear()
            self._size = 0
        finally:
            self._draining = None

    async def _close(self, code: int) -> None:
        if self._draining is not None:
            _, unfinished = await asyncio.wait([self._draining], timeout=GOODBYE_SECONDS)
            for task in unfinished:
                task.cancel()
        for allowed in (code, PRIVATE + code % 1000):
            try:
                await self._send({"type": "websocket.close", "code": allowed})
                return
            except Exception:  # as above, or a code that the server keeps to itself
                logger.debug("A reader could not be closed with %s.", allowed, exc_info=True)

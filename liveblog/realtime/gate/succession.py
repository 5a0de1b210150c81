"""The two ends of a hand-over, as a serving process sees them; `handover.py` is what they say."""

import asyncio
import logging
import socket
from collections.abc import Callable
from pathlib import Path

from liveblog.realtime.gate import handover
from liveblog.realtime.gate.entrance import Entrance
from liveblog.realtime.gate.handover import READY, Seated
from liveblog.realtime.hub import Hub

logger = logging.getLogger(__name__)


class Succession:
    """Waits at a Unix socket for the process that is to follow this one.

    `succeeded` is told which process that is, when it has everything.
    """

    def __init__(self, path: Path, entrance: Entrance, *, succeeded: Callable[[int], None]) -> None:
        self._path = path
        self._entrance = entrance
        self._succeeded = succeeded
        self._loop = asyncio.get_running_loop()
        self._listener = handover.listen(path)
        self._loop.add_reader(self._listener.fileno(), self._called)
        self._handing: asyncio.Task[None] | None = None

    def close(self) -> None:
        """Wait for nobody any more."""
        if self._listener.fileno() >= 0:
            self._loop.remove_reader(self._listener.fileno())
            self._listener.close()
            self._path.unlink(missing_ok=True)

    def _called(self) -> None:
        channel, _ = self._listener.accept()
        process = handover.caller(channel)
        if process is None or self._handing is not None:
            channel.close()
            return
        self._handing = asyncio.create_task(self._hand_over(channel, process))

    async def _hand_over(self, channel: socket.socket, process: int) -> None:
        try:
            channel.setblocking(True)
            channel.settimeout(handover.PATIENCE_SECONDS)
            feeds = [feed.name for feed in self._entrance.hub.feeds]
            await asyncio.to_thread(handover.introduce, channel, feeds)
            if await asyncio.to_thread(channel.recv, len(READY), socket.MSG_WAITALL) != READY:
                logger.warning("A process that was to follow this one went away.")
                return
            await self._give(channel)
            self._succeeded(process)
        except OSError:
            logger.exception("Nothing was handed over; this process serves on.")
        finally:
            channel.close()
            self._handing = None

    async def _give(self, channel: socket.socket) -> None:
        entrance = self._entrance
        given = entrance.freeze()
        try:
            seated: list[Seated] = [(wire.fd, wire.seat) for wire in given]
            await asyncio.to_thread(handover.give, channel, entrance.listener.fileno(), seated)
        except BaseException:
            entrance.thaw(given)
            raise
        # The path is the next one's by now.
        self._loop.remove_reader(self._listener.fileno())
        self._listener.close()
        entrance.vacate(given)
        logger.info("The next process serves %s connections of this one.", len(given))


async def take_over(path: Path, hub: Hub) -> tuple[socket.socket, list[Seated]]:
    """The listening socket and the connections of the process that waits at `path`.

    The feeds that they follow are held by `hub` when the other process lets go, so that its readers
    are without a server for no longer than their sockets take to change hands. Raises
    CannotTakeOver.
    """
    channel, feeds = await asyncio.to_thread(handover.call, path)
    try:
        for name in feeds:
            await hub.feed(name)
        listener, seated = await asyncio.to_thread(handover.take, channel)
    finally:
        channel.close()
    listening = socket.socket(fileno=listener)
    listening.setblocking(False)
    return listening, seated

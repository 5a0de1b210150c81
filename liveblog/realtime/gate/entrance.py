"""Where connections come in, and how they are all let go."""

import asyncio
import contextlib
import errno
import logging
import socket
import weakref
from collections.abc import Callable, Iterable, Sequence

from liveblog.realtime.gate.caller import Caller
from liveblog.realtime.gate.handover import Seated
from liveblog.realtime.gate.line import Line
from liveblog.realtime.gate.switchboard import Switchboard
from liveblog.realtime.hub import Hub
from liveblog.realtime.readers import GOING_AWAY, GOODBYE_SECONDS, RESTARTED
from liveblog.realtime.ready import ReadyAnswers

logger = logging.getLogger(__name__)

BACKLOG = 4096  # connections that may wait in the kernel when everybody comes at once
ACCEPT_AT_ONCE = 128
FULL_HOUSE_SECONDS = 0.5  # until it is tried again when there was no descriptor left

_entrances: weakref.WeakSet["Entrance"] = weakref.WeakSet()
_NO_ROOM = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there and never blocks. Raises OSError."""
    family, _, _, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Inherited by every connection: an event is not to wait for the answer to the last one.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def entrance_of(hub: Hub) -> "Entrance | None":
    """Where the hub's readers come in, if it is by a gate."""
    return next((entrance for entrance in _entrances if entrance.hub is hub), None)


class Entrance:
    """Accepts whoever comes. `hand_on(socket, said)` is given those who are not for the gate.

    Of a proxy that is in front it believes `X-Forwarded-Proto`, as the Daphne behind it does.
    """

    def __init__(
        self,
        listener: socket.socket,
        *,
        hub: Hub,
        ready: ReadyAnswers,
        feed_at: Callable[[str], str | None],
        hand_on: Callable[[socket.socket, bytes], None],
        behind_proxy: bool = False,
    ) -> None:
        self.listener = listener
        self.hub = hub
        self.ready = ready
        self.feed_at = feed_at
        self.hand_on = hand_on
        self.behind_proxy = behind_proxy
        self.switchboard = Switchboard()
        self.answered = 0  # questions to which the answer was ready
        _entrances.add(self)
        self._loop = asyncio.get_running_loop()
        self._reopening: asyncio.TimerHandle | None = None

    def open(self) -> None:
        """Let people in, from now on or again."""
        self._loop.add_reader(self.listener.fileno(), self._accept)

    def shut(self) -> None:
        """Let nobody in; who comes waits in the kernel."""
        self._loop.remove_reader(self.listener.fileno())
        if self._reopening is not None:
            self._reopening.cancel()

    def freeze(self) -> list[Line | Caller]:
        """Let go of the event loop and the feeds, so that nothing moves: all that can be given."""
        self.shut()
        self.switchboard.pause()
        given: list[Line | Caller] = []
        for wire in self.switchboard:
            if isinstance(wire, Line) and not wire.gone:
                self.hub.leave(wire)
                given.append(wire)
            elif isinstance(wire, Caller) and wire.rests:
                given.append(wire)
        return given

    def thaw(self, given: Sequence[Line | Caller]) -> None:
        """Nothing came of it: go on as before."""
        for wire in given:
            if isinstance(wire, Line):
                wire.gone = False
                self.hub.join(wire)
        self.switchboard.watch()
        self.open()

    def vacate(self, given: Sequence[Line | Caller]) -> None:
        """All that was given is another process's now; see only to what was not."""
        self.listener.close()
        for wire in given:
            wire.release().close()
        self.switchboard.watch()

    def admit(self, seated: Iterable[Seated]) -> None:
        """Go on with the connections that another process had. Their feeds are held already."""
        for fd, seat in seated:
            connected = socket.socket(self.listener.family, socket.SOCK_STREAM, fileno=fd)
            connected.setblocking(False)
            if not seat.feed:
                self.switchboard.add(Caller(connected, self, said=seat.said))
                continue
            feed = self.hub.held(seat.feed)
            if feed is None:
                connected.close()
                continue
            line = Line(
                connected,
                self.switchboard,
                self.hub,
                feed,
                seat.cursor,
                packed=seat.packed,
                said=seat.said,
            )
            self.switchboard.add(line)
            if seat.unsent:
                line.keep(seat.unsent)
            if feed.can_serve(seat.epoch, seat.cursor):
                self.hub.join(line)
            else:
                line.end(RESTARTED)

    async def close(self) -> None:
        """Let nobody in any more, say goodbye to the readers, and wait until it is said."""
        if self.listener.fileno() >= 0:
            self.shut()
            self.listener.close()
        for wire in self.switchboard:
            if isinstance(wire, Line):
                wire.end(GOING_AWAY)
            elif isinstance(wire, Caller) and wire.rests:
                wire.drop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                await self.switchboard.emptied()
        for wire in self.switchboard:
            wire.drop()
        self.switchboard.close()

    def _accept(self) -> None:
        for _ in range(ACCEPT_AT_ONCE):
            try:
                connected, _ = self.listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                if error.errno not in _NO_ROOM:
                    raise
                logger.error("No more connections can be taken: %s.", error)
                self.shut()
                self._reopening = self._loop.call_later(FULL_HOUSE_SECONDS, self.open)
                return
            connected.setblocking(False)
            caller = Caller(connected, self)
            self.switchboard.add(caller)
            caller.read()  # most have said what they want by now

"""Many sockets on one epoll, which is itself one file to the event loop.

A transport, a protocol and a selector key for each connection are most of what an idle reader
costs elsewhere. Here it costs its `Wire`.
"""

import asyncio
import logging
import select
import socket
import struct
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator

logger = logging.getLogger(__name__)

AT_ONCE = 256  # sockets seen to before the event loop may serve somebody else
READ_BYTES = 8192
SWEEP_SECONDS = 1  # how exact a deadline is

_IN = select.EPOLLIN | select.EPOLLRDHUP
_OUT = select.EPOLLOUT
_ABORT = struct.pack("ii", 1, 0)


class Wire(ABC):
    """A connected socket that never blocks, and what of the last write it did not take."""

    __slots__ = ("fd", "is_full", "socket", "switchboard", "unsent")

    def __init__(self, connected: socket.socket, switchboard: "Switchboard") -> None:
        self.socket = connected
        self.fd = connected.fileno()
        self.switchboard = switchboard
        self.unsent: bytes | memoryview = b""
        self.is_full = False

    @abstractmethod
    def heard(self, data: bytes) -> None:
        """Bytes came in."""

    @abstractmethod
    def emptied(self) -> None:
        """All that was written has left; there is room again."""

    @abstractmethod
    def lost(self) -> None:
        """The peer is gone; the socket is closed already."""

    def put(self, data: bytes) -> None:
        """Send, and keep what the socket does not take. Call it when nothing is unsent."""
        try:
            sent = self.socket.send(data)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError:
            self.drop()
            return
        if sent < len(data):
            self.keep(memoryview(data)[sent:])

    def keep(self, unsent: bytes | memoryview) -> None:
        """Go on with these bytes, which may be none, when the socket takes something again."""
        self.unsent = unsent
        self.is_full = True
        self.switchboard.mind(self)

    def read(self) -> None:
        try:
            data = self.socket.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if data:
            self.heard(data)
        else:
            self.drop()

    def flush(self) -> None:
        """The socket takes something again."""
        if self.unsent:
            try:
                sent = self.socket.send(self.unsent)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                self.drop()
                return
            self.unsent = self.unsent[sent:]
            if self.unsent:
                self.progressed()
                return
        self.is_full = False
        self.switchboard.mind(self)
        self.emptied()

    def progressed(self) -> None:  # noqa: B027 - most need not know
        """The socket took some of what is unsent."""

    def drop(self) -> None:
        """Close the socket and tell who minds."""
        if self.switchboard.forget(self):
            if self.is_full:
                # The peer takes nothing: the kernel is not to keep trying for minutes.
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
            self.socket.close()
            self.lost()

    def release(self) -> socket.socket:
        """The socket, still open and no longer watched."""
        self.switchboard.forget(self)
        return self.socket


class Switchboard:
    """The wires of one event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._epoll = select.epoll()
        self._wires: dict[int, Wire] = {}
        self._deadlines: dict[Wire, float] = {}
        self._sweep: asyncio.TimerHandle | None = None
        self._empty = asyncio.Event()
        self._empty.set()
        self.watch()

    def __len__(self) -> int:
        return len(self._wires)

    def __iter__(self) -> Iterator[Wire]:
        return iter(tuple(self._wires.values()))

    def watch(self) -> None:
        """See to the wires, from now on or again."""
        self._loop.add_reader(self._epoll.fileno(), self._see_to)
        self._sweep = self._loop.call_later(SWEEP_SECONDS, self._drop_the_late)

    def pause(self) -> None:
        """Leave the wires alone; what they hear waits in the kernel."""
        self._loop.remove_reader(self._epoll.fileno())
        if self._sweep is not None:
            self._sweep.cancel()

    def add(self, wire: Wire) -> None:
        """Watch the wire, in place of the one that had the same socket, if any."""
        before = self._wires.get(wire.fd)
        self._wires[wire.fd] = wire
        self._empty.clear()
        if before is None:
            self._epoll.register(wire.fd, _IN | _OUT if wire.is_full else _IN)
        else:
            self._deadlines.pop(before, None)

    def drop_after(self, wire: Wire, seconds: float) -> None:
        """Drop the wire when so much time has passed, unless it is told otherwise until then."""
        self._deadlines[wire] = time.monotonic() + seconds

    def mind(self, wire: Wire) -> None:
        """Watch for what the wire waits for now."""
        if self._wires.get(wire.fd) is wire:
            self._epoll.modify(wire.fd, _IN | _OUT if wire.is_full else _IN)

    def forget(self, wire: Wire) -> bool:
        """Watch it no more; whether it was watched."""
        if self._wires.get(wire.fd) is not wire:
            return False
        del self._wires[wire.fd]
        self._deadlines.pop(wire, None)
        self._epoll.unregister(wire.fd)
        if not self._wires:
            self._empty.set()
        return True

    async def emptied(self) -> None:
        """Return when there is no wire any more."""
        await self._empty.wait()

    def close(self) -> None:
        if not self._epoll.closed:
            self.pause()
            self._epoll.close()

    def _see_to(self) -> None:
        for fd, event in self._epoll.poll(0, AT_ONCE):
            wire = self._wires.get(fd)
            if wire is None:
                continue
            try:
                if event & _OUT:
                    wire.flush()
                if event & ~_OUT and self._wires.get(fd) is wire:
                    wire.read()
            except Exception:
                # One connection's trouble is not to be everybody's.
                logger.exception("A connection was dropped.")
                wire.drop()

    def _drop_the_late(self) -> None:
        now = time.monotonic()
        for wire in [wire for wire, end in self._deadlines.items() if end < now]:
            wire.drop()
        self._sweep = self._loop.call_later(SWEEP_SECONDS, self._drop_the_late)

"""Daphne with its sockets lent to the hub: one `send()` a reader instead of Twisted's round trip.

Daphne gives the hook (`Server.create_application`); nothing of Daphne, autobahn or Twisted is
patched. What is read of Twisted's private state is read in `_unsent` alone, and where it is not as
expected the bytes go by `transport.write`, which is always right and only slower.
"""

import asyncio
import socket
from collections.abc import Sequence
from functools import partial
from typing import Any

from daphne.server import Server
from twisted.internet import tcp
from twisted.internet.defer import Deferred

from liveblog.realtime.framing import Frame
from liveblog.realtime.writers import FANOUT


class FanoutServer(Server):
    """Daphne's server, offering the `declared.fanout` extension to WebSocket applications."""

    def __init__(self, *args: Any, **options: Any) -> None:
        # By itself Daphne ends a socket after a day, with the code that says "the blog is over".
        super().__init__(*args, **{"websocket_timeout": -1, **options})

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if scope["type"] == "websocket":
            scope.setdefault("extensions", {})[FANOUT] = partial(SocketWriter, protocol)
        return super().create_application(protocol, scope)

    def kill_all_applications(self) -> Deferred[Any]:
        """End every application before the process stops, and wait until each has said goodbye.

        Daphne's own stumbles over a connection without an application, such as a request that has
        just become a WebSocket, and then ends none.
        """
        held = (details.get("application_instance") for details in self.connections.values())
        running = [application for application in held if application and not application.done()]
        for application in running:
            application.cancel()
        return Deferred.fromFuture(asyncio.gather(*running, return_exceptions=True))


class SocketWriter:
    """Writes framed bytes to the connection that a Daphne WebSocket protocol holds."""

    __slots__ = ("_protocol",)

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol

    def write(self, frames: Sequence[Frame]) -> None:
        protocol = self._protocol
        if protocol.state != protocol.STATE_OPEN:
            return  # closing: a data frame after a close frame would break the protocol
        wire = frames[0].wire if len(frames) == 1 else b"".join(frame.wire for frame in frames)
        transport = protocol.transport
        if _unsent(transport) == 0:
            try:
                wire = wire[transport.socket.send(wire, socket.MSG_DONTWAIT) :]
            except (BlockingIOError, InterruptedError):
                pass
            except OSError:
                return  # the peer is gone: Twisted finds out by itself and tells the application
        if wire:
            transport.write(wire)

    def backlog(self) -> int:
        if self._protocol.state != self._protocol.STATE_OPEN:
            return 0  # what a closed connection did not send, nobody waits for
        return _unsent(self._protocol.transport) or 0

    def close(self, code: int) -> None:
        # `sendClose` keeps to the codes of applications (1000, 3000 to 4999); ours are a server's.
        if self._protocol.state == self._protocol.STATE_OPEN:
            self._protocol.sendCloseFrame(code=code)


def _unsent(transport: Any) -> int | None:
    """Bytes that Twisted still holds for a plain TCP connection; None where that cannot be told."""
    if not isinstance(transport, tcp.Connection) or transport.TLS or transport.disconnecting:
        return None
    try:
        return len(transport.dataBuffer) - transport.offset + transport._tempDataLen
    except AttributeError:
        return None

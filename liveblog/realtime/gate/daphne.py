"""Daphne behind the gate: it is handed the connections that the gate does not serve itself.

Daphne, autobahn and Twisted are used as they are: a connection is adopted by the reactor's own
`adoptStreamConnection`, and what was read of it already is given to its protocol.
"""

import asyncio
import socket
from typing import Any

from daphne.server import Server
from twisted.internet import reactor
from twisted.internet.defer import Deferred


class DaphneBehindTheGate(Server):
    """Daphne's server without a listener of its own, unless it is given `endpoints`."""

    def __init__(self, *args: Any, endpoints: list[str] | None = None, **options: Any) -> None:
        # Daphne exits at once when it is to listen nowhere, and by itself ends a WebSocket after a
        # day, with the code that says "the blog is over".
        super().__init__(
            *args, endpoints=endpoints or ["the gate"], **{"websocket_timeout": -1, **options}
        )
        self.endpoints = endpoints or []

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way, be it only half said, or a WebSocket open."""
        held = (details.get("application_instance") for details in self.connections.values())
        return any(application is None or not application.done() for application in held)

    def adopt(self, connected: socket.socket, said: bytes) -> None:
        """Serve this connection from here on, beginning with what it said already."""
        if not reactor.running:
            connected.close()
            return
        family = connected.family
        try:
            # Twisted duplicates the descriptor, and so this one is closed in any case.
            connection = reactor.adoptStreamConnection(
                connected.fileno(), family, self.http_factory
            )
        except OSError:
            return  # the peer left meanwhile
        finally:
            connected.close()
        if connection is not None and said:
            connection.protocol.dataReceived(said)

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

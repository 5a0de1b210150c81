"""A gate in the test's own event loop, on a free port of the loopback, without Daphne behind it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from websockets.asyncio.client import ClientConnection, connect

from liveblog.asgi import application
from liveblog.realtime.gate.entrance import Entrance, listen
from liveblog.realtime.gate.line import Line
from liveblog.realtime.hub import Hub
from liveblog.realtime.sockets import feed_finder


@dataclass
class Gate:
    """The entrance, and who was handed on from it with what they had said."""

    entrance: Entrance
    handed_on: list[tuple[socket.socket, bytes]] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.entrance.listener.getsockname()[1]

    @property
    def lines(self) -> list[Line]:
        return [wire for wire in self.entrance.switchboard if isinstance(wire, Line)]

    async def caller(self, *, says: bytes = b"", buffer: int = 0) -> socket.socket:
        """A bare connection that has said this much, of a peer that takes no more than it must."""
        peer = socket.socket()
        if buffer:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        peer.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(peer, ("127.0.0.1", self.port))
        await loop.sock_sendall(peer, says)
        return peer

    def reader(self, query: str = "", **options) -> connect:
        """A reader with a WebSocket library that shares no code with the server."""
        address = f"ws://127.0.0.1:{self.port}/ws/blogs/count/{query}"
        return connect(address, proxy=None, max_size=None, **options)


def entrance(hub: Hub, gate: Gate | None = None, *, listener: socket.socket | None = None) -> Gate:
    """An entrance that is not open yet, in a gate."""
    made = Gate(
        Entrance(
            listener or listen("127.0.0.1", 0),
            hub=hub,
            ready=application.application_mapping["http"].ready,
            feed_at=feed_finder(application.application_mapping["websocket"]),
            hand_on=lambda connected, said: made.handed_on.append((connected, said)),
        )
    )
    return made


@pytest.fixture
async def gate(hub: Hub) -> AsyncIterator[Gate]:
    made = entrance(hub)
    made.entrance.open()
    yield made
    await made.entrance.close()
    for connected, _ in made.handed_on:
        connected.close()


async def heard(reader: ClientConnection, count: int) -> list[str]:
    """So many frames of that reader."""
    async with asyncio.timeout(10):
        return [await reader.recv() for _ in range(count)]


async def taken(peer: socket.socket, *, until: bytes, within: float = 10) -> bytes:
    """What a bare connection is sent, up to and with these bytes."""
    data = b""
    async with asyncio.timeout(within):
        while until not in data:
            more = await asyncio.get_running_loop().sock_recv(peer, 1 << 16)
            assert more, f"the connection ended after {data[-200:]!r}"
            data += more
    return data


async def until(true, *, within: float = 10) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.01)

"""How bytes leave the process: by Daphne's own socket, by any ASGI server, to slow readers too."""

import asyncio
import socket
from types import SimpleNamespace

import pytest
from twisted.internet import protocol as twisted_protocol
from twisted.internet import tcp

from liveblog.realtime import hub as hub_room
from liveblog.realtime.daphne_fanout import SocketWriter, _unsent
from liveblog.realtime.feed import BATCH_BYTES, FULL_BYTES
from liveblog.realtime.framing import Frame
from liveblog.realtime.writers import AsgiWriter


class Wire:
    """A Twisted TCP connection over a pair of sockets, without a reactor that runs."""

    def __init__(self) -> None:
        ours, self.theirs = socket.socketpair()
        ours.setblocking(False)
        self.theirs.settimeout(5)
        reactor = SimpleNamespace(
            addWriter=lambda _: None,
            removeWriter=lambda _: None,
            addReader=lambda _: None,
            removeReader=lambda _: None,
        )
        self.transport = tcp.Connection(ours, twisted_protocol.Protocol(), reactor)
        self.transport.connected = True
        self.closed_with: list[int] = []
        self.protocol = SimpleNamespace(
            transport=self.transport,
            state=3,
            STATE_OPEN=3,
            sendCloseFrame=lambda code: self.closed_with.append(code),
        )
        self.writer = SocketWriter(self.protocol)

    def take(self, size: int) -> bytes:
        """Read that much at the other end, letting Twisted send what it holds meanwhile."""
        taken = b""
        while len(taken) < size:
            if _unsent(self.transport):
                self.transport.doWrite()
            taken += self.theirs.recv(size - len(taken))
        return taken


@pytest.fixture
def wire():
    made = Wire()
    yield made
    made.theirs.close()
    made.transport.socket.close()


def frames(*sizes: int) -> list[Frame]:
    return [Frame.of(str(n) * size, offset=n) for n, size in enumerate(sizes, start=1)]


def test_twisted_keeps_what_it_has_not_sent_where_we_look_for_it(wire: Wire):
    """The fast path reads three private names of Twisted's; this fails when they change."""
    assert _unsent(wire.transport) == 0
    wire.transport.write(b"x" * 1000)
    assert _unsent(wire.transport) == 1000
    wire.transport.write(b"y" * 5_000_000)
    wire.transport.doWrite()
    left = _unsent(wire.transport)
    assert 0 < left < 5_001_000
    wire.take(5_001_000)
    assert _unsent(wire.transport) == 0


def test_daphne_and_autobahn_have_what_the_fast_path_uses_of_them():
    from autobahn.twisted.websocket import WebSocketServerProtocol
    from daphne.server import Server

    assert callable(Server.create_application)
    assert callable(WebSocketServerProtocol.sendCloseFrame)
    assert WebSocketServerProtocol.STATE_OPEN == Wire().protocol.STATE_OPEN


def test_frames_go_straight_to_the_socket(wire: Wire):
    batch = frames(10, 20)
    wire.writer.write(batch)
    assert wire.writer.backlog() == 0
    assert wire.take(34) == batch[0].wire + batch[1].wire


def test_a_full_socket_keeps_the_order(wire: Wire):
    batch = frames(3_000_000, 5, 3_000_000, 7)
    for frame in batch:
        wire.writer.write([frame])
    assert wire.writer.backlog() > 0
    expected = b"".join(frame.wire for frame in batch)
    assert wire.take(len(expected)) == expected
    assert wire.writer.backlog() == 0


def test_what_twisted_already_holds_goes_first(wire: Wire):
    wire.transport.write(b"held back")
    wire.writer.write(frames(3))
    assert wire.take(14) == b"held back" + frames(3)[0].wire


def test_after_a_close_frame_nothing_is_written(wire: Wire):
    wire.writer.close(1013)
    assert wire.closed_with == [1013]
    wire.protocol.state = 2
    wire.writer.write(frames(3))
    wire.writer.close(1000)
    assert wire.closed_with == [1013]
    assert wire.writer.backlog() == 0
    wire.theirs.setblocking(False)
    with pytest.raises(BlockingIOError):
        wire.theirs.recv(1)


def test_a_peer_that_is_gone_is_no_error(wire: Wire):
    wire.theirs.close()
    for _ in range(3):
        wire.writer.write(frames(100_000))


def test_a_transport_that_is_not_known_is_written_to_by_its_own_means():
    written: list[bytes] = []
    unknown = SimpleNamespace(write=written.append)
    writer = SocketWriter(SimpleNamespace(transport=unknown, state=3, STATE_OPEN=3))
    writer.write(frames(3, 4))
    assert written == [b"".join(frame.wire for frame in frames(3, 4))]
    assert writer.backlog() == 0


async def test_any_asgi_server_is_sent_the_same_in_order():
    sent: list[dict] = []

    async def send(message: dict) -> None:
        await asyncio.sleep(0)
        sent.append(message)

    writer = AsgiWriter(send)
    batch = frames(1, 2, 3)
    writer.write(batch[:2])
    assert writer.backlog() == len(batch[0].wire) + len(batch[1].wire)
    writer.write(batch[2:])
    writer.close(1000)
    await asyncio.sleep(0.1)
    assert [message.get("text") for message in sent] == ["1", "22", "333", None]
    assert sent[-1] == {"type": "websocket.close", "code": 1000}
    assert writer.backlog() == 0


async def test_a_server_that_keeps_a_code_to_itself_is_given_one_of_ours():
    codes: list[int] = []

    async def send(message: dict) -> None:
        if message["code"] < 3000:
            raise ValueError("invalid close code")
        codes.append(message["code"])

    AsgiWriter(send).close(1013)
    await asyncio.sleep(0.05)
    assert codes == [4013]


class Stuck:
    """A socket whose reader went into a tunnel: it takes everything and sends nothing on."""

    def __init__(self) -> None:
        self.held = 0
        self.closed_with: int | None = None

    def write(self, frames) -> None:
        assert self.closed_with is None
        self.held += sum(len(frame.wire) for frame in frames)

    def backlog(self) -> int:
        return self.held

    def close(self, code: int) -> None:
        self.closed_with = code


@pytest.fixture
def stuck(monkeypatch) -> Stuck:
    monkeypatch.setattr(hub_room, "STUCK_SECONDS", 0.5)
    return Stuck()


async def test_a_stuck_reader_is_bounded_and_closed_while_others_hear_at_once(
    hub, reader, append, stuck: Stuck
):
    await (await reader()).frame()
    held = await hub.feed("count")
    (in_a_tunnel,) = held.readers
    in_a_tunnel.writer = stuck
    healthy = [await reader() for _ in range(3)]
    for each in healthy:
        await each.frame()

    for expected in range(1, 81):
        await append(1, size=20_000)
        for each in healthy:
            assert (await each.frame(within=5))["offset"] == expected
    await asyncio.sleep(1)
    assert stuck.closed_with == 1013
    assert FULL_BYTES < stuck.held <= FULL_BYTES + BATCH_BYTES + 20_100


async def test_a_slow_reader_that_makes_progress_is_not_closed(hub, reader, append, stuck: Stuck):
    socket_ = await reader()
    await socket_.frame()
    held = await hub.feed("count")
    (slow,) = held.readers
    slow.writer = stuck
    await append(40, size=20_000)
    while slow.cursor < 40:
        await asyncio.sleep(0.1)
        assert stuck.closed_with is None
        stuck.held = max(0, stuck.held - 15_000)
    await append(1)
    stuck.held = 0
    for _ in range(50):
        if slow.cursor == 41:
            break
        await asyncio.sleep(0.1)
    assert slow.cursor == 41


async def test_a_slow_reader_of_a_closing_feed_is_told_all_of_it_before_the_close(
    hub, reader, append, stuck: Stuck
):
    socket_ = await reader()
    await socket_.frame()
    held = await hub.feed("count")
    (slow,) = held.readers
    slow.writer = stuck
    await append(3, size=1_000)
    await append(1, status="closed", is_open=False)
    await asyncio.sleep(0.2)
    assert slow.cursor == 4
    assert stuck.closed_with is None, "a close now would cut off what is on its way"
    stuck.held = 0
    await asyncio.sleep(0.3)
    assert stuck.closed_with == 1000

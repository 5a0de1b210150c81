"""A reader's line at the gate: the same stream as on any server, to fast, slow and dead peers."""

import asyncio
import json
import socket
from base64 import b64encode

import pytest
from websockets.exceptions import ConnectionClosed

from liveblog.realtime.framing import closing
from liveblog.realtime.gate import line as line_room
from tests.realtime.gate.conftest import Gate, heard, taken, until

HANDSHAKE = (
    b"GET /ws/blogs/count/%s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
    + b64encode(b"sixteen letters!")
    + b"\r\n\r\n"
)


async def test_a_reader_is_greeted_and_told_everything(gate: Gate, append, feed):
    await append(3)
    async with gate.reader(f"?epoch={feed.epoch}&offset=1", compression=None) as reader:
        hello, *missed = await heard(reader, 3)
        assert json.loads(hello)["recovered"] is True
        assert [json.loads(text)["offset"] for text in missed] == [2, 3]
        await append(2)
        assert [json.loads(text)["offset"] for text in await heard(reader, 2)] == [4, 5]
    assert not gate.handed_on
    await until(lambda: not gate.lines)


async def test_whoever_packs_and_whoever_does_not_hear_the_same(gate: Gate, append):
    await append(2, size=3_000)
    async with (
        gate.reader("?offset=0") as packed,
        gate.reader("?offset=0", compression=None) as plain,
    ):
        assert packed.response.headers["Sec-WebSocket-Extensions"]
        assert "Sec-WebSocket-Extensions" not in plain.response.headers
        await append(30, size=400)
        assert (await heard(packed, 33))[1:] == (await heard(plain, 33))[1:]


async def test_a_window_that_is_limited_is_not_packed_for(gate: Gate):
    peer = await gate.caller(
        says=HANDSHAKE.replace(
            b"Connection:",
            b"Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10\r\n"
            b"Connection:",
        )
        % b""
    )
    assert b"Extensions" not in await taken(peer, until=b'"hello"')
    peer.close()


async def test_a_handshake_may_come_in_pieces_and_with_something_behind_it(gate: Gate):
    peer = await gate.caller()
    for at in range(0, len(HANDSHAKE % b""), 31):
        await asyncio.get_running_loop().sock_sendall(peer, (HANDSHAKE % b"")[at : at + 31])
        await asyncio.sleep(0.001)
    await taken(peer, until=b'"hello"')
    peer.close()
    eager = await gate.caller(says=HANDSHAKE % b"" + b"\x89\x81\0\0\0\0x")
    assert b"\x8a\x01x" in await taken(eager, until=b"\x8a\x01x")
    eager.close()


@pytest.mark.parametrize("said", ["hello?", b"\0"])
async def test_a_reader_that_speaks_is_shown_out(gate: Gate, said):
    async with gate.reader() as reader:
        await heard(reader, 1)
        await reader.send(said)
        with pytest.raises(ConnectionClosed) as closed:
            await heard(reader, 1)
        assert closed.value.rcvd.code == (1008 if isinstance(said, str) else 1003)
    await until(lambda: not gate.lines)


async def test_a_ping_is_answered_and_a_close_too(gate: Gate):
    async with gate.reader() as reader:
        await asyncio.wait_for(await reader.ping(), 10)
        await reader.close(1000)
        assert reader.protocol.close_rcvd.code == 1000
    await until(lambda: not gate.lines)


@pytest.fixture
def quick_beat(settings):
    settings.FEED_BEAT_SECONDS = 0.2


async def test_a_peer_that_does_not_answer_pings_is_let_go(quick_beat, gate: Gate):
    dead = await gate.caller(says=HANDSHAKE % b"")
    async with gate.reader() as alive:
        await until(lambda: len(gate.lines) == 2)
        await until(lambda: len(gate.lines) == 1)
        told = await heard(alive, 6)
        assert json.loads(told[-1])["type"] == "beat"
    dead.close()


async def test_a_reader_that_takes_nothing_costs_its_cursor_and_is_let_go(
    monkeypatch, gate: Gate, append, settings
):
    monkeypatch.setattr(line_room, "STUCK_SECONDS", 0.5)
    stuck = await gate.caller(says=HANDSHAKE % b"", buffer=4096)
    async with gate.reader(compression=None) as reader:
        await heard(reader, 1)
        (line,) = [line for line in gate.lines if line.socket.getpeername() == stuck.getsockname()]
        line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        for number in range(40):
            await append(5, size=20_000)
            assert len(await heard(reader, 5)) == 5
            if line.is_full:
                assert len(line.unsent) <= 20_100, number
        assert line.is_full
        settings.FEED_BEAT_SECONDS = 0.2
        await until(lambda: line not in gate.lines)
    stuck.close()


async def test_a_slow_reader_gets_everything_in_order(gate: Gate, append):
    slow = await gate.caller(says=HANDSHAKE % b"?offset=0", buffer=4096)
    await until(lambda: gate.lines)
    gate.lines[0].socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    for _ in range(10):
        await append(10, size=5_000)
    data = await taken(slow, until=b'"offset":100,')
    offsets = [int(part.split(b",")[0]) for part in data.split(b'"put","offset":')[1:]]
    assert offsets == list(range(1, 101))
    slow.close()


async def test_a_slow_reader_of_a_closing_feed_hears_all_of_it_before_the_end(gate: Gate, append):
    slow = await gate.caller(says=HANDSHAKE % b"?offset=0", buffer=4096)
    await until(lambda: gate.lines)
    gate.lines[0].socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    await append(20, size=20_000)
    await append(1, status="closed", is_open=False)
    data = await taken(slow, until=closing(1000))
    assert data.count(b'{"type":"put"') == 21
    slow.close()


async def test_a_goodbye_waits_for_no_one(gate: Gate):
    silent = await gate.caller(says=HANDSHAKE % b"")
    await taken(silent, until=b'"hello"')
    async with gate.reader() as reader:
        await heard(reader, 1)
        closing_gate = asyncio.create_task(gate.entrance.close())
        with pytest.raises(ConnectionClosed) as closed:
            await heard(reader, 1)
        assert closed.value.rcvd.code == 1001
        await asyncio.wait_for(closing_gate, 5)
    silent.close()

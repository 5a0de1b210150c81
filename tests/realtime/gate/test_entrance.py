"""Who is seen to at the gate, and who is handed on to Daphne with every byte that was read."""

import asyncio
import errno
import json

import pytest

from liveblog.realtime.gate import caller as caller_room
from liveblog.realtime.gate import entrance as entrance_room
from liveblog.realtime.gate.caller import Caller
from tests.realtime.gate.conftest import Gate, heard, taken, until
from tests.realtime.gate.test_lines import HANDSHAKE

PAGE = b"GET /%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n"


@pytest.mark.parametrize(
    "said",
    [
        PAGE % (b"login/", b""),
        PAGE % (b"api/blogs/count/entries", b"Authorization: Bearer x\r\n"),
        b"POST /api/blogs/count/entries HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
        b"\x16\x03\x01\x02",
        HANDSHAKE.replace(b"/ws/blogs/count/", b"/ws/elsewhere/") % b"",
        HANDSHAKE.replace(b"/ws/blogs/count/", b"/ws/blogs/no-such-blog/") % b"",
        HANDSHAKE.replace(b"Version: 13", b"Version: 8") % b"",
        HANDSHAKE.replace(b"Connection:", b"Origin: https://evil.example\r\nConnection:") % b"",
        HANDSHAKE.replace(b"Key: ", b"Key: x") % b"",
    ],
    ids=[
        "a page of Django's", "the API", "a POST", "TLS", "no socket", "no blog", "an old version",
        "another site", "a bad key",
    ],
)  # fmt: skip
async def test_who_is_not_for_the_gate_is_handed_on_whole(gate: Gate, said: bytes):
    peer = await gate.caller(says=said)
    await until(lambda: gate.handed_on)
    connected, told = gate.handed_on[0]
    assert told == said
    assert connected.fileno() >= 0
    await asyncio.get_running_loop().sock_sendall(connected, b"by Daphne")
    assert await taken(peer, until=b"Daphne") == b"by Daphne"
    assert len(gate.entrance.switchboard) == 0
    peer.close()


async def test_a_poller_is_answered_again_and_again_on_one_connection(gate: Gate, append, feed):
    await append(2)
    ask = PAGE % (b"api/blogs/count/events?after=0", b"")
    peer = await gate.caller(says=ask + ask)
    told = await taken(peer, until=b"]}HTTP")
    if not told.endswith(b"]}"):
        told += await taken(peer, until=b"]}")
    assert told.count(b"HTTP/1.1 200 OK\r\n") == told.count(b'"offset":2,"html"') == 2
    await asyncio.get_running_loop().sock_sendall(
        peer, PAGE % (b"api/blogs/count/events?after=2", b"Connection: close\r\n")
    )
    assert b'"events":[]}' in await taken(peer, until=b"]}")
    assert entrance_room.entrance_of(gate.entrance.hub).answered == 3
    assert await asyncio.get_running_loop().sock_recv(peer, 10) == b""
    assert not gate.handed_on
    peer.close()


async def test_a_large_answer_reaches_a_slow_peer_whole(gate: Gate, append):
    await append(300, size=5_000)
    ask = PAGE % (b"api/blogs/count/events?after=0", b"Connection: close\r\n")
    peer = await gate.caller(says=ask, buffer=4096)
    data = await taken(peer, until=b'"offset":300,"html":"' + b"x" * 5_000 + b'"}]}')
    assert len(data) > 1_500_000
    assert await asyncio.get_running_loop().sock_recv(peer, 10) == b""
    peer.close()


async def test_who_says_nothing_is_let_go(gate: Gate, monkeypatch):
    monkeypatch.setattr(caller_room, "HEAD_SECONDS", 0.1)
    silent = await gate.caller()
    slow = await gate.caller(says=b"GET / HT")
    await until(lambda: len(gate.entrance.switchboard) == 2)
    await until(lambda: len(gate.entrance.switchboard) == 0)
    for peer in (silent, slow):
        assert await asyncio.get_running_loop().sock_recv(peer, 10) == b""
        peer.close()


async def test_who_talks_on_without_waiting_for_an_answer_is_let_go(gate: Gate, monkeypatch):
    never = asyncio.Event()

    async def answer(question):
        await never.wait()

    monkeypatch.setattr(gate.entrance.ready, "answer", answer)
    monkeypatch.setattr(gate.entrance.ready, "held", lambda question: None)
    peer = await gate.caller(says=PAGE % (b"count/", b""))
    await until(lambda: any(isinstance(wire, Caller) for wire in gate.entrance.switchboard))
    await asyncio.get_running_loop().sock_sendall(peer, b"x" * (caller_room.MOST_AHEAD + 1))
    await until(lambda: len(gate.entrance.switchboard) == 0)
    peer.close()


async def test_without_a_descriptor_left_it_waits_and_goes_on(gate: Gate, monkeypatch, caplog):
    monkeypatch.setattr(entrance_room, "FULL_HOUSE_SECONDS", 0.05)

    class Full:
        """The listener of a process that has no descriptor left, twice."""

        refusals = 2

        def __init__(self, listener):
            self.listener = listener

        def fileno(self):
            return self.listener.fileno()

        def accept(self):
            if self.refusals:
                self.refusals -= 1
                raise OSError(errno.EMFILE, "Too many open files")
            return self.listener.accept()

        def __getattr__(self, name):
            return getattr(self.listener, name)

    gate.entrance.listener = Full(gate.entrance.listener)
    async with gate.reader() as reader:
        await heard(reader, 1)
    assert "Too many open files" in caplog.text


async def test_a_herd_is_let_in_whole(gate: Gate, append):
    await append(1)
    herd = await asyncio.gather(*(gate.caller(says=HANDSHAKE % b"?offset=0") for _ in range(500)))
    for peer in herd:
        await taken(peer, until=b'"offset":1,"html"')
        peer.close()
    await until(lambda: not gate.lines)


async def test_when_there_is_no_place_a_reader_is_told_to_poll_and_can(
    gate: Gate, settings, append
):
    settings.FEED_READERS = 1
    await append(1)
    async with gate.reader() as seated:
        await heard(seated, 1)
        async with gate.reader(compression=None) as late:
            bye = json.loads((await heard(late, 1))[0])
            assert (bye["type"], bye["poll"]) == ("bye", True)
            assert bye["retry_after"] > 0
            await late.wait_closed()
            assert late.close_code == 1013
        peer = await gate.caller(says=PAGE % (b"api/blogs/count/events?after=0", b""))
        assert b'"offset":1,"html"' in await taken(peer, until=b"]}")
        peer.close()
        assert gate.entrance.hub.sent_away == 1
    await until(lambda: not gate.lines)
    async with gate.reader() as next_one:
        assert json.loads((await heard(next_one, 1))[0])["type"] == "hello"

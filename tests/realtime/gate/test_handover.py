"""One process gives its readers to the next; here both are in one event loop, on two hubs."""

import asyncio
import json
import os
import socket

import pytest

from liveblog.realtime.gate import handover, succession
from liveblog.realtime.gate.handover import CannotTakeOver, Seat
from liveblog.realtime.gate.succession import Succession, take_over
from liveblog.realtime.hub import Hub
from tests.realtime.gate.conftest import Gate, entrance, heard, taken, until
from tests.realtime.gate.test_lines import HANDSHAKE


@pytest.fixture
def meeting_point(tmp_path):
    return tmp_path / "serve.sock"


@pytest.fixture
async def next_hub(feed):
    hub = Hub()
    yield hub
    await hub.close()


@pytest.fixture
async def predecessor(gate: Gate, meeting_point):
    left = asyncio.Event()
    made = Succession(meeting_point, gate.entrance, succeeded=lambda process: left.set())
    yield left
    made.close()


async def succeed(meeting_point, hub: Hub) -> Gate:
    listener, seated = await take_over(meeting_point, hub)
    gate = entrance(hub, listener=listener)
    gate.entrance.admit(seated)
    gate.entrance.open()
    return gate


async def test_readers_notice_nothing(gate, predecessor, next_hub, meeting_point, append, feed):
    await append(5)
    readers = [
        await gate.reader(f"?offset={n % 6}", compression=None if n % 2 else "deflate")
        for n in range(20)
    ]
    for n, reader in enumerate(readers):
        await heard(reader, 6 - n % 6)
    follower = await succeed(meeting_point, next_hub)
    assert len(follower.lines) == 20
    await asyncio.wait_for(predecessor.wait(), 5)
    assert not gate.lines
    assert gate.entrance.hub.reader_count == 0

    await append(3)
    for reader in readers:
        assert [json.loads(text)["offset"] for text in await heard(reader, 3)] == [6, 7, 8]
        await asyncio.wait_for(await reader.ping(), 10)
    async with follower.reader() as newcomer:
        await heard(newcomer, 1)
    for reader in readers:
        await reader.close()
    await follower.entrance.close()


async def test_events_of_the_moment_itself_are_told_once_and_in_order(
    gate, predecessor, next_hub, meeting_point, append, monkeypatch
):
    reader = await gate.reader("?offset=0", compression=None)
    await heard(reader, 1)
    really = handover.give

    def give(channel, listener, seated):
        """While the sockets are on their way, the log goes on."""
        asyncio.run_coroutine_threadsafe(append(2), loop).result(10)
        really(channel, listener, seated)

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(handover, "give", give)
    await append(1)
    follower = await succeed(meeting_point, next_hub)
    await append(1)
    assert [json.loads(text)["offset"] for text in await heard(reader, 4)] == [1, 2, 3, 4]
    await reader.close()
    await follower.entrance.close()


async def test_a_reader_in_the_middle_of_a_frame_goes_on_in_it(
    gate, predecessor, next_hub, meeting_point, append
):
    slow = await gate.caller(says=HANDSHAKE % b"?offset=0", buffer=4096)
    await until(lambda: gate.lines)
    gate.lines[0].socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    await append(30, size=20_000)
    await until(lambda: gate.lines[0].unsent)
    half_said = await gate.caller(says=HANDSHAKE % b"" + b"\x89\x84ab")
    half_asked = await gate.caller(says=b"GET /api/blogs/count/events?after=30 HTT")
    await until(lambda: len(gate.entrance.switchboard) == 3)
    follower = await succeed(meeting_point, next_hub)

    data = await taken(slow, until=b'"offset":30,"html":"' + b"x" * 20_000)
    assert data.count(b"x" * 20_000) == 30
    await asyncio.get_running_loop().sock_sendall(half_said, b"cdnine")
    await taken(half_said, until=b"\x8a\x04")
    await asyncio.get_running_loop().sock_sendall(half_asked, b"P/1.1\r\nHost: localhost\r\n\r\n")
    await taken(half_asked, until=b'"events":[]}')
    for peer in (slow, half_said, half_asked):
        peer.close()
    await follower.entrance.close()


@pytest.mark.parametrize("at", ["hello", "ready", "half", "not said"])
async def test_when_the_next_process_fails_this_one_serves_on(
    at, gate, predecessor, meeting_point, append, monkeypatch
):
    monkeypatch.setattr(handover, "PATIENCE_SECONDS", 1)
    async with gate.reader("?offset=0", compression=None) as reader:
        await heard(reader, 1)
        channel, feeds = await asyncio.to_thread(handover.call, meeting_point)
        assert feeds == ["count"]
        if at != "hello":
            channel.sendall(handover.READY if at != "ready" else b"rea")
        if at == "half":
            await asyncio.to_thread(channel.recv, 1)
        if at == "not said":
            await asyncio.to_thread(_takes_and_says_nothing, channel)
        channel.close()
        await append(2)
        assert [json.loads(text)["offset"] for text in await heard(reader, 2)] == [1, 2]
        async with gate.reader() as newcomer:
            await heard(newcomer, 1)
    assert not predecessor.is_set()


def _takes_and_says_nothing(channel: socket.socket) -> None:
    fds, said = handover._receive(channel)
    for _ in range(said["connections"]):
        more, _ = handover._receive(channel)
        fds += more
    for fd in fds:
        os.close(fd)


async def test_a_reader_of_an_epoch_that_is_over_starts_afresh(
    gate, predecessor, next_hub, meeting_point, append, monkeypatch
):
    reader = await gate.reader("?offset=0", compression=None)
    await heard(reader, 1)
    really = succession.handover.take

    def take(channel):
        listener, seated = really(channel)
        return listener, [(fd, seat_of_another_epoch(seat)) for fd, seat in seated]

    monkeypatch.setattr(succession.handover, "take", take)
    follower = await succeed(meeting_point, next_hub)
    await reader.wait_closed()
    assert reader.close_code == 1012
    await follower.entrance.close()


def seat_of_another_epoch(seat: Seat) -> Seat:
    return Seat.from_json({**seat.to_json(), "epoch": "another"})


async def test_where_nobody_serves_there_is_nothing_to_take_over(next_hub, meeting_point):
    with pytest.raises(CannotTakeOver, match="Nobody"):
        await take_over(meeting_point, next_hub)


async def test_another_edition_hands_nothing_over(
    gate, predecessor, next_hub, meeting_point, monkeypatch
):
    monkeypatch.setattr(handover, "EDITION", 2)
    introduced = handover.introduce
    monkeypatch.setattr(
        handover,
        "introduce",
        lambda channel, feeds: handover._send(channel, {"edition": 1, "feeds": []}),
    )
    with pytest.raises(CannotTakeOver, match="edition"):
        await take_over(meeting_point, next_hub)
    monkeypatch.setattr(handover, "introduce", introduced)
    async with gate.reader() as reader:
        await heard(reader, 1)


def test_nobody_else_may_call(meeting_point):
    listener = handover.listen(meeting_point)
    assert meeting_point.stat().st_mode & 0o077 == 0
    listener.close()

"""The stream on a real Daphne, ours and a plain one: how it ends, and who may not slow it down."""

import asyncio
import base64
import http.client
import json
import os
import signal
import socket
import time

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.realtime.ears import ear
from tests.realtime.newsroom_orders import Newsroom
from tests.servers import Daphne, Site

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def newsroom(sqlite_site: Site) -> Newsroom:
    made = Newsroom(sqlite_site)
    made.open()
    return made


@pytest.fixture(scope="module")
def daphne(sqlite_site: Site) -> Daphne:
    return sqlite_site.daphne()


@pytest.fixture(scope="module")
def plain_daphne(sqlite_site: Site) -> Daphne:
    """`python -m daphne liveblog.asgi:application`, as somebody else may run it."""
    return sqlite_site.daphne(plain=True)


@pytest.fixture(params=["daphne", "plain_daphne"])
def either(request) -> Daphne:
    return request.getfixturevalue(request.param)


async def test_a_plain_daphne_serves_the_same_stream(newsroom, daphne, plain_daphne):
    await asyncio.to_thread(newsroom.write, deeds=5)
    async with (
        ear(daphne, position="?offset=0") as ours,
        ear(plain_daphne, position="?offset=0") as theirs,
    ):
        await asyncio.to_thread(newsroom.write, deeds=5, seed=2)
        log = await asyncio.to_thread(newsroom.dump)
        await asyncio.gather(ours.hear(len(log)), theirs.hear(len(log)))
    for heard in (ours, theirs):
        assert heard.events == list(log.values())


async def test_frames_of_every_length_arrive_whole(newsroom, either):
    async with ear(either) as listening:
        for size in (0, 60, 90, 100, 65_450, 65_480, 65_500, 300_000):
            head = await asyncio.to_thread(newsroom.burst, 1, size=size)
            await listening.hear(head)
            told = json.loads(listening.events[-1])
            assert told == {"type": "put", "offset": head, "html": "x" * size}


@pytest.mark.parametrize(
    ("said", "code"), [("hello?", 8), (b"\0", 3)], ids=["with words", "with bytes"]
)
async def test_a_reader_that_speaks_is_shown_out(newsroom, either, said, code):
    async with ear(either) as listening:
        await listening.socket.send(said)
        # Plain Daphne keeps 1003 and 1008 to itself.
        assert await listening.closed() == (4000 if either.plain else 1000) + code


async def test_an_unknown_blog_is_4404(either):
    async with ear(either, "no-such-blog") as listening:
        assert await listening.closed() == 4404


async def test_a_page_of_another_site_is_refused(either):
    with pytest.raises(InvalidStatus) as refused:
        async with connect(
            f"{either.ws_url}/ws/blogs/quayshire/", origin="https://evil.example", proxy=None
        ):
            pass
    assert refused.value.response.status_code == 403


async def test_an_orderly_shutdown_says_goodbye_and_closes_with_1001(newsroom, sqlite_site):
    stopping = await asyncio.to_thread(sqlite_site.daphne)
    async with ear(stopping) as listening:
        os.kill(stopping.pid, signal.SIGTERM)
        assert await listening.closed() == 1001
        bye = listening.frames[-1]
        assert bye["type"] == "bye"
        assert bye["retry_after"] > 0
    assert await asyncio.to_thread(stopping.running.process.wait, 20) == 0
    assert "Traceback" not in stopping.log


async def test_a_reader_who_never_reads_is_dropped_and_slows_nobody(newsroom, daphne):
    """Its socket takes little; the server holds no more for it than its bound, and then lets go."""
    deaf = await asyncio.to_thread(_never_reads, daphne)
    async with ear(daphne) as listening:
        head = await asyncio.to_thread(newsroom.burst, 1, size=10)
        await listening.hear(head)
        before = daphne.resident_bytes()
        waits = []
        for _ in range(8):
            head = await asyncio.to_thread(newsroom.burst, 40, size=30_000)
            begun = time.monotonic()
            await listening.hear(head)
            waits.append(time.monotonic() - begun)
        assert max(waits) < 2
        assert listening.offsets == list(range(listening.offsets[0], head + 1))
        window = 8 * 40 * 30_000 * 3  # the frames are held once, as text and as bytes
        assert daphne.resident_bytes() - before < window + 5_000_000
        assert await asyncio.to_thread(_is_let_go, deaf, 40)
        head = await asyncio.to_thread(newsroom.burst, 1, size=10)
        await listening.hear(head, within=2)


async def test_a_closed_blog_is_told_to_its_end_and_closed_with_1000(
    newsroom, daphne, plain_daphne
):
    """Last in this file: the blog stays closed."""
    async with (
        ear(daphne, position="?offset=0") as ours,
        ear(plain_daphne, position="?offset=0") as theirs,
    ):
        await asyncio.to_thread(newsroom.close)
        assert await ours.closed() == 1000
        assert await theirs.closed() == 1000
    log = await asyncio.to_thread(newsroom.dump)
    assert json.loads(log[len(log)])["status"] == "closed"
    assert ours.offsets == theirs.offsets == list(log)
    for each in (daphne, plain_daphne):
        async with ear(each, position=f"?offset={len(log) - 3}") as late:
            assert await late.closed() == 1000
        assert late.frames[0]["status"] == "closed"
        assert late.offsets == list(log)[-3:]


async def test_what_the_gate_does_not_serve_is_served_by_the_daphne_behind_it(newsroom, daphne):
    """One connection, on which the gate answers first and Daphne all the rest."""

    def conversation() -> list[tuple[int, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", daphne.port, timeout=20)
        told = []
        for method, path in [
            ("GET", "/api/blogs/quayshire/events?after=0"),
            ("GET", "/api/blogs/quayshire/events?after=1"),
            ("GET", "/healthz"),
            ("GET", "/api/blogs/quayshire/events?after=0"),
            ("HEAD", "/api/blogs/quayshire/events?after=0"),
            ("POST", "/api/blogs/quayshire/entries"),
        ]:
            connection.request(method, path, body=b"{}" if method == "POST" else None)
            answer = connection.getresponse()
            told.append((answer.status, answer.headers["Server"] or "the gate"))
            answer.read()
        connection.close()
        return told

    assert await asyncio.to_thread(conversation) == [
        (200, "the gate"),
        (200, "the gate"),
        (200, "declared"),
        (200, "declared"),
        (200, "declared"),
        (401, "declared"),
    ]


def test_a_port_that_is_taken_is_one_clear_line(daphne, sqlite_site):
    with pytest.raises(RuntimeError, match="Could not listen on") as refused:
        sqlite_site.manage("serve", "--port", str(daphne.port))
    assert "Traceback" not in str(refused.value)


def _never_reads(daphne: Daphne) -> socket.socket:
    """Open a WebSocket with a small buffer, and read no further than the handshake."""
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect(("127.0.0.1", daphne.port))
    key = base64.b64encode(os.urandom(16)).decode()
    deaf.sendall(
        f"GET /ws/blogs/quayshire/ HTTP/1.1\r\nHost: 127.0.0.1:{daphne.port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
    )
    assert b"101" in deaf.recv(64)
    return deaf


def _is_let_go(deaf: socket.socket, seconds: float) -> bool:
    """Whether the other side ends the connection within that time, nothing being read meanwhile."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        # Linux tells of a reset without a read.
        if deaf.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            deaf.close()
            return True
        time.sleep(0.2)
    deaf.close()
    return False

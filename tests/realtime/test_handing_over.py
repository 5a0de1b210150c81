"""`serve --replace` and SIGUSR2 with real processes: readers notice nothing.

Both ends in one event loop, step by step, are in `gate/test_handover.py`.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.realtime.ears import Ear, ear
from tests.realtime.newsroom_orders import Newsroom
from tests.realtime.reporting import Reporter
from tests.servers import ROOT, Site, free_port, wait_until
from tests.succession import Supervised, is_running

pytestmark = pytest.mark.servers

READERS = 200


@pytest.fixture(scope="module")
def opened(sqlite_site: Site) -> dict[str, str]:
    return Newsroom(sqlite_site).open()


@pytest.fixture(scope="module")
def serving(sqlite_site: Site, opened) -> Supervised:
    return Supervised(sqlite_site).start()


async def listening(stack: contextlib.AsyncExitStack, servers: list, count: int) -> list[Ear]:
    """So many readers, in turn at each of the servers; half of them take packed frames."""
    gate = asyncio.Semaphore(20)

    async def one(number: int) -> Ear:
        packed = "deflate" if number % 2 else None
        async with gate:
            return await stack.enter_async_context(
                ear(servers[number % len(servers)], compression=packed)
            )

    return await asyncio.gather(*(one(number) for number in range(count)))


async def heard_everything_once(ears: list[Ear], newsroom: Newsroom) -> int:
    """Each heard all that came after its hello, once, as it is in the log; how much there was."""
    log = await asyncio.to_thread(newsroom.dump)
    for each in ears:
        begun = each.frames[0]["offset"]
        if begun < len(log):
            await each.hear(len(log))
        assert each.code is None, f"a socket was closed with {each.code}"
        assert each.offsets == list(range(begun + 1, len(log) + 1))
        assert each.events == list(log.values())[begun:]
    return len(log)


async def test_two_hand_overs_in_a_row_while_the_newsroom_posts(
    sqlite_site: Site, opened, serving: Supervised
):
    newsroom, begun = Newsroom(sqlite_site), serving.pid
    async with contextlib.AsyncExitStack() as stack:
        ears = await listening(stack, [serving], READERS)
        with Reporter(serving.url, opened["token"], pause=0.02).at_work() as reporter:
            for _ in range(2):
                before = serving.pid
                tellers = await asyncio.to_thread(serving.reload)
                assert tellers == [before, serving.pid], "systemd might see the service end"
        assert await heard_everything_once(ears, newsroom) > 20
        assert len(ears) == READERS
    assert set(reporter.happened) <= {"200", "201", "ReadError", "RemoteProtocolError"}
    assert len({begun, *serving.pids}) == 3
    assert serving.first.running.process.returncode == 0
    assert "Traceback" not in serving.log
    assert serving.log.count("The next process serves") == 2


def test_what_is_half_said_is_finished_by_who_heard_its_beginning(opened, serving: Supervised):
    body = json.dumps({"client_id": str(uuid.uuid4()), "body": "On a slow line."}).encode()
    head = f"""POST /api/blogs/quayshire/entries HTTP/1.1\r
Host: localhost\r
Authorization: Bearer {opened["token"]}\r
Content-Type: application/json\r
Content-Length: {len(body)}\r
\r
"""
    with socket.create_connection(("127.0.0.1", serving.port), timeout=20) as reporter:
        reporter.sendall(head.encode() + body[:20])
        time.sleep(0.5)  # it is Daphne's by now
        before = serving.pid
        with ThreadPoolExecutor() as threads:
            reloading = threads.submit(serving.reload)
            wait_until(lambda: len(serving.pids) > 1 and serving.pid != before, what="no next one")
            assert is_running(before)
            reporter.sendall(body[20:])
            assert reporter.recv(100).startswith(b"HTTP/1.1 201 ")
            reloading.result()


async def test_when_the_next_one_cannot_start_this_one_serves_on(
    sqlite_site: Site, opened, serving: Supervised
):
    newsroom = Newsroom(sqlite_site)
    async with contextlib.AsyncExitStack() as stack:
        ears = await listening(stack, [serving], 5)
        serves, ended = serving.pid, serving.log.count("was to follow ended")
        with unmigrated(sqlite_site):
            os.kill(serves, signal.SIGUSR2)
            await asyncio.to_thread(
                wait_until,
                lambda: serving.log.count("was to follow ended") > ended,
                what="nobody said that the next one did not come up",
            )
        assert "CommandError: The database is not up to date" in serving.log
        await asyncio.to_thread(newsroom.burst, 3, size=100)
        await heard_everything_once(ears, newsroom)
        # It is asked again, and now the next one can.
        await asyncio.to_thread(serving.reload)
        await asyncio.to_thread(newsroom.burst, 3, size=100)
        await heard_everything_once(ears, newsroom)
    assert serving.pid != serves


@pytest.mark.parametrize("last_words", ["", "channel.sendall(handover.READY)"])
async def test_when_the_next_one_dies_before_it_has_everything_this_one_serves_on(
    sqlite_site: Site, opened, serving: Supervised, last_words: str
):
    newsroom, path = (
        Newsroom(sqlite_site),
        sqlite_site.folder / f"serve-127.0.0.1-{serving.port}.sock",
    )
    dying = f"""
import os, pathlib, signal
from liveblog.realtime.gate import handover
channel, feeds = handover.call(pathlib.Path({str(path)!r}))
{last_words}
channel.recv(1, 2) if {bool(last_words)} else None  # MSG_PEEK: it is being given
os.kill(os.getpid(), signal.SIGKILL)
"""
    async with contextlib.AsyncExitStack() as stack:
        ears = await listening(stack, [serving], 20)
        done = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", dying], cwd=ROOT, env=sqlite_site.environment
        )
        assert done.returncode == -signal.SIGKILL
        await asyncio.to_thread(newsroom.burst, 3, size=100)
        await heard_everything_once(ears, newsroom)
        assert is_running(serving.pid)
        async with ear(serving) as another:
            assert another.frames[0]["type"] == "hello"


async def test_a_process_that_is_killed_while_it_comes_up_takes_nothing_with_it(
    sqlite_site: Site, opened, serving: Supervised
):
    newsroom = Newsroom(sqlite_site)
    async with contextlib.AsyncExitStack() as stack:
        ears = await listening(stack, [serving], 20)
        port = ("--port", str(serving.port))
        coming = sqlite_site.start("manage.py", "serve", *port, "--replace", log="killed")
        await asyncio.sleep(0.7)
        assert coming.stop(signal.SIGKILL) == -signal.SIGKILL
        await asyncio.to_thread(newsroom.burst, 3, size=100)
        await heard_everything_once(ears, newsroom)
    assert is_running(serving.pid)


def test_where_nobody_can_follow_a_reload_ends_nothing(sqlite_site: Site):
    alone = Supervised(sqlite_site, arguments=("--plain",)).start()
    os.kill(alone.pid, signal.SIGUSR2)
    wait_until(lambda: "No process can take over" in alone.log, what="it said nothing")
    assert alone.first.answers()
    alone.stop()


def test_where_nobody_serves_there_is_one_clear_line(sqlite_site: Site):
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(free_port()), "--replace"],
        cwd=ROOT,
        env=sqlite_site.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("CommandError: Nobody at "), line


@contextlib.contextmanager
def unmigrated(site: Site):
    """As if the code that lies there now had a migration that the database has not."""
    with contextlib.closing(
        sqlite3.connect(site.folder / "declared.sqlite3", timeout=20)
    ) as database:
        row = database.execute(
            "SELECT id, app, name, applied FROM django_migrations ORDER BY id DESC LIMIT 1"
        ).fetchone()
        with database:
            database.execute("DELETE FROM django_migrations WHERE id = ?", row[:1])
        try:
            yield
        finally:
            with database:
                database.execute("INSERT INTO django_migrations VALUES (?, ?, ?, ?)", row)

"""What a process says of itself: well, or what is wrong, and well again."""

import asyncio
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer
from django.db import connection, transaction
from django.db.backends.signals import connection_created

from liveblog.realtime import log, state
from liveblog.realtime.hub import Hub
from liveblog.realtime.models import Feed
from liveblog.realtime.state import current_faults, current_state


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is tried whenever it is asked for, and soon a fault."""
    monkeypatch.setattr(state, "GOOD_FOR", 0.0)
    monkeypatch.setattr(state, "LATE_SECONDS", 0.2)


@pytest.fixture
async def held(hub: Hub) -> None:
    assert await hub.feed("count")


async def becomes(expected: dict[str, str], *, within: float = 10) -> None:
    async with asyncio.timeout(within):
        while await current_faults() != expected:
            await asyncio.sleep(0.05)


async def stays_well(*, for_seconds: float) -> None:
    until = asyncio.get_running_loop().time() + for_seconds
    while asyncio.get_running_loop().time() < until:
        assert await current_faults() == {}
        await asyncio.sleep(0.02)


@pytest.fixture
def only_reading() -> Iterator[Callable[[bool], None]]:
    """While it is on, the database refuses every write on a new connection."""

    def refuse(connection, **_) -> None:
        connection.cursor().execute("PRAGMA query_only=ON")

    def switch(on: bool) -> None:
        (connection_created.connect if on else connection_created.disconnect)(refuse)

    yield switch
    connection_created.disconnect(refuse)


async def test_a_log_that_cannot_be_written_is_a_fault_until_it_can(hub, held, only_reading):
    assert await current_faults() == {}
    only_reading(True)
    assert await current_faults() == {"log": "cannot be written"}
    only_reading(False)
    assert await current_faults() == {}


@pytest.fixture
def writer(feed: Feed) -> Iterator[Callable[[], None]]:
    """Somebody who has the write lock, until called."""
    let_go, has_it = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            has_it.set()
            let_go.wait(20)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert has_it.wait(5)
    yield let_go.set
    let_go.set()
    thread.join()


async def test_a_writer_who_takes_long_is_no_fault(writer, hub, monkeypatch):
    monkeypatch.setattr(state, "WAIT_SECONDS", 0.05)
    await stays_well(for_seconds=1)
    writer()
    await becomes({})


async def test_a_log_that_does_not_answer_is_a_fault_until_it_does(writer, hub, monkeypatch):
    monkeypatch.setattr(state, "WAIT_SECONDS", 0.05)
    monkeypatch.setattr(state, "_log_patience", lambda: 0.3)
    assert await current_faults() == {}
    await becomes({"log": "does not answer"})
    writer()
    await becomes({})


async def test_a_disk_without_room_is_a_fault(hub, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(state.shutil, "disk_usage", lambda _: usage(10**9, 10**9, 4096))
    assert await current_faults() == {"log": "its disk is full"}
    monkeypatch.setattr(state.shutil, "disk_usage", lambda _: usage(10**9, 0, 10**9))
    assert await current_faults() == {}


async def test_however_many_ask_the_log_is_tried_once_a_second(hub, monkeypatch):
    monkeypatch.setattr(state, "GOOD_FOR", 1.0)
    tried: list[list[str]] = []
    really = state._try_log
    monkeypatch.setattr(state, "_try_log", lambda names: tried.append(names) or really(names))
    await asyncio.gather(*(current_faults() for _ in range(300)))
    await asyncio.gather(*(current_faults() for _ in range(300)))
    assert len(tried) == 1
    await asyncio.sleep(1)
    await current_faults()
    assert len(tried) == 2


async def test_a_task_that_fails_again_and_again_is_a_fault_until_it_goes_well(
    hub, held, monkeypatch
):
    def broken(_heads):
        raise RuntimeError("The log is upside down.")

    really = hub._lookout.moved
    monkeypatch.setattr(hub._lookout, "moved", broken)
    await becomes({"tasks": "look"})
    told = await current_state()
    assert told.failures["look"] >= 1
    assert told.stumbling["look"] > 0.2
    monkeypatch.setattr(hub._lookout, "moved", really)
    async with asyncio.timeout(10):
        while hub.stumbling:
            await asyncio.sleep(0.05)
    assert await current_faults() == {}
    assert (await current_state()).failures["look"] >= 1


async def test_a_task_that_failed_once_is_no_fault(hub, held, monkeypatch):
    monkeypatch.setattr(state, "LATE_SECONDS", 5.0)
    really = hub._lookout.moved
    monkeypatch.setattr(hub._lookout, "moved", lambda _heads: 1 / 0)
    async with asyncio.timeout(5):
        while not hub.failures["look"]:
            assert await current_faults() == {}
            await asyncio.sleep(0.02)
    monkeypatch.setattr(hub._lookout, "moved", really)
    await stays_well(for_seconds=1.5)
    assert hub.stumbling == {}


async def test_a_task_that_is_gone_is_a_fault(hub):
    next(task for task in hub._tasks if task.get_name() == "hub-beat").cancel()
    await becomes({"tasks": "beat"}, within=2)


class BrokenLayer(InMemoryChannelLayer):
    async def group_send(self, group, message):
        raise ConnectionError("There is nobody at the door.")

    async def group_add(self, group, channel):
        raise ConnectionError("There is nobody at the door.")


async def test_a_doorbell_that_is_broken_is_told_and_is_no_fault(feed, monkeypatch):
    from liveblog.realtime import hub as module

    broken = BrokenLayer()
    monkeypatch.setattr(module, "get_channel_layer", lambda: broken)
    monkeypatch.setattr(state, "get_channel_layer", lambda: broken)
    started = module.current_hub()
    try:
        async with asyncio.timeout(5):
            while not started.failures["doorbell"]:
                await asyncio.sleep(0.02)
        await stays_well(for_seconds=0.7)
        told = await current_state()
        assert told.bell_fault == "does not answer"
        assert "doorbell" in told.stumbling
    finally:
        await started.close()


async def test_a_feed_that_stays_behind_the_log_is_a_fault_until_it_has_come(
    hub, held, append, monkeypatch
):
    async def never(*_args, **_options) -> None: ...

    really = hub._refresh
    monkeypatch.setattr(hub, "_refresh", never)
    await append(2)
    assert await current_faults() == {}
    await becomes({"feeds": "1 behind the log"})
    (told,) = (await current_state()).feeds
    assert (told.head, told.behind) == (0, 2)
    assert told.late_seconds > 0.2
    monkeypatch.setattr(hub, "_refresh", really)
    await becomes({})
    (told,) = (await current_state()).feeds
    assert (told.head, told.behind, told.late_seconds) == (2, 0, 0)


async def test_a_night_of_events_is_no_fault(hub, held, append):
    """A feed is always a little behind what is being written: never for long."""

    async def write() -> None:
        for _ in range(25):
            await append(3)

    writing = asyncio.create_task(write())
    while not writing.done():
        assert await current_faults() == {}
        await asyncio.sleep(0.01)


async def test_a_new_epoch_is_no_fault(hub, held, append, feed: Feed):
    await append(2)
    await becomes({})
    restart = transaction.atomic(partial(log.restart, feed.pk, status="live"))
    await sync_to_async(restart)()
    await stays_well(for_seconds=0.5)
    assert await hub.feed("count")
    await stays_well(for_seconds=0.5)


async def test_the_state_has_readers_heads_and_times(hub, append, reader):
    await append(3)
    followers = [await reader() for _ in range(2)]
    for follower in followers:
        assert (await follower.frame())["type"] == "hello"
    await append(1)
    for follower in followers:
        assert await follower.offsets(1) == [4]
    told = await current_state()
    (count,) = told.feeds
    assert (count.name, count.head, count.readers) == ("count", 4, 2)
    assert count.round_seconds > 0
    assert abs((told.at - count.newest_at).total_seconds()) < 30
    assert told.readers == 2
    assert told.bell == "memory"
    assert (told.is_full, told.sent_away) == (False, 0)
    assert told.connections is None

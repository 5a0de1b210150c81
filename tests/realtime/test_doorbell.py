"""The bell may be lost, frozen or dead: an event is late by two seconds at most, and never lost."""

import asyncio
import contextlib
import time

import pytest

from tests.realtime.ears import ear
from tests.realtime.newsroom_orders import Newsroom
from tests.realtime.reporting import Reporter
from tests.servers import Daphne, Site

pytestmark = pytest.mark.servers

LATE = 2.0  # seconds from the commit to the reader: the contract


async def delays(newsroom: Newsroom, daphnes: list[Daphne], *, events: int = 3) -> list[float]:
    """How long after it was written each event reached the readers of each Daphne, in seconds."""
    async with contextlib.AsyncExitStack() as stack:
        ears = [await stack.enter_async_context(ear(daphne)) for daphne in daphnes]
        head = ears[0].frames[0]["offset"]
        for _ in range(events):
            await asyncio.to_thread(newsroom.burst, 1, size=1_000)
        written = await asyncio.to_thread(newsroom.written)
        for each in ears:
            await each.hear(max(written))
        new = [offset for offset in written if offset > head]
        assert len(new) == events
        return [each.at[offset] - written[offset] for each in ears for offset in new]


async def opened(site: Site, daphnes: int = 1, **environment: str) -> tuple[Newsroom, list[Daphne]]:
    newsroom = Newsroom(site)
    await asyncio.to_thread(newsroom.open)
    started = [await asyncio.to_thread(site.daphne, **environment) for _ in range(daphnes)]
    return newsroom, started


async def test_on_sqlite_another_process_cannot_ring_and_is_heard_all_the_same(sqlite_site: Site):
    newsroom, daphnes = await opened(sqlite_site)
    assert max(await delays(newsroom, daphnes, events=5)) < LATE


async def test_redis_is_gone_for_ten_seconds_of_the_night_and_events_are_late_and_not_lost(
    postgres_site: Site, redis_server
):
    newsroom = Newsroom(postgres_site)
    token = (await asyncio.to_thread(newsroom.open))["token"]
    daphnes = [await asyncio.to_thread(postgres_site.daphne) for _ in range(2)]
    async with contextlib.AsyncExitStack() as stack:
        ears = [await stack.enter_async_context(ear(daphne)) for daphne in daphnes]
        head = ears[0].frames[0]["offset"]
        reporters = [Reporter(daphne.url, token, pause=0.3) for daphne in daphnes]
        with reporters[0].at_work(), reporters[1].at_work():
            await asyncio.sleep(1)
            redis_server.kill()
            await asyncio.sleep(10)
            await asyncio.to_thread(redis_server.start)
            await asyncio.sleep(2)
        written = await asyncio.to_thread(newsroom.written)
        for each in ears:
            await each.hear(max(written))
            assert each.offsets == list(range(head + 1, max(written) + 1))
            late = {offset: each.at[offset] - written[offset] for offset in each.offsets}
            assert len(late) > 30
            assert max(late.values()) < LATE
    # A bell that is broken is no trouble of the reporter's.
    assert [set(reporter.happened) for reporter in reporters] == [{"201"}, {"201"}]


async def test_a_redis_that_does_not_answer_holds_up_neither_reporter_nor_reader(
    postgres_site: Site, redis_server
):
    newsroom, daphnes = await opened(postgres_site, 2)
    redis_server.freeze()
    try:
        begun = time.monotonic()
        assert max(await delays(newsroom, daphnes, events=2)) < LATE
        taken = time.monotonic() - begun
    finally:
        redis_server.thaw()
    assert taken < 15, "a reporter who waits for Redis waits for ever"


async def test_the_bell_alone_brings_events_to_every_process_and_survives_its_servers_restart(
    postgres_site: Site, redis_server
):
    newsroom, daphnes = await opened(postgres_site, 2, FEED_LOOK_SECONDS="3600")
    assert max(await delays(newsroom, daphnes)) < LATE
    redis_server.kill()
    await asyncio.to_thread(redis_server.start)
    await asyncio.sleep(4)  # the layer tries again every second
    assert max(await delays(newsroom, daphnes)) < LATE

"""The stream as a whole: real servers, real sockets, two writing processes, two hundred readers.

Every socket's concatenated events are exactly 1…N and are the frames of the log.
"""

import asyncio
import json
import urllib.request

import pytest

from tests.realtime.crowd import Crowd
from tests.realtime.newsroom_orders import Newsroom
from tests.servers import Daphne, Site

pytestmark = [pytest.mark.servers, pytest.mark.alone]

READERS = 200
WRITERS = 25  # in each of two processes
DEEDS = 8


@pytest.fixture
def memory_site(make_site) -> Site:
    site = make_site(API_WRITE_RATE="100000/m", FEED_WINDOW="500")
    yield site
    site.close()


async def the_night(site: Site, daphnes: list[Daphne], *, seed: int, during=None) -> Crowd:
    """Two processes write while the crowd reads; what it was told is what the log has."""
    newsroom = Newsroom(site)
    opened = await asyncio.to_thread(newsroom.open)
    crowd = Crowd([daphne.ws_url for daphne in daphnes], newsroom.slug, opened["epoch"], seed)
    writing = [
        newsroom.start_writing(
            seed=seed + process,
            writers=WRITERS,
            deeds=DEEDS,
            pause=0.2,
            api=[daphne.url for daphne in daphnes],
            token=opened["token"],
        )
        for process in (1, 2)
    ]
    async with asyncio.timeout(120):
        reading = asyncio.create_task(crowd.follow(READERS))
        if during:
            await during(crowd)
        told = [await asyncio.to_thread(newsroom.finished, writer) for writer in writing]
        log = await asyncio.to_thread(newsroom.dump)
        crowd.end = len(log)
        await reading

    assert list(log) == list(range(1, len(log) + 1)), "the log has a gap"
    assert sorted(crowd.texts) == list(log)
    for offset, told_texts in crowd.texts.items():
        # Only what was redacted meanwhile may have been told in other words.
        assert told_texts == {log[offset]} or json.loads(log[offset]).get("redacted"), offset
        assert all(kind(text) == kind(log[offset]) for text in told_texts)
    assert set(crowd.positions.values()) == {len(log)}
    assert len(crowd.positions) == READERS
    deeds = sum(sum(each.values()) for each in told)
    refused = sum(each.get("refused", 0) for each in told)
    assert deeds == 2 * WRITERS * DEEDS
    assert refused < deeds / 3, told
    assert {"publish", "revise", "retract", "restore", "pin", "posted"} <= set(told[0]) | set(
        told[1]
    )
    assert crowd.happened["joined"] > 2 * READERS, "hardly anybody left and resumed"
    for daphne in daphnes:
        assert polled(daphne, opened["epoch"]) == [json.loads(frame) for frame in log.values()]
    print(dict(crowd.happened), told, "events:", len(log))
    return crowd


def kind(frame: str) -> tuple[str, str]:
    """What a frame is about, whatever it says."""
    told = json.loads(frame)
    return told["type"], told.get("entry", {}).get("id", "")


def polled(daphne: Daphne, epoch: str) -> list[dict]:
    """The whole stream by the HTTP fallback, page by page."""
    events: list[dict] = []
    while True:
        address = f"{daphne.url}/api/blogs/quayshire/events?after={len(events)}&epoch={epoch}"
        with urllib.request.urlopen(address, timeout=20) as answer:
            page = json.load(answer)
        events += page["events"]
        if not page["more"]:
            assert page["offset"] == len(events)
            return events


async def test_on_sqlite_and_memory_everybody_is_told_everything_once(memory_site: Site):
    daphne = await asyncio.to_thread(memory_site.daphne)
    crowd = await the_night(memory_site, [daphne], seed=2010)
    assert crowd.happened["lost the connection"] == 0
    assert "Traceback" not in daphne.log


async def test_on_postgresql_and_redis_with_two_daphnes_as_well(postgres_site: Site):
    daphnes = [await asyncio.to_thread(postgres_site.daphne) for _ in range(2)]
    crowd = await the_night(postgres_site, daphnes, seed=2015)
    assert crowd.happened["lost the connection"] == 0
    for daphne in daphnes:
        assert "Traceback" not in daphne.log


async def test_a_daphne_that_is_killed_and_started_again_loses_nothing(memory_site: Site):
    daphne = await asyncio.to_thread(memory_site.daphne)

    async def kill_in_the_middle(crowd: Crowd) -> None:
        while len(crowd.texts) < 60:
            await asyncio.sleep(0.05)
        await asyncio.to_thread(daphne.kill)
        await asyncio.to_thread(daphne.start)

    crowd = await the_night(memory_site, [daphne], seed=2017, during=kill_in_the_middle)
    assert crowd.happened["lost the connection"] > 20


async def test_when_one_of_two_daphnes_is_killed_its_readers_go_on_with_the_other(
    postgres_site: Site,
):
    daphnes = [await asyncio.to_thread(postgres_site.daphne) for _ in range(2)]

    async def kill_one(crowd: Crowd) -> None:
        while len(crowd.texts) < 60:
            await asyncio.sleep(0.05)
        await asyncio.to_thread(daphnes[0].kill)
        await asyncio.sleep(1)
        await asyncio.to_thread(daphnes[0].start)

    crowd = await the_night(postgres_site, daphnes, seed=2019, during=kill_one)
    assert crowd.happened["lost the connection"] > 5

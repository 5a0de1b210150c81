"""The stream as HTTP answers: the same events, page by page, and nothing twice."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction

from liveblog.realtime import log
from liveblog.realtime.polling import LIMIT, EventsPage, events_page


@pytest.fixture
def ask(hub, feed):
    async def asked(after: int = 0, *, epoch: str = feed.epoch) -> tuple[dict, EventsPage]:
        page = await events_page("count", epoch=epoch, after=after)
        return json.loads(page.content), page

    return asked


@pytest.fixture
def heard(hub):
    """Wait until the hub has heard of that event: answers are made from what it holds."""

    async def wait(head: int) -> None:
        async with asyncio.timeout(10):
            while (await hub.feed("count")).head < head:
                await asyncio.sleep(0.01)

    return wait


async def test_an_unknown_feed_has_no_page(hub):
    assert await events_page("nothing", epoch="", after=0) is None


async def test_pages_put_together_are_the_log(ask, append, feed):
    await append(LIMIT * 2 + 7)
    offsets, page = [], {"more": True}
    while page["more"]:
        page, _ = await ask(len(offsets))
        offsets += [frame["offset"] for frame in page["events"]]
        assert page["offset"] == len(offsets)
    assert offsets == list(range(1, LIMIT * 2 + 8))
    assert page["status"] == "live"


async def test_a_page_is_the_same_from_memory_and_from_the_log(ask, append, hub, feed):
    await append(1_300)
    held = await hub.feed("count")
    assert held.oldest == 801
    for after in (799, 800, 801):
        page, _ = await ask(after)
        rows = await hub.read(log.frames_after, "count", feed.epoch, after, LIMIT)
        assert page["events"] == [json.loads(text) for _, text in rows]


async def test_nothing_new_has_the_same_etag_and_news_another(ask, append, heard):
    await append(3)
    before = (await ask(3))[1].etag
    assert (await ask(3))[1].etag == before
    await append()
    await heard(4)
    assert (await ask(3))[1].etag != before


async def test_a_full_page_keeps_its_etag_while_the_feed_goes_on(ask, append, feed, heard):
    await append(LIMIT + 1)
    before = (await ask(0))[1]
    await append(5)
    await heard(LIMIT + 6)
    assert (await ask(0))[1] == before

    @sync_to_async
    @transaction.atomic
    def redact():
        log.redact(feed.pk, lambda frame: {**frame, "html": ""}, mentioning='"offset":7,')
        log.append(feed.pk, {"type": "drop"})

    await redact()
    await heard(LIMIT + 7)
    page, after = await ask(0)
    assert page["events"][6]["html"] == ""
    assert after.etag != before.etag


@pytest.mark.parametrize(("after", "epoch"), [(0, "another"), (99, None)])
async def test_a_position_that_cannot_be_served_is_told_where_the_feed_is(
    after, epoch, ask, append, feed
):
    await append(3)
    page, _ = await ask(after, epoch=epoch or feed.epoch)
    assert page == {
        "epoch": feed.epoch,
        "offset": 3,
        "status": "live",
        "more": False,
        "events": [],
    }

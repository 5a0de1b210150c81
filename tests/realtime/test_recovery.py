"""A reader who comes back is told exactly what it missed, wherever that is to be found."""

import asyncio
import threading

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction

from liveblog.realtime import log

pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")


async def test_a_reader_is_told_exactly_what_it_missed(feed, reader, append):
    await append(5)
    socket = await reader(offset=2, epoch=feed.epoch)
    hello = await socket.frame()
    assert (hello["recovered"], hello["offset"]) == (True, 5)
    assert await socket.offsets(3) == [3, 4, 5]
    await append(2)
    assert await socket.offsets(2) == [6, 7]
    assert await socket.hears_nothing()


async def test_a_reader_who_missed_nothing_is_told_nothing_twice(feed, reader, append):
    await append(5)
    socket = await reader(offset=5, epoch=feed.epoch)
    assert (await socket.frame())["recovered"] is True
    assert await socket.hears_nothing()


async def test_an_offset_without_an_epoch_is_believed(reader, append):
    await append(2)
    socket = await reader(offset=1)
    assert (await socket.frame())["recovered"] is True
    assert await socket.offsets(1) == [2]


@pytest.mark.parametrize(
    "position",
    [
        {"offset": 2, "epoch": "another"},
        {"offset": 99},
        {"offset": -1},
        {"offset": "two"},
        {"offset": "²"},
        {"offset": "1e3"},
        {"offset": "9" * 18},
        {"offset": "9" * 5000},
    ],
    ids=lambda position: str(position)[:30],
)
async def test_a_position_that_cannot_be_served_starts_afresh_and_says_so(position, reader, append):
    await append(3)
    socket = await reader(**position)
    hello = await socket.frame()
    assert (hello["recovered"], hello["offset"]) == (False, 3)
    assert await socket.hears_nothing()
    await append()
    assert (await socket.frame())["offset"] == 4


async def test_a_reader_from_before_the_window_is_served_from_the_log(feed, reader, append, hub):
    await append(1_100)
    held = await hub.feed("count")
    assert held.oldest == 601
    socket = await reader(offset=7, epoch=feed.epoch)
    assert (await socket.frame())["recovered"] is True
    assert await socket.offsets(1_093) == list(range(8, 1_101))
    await append(2)
    assert await socket.offsets(2) == [1_101, 1_102]
    assert await socket.hears_nothing()


async def test_events_that_come_while_the_log_is_read_are_told_once_and_in_order(
    feed, reader, append
):
    await append(1_300)
    sockets = [await reader(offset=n, epoch=feed.epoch) for n in range(20)]
    writing = asyncio.gather(*(append(10) for _ in range(10)))
    for number, socket in enumerate(sockets):
        await socket.frame()
        assert await socket.offsets(1_400 - number) == list(range(number + 1, 1_401))
    await writing


async def test_a_reader_who_has_seen_more_than_this_process_is_caught_up_with(
    feed, reader, append, hub, settings, monkeypatch
):
    """Another process heard the bell first, told the reader, and died."""
    held = await hub.feed("count")
    monkeypatch.setattr("liveblog.realtime.doorbell.ring", lambda name, head: None)
    monkeypatch.setattr(hub, "_lookout", _Blind())
    await append(3)
    assert held.head == 0
    socket = await reader(offset=3, epoch=feed.epoch)
    hello = await socket.frame()
    assert (hello["recovered"], hello["offset"]) == (True, 3)


async def test_a_window_that_was_trimmed_still_serves_without_a_gap(feed, reader, append, hub):
    first = await reader(offset=0, epoch=feed.epoch)
    await first.frame()
    for _ in range(6):
        await append(250)
    assert await first.offsets(1_500) == list(range(1, 1_501))
    held = await hub.feed("count")
    assert 500 <= 1_500 - held.oldest + 1 <= 1_000
    late = await reader(offset=held.oldest - 2, epoch=feed.epoch)
    await late.frame()
    assert await late.offsets(1_500 - held.oldest + 2) == list(range(held.oldest - 1, 1_501))


async def test_resuming_within_the_window_asks_the_database_nothing(
    feed, hub, reader, append, settings
):
    settings.FEED_LOOK_SECONDS = 3600
    await asyncio.sleep(0.1)  # the look that was under way under the old setting
    await append(1_200)
    await hub.feed("count")
    asked: list[str] = []

    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    await hub.read(lambda: connection.execute_wrappers.append(count))

    old = await reader(offset=3, epoch=feed.epoch)
    await old.frame()
    await old.offsets(1_197)
    assert asked, "the counter does not count"
    asked.clear()

    for offset in (1_200, 1_199, 900, 701):
        socket = await reader(offset=offset, epoch=feed.epoch)
        await socket.frame()
        assert await socket.offsets(1_200 - offset) == list(range(offset + 1, 1_201))
    assert asked == []


async def test_a_feed_that_begins_a_new_epoch_sends_its_readers_away_to_start_afresh(
    feed, reader, append
):
    await append(3)
    socket = await reader(offset=3, epoch=feed.epoch)
    await socket.frame()

    @sync_to_async
    @transaction.atomic
    def restart():
        log.restart(feed.pk, status="live")

    await restart()
    assert await socket.close_code() == 1012
    await append(4)
    again = await reader(offset=3, epoch=feed.epoch)
    hello = await again.frame()
    assert (hello["recovered"], hello["offset"]) == (False, 4)
    assert hello["epoch"] != feed.epoch
    await append()
    assert (await again.frame())["offset"] == 5


async def test_a_look_that_fails_half_way_is_looked_at_again(hub, reader, append, monkeypatch):
    """SQLite says once that something changed; if taking it over fails, it must be asked anew."""
    monkeypatch.setattr("liveblog.realtime.doorbell.ring", lambda name, head: None)
    socket = await reader()
    await socket.frame()
    really, failures = log.position, []

    def position(name):
        if not failures:
            failures.append(name)
            raise RuntimeError("the database was busy")
        return really(name)

    monkeypatch.setattr(log, "position", position)
    await append()
    assert (await socket.frame())["offset"] == 1
    assert failures == ["count"]


async def test_what_is_redacted_is_told_in_its_new_words_from_then_on(feed, reader, append):
    await append(1_100)
    early = await reader(offset=1_098, epoch=feed.epoch)
    await early.frame()
    assert [frame["html"] for frame in await early.frames(2)] == ["x" * 10] * 2

    def blank(frame: dict) -> dict | None:
        return {**frame, "html": ""} if frame["offset"] in {3, 1_099} else None

    @sync_to_async
    @transaction.atomic
    def redact() -> int:
        redacted = log.redact(feed.pk, blank, mentioning="xxx")
        log.append(feed.pk, {"type": "drop"})
        return redacted

    assert await redact() == 2
    assert (await early.frame())["type"] == "drop"
    late = await reader(offset=0, epoch=feed.epoch)
    await late.frame()
    heard = await late.frames(1_101)
    assert [frame["offset"] for frame in heard] == list(range(1, 1_102))
    assert [frame["offset"] for frame in heard if frame.get("html") == ""] == [3, 1_099]


async def test_a_redaction_between_two_queries_is_not_overlooked(feed, reader, append, monkeypatch):
    """The position says nothing of it yet, but the frames that are read next do."""
    await append(3, size=50)
    socket = await reader(offset=3)
    await socket.frame()
    really, redacted = log.frames_after, []

    def redact() -> None:
        with transaction.atomic():
            log.redact(feed.pk, lambda frame: {**frame, "html": ""}, mentioning='"offset":1,')
            log.append(feed.pk, {"type": "drop"})
        connection.close()

    def frames_after(*args):
        if not redacted:
            redacted.append(True)
            thread = threading.Thread(target=redact)
            thread.start()
            thread.join()
        return really(*args)

    monkeypatch.setattr(log, "frames_after", frames_after)
    await append()
    assert await socket.offsets(2) == [4, 5]
    late = await reader(offset=0)
    await late.frame()
    assert (await late.frame())["html"] == ""


class _Blind:
    """A lookout that never sees anything."""

    def moved(self, heads):
        return []

    def query(self, query, *args):
        return query(*args)

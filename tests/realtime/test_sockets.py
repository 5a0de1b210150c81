"""The reader's WebSocket: what it is told first, what it catches up on, and how it ends."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.db import connection, transaction

from liveblog.realtime import log

pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")


async def test_without_a_position_a_reader_starts_at_the_newest_event(feed, reader, append):
    await append(3)
    socket = await reader()
    hello = await socket.frame()
    assert hello.pop("server_time").endswith("+00:00")
    assert hello == {
        "type": "hello",
        "blog": "count",
        "epoch": feed.epoch,
        "offset": 3,
        "status": "live",
        "recovered": False,
    }
    assert await socket.hears_nothing()
    await append()
    assert (await socket.frame())["offset"] == 4


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


async def test_readers_have_no_channel_of_their_own(reader):
    layer = get_channel_layer()

    async def channels_with(count: int) -> tuple[int, int]:
        for _ in range(count):
            await (await reader()).frame()
        return len(layer.channels), sum(len(group) for group in layer.groups.values())

    with_one = await channels_with(1)
    assert with_one[1] == 1, "the process itself listens for the bell"
    assert await channels_with(99) == with_one


async def test_a_reader_that_speaks_is_shown_out(reader):
    for said, code in (({"text": "hello?"}, 1008), ({"bytes": b"\0"}, 1003)):
        socket = await reader()
        await socket.frame()
        await socket.say(**said)
        assert await socket.close_code() == code


async def test_a_reader_that_speaks_is_told_no_more(reader, append):
    socket = await reader()
    await socket.frame()
    await socket.say(text="hello?")
    assert await socket.close_code() == 1008
    await append(2)
    assert await socket.hears_nothing()


async def test_an_unknown_blog_is_4404(reader):
    socket = await reader("no-such-blog")
    assert socket.accepted
    assert await socket.close_code() == 4404


async def test_there_is_no_socket_elsewhere(hub):
    from channels.testing import WebsocketCommunicator

    from liveblog.asgi import application

    connection = WebsocketCommunicator(application, "/ws/somewhere/else")
    accepted, _ = await connection.connect(timeout=10)
    assert not accepted


@pytest.mark.parametrize(
    ("origin", "welcome"),
    [
        (None, True),
        ("http://localhost:8000", True),
        ("https://testserver", True),
        ("https://evil.example", False),
        ("https://testserver.evil.example", False),
        ("null", False),
        ("", False),
        ("http://[::1", False),
    ],
)
async def test_only_our_own_pages_may_open_a_socket(origin, welcome, reader):
    headers = [] if origin is None else [(b"origin", origin.encode())]
    socket = await reader(headers=headers)
    assert socket.accepted is welcome


async def test_a_closed_feed_is_told_to_its_end_and_then_closed(feed, reader, append):
    await append(3)
    await append(1, status="closed", is_open=False)
    socket = await reader(offset=1, epoch=feed.epoch)
    hello = await socket.frame()
    assert (hello["status"], hello["recovered"]) == ("closed", True)
    assert await socket.offsets(3) == [2, 3, 4]
    assert await socket.close_code() == 1000


async def test_a_closed_feed_is_told_from_the_log_as_well(feed, reader, append):
    await append(1_200)
    await append(1, status="closed", is_open=False)
    socket = await reader(offset=0, epoch=feed.epoch)
    await socket.frame()
    assert await socket.offsets(1_201) == list(range(1, 1_202))
    assert await socket.close_code() == 1000


async def test_when_a_feed_closes_open_sockets_hear_of_it_first(reader, append):
    sockets = [await reader() for _ in range(3)]
    for socket in sockets:
        await socket.frame()
    await append(1, status="closed", is_open=False)
    for socket in sockets:
        assert (await socket.frame())["offset"] == 1
        assert await socket.close_code() == 1000


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


@pytest.fixture
def quick_beat(settings):
    settings.FEED_BEAT_SECONDS = 0.1


async def test_a_silent_feed_beats_with_its_head(quick_beat, reader, append):
    await append(2)
    socket = await reader()
    await socket.frame()
    assert await socket.frame() == {"type": "beat", "head": 2}


async def test_a_stopping_process_says_goodbye(reader, hub):
    socket = await reader()
    await socket.frame()
    hub.farewell(5.0)
    assert await socket.frame() == {"type": "bye", "retry_after": 5.0}


async def test_one_broken_connection_keeps_the_news_from_nobody_else(hub, reader, append):
    sockets = [await reader() for _ in range(3)]
    for socket in sockets:
        await socket.frame()
    held = await hub.feed("count")
    broken = next(iter(held.readers))

    class Broken:
        def write(self, frames):
            raise RuntimeError("the transport is not what it was")

        def backlog(self):
            return 0

        def close(self, code):
            raise RuntimeError("nor is this")

    broken.writer = Broken()
    await append()
    heard = [await socket.connection.receive_nothing(timeout=0.5) for socket in sockets]
    assert sorted(heard) == [False, False, True]


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


class _Blind:
    """A lookout that never sees anything."""

    def moved(self, heads):
        return []

    def query(self, query, *args):
        return query(*args)

"""The reader's WebSocket: who may open it, what it is told first, and how it ends."""

import pytest
from channels.layers import get_channel_layer

from liveblog.realtime.readers import Reader

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
    assert await socket.frame() == {"type": "bye", "retry_after": 5.0, "poll": False}


async def test_one_broken_connection_keeps_the_news_from_nobody_else(hub, reader, append):
    sockets = [await reader() for _ in range(3)]
    for socket in sockets:
        await socket.frame()
    held = await hub.feed("count")

    class Broken(Reader):
        """A reader whose transport is not what it was."""

        def serve(self):
            raise RuntimeError("nothing can be written here")

        tell = beat = end = serve

    broken = Broken(held, held.head)
    with pytest.raises(RuntimeError):
        hub.join(broken)
    assert broken in held.readers
    for offset in (1, 2):
        await append()
        for socket in sockets:
            assert (await socket.frame())["offset"] == offset
    assert broken not in held.readers


async def test_when_there_is_no_place_a_reader_is_told_to_poll(settings, reader, hub):
    settings.FEED_READERS = 2
    for _ in range(2):
        assert (await (await reader()).frame())["type"] == "hello"
    late = await reader()
    bye = await late.frame()
    assert (bye["type"], bye["poll"]) == ("bye", True)
    assert await late.close_code() == 1013
    assert hub.sent_away == 1


async def test_while_the_last_reader_waits_too_long_nobody_is_added(settings, reader, hub, append):
    first = await reader()
    await first.frame()
    settings.FEED_PACE = 0.0
    await append()
    await first.frame()
    assert (await (await reader()).frame())["poll"] is True
    settings.FEED_PACE = 5.0
    assert (await (await reader()).frame())["type"] == "hello"

"""The readers' WebSocket on any ASGI server: a plain application, since a reader never speaks.

A Channels consumer would cost a thread hop per frame and a channel per reader; this costs a set
member and one coroutine that waits for the goodbye. `manage.py serve` serves readers without it
(`gate/`): what is said there is said in the same words.
"""

import asyncio
import contextlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from channels.routing import URLRouter

from liveblog.realtime.greeting import asked_position, first_cursor, origin_is_ours
from liveblog.realtime.hub import current_hub
from liveblog.realtime.readers import (
    GOING_AWAY,
    GOODBYE_SECONDS,
    SPOKE_BYTES,
    SPOKE_TEXT,
    TRY_AGAIN,
    AsgiReader,
    Reader,
    Send,
    close,
)

NO_SUCH_FEED = 4404


async def reader_socket(scope: dict[str, Any], receive: Any, send: Send) -> None:
    """Serve one reader of the feed named in the route, from its position to the end."""
    await receive()  # websocket.connect
    if not origin_is_ours(dict(scope["headers"]).get(b"origin")):
        await send({"type": "websocket.close", "code": 1008})  # before accept: a plain 403
        return
    await send({"type": "websocket.accept"})
    hub = current_hub()
    asked = asked_position(scope.get("query_string", b"").decode("latin-1"))
    name = scope["url_route"]["kwargs"]["feed"]
    feed = await hub.feed(name, seen=asked.offset if asked else 0)
    if feed is None:
        await send({"type": "websocket.close", "code": NO_SUCH_FEED})
        return

    if hub.is_full:
        await send({"type": "websocket.send", "text": hub.send_away().text})
        await close(send, TRY_AGAIN)
        return
    # Nothing is awaited between reading the head and joining, so no frame falls in between.
    cursor, recovered = first_cursor(feed, asked)
    reader = AsgiReader(feed, cursor, send)
    reader.tell(feed.hello(recovered=recovered))
    hub.join(reader)
    try:
        await _hear_out(receive, reader)
    except asyncio.CancelledError:
        # The server is stopping and waits for us: the goodbye is to get out of the door first.
        reader.end(GOING_AWAY)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                await _hear_out(receive, reader)
        raise
    finally:
        hub.leave(reader)


def feed_finder(sockets: URLRouter) -> Callable[[str], str | None]:
    """Tells which feed the reader's socket at a path follows: None where there is no such socket.

    It asks the routes themselves, so that the gate cannot know other addresses than they do.
    """

    @lru_cache(maxsize=4096)
    def feed_at(path: str) -> str | None:
        for route in sockets.routes:
            if found := route.pattern.match(path.removeprefix("/")):
                return found[2].get("feed") if route.callback is reader_socket else None
        return None

    return feed_at


async def _hear_out(receive: Any, reader: Reader) -> None:
    """Wait until the reader has left; one that speaks is shown out.

    It is waited for in any case: an application that returns first leaves some servers' sockets
    open.
    """
    while (event := await receive())["type"] != "websocket.disconnect":
        if event["type"] == "websocket.receive":
            reader.end(SPOKE_TEXT if event.get("bytes") is None else SPOKE_BYTES)


async def no_such_socket(scope: dict[str, Any], receive: Any, send: Send) -> None:
    """Refuse a WebSocket at an address that has none, instead of a traceback in the log."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})

"""The readers' WebSocket: a plain ASGI application, since a reader never speaks.

A Channels consumer would cost a thread hop per frame and a channel per reader; this costs a set
member and one coroutine that waits for the goodbye.
"""

import asyncio
import contextlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http.request import validate_host

from liveblog.realtime.feed import Reader
from liveblog.realtime.hub import current_hub
from liveblog.realtime.writers import GOODBYE_SECONDS, Send, writer_for

NO_SUCH_FEED = 4404
SPOKE_TEXT, SPOKE_BYTES = 1008, 1003
GOING_AWAY = 1001
_LONGEST_OFFSET = 18  # digits: the log counts in 64 bits


async def reader_socket(scope: dict[str, Any], receive: Any, send: Send) -> None:
    """Serve one reader of the feed named in the route, from its position to the end."""
    await receive()  # websocket.connect
    if not origin_is_ours(scope):
        await send({"type": "websocket.close", "code": 1008})  # before accept: a plain 403
        return
    await send({"type": "websocket.accept"})
    hub = current_hub()
    position = asked_position(scope)
    feed = await hub.feed(scope["url_route"]["kwargs"]["feed"], seen=position[1] if position else 0)
    if feed is None:
        await send({"type": "websocket.close", "code": NO_SUCH_FEED})
        return

    writer = writer_for(scope, send)
    recovered = position is not None and feed.can_serve(*position)
    reader = Reader(writer, position[1] if recovered and position else feed.head)
    try:
        # Nothing is awaited between reading the head and joining, so no frame falls in between.
        writer.write([feed.hello(recovered=recovered)])
        hub.join(feed, reader)
        await _hear_out(receive, reader)
    except asyncio.CancelledError:
        # The server is stopping and waits for us: the goodbye is to get out of the door first.
        reader.end(GOING_AWAY)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                await _hear_out(receive, reader)
        raise
    finally:
        hub.leave(feed, reader)


def asked_position(scope: dict[str, Any]) -> tuple[str, int] | None:
    """(epoch, offset) of the query string; None without an offset, offset -1 if it is nonsense."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    offset = query.get("offset", [""])[0]
    epoch = query.get("epoch", [""])[0]
    if not offset:
        return None
    is_number = offset.isascii() and offset.isdigit() and len(offset) <= _LONGEST_OFFSET
    return epoch, int(offset) if is_number else -1


def origin_is_ours(scope: dict[str, Any]) -> bool:
    """Whether a browser that opens this socket does so from a page of ours.

    Programs send no Origin and are welcome: the stream is public. A page of another site is not:
    it would make our readers' connections its own.
    """
    origin = dict(scope["headers"]).get(b"origin")
    if origin is None:
        return True
    try:
        host = urlsplit(origin.decode("latin-1")).hostname or ""
    except ValueError:
        return False
    if ":" in host:
        host = f"[{host}]"
    return validate_host(host, settings.ALLOWED_HOSTS)


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

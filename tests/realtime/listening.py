"""A reader's connection without a server: the site's ASGI application, called directly."""

import json
from typing import Any
from urllib.parse import urlencode

from channels.testing import WebsocketCommunicator
from django.db import transaction

from liveblog.realtime import log
from liveblog.realtime.models import Feed

PATIENCE = 10  # seconds: a busy machine is not a failure


class Listening:
    """What one reader is told, frame by frame."""

    def __init__(self, connection: WebsocketCommunicator, accepted: bool) -> None:
        self.connection = connection
        self.accepted = accepted

    async def frame(self, *, within: float = PATIENCE) -> dict[str, Any]:
        """The next frame. Fails when the socket is closed instead, or nothing comes."""
        told = await self.connection.receive_output(timeout=within)
        assert told["type"] == "websocket.send", told
        return json.loads(told["text"])

    async def frames(self, count: int) -> list[dict[str, Any]]:
        return [await self.frame() for _ in range(count)]

    async def offsets(self, count: int) -> list[int]:
        return [frame["offset"] for frame in await self.frames(count)]

    async def close_code(self) -> int:
        """The code with which the server closes now. Fails when it says anything else first."""
        told = await self.connection.receive_output(timeout=PATIENCE)
        assert told["type"] == "websocket.close", told
        return told["code"]

    async def hears_nothing(self, *, for_seconds: float = 0.3) -> bool:
        return await self.connection.receive_nothing(timeout=for_seconds)

    async def say(self, **what: Any) -> None:
        await self.connection.send_input({"type": "websocket.receive", **what})

    async def leave(self) -> None:
        await self.connection.disconnect()


async def listen(name: str, *, headers: list[tuple[bytes, bytes]] | None = None, **position: Any):
    """Connect to the feed of that name, with `offset` and `epoch` if given."""
    from liveblog.asgi import application

    path = f"/ws/blogs/{name}/?{urlencode(position)}"
    connection = WebsocketCommunicator(application, path, headers=headers)
    accepted, _ = await connection.connect(timeout=PATIENCE)
    return Listening(connection, accepted)


@transaction.atomic
def append_events(
    feed: Feed,
    count: int,
    *,
    size: int = 10,
    status: str | None = None,
    is_open: bool | None = None,
) -> int:
    """Append events of about `size` bytes; the last one's offset."""
    for _ in range(count):
        offset = log.append(
            feed.pk, {"type": "put", "html": "x" * size}, status=status, is_open=is_open
        )
    return offset

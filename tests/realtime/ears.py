"""One reader on a real socket, who notes what was said and when."""

import asyncio
import json
import time
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.servers import Daphne


class Ear:
    """What came over one WebSocket, until it was closed."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.texts: list[str] = []
        self.at: dict[int, float] = {}  # by offset, seconds since 1970
        self.code: int | None = None
        self._heard = asyncio.Condition()

    @property
    def frames(self) -> list[dict]:
        return [json.loads(text) for text in self.texts]

    @property
    def events(self) -> list[str]:
        """The frames that are events, as they came."""
        return [
            text
            for text, frame in zip(self.texts, self.frames, strict=True)
            if "offset" in frame and frame["type"] != "hello"
        ]

    @property
    def offsets(self) -> list[int]:
        return [json.loads(text)["offset"] for text in self.events]

    async def hear(self, offset: int, *, within: float = 20) -> None:
        """Wait for that event."""
        async with asyncio.timeout(within), self._heard:
            await self._heard.wait_for(lambda: offset in self.at)

    async def closed(self, *, within: float = 20) -> int:
        """Wait for the close; its code."""
        async with asyncio.timeout(within), self._heard:
            await self._heard.wait_for(lambda: self.code is not None)
        return self.code

    async def _listen(self) -> None:
        try:
            while True:
                text = await self.socket.recv()
                now = time.time()
                frame = json.loads(text)
                async with self._heard:
                    self.texts.append(text)
                    if frame["type"] != "hello" and "offset" in frame:
                        self.at[frame["offset"]] = now
                    self._heard.notify_all()
        except ConnectionClosed as closed:
            async with self._heard:
                self.code = closed.rcvd.code if closed.rcvd else 1006
                self._heard.notify_all()


@asynccontextmanager
async def ear(daphne: Daphne, slug: str = "quayshire", *, position: str = "", **options):
    """Listen at that Daphne; the hello has come when the block begins."""
    address = f"{daphne.ws_url}/ws/blogs/{slug}/{position}"
    async with connect(address, max_size=None, proxy=None, **options) as socket:
        listening = Ear(socket)
        task = asyncio.create_task(listening._listen())
        async with asyncio.timeout(20), listening._heard:
            await listening._heard.wait_for(lambda: listening.texts or listening.code)
        try:
            yield listening
        finally:
            task.cancel()

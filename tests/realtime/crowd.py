"""Readers who join, leave and resume at random, with a client that shares no code with the server.

What each of them was told, put together over all its connections, must be exactly 1…N. An event
that is redacted while they listen has two texts, so every text that was told is kept.
"""

import asyncio
import json
import random
from collections import Counter
from dataclasses import dataclass, field

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

LOST = (ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, EOFError, TimeoutError)


@dataclass
class Crowd:
    """So many readers of one feed, spread over some servers."""

    servers: list[str]
    slug: str
    epoch: str
    seed: int
    joining: float = 3.0  # seconds over which they first come
    staying: float = 1.5  # seconds for which one connection is kept, on average
    texts: dict[int, set[str]] = field(default_factory=dict)
    end: int | None = None  # the last offset, once it is known
    happened: Counter[str] = field(default_factory=Counter)
    positions: dict[int, int] = field(default_factory=dict)

    async def follow(self, readers: int) -> None:
        """Until every reader has been told everything; the first failure fails all."""
        async with asyncio.TaskGroup() as group:
            for number in range(readers):
                group.create_task(self._reader(number))

    async def _reader(self, number: int) -> None:
        chance = random.Random(self.seed * 10_000 + number)
        await asyncio.sleep(chance.uniform(0, self.joining))
        self.positions[number] = 0
        while self.positions[number] != self.end:
            server = chance.choice(self.servers)
            address = f"{server}/ws/blogs/{self.slug}/?epoch={self.epoch}"
            try:
                async with connect(
                    f"{address}&offset={self.positions[number]}",
                    max_size=None,
                    open_timeout=20,
                    close_timeout=2,
                    proxy=None,
                ) as socket:
                    hello = json.loads(await asyncio.wait_for(socket.recv(), 20))
                    assert hello["type"] == "hello", hello
                    assert hello["epoch"] == self.epoch, hello
                    assert hello["recovered"] is True, hello
                    self.happened["joined"] += 1
                    await self._stay(number, socket, chance.expovariate(1 / self.staying))
                    self.happened["left"] += 1
            except LOST:
                self.happened["lost the connection"] += 1
                await asyncio.sleep(chance.uniform(0.05, 0.3))

    async def _stay(self, number: int, socket, seconds: float) -> None:
        """Take what comes until it is time to go; each frame must be the next one."""
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        while self.positions[number] != self.end and clock() < until:
            try:
                async with asyncio.timeout(min(0.25, max(0.01, until - clock()))):
                    text = await socket.recv()
            except TimeoutError:
                continue
            expected = self.positions[number] + 1
            if text not in self.texts.get(expected, ()):
                frame = json.loads(text)
                if "offset" not in frame:
                    self.happened[frame["type"]] += 1
                    continue
                assert frame["offset"] == expected, f"reader {number}: {frame['offset']}"
                self.texts.setdefault(expected, set()).add(text)
            self.positions[number] = expected
            self.happened["heard"] += 1

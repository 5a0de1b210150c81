"""The doorbell by two channel layers: how soon a ring is heard, what it costs, whether it is lost.

    SECRET_KEY=bench .venv/bin/python -m bench.doorbell

Two processes listen as the hub does, with one channel each; a third rings. Redis is one of its own.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import statistics
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from channels.layers import BaseChannelLayer
from channels_redis.core import RedisChannelLayer
from channels_redis.pubsub import RedisPubSubChannelLayer

from tests.databases import redis

LAYERS = {
    "channels_redis.core.RedisChannelLayer": RedisChannelLayer,
    "channels_redis.pubsub.RedisPubSubChannelLayer": RedisPubSubChannelLayer,
}
GROUP = "declared.feeds"
LISTENERS = 2
RINGS, PAUSE = 500, 0.01
BURST = 5_000
SETTLE_SECONDS = 0.5  # a layer that has just subscribed looks for rings every tenth of a second
QUIET_SECONDS = 2.0  # after which nothing more is expected


def main() -> None:
    argparse.ArgumentParser(description=__doc__.partition("\n")[0]).parse_args()
    print("| layer | heard after, median | 99 of 100 within | takes the ringer | lost of a burst |")
    print("|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder, redis(Path(folder) / "redis") as server:
        for name, layer in LAYERS.items():
            print(row(name, measured(layer, server.url)), flush=True)


def row(name: str, found: dict[str, float]) -> str:
    return (
        f"| `{name}` | {found['median']:.2f} ms | {found['p99']:.2f} ms | {found['cost']:.2f} ms"
        f" | {found['lost']:,.0f} of {LISTENERS * BURST:,} |"
    )


def measured(layer: type[BaseChannelLayer], url: str) -> dict[str, float]:
    spawn = multiprocessing.get_context("spawn")
    ends = [spawn.Pipe() for _ in range(LISTENERS)]
    listeners = [spawn.Process(target=listen, args=(layer, url, there)) for _, there in ends]
    for process in listeners:
        process.start()

    def heard(times: int, pause: float) -> tuple[float, list[tuple[float, float]]]:
        for here, _ in ends:
            here.send("listen")
        for here, _ in ends:
            here.recv()  # it listens
        time.sleep(SETTLE_SECONDS)
        cost = asyncio.run(ring(layer(hosts=[url]), times, pause))
        return cost, [each for here, _ in ends for each in here.recv()]

    cost, rings = heard(RINGS, PAUSE)
    _, burst = heard(BURST, 0)
    for process, (here, _) in zip(listeners, ends, strict=True):
        here.send("enough")
        process.join(20)
    late = sorted((at - rung) * 1000 for rung, at in rings)
    return {
        "median": statistics.median(late),
        "p99": late[int(len(late) * 0.99)],
        "cost": cost * 1000,
        "lost": LISTENERS * BURST - len(burst),
    }


async def ring(layer: BaseChannelLayer, times: int, pause: float) -> float:
    """The median of the seconds that a ring takes the one who rings."""
    taken = []
    for head in range(times):
        begun = time.perf_counter()
        message = {"type": "feed.ring", "feed": "count", "head": head, "rung": time.monotonic()}
        await layer.group_send(GROUP, message)
        taken.append(time.perf_counter() - begun)
        if pause:
            await asyncio.sleep(pause)
    return statistics.median(taken[1:])  # the first opens the connection


def listen(layer: type[BaseChannelLayer], url: str, to: Connection) -> None:
    asyncio.run(listening(layer(hosts=[url]), to))


async def listening(layer: BaseChannelLayer, to: Connection) -> None:
    while await asyncio.to_thread(to.recv) == "listen":
        channel = await layer.new_channel()
        await layer.group_add(GROUP, channel)
        to.send("listening")
        heard: list[tuple[float, float]] = []
        with contextlib.suppress(TimeoutError):
            while True:
                async with asyncio.timeout(QUIET_SECONDS):
                    heard.append(((await layer.receive(channel))["rung"], time.monotonic()))
        await layer.group_discard(GROUP, channel)
        to.send(heard)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python
"""Load test of the stream: how long until the last of so many readers has an entry.

A real Daphne on one core, the readers on another, entries posted through the API. The same is done
to a plain Daphne, which sends by ASGI, so that the figures stand beside something. Exit status 1 if
a reader lost an event, had one twice or had two in the wrong order.
"""

import argparse
import http.client
import json
import os
import platform
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.readers import Readers
from tests.realtime.newsroom_orders import Newsroom
from tests.servers import Daphne, Site

PATIENCE = 30  # seconds to wait for the last reader of an event
FAULTS = ("lost", "twice", "disordered")
OFFSET = re.compile(rb'^\{"type":"\w+","offset":(\d+),')


@dataclass(frozen=True)
class Measured:
    """One server's figures: times in milliseconds from sending the request, by event."""

    name: str
    answered: list[float]
    first: list[float]
    middle: list[float]
    late: list[float]  # the 99th of a hundred readers
    last: list[float]
    bytes_a_reader: float
    frame_bytes: int
    lost: int
    twice: int
    disordered: int

    @property
    def spread(self) -> list[float]:
        """From the first reader to the last: the fan-out alone."""
        return [last - first for first, last in zip(self.first, self.last, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=1000)
    parser.add_argument("--events", type=int, default=40, help="Entries posted to each server.")
    parser.add_argument("--size", type=int, default=700, help="Bytes of an entry's text.")
    parser.add_argument("--rounds", type=int, default=2, help="The servers take turns.")
    parser.add_argument("--pause", type=float, default=0.15, help="Seconds between entries.")
    told = parser.parse_args()
    if min(told.readers, told.events, told.size, told.rounds) < 1:
        parser.error("--readers, --events, --size and --rounds are at least 1.")
    allow_files(told.readers + 200)
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})

    rounds = [
        [measure(plain=plain, core=cores[0], told=told) for plain in (False, True)]
        for _ in range(told.rounds)
    ]
    measured = [together(each) for each in zip(*rounds, strict=True)]
    report(measured, told, cores)
    if any(getattr(each, fault) for each in measured for fault in FAULTS):
        raise SystemExit("Readers were not told exactly what happened.")


def measure(*, plain: bool, core: int, told: argparse.Namespace) -> Measured:
    """Start a server, let the readers connect, post the entries and see who had them when."""
    with tempfile.TemporaryDirectory(prefix="declared-bench-") as folder:
        site = Site.made(Path(folder), API_WRITE_RATE="1000000/m", FEED_BEAT_SECONDS="3600")
        token = Newsroom(site).open()["token"]
        daphne = site.daphne(plain=plain)
        readers = Readers()
        try:
            os.sched_setaffinity(daphne.pid, {core})
            post(daphne, token, told.size)  # whatever is only done once is done
            before = daphne.resident_bytes()
            readers.connect(daphne.port, "/ws/blogs/quayshire/", told.readers)
            readers.listen(frames=1, patience=PATIENCE)  # hello
            memory = (daphne.resident_bytes() - before) / told.readers
            times = []
            for number in range(1, told.events + 1):
                sent = time.perf_counter()
                connection = post(daphne, token, told.size, wait=False)
                readers.listen(frames=number + 1, patience=PATIENCE)
                times.append((sent, answered(connection)))
                readers.listen(frames=number + 2, patience=told.pause)  # whatever comes twice
            return assess(readers, times, memory, name="plain Daphne" if plain else "serve")
        finally:
            readers.close()
            site.close()


def post(daphne: Daphne, token: str, size: int, *, wait: bool = True) -> http.client.HTTPConnection:
    """Post an entry; its connection, with the answer unread unless it is waited for."""
    connection = http.client.HTTPConnection("127.0.0.1", daphne.port, timeout=PATIENCE)
    words = "The hall is quiet and fills. " * (size // 29 + 1)
    connection.request(
        "POST",
        "/api/blogs/quayshire/entries",
        body=json.dumps({"body": words[:size].strip()}),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    if wait:
        answered(connection)
    return connection


def answered(connection: http.client.HTTPConnection) -> float:
    """When the answer is there. Raises where the entry was refused."""
    answer = connection.getresponse()
    now = time.perf_counter()
    if answer.status != 201:
        raise RuntimeError(f"The API answered {answer.status}: {answer.read()[:300]!r}")
    answer.read()
    connection.close()
    return now


def assess(
    readers: Readers, times: list[tuple[float, float]], memory: float, *, name: str
) -> Measured:
    """Who was told what, and when."""
    arrivals: dict[int, list[float]] = {}
    lost = twice = disordered = frame_bytes = 0
    expected = range(2, len(times) + 2)  # event 1 was posted before anybody listened
    for frames in readers.frames:
        offsets = []
        for at, payload in frames:
            if (found := OFFSET.match(payload)) and not payload.startswith(b'{"type":"hello"'):
                offsets.append(int(found[1]))
                arrivals.setdefault(offsets[-1], []).append(at)
                frame_bytes = max(frame_bytes, len(payload))
        lost += len(set(expected) - set(offsets))
        twice += len(offsets) - len(set(offsets))
        disordered += offsets != sorted(offsets)
    rows = []
    for offset, (sent, answer) in zip(expected, times, strict=True):
        waits = sorted(1000 * (at - sent) for at in arrivals.get(offset, [float("inf")]))
        late = waits[min(len(waits) - 1, round(0.99 * len(waits)))]
        middle = waits[len(waits) // 2]
        rows.append((1000 * (answer - sent), waits[0], middle, late, waits[-1]))
    columns = [list(column) for column in zip(*rows, strict=True)]
    return Measured(name, *columns, memory, frame_bytes, lost, twice, disordered)


def together(rounds: Sequence[Measured]) -> Measured:
    """The events of all rounds of one server; memory as the median round has it."""

    def pooled(figure: str) -> list[float]:
        return [value for each in rounds for value in getattr(each, figure)]

    return Measured(
        rounds[0].name,
        *(pooled(figure) for figure in ("answered", "first", "middle", "late", "last")),
        statistics.median(each.bytes_a_reader for each in rounds),
        max(each.frame_bytes for each in rounds),
        *(sum(getattr(each, figure) for each in rounds) for figure in FAULTS),
    )


def report(measured: list[Measured], told: argparse.Namespace, cores: list[int]) -> None:
    """The table; every time is the median event's, and after the slash the worst event's."""
    pinned = "server and readers on a core each" if len(cores) > 1 else "one core for everything"
    packages = ("Django", "channels", "daphne", "Twisted", "autobahn")
    events = f"{told.rounds} x {told.events} entries of {measured[0].frame_bytes} bytes a frame"
    print(f"{told.readers} readers, {events}, to each server in turn")
    print(f"{platform.python_implementation()} {platform.python_version()}, ", end="")
    print(", ".join(f"{package} {version(package)}" for package in packages), f"({pinned})\n")
    lines = {
        "API has answered, ms": "answered",
        "first reader has it, ms": "first",
        "middle reader has it, ms": "middle",
        "99 of 100 have it, ms": "late",
        "last reader has it, ms": "last",
        "first to last reader, ms": "spread",
    }
    names = [each.name for each in measured]
    print(f"{'median event / worst event':30}" + "".join(f"{name:>18}" for name in names), " ratio")
    for label, figure in lines.items():
        columns = [getattr(each, figure) for each in measured]
        middles = [statistics.median(column) for column in columns]
        cells = [
            f"{middle:.1f} / {max(column):.1f}"
            for middle, column in zip(middles, columns, strict=True)
        ]
        ratio = middles[1] / middles[0]
        print(f"{label:30}" + "".join(f"{cell:>18}" for cell in cells) + f"{ratio:>7.1f}")
    for label, figure in (
        ("server memory a reader, KB", "bytes_a_reader"),
        ("events lost", "lost"),
        ("events twice", "twice"),
        ("readers out of order", "disordered"),
    ):
        cells = [getattr(each, figure) for each in measured]
        shown = [cell / 1024 if figure == "bytes_a_reader" else cell for cell in cells]
        print(f"{label:30}" + "".join(f"{cell:>18.0f}" for cell in shown))


def allow_files(wanted: int) -> None:
    """Raise the limit of open files for us and for the server, or say that it is too low."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise SystemExit(f"This machine allows {hard} open files; {wanted} are needed.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main()

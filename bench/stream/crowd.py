"""The crowd of readers (`bench/crowd/`, in C): orders to it, and what it saw."""

import json
import select
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from bench.stream.machine import BENCH, CLIENT_CORE, compiled, on_core

PATIENCE = 60.0  # seconds for a herd to be in, or an event to reach everybody
FAULTS = ("lost", "twice", "disordered", "strange", "hung_up")


def program() -> Path:
    return compiled("crowd", *sorted((BENCH / "crowd").glob("*.c")))


@dataclass(frozen=True)
class Joined:
    """How calling the server went; milliseconds from a reader's call, `told_` from the first's."""

    opened: int
    refused: int
    seconds: float
    p50: float
    p99: float
    last: float
    told: int
    told_p50: float
    told_p99: float
    told_last: float
    lost: int
    twice: int
    disordered: int
    strange: int

    @property
    def rate(self) -> float:
        return self.opened / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Told:
    """One event: milliseconds from the trigger, or from the commit that its answer names."""

    status: int
    answered: float
    begun: float  # when that clock began, after the trigger was sent
    got: int
    first: float
    p50: float
    p99: float
    last: float
    answer: str


@dataclass(frozen=True)
class Volley:
    """Some events: `p50` to `last` are over every delivery of each of them."""

    events: tuple[Told, ...]
    readers: int
    p50: float
    p99: float
    last: float
    deliveries: int
    frame_bytes: int
    lost: int
    twice: int
    disordered: int
    strange: int
    hung_up: int
    idle: float  # the share of the time in which the crowd waited for the server
    cpu_seconds: float  # of the crowd


class Crowd:
    """Readers in a process of their own, on a core of their own."""

    def __init__(self, port: int, path: str, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._port = port
        self._path = path
        self._folder = tempfile.TemporaryDirectory(prefix="declared-crowd-")
        with on_core(CLIENT_CORE):
            self._process = subprocess.Popen(
                [program()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()
        self._folder.cleanup()

    @property
    def pid(self) -> int:
        return self._process.pid

    def connect(
        self,
        count: int,
        *,
        flight: int = 200,
        is_deaf: bool = False,
        path: str = "",
        positions: tuple[int, int] = (0, 0),
    ) -> Joined:
        """Let so many more readers in, `flight` of them calling at once.

        With `positions` (the first, and how many) each names one of them in `{offset}`, and is
        waited for until it was told all that it lacked; say before what is expected.
        """
        first, span = positions
        answer = self._told(
            f"connect count={count} flight={flight} port={self._port} path={path or self._path}"
            f" from={first} span={span} deaf={int(is_deaf)} told={int(span > 0)}"
            f" patience={round(1000 * self._patience)}"
        )
        return Joined(**answer)

    def expect(self, first: int, count: int) -> None:
        """Count these events from now on."""
        self._told(f"expect first={first} count={count}")

    def fire(
        self,
        requests: Sequence[bytes],
        *,
        port: int,
        first: int,
        every: float = 0,
        pause: float = 0.1,
    ) -> Volley:
        """Send these requests, which tell everybody of the events from `first` on.

        Each is sent when the one before it has reached everybody and a pause is over, or else
        `every` so many seconds. Raises RuntimeError where one is refused.
        """
        path = Path(self._folder.name) / "requests"
        path.write_bytes(b"".join(b"%d\n" % len(each) + each for each in requests))
        answer = self._told(
            f"fire file={path} port={port} first={first} every={round(every * 1e6)}"
            f" pause={round(pause * 1e6)} patience={round(1000 * self._patience)}"
        )
        events = tuple(Told(**event) for event in answer.pop("events"))
        for event in events:
            if not 200 <= event.status < 300:
                raise RuntimeError(f"A trigger was answered {event.status}: {event.answer}")
        return Volley(events=events, **answer)

    def drop(self) -> None:
        """Everybody is gone at once."""
        self._told("drop")

    def _told(self, order: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        seconds = 60 + 60 * self._patience  # each of its events has so much
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            raise RuntimeError(f"The crowd does not answer: {order}")
        if not (line := self._process.stdout.readline()):
            raise RuntimeError(f"The crowd has ended: {order}")
        return json.loads(line)

"""A server that is measured: how it is started, and told of an event by a POST."""

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

from bench.stream.machine import (
    BENCH,
    SERVER_CORE,
    on_core,
)
from tests.servers import Running, free_port

PROGRAMS = BENCH / "peers"


class Missing(Exception):
    """A server that is not installed here."""


class Peer(ABC):
    """A server that is started anew for each measurement."""

    name: str
    title: str
    path = "/"  # of the readers' socket
    most = 1_000_000  # readers; above it a few events have to do, and there is no burst

    def __init__(self) -> None:
        self.port = 0
        self.pid = 0  # of the process that serves
        self.head = 0  # the offset of the newest event

    @property
    def trigger_port(self) -> int:
        return self.port

    @property
    @abstractmethod
    def version(self) -> str:
        """What it is made of. Raises Missing."""

    @abstractmethod
    def running(self) -> contextlib.AbstractContextManager[None]:
        """Serve for so long, on a new port."""

    @abstractmethod
    def requests(self, count: int, size: int) -> list[bytes]:
        """POSTs that tell everybody of the next events, of `size` bytes each."""


class Program(Peer):
    """A server that is one program, and sends whatever it is posted."""

    @abstractmethod
    def command(self, folder: Path) -> list[str]: ...

    def environment(self) -> dict[str, str]:
        return {}

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        with tempfile.TemporaryDirectory(prefix=f"declared-{self.name}-") as name:
            folder = Path(name)
            log = folder / "log"
            self.port = free_port()
            with on_core(SERVER_CORE), log.open("wb") as written:
                process = subprocess.Popen(
                    self.command(folder),
                    cwd=PROGRAMS,
                    env={**os.environ, **self.environment()},
                    stdin=subprocess.DEVNULL,
                    stdout=written,
                    stderr=subprocess.STDOUT,
                )
            running = Running(process, log)
            try:
                running.wait_until(lambda: listens(self.port), what=f"{self.title} did not answer")
                self.pid = self.serving(process.pid)
                yield
            finally:
                running.stop(signal.SIGTERM)

    def serving(self, pid: int) -> int:
        return pid

    def requests(self, count: int, size: int) -> list[bytes]:
        return [post(self.trigger_path, self.event(size)) for _ in range(count)]

    trigger_path = "/"

    def event(self, size: int) -> bytes:
        """The next event, shaped as ours are."""
        self.head += 1
        empty = b'{"type":"put","offset":%d,"html":""}' % self.head
        return empty[:-2] + b"x" * (size - len(empty)) + empty[-2:]


def listens(port: int) -> bool:
    """Whether somebody takes calls there."""
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


def post(path: str, body: bytes, *headers: str) -> bytes:
    """The bytes of a POST, after which the connection is closed."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers]
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body

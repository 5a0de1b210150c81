"""Many WebSocket readers in one loop, quick enough not to be what is measured.

They take bytes and the time, and only afterwards look at what the bytes say.
"""

import base64
import os
import select
import socket
import time
from collections.abc import Iterator


class Readers:
    """Connections to one server, and what each was sent."""

    def __init__(self) -> None:
        self._poll = select.epoll()
        self._sockets: dict[int, socket.socket] = {}
        self._taken: dict[int, list[tuple[float, bytes]]] = {}
        self._counted: dict[int, _Count] = {}

    @property
    def frames(self) -> Iterator[list[tuple[float, bytes]]]:
        """For each reader its frames' payloads, and when their last byte was there."""
        for taken in self._taken.values():
            yield list(_frames(taken))

    def connect(self, port: int, path: str, number: int) -> None:
        """Shake hands, one after the other. Raises OSError where the server does not."""
        for _ in range(number):
            connection = socket.create_connection(("127.0.0.1", port), timeout=30)
            key = base64.b64encode(os.urandom(16)).decode()
            connection.sendall(
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
                f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
            )
            head = b""
            while b"\r\n\r\n" not in head:
                if not (more := connection.recv(4096)):
                    raise ConnectionError("The server hung up on the handshake.")
                head += more
            head, _, rest = head.partition(b"\r\n\r\n")
            if b" 101 " not in head.split(b"\r\n")[0]:
                raise ConnectionError(f"The server answered {head[:80]!r}")
            connection.setblocking(False)
            name = connection.fileno()
            self._sockets[name] = connection
            self._counted[name] = _Count()
            self._taken[name] = []
            self._take(name, rest)
            self._poll.register(name, select.EPOLLIN)

    def listen(self, *, frames: int, patience: float) -> None:
        """Take what comes until each reader has so many frames, or for so many seconds."""
        end = time.perf_counter() + patience
        short = {name for name, count in self._counted.items() if count.frames < frames}
        while short and (left := end - time.perf_counter()) > 0:
            for name, _ in self._poll.poll(min(left, 0.05)):
                data = self._sockets[name].recv(1 << 20)
                if not data:
                    raise ConnectionError("The server hung up on a reader.")
                self._take(name, data)
                if self._counted[name].frames >= frames:
                    short.discard(name)

    def close(self) -> None:
        for connection in self._sockets.values():
            connection.close()
        self._poll.close()

    def _take(self, name: int, data: bytes) -> None:
        self._taken[name].append((time.perf_counter(), data))
        self._counted[name].take(data)


class _Count:
    """Counts a connection's text frames as their bytes come in, without looking into them."""

    __slots__ = ("frames", "rest")

    def __init__(self) -> None:
        self.frames = 0
        self.rest = b""

    def take(self, data: bytes) -> None:
        data = self.rest + data if self.rest else data
        at = 0
        while (end := _end(data, at)) and end <= len(data):
            self.frames += data[at] == 0x81
            at = end
        self.rest = data[at:]


def _frames(taken: list[tuple[float, bytes]]) -> Iterator[tuple[float, bytes]]:
    held = b""
    for at, data in taken:
        held += data
        while (end := _end(held, 0)) and end <= len(held):
            if held[0] == 0x81:
                yield at, held[_body(held, 0) : end]
            held = held[end:]


def _end(data: bytes, at: int) -> int:
    """Where the frame that begins at `at` ends; 0 if its head is not there yet."""
    if len(data) < at + 2:
        return 0
    body = _body(data, at)
    if len(data) < body:
        return 0
    size = data[at + 1]
    return body + (size if size < 126 else int.from_bytes(data[at + 2 : body], "big"))


def _body(data: bytes, at: int) -> int:
    """Where its payload begins (RFC 6455, section 5.2; a server does not mask)."""
    return at + {126: 4, 127: 10}.get(data[at + 1], 2)

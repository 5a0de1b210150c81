"""A serving process gives its listening socket and its open connections to the one that follows.

The new process calls the old one at a Unix socket. It is told which feeds are read, opens them,
and says that it is ready; only then is anything given, and only when all of it was taken does the
old one let go. Whatever goes wrong before that, the old one serves on. To a reader, who is a
socket and a cursor, nothing happens.
"""

import json
import os
import socket
import struct
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

EDITION = 1  # of what is said here: a process that speaks another one is not handed anything
PATIENCE_SECONDS = 10
AT_ONCE = 200  # descriptors in one message; Linux takes 253 (SCM_MAX_FD)

READY, TAKEN = b"ready\n", b"taken\n"

_LENGTH = struct.Struct("!I")


class CannotTakeOver(Exception):
    """The other process did not do its part; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a connection stands: a reader in its feed, or, with no feed, who may yet ask."""

    feed: str = ""
    epoch: str = ""
    cursor: int = 0
    packed: bool = False
    unsent: bytes = b""
    said: bytes = b""

    def to_json(self) -> dict[str, Any]:
        unsent, said = (b64encode(part).decode() for part in (self.unsent, self.said))
        return {**asdict(self), "unsent": unsent, "said": said}

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "Seat":
        unsent, said = (b64decode(fields[name]) for name in ("unsent", "said"))
        return cls(**{**fields, "unsent": unsent, "said": said})


Seated = tuple[int, Seat]  # a descriptor, and what is known of its connection


def listen(path: Path) -> socket.socket:
    """Where the next process may call: for this user only. Raises OSError."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(1)
    listener.setblocking(False)
    return listener


def call(path: Path) -> tuple[socket.socket, list[str]]:
    """Call the process that serves now; the names of the feeds that it holds."""
    channel = socket.socket(socket.AF_UNIX)
    channel.settimeout(PATIENCE_SECONDS)
    try:
        channel.connect(str(path))
        _, said = _receive(channel)
    except OSError as error:
        channel.close()
        raise CannotTakeOver(f"Nobody at {path} hands anything over: {error}.") from error
    if said.get("edition") != EDITION:
        channel.close()
        raise CannotTakeOver("The process that serves now is of another edition: stop it first.")
    return channel, said["feeds"]


def introduce(channel: socket.socket, feeds: Sequence[str]) -> None:
    """Tell the caller what to prepare for."""
    _send(channel, {"edition": EDITION, "feeds": list(feeds)})


def give(channel: socket.socket, listener: int, seated: Sequence[Seated]) -> None:
    """Hand everything over and wait until it was taken. Raises OSError if it was not."""
    channel.settimeout(PATIENCE_SECONDS)
    _send(channel, {"connections": len(seated)}, [listener])
    for start in range(0, len(seated), AT_ONCE):
        some = seated[start : start + AT_ONCE]
        _send(channel, {"seats": [seat.to_json() for _, seat in some]}, [fd for fd, _ in some])
    if channel.recv(len(TAKEN), socket.MSG_WAITALL) != TAKEN:
        raise ConnectionError("The next process did not say that it has everything.")


def take(channel: socket.socket) -> tuple[int, list[Seated]]:
    """Ask for everything: the listening socket and the connections. Raises CannotTakeOver."""
    taken: list[Seated] = []
    fds: list[int] = []
    try:
        channel.sendall(READY)
        (listener,), said = _receive(channel)
        fds.append(listener)
        while len(taken) < said["connections"]:
            some, told = _receive(channel)
            fds += some
            taken += zip(some, map(Seat.from_json, told["seats"]), strict=True)
        channel.sendall(TAKEN)
    except (OSError, ValueError) as error:
        for fd in fds:
            os.close(fd)
        raise CannotTakeOver(f"The process that serves now broke off: {error}.") from error
    return listener, taken


def caller(channel: socket.socket) -> int | None:
    """The process at the other end; None where it runs neither as we do nor as root."""
    told = channel.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    process, user, _ = struct.unpack("3i", told)
    return process if user in {0, os.getuid()} else None


def _send(channel: socket.socket, said: dict[str, Any], fds: Sequence[int] = ()) -> None:
    payload = json.dumps(said).encode()
    socket.send_fds(channel, [_LENGTH.pack(len(payload))], fds)
    channel.sendall(payload)


def _receive(channel: socket.socket) -> tuple[list[int], dict[str, Any]]:
    head, fds, _, _ = socket.recv_fds(channel, _LENGTH.size, AT_ONCE, socket.MSG_CMSG_CLOEXEC)
    try:
        if len(head) < _LENGTH.size:
            raise ConnectionError("it hung up")
        return list(fds), json.loads(b"".join(_exactly(channel, *_LENGTH.unpack(head))))
    except BaseException:
        for fd in fds:
            os.close(fd)
        raise


def _exactly(channel: socket.socket, size: int) -> Iterator[bytes]:
    while size:
        if not (data := channel.recv(min(size, 1 << 16))):
            raise ConnectionError("it hung up")
        size -= len(data)
        yield data

"""The head of a request, where it is of the plain kind that is answered at the gate.

Not a general parser: whatever is unusual in any way is Daphne's to judge.
"""

import re
from typing import NamedTuple

LONGEST = 8192

_NAME = re.compile(rb"[!#$%&'*+\-.^_`|~0-9a-z]+").fullmatch  # RFC 9110, 5.6.2, in lower case
_TARGET = re.compile(rb"/[!-~]*").fullmatch  # no space, no control, nothing beyond ASCII
_HAS_BODY = frozenset((b"content-length", b"transfer-encoding", b"expect", b"trailer"))


class Unusual(Exception):
    """Not a request that the gate understands."""


class Head(NamedTuple):
    """A GET in HTTP/1.1 without a body. Header names are in lower case, none comes twice."""

    path: str
    query: str
    headers: dict[bytes, bytes]

    @property
    def is_upgrade(self) -> bool:
        return self.headers.get(b"upgrade", b"").lower() == b"websocket"

    @property
    def keeps_alive(self) -> bool:
        return b"close" not in self.headers.get(b"connection", b"").lower()


def read_head(data: bytes) -> tuple[Head, bytes] | None:
    """The first request in `data` and what follows it; None where more is to come.

    Raises Unusual where it is not, or will not become, a head for the gate.
    """
    if not data.startswith(b"GET /"[: len(data)]):
        raise Unusual
    end = data.find(b"\r\n\r\n")
    if end < 0:
        if len(data) > LONGEST:
            raise Unusual
        return None
    if end > LONGEST:
        raise Unusual
    first, *lines = data[:end].split(b"\r\n")
    _, _, rest = first.partition(b" ")
    target, _, version = rest.partition(b" ")
    if version != b"HTTP/1.1" or not _TARGET(target) or b"#" in target:
        raise Unusual
    headers: dict[bytes, bytes] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        name = name.lower()
        if not colon or not _NAME(name) or name in headers or name in _HAS_BODY:
            raise Unusual
        headers[name] = value.strip(b" \t")
    if b"host" not in headers or _is_odd(data[:end]):
        raise Unusual
    path, _, query = target.decode("ascii").partition("?")
    return Head(path, query, headers), data[end + 4 :]


def _is_odd(head: bytes) -> bool:
    """Whether there is a line end or a NUL where none belongs."""
    ends = head.count(b"\r\n")
    return head.count(b"\r") != ends or head.count(b"\n") != ends or b"\0" in head

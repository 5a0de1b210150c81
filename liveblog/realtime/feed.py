"""A feed as a process holds it: the newest frames in memory, and the readers that follow it."""

import asyncio
import json
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from liveblog.realtime.framing import Frame
from liveblog.realtime.log import Position
from liveblog.realtime.writers import Writer

FULL_BYTES = 256 * 1024  # with more than this unsent, a socket is given no more for now
BATCH_BYTES = 64 * 1024  # one write to a reader that catches up


class Reader:
    """One socket: a cursor into its feed and a writer to put bytes into."""

    __slots__ = ("catching_up", "cursor", "gone", "writer")

    def __init__(self, writer: Writer, cursor: int) -> None:
        self.writer = writer
        self.cursor = cursor
        self.gone = False
        self.catching_up: asyncio.Task[None] | None = None

    @property
    def is_full(self) -> bool:
        """Whether the socket takes nothing more for now."""
        return self.writer.backlog() > FULL_BYTES

    def write(self, frames: Sequence[Frame]) -> None:
        self.writer.write(frames)
        self.cursor = frames[-1].offset

    def write_rows(self, rows: Iterable[tuple[int, str]]) -> None:
        self.write([Frame.of(text, offset=offset) for offset, text in rows])

    def end(self, code: int) -> None:
        """Close the socket, once."""
        if not self.gone:
            self.gone = True
            self.writer.close(code)


class LiveFeed:
    """The newest frames of one feed and everybody who follows it."""

    def __init__(self, position: Position, *, window: int) -> None:
        self.name = position.name
        self.epoch = position.epoch
        self.head = position.head
        self.status = position.status
        self.is_open = position.is_open
        self.redactions = position.redactions
        self.readers: set[Reader] = set()
        self.refreshing = asyncio.Lock()
        self.retired = False
        self.touched = time.monotonic()
        self._window = max(window, 500)
        self._frames: list[Frame] = []

    @property
    def oldest(self) -> int:
        """The lowest offset in memory; `head + 1` when there is none."""
        return self._frames[0].offset if self._frames else self.head + 1

    def extend(self, rows: Iterable[tuple[int, str]]) -> None:
        """Take rows from the log, which must follow on. Raises ValueError."""
        for offset, text in rows:
            if self._frames and offset != self.head + 1:
                raise ValueError(f"{self.name}: the log has {offset} after {self.head}")
            self._frames.append(Frame.of(text, offset=offset))
            self.head = offset
        if len(self._frames) > 2 * self._window:
            del self._frames[: -self._window]

    def read_again(self, rows: Iterable[tuple[int, str]], *, redactions: int) -> None:
        """Hold these newest rows of the log in place of what was held before a redaction."""
        self._frames.clear()
        self.redactions = redactions
        self.extend(rows)

    def frames_after(self, offset: int, *, limit: int) -> list[Frame]:
        """Up to `limit` frames above `offset`, which must not lie before the window."""
        start = max(0, offset + 1 - self.oldest)
        return self._frames[start : start + limit]

    def can_serve(self, epoch: str, offset: int) -> bool:
        """Whether a reader who saw `offset` in `epoch` can be told exactly what it missed."""
        return epoch in {"", self.epoch} and 0 <= offset <= self.head

    def serve(self, reader: Reader) -> bool:
        """Write from the window what the reader has not seen, as far as its socket takes it.

        True when the reader needs nothing more: it is at the head or, in a closed feed, ended.
        """
        while reader.cursor < self.head:
            if reader.cursor < self.oldest - 1 or reader.is_full:
                return False
            reader.write(self._batch_after(reader.cursor))
        if not self.is_open:
            if reader.writer.backlog():
                return False  # a close now would cut off what is still on its way
            reader.end(1000)
        return True

    def hello(self, *, recovered: bool) -> Frame:
        """The first frame of a connection; `offset` is the head, not the reader's cursor."""
        return _control(
            type="hello",
            blog=self.name,
            epoch=self.epoch,
            offset=self.head,
            status=self.status,
            recovered=recovered,
            server_time=datetime.now(UTC).isoformat(),
        )

    def beat(self) -> Frame:
        """A sign of life, with the head, so that silence means a dead connection."""
        return _control(type="beat", head=self.head)

    def bye(self, retry_after: float) -> Frame:
        """This process stops: readers are asked to come back, spread over `retry_after` seconds."""
        return _control(type="bye", retry_after=retry_after)

    def _batch_after(self, offset: int) -> list[Frame]:
        """At least one frame, and no more once BATCH_BYTES are passed."""
        start = end = offset + 1 - self.oldest
        size = 0
        while end < len(self._frames) and size < BATCH_BYTES:
            size += len(self._frames[end].wire)
            end += 1
        return self._frames[start:end]


def _control(**frame: object) -> Frame:
    return Frame.of(json.dumps(frame, separators=(",", ":")))

"""A feed as a process holds it: the newest frames in memory, and the readers that follow it."""

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from liveblog.realtime.framing import Frame
from liveblog.realtime.log import Position
from liveblog.realtime.tape import Stretch, Tape

if TYPE_CHECKING:
    from liveblog.realtime.readers import Reader

logger = logging.getLogger(__name__)

STRETCH_BYTES = 256 * 1024  # one write to a reader that catches up
SLICE = 256  # readers written to before the event loop may serve somebody else
PAGE = 100  # events of the log that are read, and held, together
OLD_PAGES = 32  # so many are held from before the window
MOST_TAPES = 64  # pages held as one string of bytes
TRY_AGAIN = 1013

Rows = Sequence[tuple[int, str]]
ReadLog = Callable[[str, str, int, int], Awaitable[Rows]]


class LiveFeed:
    """The newest frames of one feed and everybody who follows it.

    `read_log(name, epoch, after, limit)` reads what lies before the window.
    """

    def __init__(self, position: Position, *, window: int, read_log: ReadLog) -> None:
        self.name = position.name
        self.epoch = position.epoch
        self.head = position.head
        self.status = position.status
        self.is_open = position.is_open
        self.redactions = position.redactions
        # In the order in which they came, which is how they lie in memory, the kernel's too.
        self._crowds: dict[type[Reader], dict[Reader, None]] = {}
        self.refreshing = asyncio.Lock()
        self.retired = False
        # What readers at these offsets are to be sent next, plain and packed: found once for all.
        self.ahead: tuple[dict[int, Stretch], dict[int, Stretch]] = ({}, {})
        self.touched = time.monotonic()
        self.moved = time.monotonic()
        self.round_seconds = 0.0  # that the latest delivery to everybody took
        self._read_log = read_log
        self._window = max(window, 500)
        self._frames: list[Frame] = []
        self._tapes: OrderedDict[tuple[int, bool], Tape] = OrderedDict()
        self._old: OrderedDict[int, list[Frame]] = OrderedDict()
        self._recalls: dict[int, asyncio.Task[list[Frame]]] = {}
        self._waiting: dict[int, set[Reader]] = {}
        self._delivery: asyncio.Task[None] | None = None

    @property
    def readers(self) -> list["Reader"]:
        return [reader for crowd in self._crowds.values() for reader in crowd]

    @property
    def reader_count(self) -> int:
        return sum(map(len, self._crowds.values()))

    @property
    def version(self) -> tuple[str, int, int, str]:
        """Changes with whatever a reader could be told."""
        return self.epoch, self.head, self.redactions, self.status

    @property
    def oldest(self) -> int:
        """The lowest offset in memory; `head + 1` when there is none."""
        return self._frames[0].offset if self._frames else self.head + 1

    def extend(self, rows: Iterable[tuple[int, str]]) -> None:
        """Take rows from the log, which must follow on. Raises ValueError."""
        for offset, text in rows:
            if self._frames and offset != self.head + 1:
                raise ValueError(f"{self.name}: the log has {offset} after {self.head}")
            self._frames.append(Frame(text, offset=offset))
            self.head = offset
            for packed in (False, True):
                self._tapes.pop(((offset - 1) // PAGE, packed), None)
        if len(self._frames) > 2 * self._window:
            del self._frames[: -self._window]
        self.ahead = ({}, {})
        self.moved = time.monotonic()

    def read_again(self, rows: Iterable[tuple[int, str]], *, redactions: int) -> None:
        """Hold these newest rows of the log in place of what was held before a redaction."""
        self._frames.clear()
        self._old.clear()
        self._tapes.clear()
        self._recalls.clear()  # what is being read may be from before
        self.redactions = redactions
        self.extend(rows)

    def can_serve(self, epoch: str, offset: int) -> bool:
        """Whether a reader who saw `offset` in `epoch` can be told exactly what it missed."""
        return epoch in {"", self.epoch} and 0 <= offset <= self.head

    def stretch_after(self, offset: int, *, packed: bool) -> Stretch | None:
        """What a reader at `offset`, below the head, is to be sent next; None if not in memory."""
        if (stretch := self.ahead[packed].get(offset)) is None:
            if offset == self.head - 1 and self._frames:
                # The case of the night: everybody is one event behind.
                wire = self._frames[-1].packed if packed else self._frames[-1].wire
                stretch = Stretch(wire, len(wire), self.head)
            elif tape := self._tape_for(offset, packed=packed):
                stretch = tape.after(offset, limit=STRETCH_BYTES)
            else:
                return None
            self.ahead[packed][offset] = stretch
        return stretch

    def split(self, offset: int, sent: int, *, packed: bool) -> tuple[int, bytes]:
        """Where a reader stands that took `sent` bytes of the stretch after `offset`.

        Ask at once: raises LookupError when the stretch is no longer in memory.
        """
        tape = self._tape_for(offset, packed=packed)
        if tape is None:
            raise LookupError(f"{self.name}: {offset} is no longer in memory")
        return tape.split(offset, sent)

    async def frames_after(self, offset: int, *, limit: int) -> list[Frame]:
        """Up to `limit` frames above `offset`, from memory or from the log."""
        if offset >= self.oldest - 1:
            start = offset + 1 - self.oldest
            return self._frames[start : start + limit]
        page = await self._recall(offset // PAGE)
        return [frame for frame in page if frame.offset > offset][:limit]

    def recall_for(self, reader: "Reader") -> None:
        """Serve the reader again when what it lacks has been read from the log.

        However many readers wait for a page of the log, it is read once and for all of them.
        """
        page = reader.cursor // PAGE
        waiting = self._waiting.setdefault(page, set())
        waiting.add(reader)
        if len(waiting) == 1:
            self._recall(page).add_done_callback(lambda task: self._recalled(page, task))

    def add(self, reader: "Reader") -> None:
        self._crowds.setdefault(type(reader), {})[reader] = None

    def remove(self, reader: "Reader") -> None:
        self._crowds.get(type(reader), {}).pop(reader, None)

    def deliver(self) -> None:
        """Bring every reader to the head: at once if nobody is at it, else with the next round."""
        if self._delivery is None:
            self._delivery = asyncio.create_task(self._deliver())

    def hello(self, *, recovered: bool) -> Frame:
        """The first frame of a connection; `offset` is the head, not the reader's cursor."""
        return control(
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
        return control(type="beat", head=self.head)

    async def _deliver(self) -> None:
        """Round after round until everybody is at the head.

        A round that has begun is finished first, so that nobody waits for more than two; what is
        committed meanwhile goes out in the same write as what the reader lacked already.
        """
        try:
            reached = None
            while reached != self.version:
                reached, begun = self.version, time.monotonic()
                for kind, crowd in list(self._crowds.items()):
                    readers = list(crowd)
                    for start in range(0, len(readers), SLICE):
                        kind.serve_all(self, readers[start : start + SLICE])
                        await asyncio.sleep(0)
                self.round_seconds = time.monotonic() - begun
        finally:
            self._delivery = None

    def _tape_for(self, offset: int, *, packed: bool) -> Tape | None:
        """The page of the log on which the event after `offset` is, if it is in memory."""
        page = offset // PAGE
        if (tape := self._tapes.get((page, packed))) and tape.first <= offset + 1:
            self._tapes.move_to_end((page, packed))
            return tape
        if offset >= self.oldest - 1:
            start = max(0, page * PAGE + 1 - self.oldest)
            frames = self._frames[start : (page + 1) * PAGE + 1 - self.oldest]
        elif page in self._old:
            self._old.move_to_end(page)
            frames = self._old[page]
        else:
            return None
        tape = self._tapes[page, packed] = Tape(frames, packed=packed)
        while len(self._tapes) > MOST_TAPES:
            self._tapes.popitem(last=False)
        return tape

    def _recall(self, page: int) -> asyncio.Task[list[Frame]]:
        if page not in self._recalls:
            self._recalls[page] = asyncio.create_task(self._read_page(page))
        return self._recalls[page]

    async def _read_page(self, page: int) -> list[Frame]:
        """The events `page * PAGE + 1` to `(page + 1) * PAGE` of the log, kept for a while."""
        task = asyncio.current_task()
        try:
            rows = await self._read_log(self.name, self.epoch, page * PAGE, PAGE)
            frames = [Frame(text, offset=offset) for offset, text in rows]
            if frames and self._recalls.get(page) is task:
                self._old[page] = frames
                while len(self._old) > OLD_PAGES:
                    self._old.popitem(last=False)
            return frames
        finally:
            if self._recalls.get(page) is task:
                del self._recalls[page]

    def _recalled(self, page: int, task: asyncio.Task[list[Frame]]) -> None:
        """Go on with who waited for the page; who cannot be helped comes back by itself."""
        helpless = task.cancelled() or task.exception() is not None or not task.result()
        if not task.cancelled() and task.exception() is not None:
            logger.error("The log of %s could not be read.", self.name, exc_info=task.exception())
        for reader in self._waiting.pop(page, ()):
            if helpless:
                reader.end(TRY_AGAIN)
            else:
                reader.serve()


def control(**frame: object) -> Frame:
    """A frame that is no event."""
    return Frame(json.dumps(frame, separators=(",", ":")))


def bye(retry_after: float, *, poll: bool = False) -> Frame:
    """Readers are asked to come back, spread over `retry_after` seconds; this process stops.

    With `poll` it does not, but has no place for more: they are to ask by HTTP until then.
    """
    return control(type="bye", retry_after=retry_after, poll=poll)

"""A reader whose socket is ours: one `send()` an event, and nothing between it and the kernel."""

import socket
import time
from collections.abc import Sequence

from liveblog.realtime.feed import LiveFeed
from liveblog.realtime.framing import Frame, Opcode, closing, framed
from liveblog.realtime.gate.handover import Seat
from liveblog.realtime.gate.spoken import Breach, take
from liveblog.realtime.gate.switchboard import Switchboard, Wire
from liveblog.realtime.hub import Hub
from liveblog.realtime.readers import ENDED, GOODBYE_SECONDS, STUCK_SECONDS, TRY_AGAIN, Reader

_PING = framed(b"", Opcode.PING)
_BARE_PONG = b"\x8a\x80"


class Line(Wire, Reader):
    """A WebSocket of the gate's."""

    __slots__ = (*Reader.SLOTS, "_asked", "_full_since", "_hub", "_said", "is_packed")

    def __init__(
        self,
        connected: socket.socket,
        switchboard: Switchboard,
        hub: Hub,
        feed: LiveFeed,
        cursor: int,
        *,
        packed: bool = False,
        said: bytes = b"",
    ) -> None:
        Wire.__init__(self, connected, switchboard)
        Reader.__init__(self, feed, cursor)
        self.is_packed = packed
        self._hub = hub
        self._said = said  # of a frame that is not all there yet
        self._asked = False  # whether a ping is unanswered
        self._full_since = 0.0

    @property
    def seat(self) -> Seat:
        """All that another process needs to know to go on with this connection."""
        feed, unsent = self.feed, bytes(self.unsent)
        return Seat(feed.name, feed.epoch, self.cursor, self.is_packed, unsent, self._said)

    @classmethod
    def serve_all(cls, feed: LiveFeed, readers: Sequence["Line"]) -> None:  # type: ignore[override]
        # Run for every reader at every event: nothing is called for most of them but `send`.
        ahead, head = feed.ahead, feed.head
        for line in readers:
            stretch = ahead[line.is_packed].get(line.cursor)
            try:
                if stretch is None or line.is_full or line.gone:
                    line.serve()
                elif (sent := line.socket.send(stretch[0])) == stretch[1]:
                    line.cursor = stretch[2]
                    if stretch[2] < head:
                        line.serve()
                else:
                    line._wait(sent)
            except (BlockingIOError, InterruptedError):
                line._wait(0)
            except OSError:
                line.drop()
            except Exception:  # noqa: BLE001 - it is logged there
                line.give_up()
        if not feed.is_open:
            super().serve_all(feed, readers)

    def serve(self) -> None:
        if self.is_full or self.gone:
            return
        feed = self.feed
        while self.cursor < feed.head:
            stretch = feed.stretch_after(self.cursor, packed=self.is_packed)
            if stretch is None:
                feed.recall_for(self)
                return
            try:
                sent = self.socket.send(stretch.wire)
            except (BlockingIOError, InterruptedError):
                sent = 0
            except OSError:
                self.drop()
                return
            if sent != stretch.size:
                self._wait(sent)
                return
            self.cursor = stretch.last
        if not feed.is_open:
            self.end(ENDED)

    def _wait(self, sent: int) -> None:
        """Only so many bytes were taken: keep the rest of that frame, and not what follows."""
        self.cursor, unsent = self.feed.split(self.cursor, sent, packed=self.is_packed)
        self.keep(unsent)

    def tell(self, frame: Frame) -> None:
        if not self.is_full and not self.gone:
            self.put(frame.wire)

    def beat(self, frame: Frame) -> None:
        if self.gone:
            return
        if self.is_full:
            if time.monotonic() - self._full_since > STUCK_SECONDS:
                self.end(TRY_AGAIN)
        elif self._asked:
            self.drop()  # a whole interval without an answer: nobody is there
        else:
            self._asked = True
            self.put(frame.wire + _PING)

    def end(self, code: int) -> None:
        if self.gone:
            return
        self.gone = True
        self._hub.leave(self)
        self.switchboard.drop_after(self, GOODBYE_SECONDS)
        if not self.is_full:
            self.put(closing(code))
        elif not self.unsent:
            self.unsent = closing(code)
        # In the middle of a frame nothing can be said: the connection just ends.

    def heard(self, data: bytes) -> None:
        if data[:2] == _BARE_PONG and len(data) == 6 and not self._said:
            self._asked = False
            return
        self._said += data
        try:
            while True:
                said, self._said = take(self._said)
                if said is None:
                    return
                self._asked = False
                if said.opcode is Opcode.CLOSE:
                    self._goodbye(said.payload)
                    return
                if said.opcode is Opcode.PING and not self.is_full and not self.gone:
                    self.put(framed(said.payload, Opcode.PONG))
        except Breach as breach:
            self._said = b""
            self.end(breach.code)

    def keep(self, unsent: bytes | memoryview) -> None:
        self._full_since = time.monotonic()
        super().keep(unsent)

    def progressed(self) -> None:
        self._full_since = time.monotonic()

    def emptied(self) -> None:
        self.serve()

    def lost(self) -> None:
        self.gone = True
        self._hub.leave(self)

    def _goodbye(self, payload: bytes) -> None:
        """The reader closes, or answers our close: say the same, and hang up."""
        if not self.gone and not self.is_full:
            self.put(framed(payload[:2], Opcode.CLOSE))
        self.drop()

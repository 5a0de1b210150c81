"""A connection of which it is not yet known what it wants, or that goes on to ask for pages."""

import asyncio
import logging
import socket
from typing import TYPE_CHECKING

from liveblog.realtime.feed import LiveFeed
from liveblog.realtime.framing import closing
from liveblog.realtime.gate.handover import Seat
from liveblog.realtime.gate.handshake import accepted, is_handshake, may_pack
from liveblog.realtime.gate.heads import LONGEST, Head, Unusual, read_head
from liveblog.realtime.gate.line import Line
from liveblog.realtime.gate.switchboard import Wire
from liveblog.realtime.greeting import Asked, asked_position, first_cursor, origin_is_ours
from liveblog.realtime.readers import GOODBYE_SECONDS, TRY_AGAIN
from liveblog.realtime.ready import Answer, Question

if TYPE_CHECKING:
    from liveblog.realtime.gate.entrance import Entrance

logger = logging.getLogger(__name__)

HEAD_SECONDS = 20  # for a whole head: who is slower is not served
REST_SECONDS = 75  # between two requests; longer than proxies keep a connection that rests
MOST_AHEAD = 8 * LONGEST  # bytes that may be said while an answer is made


class Caller(Wire):
    """It becomes a reader's line, is answered, or is Daphne's with all that it said."""

    __slots__ = ("_ending", "_entrance", "_said", "_task")

    def __init__(
        self, connected: socket.socket, entrance: "Entrance", *, said: bytes = b""
    ) -> None:
        super().__init__(connected, entrance.switchboard)
        self._entrance = entrance
        self._said = said
        self._task: asyncio.Task[None] | None = None
        self._ending = False  # the last answer is on its way
        self.switchboard.drop_after(self, HEAD_SECONDS)

    @property
    def rests(self) -> bool:
        """Whether nothing is answered just now."""
        return self._task is None and not self.is_full

    @property
    def seat(self) -> Seat:
        """All that another process needs to know to go on with this connection."""
        return Seat(said=self._said)

    def heard(self, data: bytes) -> None:
        if self._ending:
            if not self.is_full:
                self.drop()  # it was told all, and answers the goodbye
            return
        self._said += data
        if self._task is None and not self.is_full:
            self._go_on()
        elif len(self._said) > MOST_AHEAD:
            self.drop()

    def emptied(self) -> None:
        if self._ending:
            self.drop()
        else:
            self._go_on()

    def lost(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _go_on(self) -> None:
        """See to the requests that are there, one after the other."""
        while self._said and not self.is_full:
            try:
                found = read_head(self._said)
            except Unusual:
                self._hand_on()
                return
            if found is None:
                return
            if found[0].is_upgrade:
                self._seat(*found)
                return
            if not self._answer(*found):
                return

    def _answer(self, head: Head, rest: bytes) -> bool:
        """Answer at once if that can be done; whether it was and there may be more to do."""
        entrance = self._entrance
        host, scheme = head.headers[b"host"].decode("latin-1"), "http"
        if entrance.behind_proxy:
            scheme = head.headers.get(b"x-forwarded-proto", b"http").decode("latin-1")
        question = Question(host, scheme, head.path, head.query, head.headers)
        if (answer := entrance.ready.held(question)) is not None:
            return self._give(answer, head, rest)
        if entrance.ready.is_ours(question):
            self._task = asyncio.create_task(self._make_answer(question, head, rest))
        else:
            self._hand_on()
        return False

    async def _make_answer(self, question: Question, head: Head, rest: bytes) -> None:
        begun = self._said
        try:
            answer = await self._entrance.ready.answer(question)
        except Exception:
            logger.exception("%s could not be made ready.", head.path)
            answer = None
        self._task = None
        if answer is None:
            self._hand_on()
        elif self._give(answer, head, rest + self._said[len(begun) :]):
            self._go_on()

    def _give(self, answer: Answer, head: Head, rest: bytes) -> bool:
        self._said = rest
        self._entrance.answered += 1
        self._ending = not head.keeps_alive
        self.switchboard.drop_after(self, REST_SECONDS)
        self.put(answer.wire)
        if self._ending and not self.is_full:
            self.drop()
        return not self._ending

    def _seat(self, head: Head, rest: bytes) -> None:
        """Give a reader its line; whoever cannot have one hears why from Daphne."""
        entrance = self._entrance
        name = entrance.feed_at(head.path)
        if (
            name is None
            or not is_handshake(head)
            or not origin_is_ours(head.headers.get(b"origin"))
        ):
            self._hand_on()
            return
        asked = asked_position(head.query)
        feed = entrance.hub.held(name, seen=asked.offset if asked else 0)
        if feed is None:
            self._task = asyncio.create_task(self._seat_later(name, asked, head, rest))
        else:
            self._join(feed, asked, head, rest)

    async def _seat_later(self, name: str, asked: Asked | None, head: Head, rest: bytes) -> None:
        begun = self._said
        try:
            feed = await self._entrance.hub.feed(name, seen=asked.offset if asked else 0)
        except Exception:
            logger.exception("The feed %s could not be read.", name)
            feed = None
        self._task = None
        if feed is None:
            self._hand_on()
        else:
            self._join(feed, asked, head, rest + self._said[len(begun) :])

    def _join(self, feed: LiveFeed, asked: Asked | None, head: Head, rest: bytes) -> None:
        hub = self._entrance.hub
        if hub.is_full:
            self._said, self._ending = b"", True
            self.switchboard.drop_after(self, GOODBYE_SECONDS)
            self.put(accepted(head, packed=False) + hub.send_away().wire + closing(TRY_AGAIN))
            return
        # Nothing is awaited between reading the head and joining, so no frame falls in between.
        cursor, recovered = first_cursor(feed, asked)
        packed = may_pack(head)
        line = Line(self.socket, self.switchboard, hub, feed, cursor, packed=packed)
        self.switchboard.add(line)
        line.put(accepted(head, packed=packed) + feed.hello(recovered=recovered).wire)
        hub.join(line)
        if rest:
            line.heard(rest)

    def _hand_on(self) -> None:
        self._entrance.hand_on(self.release(), self._said)

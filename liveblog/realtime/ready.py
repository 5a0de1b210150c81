"""Answers that are the same for everybody until a feed moves: made once, then served as bytes.

Whatever is asked by somebody in particular, or is not known to follow a feed, is not ours: then
nothing is answered here, and the application is asked as ever.
"""

import asyncio
import logging
import time
import weakref
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NamedTuple, TypeVar

from liveblog.realtime.answers import Answer, Edition
from liveblog.realtime.asking import (
    Asked,
    Question,
    Subject,
    SubjectOf,
    asked_by,
    is_allowed,
    question_in,
    subjects_by_view,
)
from liveblog.realtime.hub import Hub, current_hub

__all__ = ["Answer", "Question", "ReadyAnswers", "ReadyApplication", "Subject", "subjects_by_view"]

logger = logging.getLogger(__name__)

T = TypeVar("T")

CAPACITY = 64 * 1024 * 1024  # bytes of all answers of a process
# For what is no event (a party's colour, a reporter's name) an answer is made again while the old
# one is served, and is not served when that has not happened in time.
REMADE_AFTER, GONE_AFTER = 3.0, 6.0
LOST_AFTER = 30.0  # a rendering that takes longer holds nobody up any more
LARGE = 8 * 1024  # bytes that are packed beside the event loop
ATTEMPTS = 3  # at an answer from which nothing was taken back while it was made

Application = Callable[[Any, Any, Any], Awaitable[None]]
Version = tuple[str, int, int, str]


class _Kept(NamedTuple):
    edition: Edition
    version: Version
    made_at: float


class _Rendering:
    """One that is waited for or under way. It has a version when it has begun."""

    task: asyncio.Task[_Kept | None]
    version: Version | None = None


class _Shelf:
    """The answers beside a hub, whose feeds tell whether they are current."""

    def __init__(self, capacity: int) -> None:
        self.renderings: dict[Asked, _Rendering] = {}
        self._kept: OrderedDict[Asked, _Kept] = OrderedDict()
        self._capacity = capacity
        self._weight = 0

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, asked: Asked) -> _Kept | None:
        if (kept := self._kept.get(asked)) is not None:
            self._kept.move_to_end(asked)
        return kept

    def keep(self, asked: Asked, kept: _Kept) -> None:
        """Hold it instead of what has been asked for least lately."""
        if (before := self._kept.pop(asked, None)) is not None:
            self._weight -= before.edition.weight
        self._kept[asked] = kept
        self._weight += kept.edition.weight
        while self._weight > self._capacity:
            _, oldest = self._kept.popitem(last=False)
            self._weight -= oldest.edition.weight


class ReadyAnswers:
    """What `application` answers to anybody, kept for each version of the feed that it follows."""

    def __init__(
        self, application: Application, subject_of: SubjectOf, *, capacity: int = CAPACITY
    ) -> None:
        self._application = application
        self._subject_of = subject_of
        self._capacity = capacity
        self._shelves: weakref.WeakKeyDictionary[Hub, _Shelf] = weakref.WeakKeyDictionary()

    def is_ours(self, question: Question) -> bool:
        """Whether it may be answered here: it is anybody's, of a host of ours, and has a feed."""
        asked = asked_by(question, self._subject_of)
        return asked is not None and is_allowed(asked.host)

    def held(self, question: Question) -> Answer | None:
        """The answer, if it is here and current. Cheap, and waits for nothing."""
        if (asked := asked_by(question, self._subject_of)) is None:
            return None
        kept = self._current(current_hub(), asked)
        return None if kept is None else kept.edition.answer_to(question.headers)

    async def answer(self, question: Question) -> Answer | None:
        """The answer, made if need be, and once for all who ask meanwhile.

        It is of the version that is known when it is asked for, or a newer one. None where it is
        the application's to answer.
        """
        asked = asked_by(question, self._subject_of)
        if asked is None or not is_allowed(asked.host):
            return None
        try:
            made = await self._made(current_hub(), asked)
        except Exception:
            logger.exception("%s could not be made ready.", asked.path)
            return None
        return None if made is None else made.edition.answer_to(question.headers)

    def _current(self, hub: Hub, asked: Asked) -> _Kept | None:
        """What is kept, unless its feed has moved or it has had its time."""
        shelf = self._shelf(hub)
        kept = shelf.find(asked)
        if kept is None:
            return None
        feed = hub.held(asked.subject.feed)
        if feed is None or feed.version != kept.version:
            return None
        if not asked.subject.exact and (age := time.monotonic() - kept.made_at) > REMADE_AFTER:
            if age > GONE_AFTER:
                return None
            self._rendering(hub, asked, feed.version)
        return kept

    async def _made(self, hub: Hub, asked: Asked) -> _Kept | None:
        for _ in range(ATTEMPTS):
            feed = await hub.feed(asked.subject.feed)
            if feed is None:
                return None
            if kept := self._current(hub, asked):
                return kept
            made = await asyncio.shield(self._rendering(hub, asked, feed.version))
            if made is None or _took_nothing_back(made.version, hub, asked.subject.feed):
                return made
        return None

    def _rendering(self, hub: Hub, asked: Asked, version: Version) -> asyncio.Task[_Kept | None]:
        """One that is of this version at least.

        There is one under way at most and one that waits for it: whatever happens meanwhile, nobody
        waits for more than two.
        """
        renderings = self._shelf(hub).renderings
        before = renderings.get(asked)
        if before is not None and before.version in {None, version}:
            return before.task
        rendering = renderings[asked] = _Rendering()
        rendering.task = asyncio.create_task(self._render(rendering, hub, asked, before))
        return rendering.task

    async def _render(
        self, rendering: _Rendering, hub: Hub, asked: Asked, before: _Rendering | None
    ) -> _Kept | None:
        shelf = self._shelf(hub)
        try:
            if before is not None:
                await asyncio.wait([before.task])
            feed = await hub.feed(asked.subject.feed)
            if feed is None:
                return None
            # The version is read before the page is: what commits in between is on a page that is
            # newer than its version says, which is harmless, and never the other way round.
            version = rendering.version = feed.version
            made_at = time.monotonic()
            status, headers, body = await _within(LOST_AFTER, _ask(self._application, asked))
            if len(body) > LARGE:
                edition = await asyncio.to_thread(Edition.of, status, headers, body)
            else:
                edition = Edition.of(status, headers, body)
            if edition is None:
                return None
            kept = _Kept(edition, version, made_at)
            if edition.may_be_kept and feed.version == version and not feed.retired:
                shelf.keep(asked, kept)
            return kept
        except Exception:
            logger.exception("%s could not be made ready.", asked.path)
            return None
        finally:
            if shelf.renderings.get(asked) is rendering:
                del shelf.renderings[asked]

    def _shelf(self, hub: Hub) -> _Shelf:
        if (shelf := self._shelves.get(hub)) is None:
            shelf = self._shelves[hub] = _Shelf(self._capacity)
        return shelf


class ReadyApplication:
    """The application, with what is ready before it: for any ASGI server."""

    def __init__(self, application: Application, ready: ReadyAnswers) -> None:
        self._application = application
        self.ready = ready

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        question = question_in(scope)
        answer = None
        if question is not None:
            answer = self.ready.held(question) or await self.ready.answer(question)
        if answer is None:
            await self._application(scope, receive, send)
            return
        start = {"type": "http.response.start", "status": answer.status}
        await send({**start, "headers": list(answer.headers)})
        body = b"" if scope["method"] == "HEAD" else answer.body
        await send({"type": "http.response.body", "body": body})


def _took_nothing_back(version: Version, hub: Hub, name: str) -> bool:
    """Whether what was rendered at `version` may still be told, though perhaps not for long.

    Whoever asked before an event may be answered without it, but not with words that were taken
    back meanwhile.
    """
    feed = hub.held(name)
    return feed is not None and (feed.epoch, feed.redactions) == (version[0], version[2])


async def _within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """What the work returns. Raises TimeoutError, and does not even wait for its cancellation:
    Django's waits for the thread of a view, which may be what hangs.
    """
    task = asyncio.create_task(work)
    done, _ = await asyncio.wait([task], timeout=seconds)
    if not done:
        task.cancel()
        raise TimeoutError
    return task.result()


async def _ask(
    application: Application, asked: Asked
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """What the application tells somebody of whom nothing is known: status, headers, body.

    Host and scheme are what Django would have made of the question; nothing else that a client
    said gets in, so nothing else can get out to others.
    """
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": asked.scheme,
        "path": asked.path,
        "raw_path": asked.path.encode(),
        "query_string": asked.subject.query.encode(),
        "root_path": "",
        "headers": [
            (b"host", asked.host.encode("latin-1")),
            (b"accept-encoding", b"identity"),
        ],
        "client": ("127.0.0.1", 0),
        "server": None,
    }
    given = [{"type": "http.request", "body": b"", "more_body": False}]
    start: dict[str, Any] = {}
    body: list[bytes] = []

    async def receive() -> dict[str, Any]:
        if not given:
            await asyncio.Event().wait()  # it stays until it has its answer
        return given.pop()

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            body.append(message.get("body", b""))

    await application(scope, receive, send)
    return start["status"], start["headers"], b"".join(body)

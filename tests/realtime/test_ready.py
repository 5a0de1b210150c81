"""Ready answers: made once for everybody, current whenever they are given, and never too many."""

import asyncio
import contextlib
import gzip
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import brotli
import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from liveblog.realtime import log, ready
from liveblog.realtime.answers import CODINGS, Answer, Edition, best_coding
from liveblog.realtime.hub import Hub
from liveblog.realtime.models import Feed
from liveblog.realtime.ready import Question, ReadyAnswers, ReadyApplication, Subject

PAGE = "/count/"
WORDS = "The returning officer is on the stage. " * 100


@dataclass
class Press:
    """An application that prints the feed's head as it is, and counts how often it is asked."""

    status: int = 200
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    words: str = WORDS
    scopes: list[dict[str, Any]] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    failing: bool = False
    seconds: float = 0
    is_stubborn: bool = False  # does not go when it is told to, as a view in its thread does not

    def __post_init__(self) -> None:
        self.open.set()

    @property
    def printed(self) -> int:
        return len(self.scopes)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        while (await receive()).get("more_body"):
            pass
        if self.failing:
            raise RuntimeError("Out of paper.")
        position = await sync_to_async(log.position)("count")
        text = json.dumps({"head": position and position.head, "words": self.words})
        await asyncio.sleep(self.seconds)
        if self.is_stubborn:
            with contextlib.suppress(asyncio.CancelledError):
                await self.open.wait()
        await self.open.wait()
        headers = [(b"Content-Type", b"application/json"), (b"X-Frame-Options", b"DENY")]
        headers += [(b"Content-Length", b"%d" % len(text)), *self.headers]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": text[:9].encode(), "more_body": True})
        await send({"type": "http.response.body", "body": text[9:].encode()})


def subject_of(path: str, query: str) -> Subject | None:
    if path == "/nothing/":
        return Subject("nothing")
    if path not in {PAGE, "/exact/"}:
        return None
    return Subject("count", query, exact=path == "/exact/")


def question(
    path: str = PAGE, *, query: str = "", scheme: str = "http", **headers: str
) -> Question:
    named = {name.lower().replace("_", "-").encode(): headers[name].encode() for name in headers}
    named.setdefault(b"host", b"testserver")
    return Question(named[b"host"].decode(), scheme, path, query, named)


def head_of(answer: Answer | None) -> int:
    assert answer is not None
    return json.loads(answer.body)["head"]


def told(answer: Answer, name: str) -> str | None:
    found = [value.decode() for each, value in answer.headers if each == name.encode()]
    assert len(found) < 2
    return found[0] if found else None


@pytest.fixture
def press() -> Press:
    return Press()


@pytest.fixture
def answers(hub: Hub, press: Press) -> ReadyAnswers:
    return ReadyAnswers(press, subject_of)


@pytest.fixture
def heard(hub: Hub) -> Callable:
    async def wait(head: int) -> None:
        async with asyncio.timeout(10):
            while (await hub.feed("count")).head < head:
                await asyncio.sleep(0.01)

    return wait


@pytest.fixture
def redact(feed: Feed) -> Callable:
    @sync_to_async
    @transaction.atomic
    def redact() -> None:
        log.redact(feed.pk, lambda frame: {**frame, "html": ""}, mentioning='"offset":1,')
        log.append(feed.pk, {"type": "drop"})

    return redact


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let so many seconds pass for the answers that are kept."""
    passed = 0.0

    def wait(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    class Clock:
        @staticmethod
        def monotonic() -> float:
            return time.monotonic() + passed

    monkeypatch.setattr(ready, "time", Clock)
    return wait


async def test_nothing_is_held_before_it_was_made_and_then_it_is(answers, press):
    assert answers.held(question()) is None
    made = await answers.answer(question())
    assert head_of(made) == 0
    assert answers.held(question()) is made
    assert await answers.answer(question()) is made
    assert press.printed == 1


async def test_a_thousand_askers_at_once_cost_one_rendering(answers, press):
    made = await asyncio.gather(*(answers.answer(question()) for _ in range(1_000)))
    assert len({id(answer) for answer in made}) == 1
    assert press.printed == 1


async def test_an_event_makes_another_one(answers, press, append, heard):
    await answers.answer(question())
    await append()
    await heard(1)
    assert answers.held(question()) is None
    assert head_of(await answers.answer(question())) == 1
    assert head_of(answers.held(question())) == 1
    assert press.printed == 2


async def test_what_was_taken_back_is_not_held_from_the_moment_it_is_heard(
    answers, press, append, heard, redact
):
    await append()
    await heard(1)
    await answers.answer(question())
    await redact()
    await heard(2)
    assert answers.held(question()) is None
    assert head_of(await answers.answer(question())) == 2


async def test_a_rendering_that_an_event_overtakes_is_not_kept(answers, press, append, heard):
    press.open.clear()
    early = asyncio.create_task(answers.answer(question()))
    await until(lambda: press.printed == 1)
    await append()
    await heard(1)
    press.open.set()
    assert head_of(await early) == 0, "who asked before the event may be told of before"
    assert answers.held(question()) is None
    assert head_of(await answers.answer(question())) == 1


async def test_who_asks_after_an_event_is_not_given_a_rendering_from_before(
    answers, press, append, heard
):
    press.open.clear()
    early = asyncio.create_task(answers.answer(question()))
    await until(lambda: press.printed == 1)
    await append()
    await heard(1)
    late = [asyncio.create_task(answers.answer(question())) for _ in range(100)]
    await asyncio.sleep(0.05)
    assert press.printed == 1, "the new one waits for the old one"
    press.open.set()
    assert {head_of(answer) for answer in await asyncio.gather(*late)} == {1}
    assert head_of(await early) == 0
    assert press.printed == 2


async def test_words_that_are_taken_back_while_they_are_printed_are_told_to_nobody(
    answers, press, append, heard, redact
):
    await append()
    await heard(1)
    press.open.clear()
    early = asyncio.create_task(answers.answer(question()))
    await until(lambda: press.printed == 1)
    await redact()
    await heard(2)
    press.open.set()
    assert head_of(await early) == 2
    assert press.printed == 2


async def test_a_feed_that_never_rests_keeps_nobody_waiting(answers, press, append, hub):
    async def never_rest() -> None:
        while True:
            await append()
            await asyncio.sleep(0.002)

    press.seconds = 0.1
    restless = asyncio.create_task(never_rest())
    heads = []
    try:
        for _ in range(5):
            known = (await hub.feed("count")).head
            heads.append(known)
            async with asyncio.timeout(10):
                assert head_of(await answers.answer(question())) >= known
    finally:
        restless.cancel()
        await asyncio.gather(restless, return_exceptions=True)
    assert heads[0] < heads[1] < heads[2] < heads[3] < heads[4], "it did move meanwhile"


async def test_a_new_epoch_makes_another_one(answers, press, append, feed, hub, heard):
    await append(2)
    await heard(2)
    await answers.answer(question())
    before = (await hub.feed("count")).epoch
    await sync_to_async(transaction.atomic(log.restart))(feed.pk, status="live")
    await until(lambda: (held := hub.held("count")) is None or held.epoch != before)
    assert answers.held(question()) is None
    assert head_of(await answers.answer(question())) == 0


async def test_what_is_no_event_is_printed_again_while_the_old_one_is_given(answers, press, clock):
    await answers.answer(question())
    press.words = "In other colours."
    clock(ready.REMADE_AFTER + 0.1)
    old = [answers.held(question()) for _ in range(10)]
    assert all(b"stage" in answer.body for answer in old)
    await until(lambda: b"colours" in answers.held(question()).body)
    assert press.printed == 2


async def test_nobody_is_given_what_could_not_be_printed_again_in_time(answers, press, clock):
    await answers.answer(question())
    press.status = 500
    clock(ready.GONE_AFTER + 0.1)
    assert answers.held(question()) is None
    assert await answers.answer(question()) is None


async def test_what_nothing_but_an_event_changes_is_kept_until_one_comes(
    answers, press, clock, append, heard
):
    await answers.answer(question("/exact/"))
    clock(3_600)
    assert answers.held(question("/exact/")) is not None
    await append()
    await heard(1)
    assert answers.held(question("/exact/")) is None
    assert press.printed == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "theme=dark; sessionid=abc"},
        {"cookie": "messages=xyz"},
        {"authorization": "Bearer abc"},
        {"range": "bytes=0-9"},
    ],
)
async def test_what_is_asked_by_somebody_in_particular_is_not_ours(answers, press, headers):
    await answers.answer(question())
    asked = question(**headers)
    assert not answers.is_ours(asked)
    assert answers.held(asked) is None
    assert await answers.answer(asked) is None
    assert press.printed == 1


async def test_the_session_cookie_is_the_one_that_the_settings_name(answers, settings):
    await answers.answer(question())
    settings.SESSION_COOKIE_NAME = "desk"
    assert answers.held(question(cookie="sessionid=abc")) is not None
    assert answers.held(question(cookie="desk=abc")) is None


@pytest.mark.parametrize("path", ["/elsewhere/", "/nothing/"])
async def test_what_follows_no_feed_is_not_ours(answers, press, path):
    assert await answers.answer(question(path)) is None
    assert press.printed == 0


@pytest.mark.parametrize("host", ["evil.example", "", "testserver@evil", "localhost:1:2"])
async def test_a_host_of_others_is_not_ours(answers, press, host):
    assert not answers.is_ours(question(host=host))
    assert await answers.answer(question(host=host)) is None
    assert press.printed == 0


async def test_hosts_and_schemes_have_answers_of_their_own(answers, press):
    asked = [question(), question(host="localhost"), question(scheme="https")]
    made = [await answers.answer(each) for each in asked]
    assert len({id(each) for each in made}) == 3
    said = [(dict(each["headers"])[b"host"], each["scheme"]) for each in press.scopes]
    assert said == [(b"testserver", "http"), (b"localhost", "http"), (b"testserver", "https")]


FORWARDED = {"x_forwarded_host": "localhost", "x_forwarded_proto": "https"}


async def test_what_a_stranger_says_was_forwarded_changes_nothing(answers, press):
    plain = await answers.answer(question())
    assert await answers.answer(question(**FORWARDED)) is plain
    assert await answers.answer(question(x_forwarded_host="evil.example")) is plain
    assert press.printed == 1


async def test_what_the_proxy_says_was_forwarded_is_believed(answers, press, settings):
    settings.USE_X_FORWARDED_HOST = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    await answers.answer(question(host="inside", **FORWARDED))
    scope = press.scopes[0]
    assert (dict(scope["headers"])[b"host"], scope["scheme"]) == (b"localhost", "https")
    evil = FORWARDED | {"x_forwarded_host": "evil.example"}
    assert await answers.answer(question(**evil)) is None
    plain = FORWARDED | {"x_forwarded_proto": "http"}
    assert answers.held(question(scheme="https", **plain)) is None
    settings.SECURE_SSL_REDIRECT = True
    assert await answers.answer(question(**plain)) is None
    assert await answers.answer(question(**FORWARDED)) is not None
    assert press.printed == 1


async def test_the_application_hears_of_nobody_in_particular(answers, press):
    await answers.answer(question(cookie="theme=dark", user_agent="X", accept_language="fr"))
    scope = press.scopes[0]
    assert {name for name, _ in scope["headers"]} == {b"host", b"accept-encoding"}
    assert (scope["method"], scope["client"][0]) == ("GET", "127.0.0.1")


@pytest.mark.parametrize(
    "header",
    [
        (b"Set-Cookie", b"csrftoken=abc"),
        (b"Cache-Control", b"max-age=0, private"),
        (b"Cache-Control", b"No-Store"),
        (b"Vary", b"Accept-Language"),
        (b"Vary", b"*"),
        (b"Content-Encoding", b"zstd"),
    ],
)
async def test_an_answer_that_is_not_for_everybody_is_given_to_nobody(answers, press, header):
    press.headers = [header]
    assert await answers.answer(question()) is None
    assert answers.held(question()) is None


@pytest.mark.parametrize("status", [301, 302, 400, 403, 500, 503])
async def test_redirects_and_failures_are_the_applications_to_tell(answers, press, status):
    press.status = status
    assert await answers.answer(question()) is None
    assert answers.held(question()) is None


@pytest.mark.parametrize("status", [404, 410])
async def test_what_is_not_there_is_told_once_and_not_kept(answers, press, status):
    press.status = status
    told_so = await asyncio.gather(*(answers.answer(question()) for _ in range(10)))
    assert {answer.status for answer in told_so} == {status}
    assert press.printed == 1
    assert answers.held(question()) is None
    again = await answers.answer(question(if_none_match=told(told_so[0], "etag")))
    assert (again.status, press.printed) == (status, 2)


async def test_an_application_that_fails_is_asked_again(answers, press, caplog):
    press.failing = True
    assert await answers.answer(question()) is None
    assert "could not be made ready" in caplog.text
    press.failing = False
    assert head_of(await answers.answer(question())) == 0


async def test_a_rendering_that_is_lost_holds_nobody_up(answers, press, monkeypatch):
    monkeypatch.setattr(ready, "LOST_AFTER", 0.05)
    press.is_stubborn = True
    press.open.clear()
    assert await answers.answer(question()) is None
    press.open.set()
    assert head_of(await answers.answer(question())) == 0


async def test_an_asker_who_leaves_does_not_take_the_rendering_along(answers, press):
    press.open.clear()
    leaves = asyncio.create_task(answers.answer(question()))
    stays = asyncio.create_task(answers.answer(question()))
    await until(lambda: press.printed == 1)
    leaves.cancel()
    await asyncio.gather(leaves, return_exceptions=True)
    press.open.set()
    assert head_of(await stays) == 0
    assert press.printed == 1


async def test_memory_is_bounded_and_what_is_asked_for_stays(hub, press):
    answers = ReadyAnswers(press, subject_of, capacity=150_000)
    await answers.answer(question())
    for number in range(100):
        await answers.answer(question(query=f"after={number}"))
        assert answers.held(question()) is not None
    held = [answers.held(question(query=f"after={number}")) for number in range(100)]
    assert held[-1] is not None
    assert 1 < sum(answer is not None for answer in held) < 50


async def test_every_coding_says_the_same(answers):
    plain = await answers.answer(question())
    packed = await answers.answer(question(accept_encoding="gzip"))
    small = await answers.answer(question(accept_encoding="gzip, deflate, br, zstd"))
    assert [told(each, "content-encoding") for each in (plain, packed, small)] == [
        None,
        "gzip",
        "br",
    ]
    assert gzip.decompress(packed.body) == brotli.decompress(small.body) == plain.body
    assert len(small.body) < len(plain.body) / 5
    for each in (plain, packed, small):
        assert told(each, "content-length") == str(len(each.body))
        assert told(each, "vary") == "Accept-Encoding"
        assert told(each, "x-frame-options") == "DENY"


async def test_what_is_small_is_not_packed(answers, press):
    press.words = "Tea."
    answer = await answers.answer(question(accept_encoding="br, gzip"))
    assert told(answer, "content-encoding") is None
    assert told(answer, "vary") == "Accept-Encoding"


async def test_whoever_has_it_is_told_so(answers, press):
    etag = told(await answers.answer(question()), "etag")
    for known in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        answer = answers.held(question(if_none_match=known, accept_encoding="br"))
        assert (answer.status, answer.body, told(answer, "etag")) == (304, b"", etag)
        assert told(answer, "vary") == "Accept-Encoding"
        assert told(answer, "content-length") is None
    for known in ('"other"', "", etag.replace('"', ""), '"*"'):
        assert answers.held(question(if_none_match=known)).status == 200


async def test_the_same_words_have_the_same_name_in_every_process(hub, press):
    names = set()
    for _ in range(2):
        made = await ReadyAnswers(press, subject_of).answer(question())
        names.add(told(made, "etag"))
    assert len(names) == 1
    press.words = "Other words."
    assert told(await ReadyAnswers(press, subject_of).answer(question()), "etag") not in names


async def test_a_name_that_the_application_gave_is_weak_where_it_is_packed(answers, press):
    press.headers = [(b"ETag", b'"night:1-2/3:live"'), (b"Vary", b"Cookie")]
    plain = await answers.answer(question())
    packed = answers.held(question(accept_encoding="gzip"))
    assert told(plain, "etag") == '"night:1-2/3:live"'
    assert told(packed, "etag") == 'W/"night:1-2/3:live"'
    assert told(plain, "vary") == "Accept-Encoding, Cookie"
    assert answers.held(question(if_none_match='"night:1-2/3:live"')).status == 304


async def test_on_the_wire_it_is_a_whole_answer_with_the_time_of_day(answers, monkeypatch):
    answer = await answers.answer(question())
    head, _, body = answer.wire.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"HTTP/1.1 200 OK"
    assert body == answer.body
    assert b"content-length: %d" % len(body) in lines
    assert answer.wire is answer.wire
    monkeypatch.setattr("time.time", lambda: 1_700_000_000.0)
    assert b"date: Tue, 14 Nov 2023 22:13:20 GMT" in answer.wire
    etag = told(answer, "etag")
    known = answers.held(question(if_none_match=etag)).wire
    assert known.startswith(b"HTTP/1.1 304 Not Modified\r\n")
    assert known.endswith(b"\r\n\r\n")
    assert b"x-frame-options" not in known


class TestAsAnApplication:
    """Under any ASGI server."""

    @pytest.fixture
    def ask(self, answers: ReadyAnswers, press: Press) -> Callable:
        async def ask(method: str = "GET", path: str = PAGE, **scope: Any) -> list[dict[str, Any]]:
            sent: list[dict[str, Any]] = []

            async def receive() -> dict[str, Any]:
                return {"type": "http.request"}

            async def send(message: dict[str, Any]) -> None:
                sent.append(message)

            asked = {"type": "http", "method": method, "path": path, "query_string": b""}
            asked["headers"] = [(b"host", b"testserver")]
            await ReadyApplication(press, answers)(asked | scope, receive, send)
            return sent

        return ask

    async def test_it_gives_what_is_ready(self, ask, press):
        first, second = await ask(), await ask()
        assert first == second
        start, body = first
        assert (start["type"], start["status"]) == ("http.response.start", 200)
        assert dict(start["headers"])[b"content-length"] == b"%d" % len(body["body"])
        assert press.printed == 1

    async def test_who_asks_for_the_head_gets_the_head(self, ask, press):
        start, body = await ask("GET")
        assert await ask("HEAD") == [start, {**body, "body": b""}]
        assert press.printed == 1

    @pytest.mark.parametrize(
        "asked",
        [
            {"method": "POST"},
            {"path": "/elsewhere/"},
            {"root_path": "/under"},
            {"headers": []},
            {"headers": [(b"host", b"testserver"), (b"host", b"localhost")]},
            {"headers": [(b"host", b"testserver"), (b"cookie", b"sessionid=1")]},
        ],
    )
    async def test_everything_else_is_the_applications(self, ask, press, asked):
        await ask()
        await ask(**asked)
        await ask(**asked)
        assert press.printed == 3
        assert "asgi" not in press.scopes[-1], "it was asked by the server, not by us"


@given(st.text(), st.sampled_from(CODINGS))
def test_whatever_is_accepted_one_of_ours_is_chosen(accepted: str, coding: str) -> None:
    assert best_coding(accepted.encode()) in CODINGS
    refused = f"{coding};q=0, {accepted}".encode()
    if coding not in accepted.lower() and coding != "identity":
        assert best_coding(refused) != coding


@given(st.dictionaries(st.sampled_from([*CODINGS, "*", "zstd"]), st.integers(0, 1_000)))
def test_of_what_is_acceptable_the_dearest_is_chosen(wishes: dict[str, int]) -> None:
    header = ", ".join(f"{name};q={weight / 1_000:.3f}" for name, weight in wishes.items())
    best = best_coding(header.encode())
    weights = {each: wishes.get(each, wishes.get("*", 0)) for each in CODINGS}
    if any(weights.values()):
        assert weights[best] == max(weights.values())
    else:
        assert best == "identity"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (b"", "identity"),
        (b"gzip, deflate, br", "br"),
        (b"GZIP;Q=0.5", "gzip"),
        (b"*", "br"),
        (b"*;q=0", "identity"),
        (b"br;q=0, *", "gzip"),
        (b"br;q=nan, gzip", "gzip"),
        (b"br;q=2", "identity"),
        (b"gzip;q=0.2, identity;q=0.3", "identity"),
    ],
)
def test_it_is_read_as_the_standard_has_it(accepted: bytes, coding: str) -> None:
    assert best_coding(accepted) == coding


@given(st.binary(max_size=5_000), st.text(max_size=50))
def test_an_edition_is_true_to_its_words(body: bytes, known: str) -> None:
    edition = Edition.of(200, [(b"Content-Type", b"text/plain")], body)
    assert edition is not None
    unpack = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}
    for accepted in (b"", b"gzip", b"br"):
        answer = edition.answer_to({b"accept-encoding": accepted})
        assert unpack[told(answer, "content-encoding")](answer.body) == body
    answer = edition.answer_to({b"if-none-match": known.encode()})
    assert answer.status == (304 if known.strip() == "*" else 200)
    assert edition.answer_to({b"if-none-match": edition.etag}).status == 304


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)

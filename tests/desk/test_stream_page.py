"""How the stream is: who may see it, and what it says in words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.test import AsyncClient, Client

from liveblog import publishing
from liveblog.desk import streamboard
from liveblog.desk.access import Oversight
from liveblog.desk.streamboard import duration, stream_context
from liveblog.models import Blog
from liveblog.realtime import state
from liveblog.realtime.state import FeedState, State
from tests.desk.sent import NOW
from tests.reader.markup import read
from tests.realtime.listening import listen

STATUS = "/newsroom/status/"
STAFF = Oversight(is_staff=True, feeds=frozenset())
WELL = State(
    at=NOW,
    feeds=[],
    faults={},
    is_full=False,
    sent_away=0,
    failures={"doorbell": 0, "look": 0, "beat": 0},
    stumbling={},
    bell="memory",
    bell_fault="",
    rung_at=None,
    connections=None,
    answered=None,
    pid=4711,
    started_at=NOW - timedelta(hours=3),
)


def followed(name: str, readers: int, *, took: float = 0.04) -> FeedState:
    return FeedState(name, 7, readers, took, NOW - timedelta(seconds=12), 0, 0.0)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "GOOD_FOR", 0.0)


async def seen_by(user: User, address: str = STATUS):
    browser = AsyncClient()
    await browser.aforce_login(user)
    return await browser.get(address)


async def test_a_visitor_is_asked_to_log_in(hub, async_client):
    assert (await async_client.get(STATUS)).status_code == 302


async def test_who_edits_nothing_may_not_see_it(hub, blog, rosa, stan):
    assert (await seen_by(rosa)).status_code == 403
    assert (await seen_by(stan, f"{STATUS}now/")).status_code == 403


async def test_an_editor_sees_the_readers_of_their_blogs_and_nothing_of_others(
    hub, at_once, blog: Blog, edith, rosa, chief
):
    other = await sync_to_async(publishing.create_blog)(
        slug="elsewhere", title="Another count", polling_day=blog.polling_day, by=rosa
    )
    readers = [await listen(name) for name in (blog.slug, blog.slug, other.slug)]
    for reader in readers:
        assert (await reader.frame())["type"] == "hello"
    await sync_to_async(publishing.publish_entry)(blog=blog, body="It opens.", by=rosa)
    for reader in readers[:2]:
        assert (await reader.frame())["type"] == "put"
    page = read((await seen_by(edith)).content.decode())
    assert "to 2 readers of your blogs." in page.one(data_verdict=None).text
    assert [each.text for each in page.all("h3")] == [blog.title]
    assert "This process" not in page.text
    page = read((await seen_by(chief)).content.decode())
    assert "to 3 readers." in page.one(data_verdict=None).text
    assert {each.text for each in page.all("h3")} == {blog.title, other.title}
    assert "This process" in page.text
    part = (await seen_by(chief, f"{STATUS}now/")).content.decode()
    assert part.lstrip().startswith("<section")
    for reader in readers:
        await reader.leave()


def test_it_is_linked_for_those_who_may_see_it(blog, seat, edith, rosa, chief):
    for user, may in ((edith, True), (rosa, False), (chief, True)):
        assert (STATUS in seat(user).get("/newsroom/").content.decode()) == may, user


async def test_it_says_so_when_the_log_cannot_be_written(hub, at_once, blog, chief, monkeypatch):
    def broken(_names):
        raise OSError("No space left.")

    monkeypatch.setattr(state, "_try_log", broken)
    page = read((await seen_by(chief)).content.decode())
    assert page.one(class_="verdict").one(class_="overline").text == "Something is wrong"
    assert page.one(data_verdict=None).text == (
        "The log cannot be written: nothing can be published."
    )


def verdict(told: State, seen: Oversight = STAFF) -> tuple[str, str, list[str]]:
    found = streamboard._verdict(
        told, [feed for feed in told.feeds if seen.includes(feed.name)], seen
    )
    return found.tone, found.sentence, found.more


def test_all_is_well_in_one_sentence():
    assert verdict(WELL) == (
        "well",
        "Nobody follows a page through this process just now.",
        [],
    )
    told = replace(WELL, feeds=[followed("a", 3_000), followed("b", 214, took=0.002)])
    assert verdict(told)[1] == "Everything is sent within 40 ms to 3,214 readers."
    told = replace(WELL, feeds=[followed("a", 1, took=0.0)])
    assert verdict(told)[1] == "1 reader is here; nothing was to be sent yet."
    mine = Oversight(is_staff=False, feeds=frozenset({"b"}))
    told = replace(WELL, feeds=[followed("a", 3_000), followed("b", 214, took=0.002)])
    assert verdict(told, mine)[1] == "Everything is sent within 2 ms to 214 readers of your blogs."


def test_a_process_that_is_full_says_why(settings):
    told = replace(WELL, feeds=[followed("a", 500)], is_full=True)
    settings.FEED_READERS = 500
    tone, _, (why,) = verdict(told)
    assert tone == "worn"
    assert why == "Full: 500 readers are as many as it may hold. Newcomers poll."
    settings.FEED_READERS = 0
    settings.FEED_PACE = 1.0
    (why,) = verdict(told)[2]
    assert why.startswith("Slow: the last reader had an event later than 1.0 s.")


def test_a_redis_that_is_down_is_worn_and_not_wrong(settings):
    settings.FEED_LOOK_SECONDS = 1.0
    told = replace(WELL, bell="Redis", bell_fault="does not answer", stumbling={"doorbell": 9.0})
    assert verdict(told) == (
        "worn",
        "Nobody follows a page through this process just now.",
        [
            "Redis does not answer: what is published by another process comes up to 1.0 s later"
            " than it could."
        ],
    )


def test_what_is_wrong_comes_first():
    told = replace(
        WELL,
        feeds=[followed("a", 12)],
        faults={"tasks": "look", "feeds": "1 behind the log"},
        stumbling={"look": 30.0},
    )
    tone, sentence, more = verdict(told)
    assert tone == "failing"
    assert sentence == "Work in the background does not go well: looking at the log."
    assert more == [
        "Readers are not told what is published: 1 behind the log.",
        "Everything is sent within 40 ms to 12 readers.",
    ]


def test_staff_are_told_of_the_process(db):
    told = replace(
        WELL,
        failures={"doorbell": 0, "look": 4, "beat": 0},
        stumbling={"look": 12.0, "beat": float("inf")},
        rung_at=NOW - timedelta(minutes=5),
        connections=1,
        answered=12_345,
        sent_away=1,
    )
    said = dict(stream_context(told, STAFF)["process"])
    assert said["Doorbell"] == "In memory, for this process alone; heard 5 min ago"
    assert said["Its tasks"] == (
        "Looking at the log has failed for 12 s; signs of life is over; 4 failures since it began"
    )
    assert said["At the gate"] == "1 connection, 12,345 answers given"
    assert said["Sent to polling"] == "1 reader since it began"
    assert said["Process"].startswith("4711, up for 3 h, Declared ")
    nobody = Oversight(is_staff=False, feeds=frozenset())
    assert stream_context(told, nobody)["process"] == []


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "1 ms"), (0.04, "40 ms"), (0.9996, "1.0 s"), (1.44, "1.4 s"), (9.96, "10 s"),
        (119.4, "119 s"), (300, "5 min"), (3 * 3600, "3 h"), (5 * 86400, "5 days"),
    ],
)  # fmt: skip
def test_durations_are_said_as_one_says_them(seconds: float, said: str):
    assert duration(seconds) == said


def test_a_blog_cannot_be_called_as_the_page_is(editor: Client):
    from liveblog.models.blog import RESERVED_SLUGS

    assert "status" in RESERVED_SLUGS

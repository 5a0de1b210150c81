import asyncio
import json

import pytest
from django.test import AsyncClient, Client

from liveblog import publishing
from liveblog.models import Blog
from liveblog.realtime.hub import current_hub
from tests.api.conftest import problem
from tests.publishing.hall import northquay
from tests.results.night import at


def publish(blog, **wording):
    return publishing.publish_entry(blog=blog, **wording)[0]


class TestEntries:
    def test_they_come_newest_first_in_pages_that_a_cursor_joins(self, anybody, blog):
        for number in range(5):
            publish(blog, body=f"{number}", at=at(f"01:0{number // 2}"))
        first = anybody.get("entries?limit=2").json()
        assert [each["body"] for each in first["entries"]] == ["4", "3"]
        publish(blog, body="new", at=at("02:00"))  # neither repeats nor hides any below
        second = anybody.get(f"entries?limit=2&before={first['next']}").json()
        third = anybody.get(f"entries?limit=2&before={second['next']}").json()
        assert [each["body"] for each in second["entries"]] == ["2", "1"]
        assert [each["body"] for each in third["entries"]] == ["0"]
        assert third["next"] is None

    @pytest.mark.parametrize(
        "cursor",
        [
            "nonsense",
            "2024-05-03",
            "2024-05-03T01:00:00/1",
            "2024-05-03T01:00:00Z/x",
            "0001-01-01T00:00:00%2B14:00/1",
            "%00",
        ],
    )
    def test_a_cursor_that_is_not_ours(self, anybody, blog, cursor):
        publish(blog, body="x")
        assert set(problem(anybody.get(f"entries?before={cursor}"), 422)) == {"before"}

    @pytest.mark.parametrize("limit", ["0", "101", "many"])
    def test_a_limit_out_of_range(self, anybody, limit):
        assert set(problem(anybody.get(f"entries?limit={limit}"), 422)) == {"limit"}

    def test_drafts_are_seen_by_nobody(self, anybody, rosa, blog, clock):
        draft = rosa.post(body={"body": "Unripe.", "status": "draft"}).json()
        rosa.post(
            body={"body": "Unripe.", "status": "scheduled", "publish_at": "2024-05-03T09:00+01:00"}
        )
        for path in ("entries", "/api/blogs/quayshire", "/api/blogs", "/quayshire/", "/"):
            assert "Unripe" not in anybody.get(path).content.decode()
        problem(anybody.get(f"entries/{draft['id']}"), 404)
        assert not blog.feed.events.exists()


class TestSnapshot:
    def test_it_says_where_the_blog_stands_and_from_where_to_follow(self, anybody, blog):
        entry = publish(blog, result=northquay())
        publishing.pin_entry(entry=entry)
        snapshot = anybody.get("/api/blogs/quayshire").json()
        feed = Blog.objects.get().feed
        assert (snapshot["epoch"], snapshot["offset"]) == (feed.epoch, feed.head)
        assert (snapshot["status"], snapshot["title"]) == ("live", "The Quayshire count")
        assert snapshot["pinned"] == [entry.public_id]
        assert snapshot["boards"][0]["declared"] == 1
        assert [each["id"] for each in snapshot["entries"]] == [entry.public_id]

    def test_its_position_is_read_before_all_that_it_shows(self, anybody, blog, monkeypatch):
        from liveblog.api import blogs

        position = blogs.log.position

        def then_the_night_goes_on(name):
            read = position(name)
            publishing.edit_blog(blog=blog, title="Later")
            return read

        monkeypatch.setattr(blogs.log, "position", then_the_night_goes_on)
        snapshot = anybody.get("/api/blogs/quayshire").json()
        assert (snapshot["offset"], snapshot["title"]) == (0, "Later")

    def test_a_blog_that_is_not_there(self, anybody):
        problem(anybody.get("/api/blogs/nowhere"), 404)
        problem(anybody.get("/api/blogs/nowhere/entries"), 404)

    def test_the_list_of_blogs(self, anybody):
        (listed,) = anybody.get("/api/blogs").json()
        assert (listed["slug"], listed["url"]) == ("quayshire", "/quayshire/")


class TestResults:
    def test_the_scoreboard_the_contests_and_one_of_them(self, anybody, blog):
        publish(blog, result=northquay())
        score = anybody.get("/api/elections/quayshire-2024/scoreboard").json()
        assert (score["declared"], score["seats"], score["majority_line"]) == (1, 5, 3)
        assert score["parties"][0]["party"]["slug"] == "harbour"
        contests = anybody.get("/api/elections/quayshire-2024/contests").json()
        assert len(contests) == 5
        assert contests[0] == anybody.get("/api/elections/quayshire-2024/contests/northquay").json()

    @pytest.mark.parametrize(
        "path",
        ["nowhere/scoreboard", "nowhere/contests", "quayshire-2024/contests/x", "x/contests/x"],
    )
    def test_what_is_not_there(self, anybody, path):
        problem(anybody.get(f"/api/elections/{path}"), 404)


@pytest.mark.django_db(transaction=True)
class TestEvents:
    """The stream over HTTP. The hub reads in a thread of its own, so these tests commit."""

    @pytest.fixture
    def ask(self, blog):
        """Ask, each time of a process that has just begun: (status, answer, headers)."""

        def ask(query="", **headers):
            async def asked():
                try:
                    return await AsyncClient().get(
                        f"/api/blogs/quayshire/events{query}", headers=headers
                    )
                finally:
                    await current_hub().close()

            answer = asyncio.run(asked())
            content = json.loads(answer.content) if answer.content else None
            return answer.status_code, content, answer.headers

        return ask

    def test_they_are_the_frames_of_the_log(self, ask, blog):
        publish(blog, result=northquay())
        status, page, headers = ask()
        frames = [json.loads(event.frame) for event in blog.feed.events.order_by("offset")]
        assert (status, page["events"], page["more"]) == (200, frames, False)
        assert (page["offset"], page["status"], page["epoch"]) == (2, "live", blog.feed.epoch)
        assert ask("?after=1")[1]["events"] == frames[1:]
        assert ask("?after=2")[1]["events"] == []
        assert headers["Content-Type"] == "application/json"
        assert "max-age=1" in headers["Cache-Control"]

    def test_a_page_that_is_known_is_not_sent_again_until_it_changes(self, ask, blog):
        publish(blog, body="One.")
        _, _, headers = ask()
        tag = headers["ETag"]
        for known in (tag, f"W/{tag}", f'"other", {tag}'):
            status, content, headers = ask(**{"If-None-Match": known})
            assert (status, content, headers["ETag"]) == (304, None, tag)
        publish(blog, body="Two.")
        assert ask(**{"If-None-Match": tag})[0] == 200

    def test_full_pages_join_without_a_gap(self, ask, blog, monkeypatch):
        monkeypatch.setattr("liveblog.realtime.polling.LIMIT", 3)
        for number in range(7):
            publish(blog, body=f"{number}")
        epoch, seen, after = blog.feed.epoch, [], 0
        while True:
            _, page, _headers = ask(f"?after={after}&epoch={epoch}")
            seen += [event["offset"] for event in page["events"]]
            if not page["more"]:
                break
            after = page["offset"]
            assert "status" not in page
        assert seen == list(range(1, 8))

    def test_only_what_an_archived_blog_told_is_kept_for_ever(self, ask, blog, monkeypatch):
        publish(blog, body="One.")
        epoch = blog.feed.epoch
        publishing.close_blog(blog=blog)
        assert "immutable" not in ask(f"?epoch={epoch}")[2]["Cache-Control"]
        publishing.archive_blog(blog=blog)
        assert "immutable" in ask(f"?epoch={epoch}")[2]["Cache-Control"]
        assert "immutable" not in ask()[2]["Cache-Control"]
        assert "immutable" not in ask("?epoch=another")[2]["Cache-Control"]

    def test_a_position_that_cannot_be_served_gets_the_one_that_can(self, ask, blog):
        publish(blog, body="One.")
        for query in ("?after=1&epoch=another", f"?after=9&epoch={blog.feed.epoch}"):
            status, page, _ = ask(query)
            assert (status, page["events"], page["offset"]) == (200, [], 1)
            assert page["epoch"] == blog.feed.epoch

    @pytest.mark.parametrize("after", ["-1", "x", "1.5"])
    def test_an_offset_that_is_none(self, ask, after):
        status, page, headers = ask(f"?after={after}")
        assert (status, headers["Content-Type"]) == (422, "application/problem+json")
        assert [each["field"] for each in page["errors"]] == ["after"]

    def test_an_offset_from_far_away(self, ask, blog):
        assert ask(f"?after={10**30}")[0] == 200

    def test_a_blog_that_is_not_there(self, blog):
        answer = Client().get("/api/blogs/nowhere/events")
        problem(answer, 404)

    def test_what_was_taken_back_leaves_the_memory_of_a_process_that_told_of_it(self, blog):
        async def asked():
            client = AsyncClient()
            events = "/api/blogs/quayshire/events"
            try:
                first = await client.get(events)
                await asyncio.to_thread(take_back)
                async with asyncio.timeout(2):
                    while b"drop" not in (second := await client.get(events)).content:
                        await asyncio.sleep(0.02)
                again = await client.get(events, headers={"If-None-Match": first["ETag"]})
                return first.content, second.content, again.status_code
            finally:
                await current_hub().close()

        def take_back():
            from django.db import connections

            publishing.retract_entry(entry=entry, reason="Not ours.")
            connections.close_all()

        entry = publish(blog, body="Secret words.")
        publish(blog, body="Other words.")
        first, second, again = asyncio.run(asked())
        assert b"Secret words" in first
        assert b"Secret words" not in second
        assert b"Other words" in second
        assert [event["offset"] for event in json.loads(second)["events"]] == [1, 2, 3]
        assert again == 200

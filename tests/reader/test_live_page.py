"""The live page: what it shows without JavaScript, and what it hands to the script."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liveblog import presentation, publishing, scoreboard
from liveblog.models import Blog, Entry
from liveblog.realtime import log
from tests.reader.conftest import Publish
from tests.reader.markup import page_of, stream_of
from tests.results.night import at

URL = "/quayshire/"


def test_it_shows_the_newest_entry_first_by_its_true_time(client: Client, publish: Publish) -> None:
    first = publish("Doors are shut.", "00:10")
    late = publish("Written later, seen earlier.", "00:05")
    last = publish("The kettle is on.", "00:20")
    ids = [article["data-entry-id"] for article in stream_of(page_of(client))]
    assert ids == [last.public_id, first.public_id, late.public_id]


def test_it_gives_the_script_its_position(client: Client, blog: Blog, publish: Publish) -> None:
    publish("One.")
    publish("Two.")
    root = page_of(client).one(data_live="")
    position = log.position(blog.slug)
    assert position is not None
    assert (root["data-epoch"], root["data-offset"]) == (position.epoch, str(position.head))
    assert root["data-status"] == "live"
    assert root["data-ws"] == "/ws/blogs/quayshire/"
    assert root["data-events"] == "/api/blogs/quayshire/events"


def test_an_entry_that_commits_while_the_page_is_made_is_not_lost(
    client: Client, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_position = log.position

    def position_then_news(name: str) -> log.Position | None:
        position = read_position(name)
        publish("Just now.")
        return position

    monkeypatch.setattr("liveblog.reader.views.log.position", position_then_news)
    page = page_of(client)
    assert page.one(data_live="")["data-offset"] == "0"
    assert len(stream_of(page)) == 1  # and comes again as event 1, which is then no news


def test_its_regions_are_the_fragments_that_the_frames_carry(
    client: Client, blog: Blog, publish: Publish, result: publishing.ResultFigures
) -> None:
    pinned = publish("", result=result)
    publishing.pin_entry(entry=pinned)
    gone = publish("Wrong.", "01:20")
    publishing.retract_entry(entry=gone, reason="A rumour.")
    html = client.get(URL).content.decode()
    entries = blog.entries.visible().newest_first().for_fragments()
    blog.refresh_from_db()
    for fragment in (
        "".join(presentation.entry_html(entry) for entry in entries),
        "".join(presentation.board_html(blog, board) for board in scoreboard.boards(blog)),
        presentation.head_html(blog),
        presentation.pinned_html(blog),
    ):
        assert f">{fragment}</" in html


def test_no_fragment_begins_or_ends_with_anything_but_its_element(
    blog: Blog, publish: Publish
) -> None:
    entry = publish("One.")
    fragments = [
        presentation.entry_html(entry),
        presentation.head_html(blog),
        *(presentation.board_html(blog, board) for board in scoreboard.boards(blog)),
    ]
    for fragment in fragments:
        assert fragment.startswith("<")
        assert fragment.endswith(">\n")


def test_drafts_and_scheduled_entries_never_leave_the_server(
    client: Client, publish: Publish
) -> None:
    publish("Hush, a draft.", status=Entry.Status.DRAFT)
    publish(
        "Hush, tomorrow.",
        status=Entry.Status.SCHEDULED,
        publish_at=timezone.now() + timedelta(days=1),
    )
    for url in (URL, "/"):
        assert b"Hush" not in client.get(url).content


def test_the_board_counts_seats_from_declarations_only(
    client: Client, publish: Publish, result: publishing.ResultFigures
) -> None:
    publish("", turnout=publishing.TurnoutFigures(contest="fenside", ballots=2_510))
    publish("", result=result)
    board = page_of(client).one(data_election="quayshire-2024")
    assert board.one(class_="board__score").text == "1 of 5 declared · 3 for a majority"
    states = {
        each["data-contest"]: each.one(class_="contest__state").text
        for each in board.all(data_contest=None)
    }
    assert states == {
        "northquay": "Harbour hold, majority 200",
        "southquay": "Result awaited",
        "millbrook": "Result awaited",
        "castle-hill": "Result awaited",
        "fenside": "Turnout 50.2%, result awaited",
    }


def test_an_empty_blog_says_so(client: Client, blog: Blog) -> None:
    page = page_of(client)
    assert stream_of(page) == []
    assert "Nothing yet" in page.one(class_="live__empty").text


def test_earlier_entries_are_a_link_away_and_none_is_lost_or_doubled(
    client: Client, blog: Blog, publish: Publish
) -> None:
    made = [publish(f"Entry {n}.", f"0{n // 60}:{n % 60:02}") for n in range(205)]
    seen: list[str] = []
    url = URL
    for size in (100, 100, 5):
        page = page_of(client, url)
        seen += [article["data-entry-id"] for article in stream_of(page)]
        assert len(stream_of(page)) == size
        publish("News meanwhile.", "04:00")
        links = page.one(data_region="more").all("a")
        url = URL + links[0]["href"] if links else ""
    assert url == ""
    assert seen == [entry.public_id for entry in reversed(made)]


def test_entries_of_one_instant_are_not_lost_between_pages(
    client: Client, blog: Blog, publish: Publish
) -> None:
    made = [publish(f"Entry {n}.", "01:00") for n in range(103)]
    page = page_of(client)
    rest = page_of(client, URL + page.one(data_region="more").one("a")["href"])
    seen = [article["data-entry-id"] for article in stream_of(page) + stream_of(rest)]
    assert seen == [entry.public_id for entry in reversed(made)]


def test_a_page_of_earlier_entries_is_not_followed_live(client: Client, publish: Publish) -> None:
    entry = publish("One.")
    page = page_of(client, f"{URL}?before={entry.sort_key}")
    assert "data-ws" not in page.one(data_live="").attributes
    scripts = [script.attributes.get("src") for script in page.all("script")]
    assert scripts == [None, "/static/liveblog/reader/still.js"]


@pytest.mark.parametrize(
    "cursor", ["x", "2024-05-03", "2024-99-03T01:00:00.000000Z/000000000001", "٣", "1/1"]
)
def test_a_cursor_that_is_none_is_not_found(client: Client, blog: Blog, cursor: str) -> None:
    assert client.get(URL, {"before": cursor}).status_code == 404


def test_nothing_can_be_sent_to_it(client: Client, blog: Blog) -> None:
    assert client.post(URL).status_code == 405


@pytest.mark.parametrize("archived", [False, True])
def test_a_blog_that_is_over_keeps_its_address_and_says_when_it_ended(
    client: Client, blog: Blog, publish: Publish, archived: bool
) -> None:
    publish("That is it.")
    publishing.close_blog(blog=blog, at=at("06:00"))
    if archived:
        publishing.archive_blog(blog=blog)
    page = page_of(client)
    assert page.one(class_="status").text == "Coverage ended at 6.00am"
    assert page.one(data_live="")["data-status"] == ("archived" if archived else "closed")
    assert len(stream_of(page)) == 1


def test_it_is_the_same_for_everyone_and_may_be_kept_for_a_second(
    client: Client, blog: Blog, rosa: object, publish: Publish
) -> None:
    publish("One.")
    anonymous = client.get(URL)
    client.force_login(rosa)
    known = client.get(URL)
    assert known.content == anonymous.content
    assert known["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert "Vary" not in known or "Cookie" not in known["Vary"]


def test_its_queries_do_not_grow_with_the_entries(
    client: Client,
    publish: Publish,
    result: publishing.ResultFigures,
    turnout: publishing.TurnoutFigures,
) -> None:
    def tell_a_night(first: int) -> None:
        for minute in range(first, first + 10):
            wrong = publish(f"Entry {minute}.", f"02:{minute}")
            publish("No.", f"03:{minute}", kind="correction", corrects=wrong)
            publishing.pin_entry(entry=wrong)

    publish("", result=result)
    publish("", turnout=turnout)
    tell_a_night(10)
    few = queries_of(client)
    tell_a_night(30)
    assert queries_of(client) == few
    assert few <= 20


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(URL).status_code == 200
    return len(queries)


def test_every_link_on_the_page_leads_somewhere(
    client: Client, publish: Publish, result: publishing.ResultFigures
) -> None:
    publishing.pin_entry(entry=publish("", result=result))
    publish("No.", kind="correction", corrects=publish("Yes."))
    for link in page_of(client).all("a", href=None):
        path = urlsplit(link["href"]).path
        if path:
            assert client.get(path).status_code in {200, 302}, path

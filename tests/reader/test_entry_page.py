"""An entry's own page: for whoever was sent a link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Entry
from tests.reader.conftest import Publish
from tests.reader.markup import Element, read


def page_of(client: Client, entry: Entry, status: int = 200) -> Element:
    response = client.get(entry.get_absolute_url())
    assert response.status_code == status
    return read(response.content.decode())


def meta(page: Element, name: str) -> str:
    return page.one("meta", property=name)["content"]


def test_it_has_a_title_a_description_and_a_card_of_its_own(
    client: Client, publish: Publish
) -> None:
    entry = publish("The boxes are in, *all* of them.", headline="Polls have closed")
    page = page_of(client, entry)
    address = f"http://testserver{entry.get_absolute_url()}"
    assert page.one("title").text == "Polls have closed · Quayshire counts"
    assert page.one("meta", name="description")["content"] == "The boxes are in, all of them."
    assert page.one("link", rel="canonical")["href"] == address
    assert meta(page, "og:url") == address
    assert meta(page, "og:title") == "Polls have closed"
    assert meta(page, "og:description") == "The boxes are in, all of them."
    assert meta(page, "article:published_time") == "2024-05-03T01:00:00+01:00"


def test_without_a_headline_it_is_called_by_its_first_words(
    client: Client, publish: Publish
) -> None:
    page = page_of(client, publish("The kettle is on **again**."))
    assert page.one("title").text == "The kettle is on again. · Quayshire counts"


def test_it_shows_the_entry_as_the_stream_does_and_needs_no_script(
    client: Client, publish: Publish
) -> None:
    entry = publish("The kettle is on.")
    page = page_of(client, entry)
    assert page.one("article")["id"] == f"entry-{entry.public_id}"
    # But for one that waits until somebody asks for what an embed would load.
    assert [each["src"] for each in page.all("script")] == ["/static/liveblog/reader/still.js"]


def test_it_leads_back_to_its_place_on_the_live_page(client: Client, publish: Publish) -> None:
    entry = publish("One.")
    link = page_of(client, entry).one("nav", class_="beside").one("a")
    assert link["href"] == f"/quayshire/#entry-{entry.public_id}"


def test_an_old_entrys_place_is_on_the_page_of_earlier_entries(
    client: Client, publish: Publish
) -> None:
    old = publish("Old.", "00:01")
    for _ in range(130):
        publish("Newer.", "01:00")
    way_back = page_of(client, old).one("nav", class_="beside").all("a")[0]["href"]
    path, _, anchor = way_back.partition("#")
    assert read(client.get(path).content.decode()).one("article", id=anchor)


def test_it_leads_to_its_neighbours_and_past_a_tombstone(client: Client, publish: Publish) -> None:
    before = publish("Before.", "01:00")
    gone = publish("Gone.", "01:05")
    entry = publish("Here.", "01:10")
    after = publish("After.", "01:20")
    publishing.retract_entry(entry=gone, reason="Wrong.")
    beside = page_of(client, entry).one("nav", class_="beside")
    assert beside.one("a", rel="prev")["href"] == before.get_absolute_url()
    assert beside.one("a", rel="next")["href"] == after.get_absolute_url()


def test_a_retracted_entry_is_gone_but_gives_its_reason(client: Client, publish: Publish) -> None:
    entry = publish("Fenside has a recount.", headline="Recount at Fenside")
    publishing.retract_entry(entry=entry, reason="The officer denies it.")
    page = page_of(client, entry, status=410)
    assert "The officer denies it." in page.one("article").text
    assert page.one("meta", name="robots")["content"] == "noindex"
    assert "Recount" not in client.get(entry.get_absolute_url()).content.decode()


def test_a_draft_or_a_scheduled_entry_is_not_found(client: Client, publish: Publish) -> None:
    draft = publish("Hush.", status=Entry.Status.DRAFT)
    soon = publish(
        "Hush.",
        status=Entry.Status.SCHEDULED,
        publish_at=timezone.now() + timedelta(hours=1),
    )
    for entry in (draft, soon):
        response = client.get(entry.get_absolute_url())
        assert response.status_code == 404
        assert b"Hush" not in response.content


def test_an_entry_is_found_in_its_own_blog_only(
    client: Client, publish: Publish, rosa: object
) -> None:
    entry = publish("One.")
    publishing.create_blog(
        slug="fenside", title="Fenside", polling_day=entry.blog.polling_day, by=rosa
    )
    assert client.get(f"/fenside/entry/{entry.public_id}/").status_code == 404


@pytest.mark.parametrize("archived", [False, True])
def test_it_outlives_the_night(
    client: Client, blog: Blog, publish: Publish, archived: bool
) -> None:
    entry = publish("One.")
    publishing.close_blog(blog=blog)
    if archived:
        publishing.archive_blog(blog=blog)
    link = page_of(client, entry).one("nav", class_="beside").one("a")
    assert link.text == "The whole blog"

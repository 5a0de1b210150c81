"""The front page: every blog under its state."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liveblog import publishing
from liveblog.models import Blog
from tests.reader.conftest import Publish
from tests.reader.markup import Element, read


def home(client: Client) -> Element:
    response = client.get("/")
    assert response.status_code == 200
    return read(response.content.decode())


def titles(page: Element) -> dict[str, list[str]]:
    return {
        section.one("h2").text: [heading.text for heading in section.all("h3")]
        for section in page.all("section")
    }


def test_with_no_blog_it_says_so(client: Client, db: None) -> None:
    assert home(client).one("h1").text == "Nothing on yet"


def test_blogs_stand_under_their_state(client: Client, blog: Blog, rosa: object) -> None:
    for slug, title in (("council", "The council"), ("fenside", "Fenside"), ("old", "Long ago")):
        publishing.create_blog(slug=slug, title=title, polling_day=date(2024, 5, 2), by=rosa)
    publishing.close_blog(blog=Blog.objects.get(slug="fenside"))
    publishing.close_blog(blog=Blog.objects.get(slug="old"))
    publishing.archive_blog(blog=Blog.objects.get(slug="old"))
    assert titles(home(client)) == {
        "Live now": ["Quayshire counts"],
        "Coming up": ["The council"],
        "Earlier nights": ["Long ago", "Fenside"],
    }


def test_a_live_blog_shows_its_newest_entry_and_its_time(client: Client, publish: Publish) -> None:
    publish("Doors are shut.", "00:10")
    publish("Half in.", "02:05", headline="Half the seats are in")
    gone = publish("A rumour.", "02:10")
    publishing.retract_entry(entry=gone, reason="Denied.")
    newest = home(client).one(class_="newest")
    assert newest.one("time").text == "2.05am"
    assert newest.one("span").text == "Half the seats are in"


@pytest.mark.django_db
def test_its_queries_do_not_grow_with_blogs_and_entries(
    client: Client, rosa: object, publish: Publish
) -> None:
    publish("One.")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(5):
        blog = publishing.create_blog(
            slug=f"blog-{number}",
            title="Another",
            polling_day=date(2024, 5, 2),
            status=Blog.Status.LIVE,
            by=rosa,
        )
        publishing.publish_entry(blog=blog, body="One.")
        publish("Two.")
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few) == 2

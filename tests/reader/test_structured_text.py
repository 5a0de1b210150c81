"""What search engines read: LiveBlogPosting."""

import json
from datetime import date, datetime

from django.test import Client

from liveblog import publishing
from liveblog.models import Blog
from tests.reader.conftest import Publish
from tests.reader.markup import read
from tests.results.night import at


def posting_of(client: Client) -> dict:
    page = read(client.get("/quayshire/").content.decode())
    return json.loads(page.one("script", type="application/ld+json").text)


def test_it_has_an_author_dates_and_the_words_of_every_entry(
    client: Client, publish: Publish
) -> None:
    publish("One *stressed* word.\n\nAnd more.", "01:10", headline="News")
    posting = posting_of(client)
    assert posting["@type"] == "LiveBlogPosting"
    assert posting["headline"] == "Quayshire counts"
    (update,) = posting["liveBlogUpdate"]
    assert update == {
        "@type": "BlogPosting",
        "headline": "News",
        "articleBody": "One stressed word. And more.",
        "datePublished": "2024-05-03T01:10:00+01:00",
        "url": update["url"],
        "author": [{"@type": "Person", "name": "Rosa Reyes"}],
    }


def test_a_quotation_says_whose_it_is(client: Client, publish: Publish) -> None:
    publish("We held it.", kind="quote", speaker="Ada Quill", speaker_role="the winner")
    (update,) = posting_of(client)["liveBlogUpdate"]
    assert update["articleBody"] == "Ada Quill, the winner: We held it."


def test_the_start_of_coverage_does_not_move(client: Client, blog: Blog, publish: Publish) -> None:
    before = posting_of(client)["coverageStartTime"]
    publish("Earlier than all.", "00:01")
    publishing.edit_blog(blog=blog, title="Quayshire has counted")
    publishing.close_blog(blog=blog)
    publishing.reopen_blog(blog=blog)
    assert posting_of(client)["coverageStartTime"] == before


def test_a_night_told_years_later_began_on_its_polling_day(client: Client, blog: Blog) -> None:
    start = datetime.fromisoformat(posting_of(client)["coverageStartTime"])
    assert start.date() == date(2024, 5, 2)


def test_the_end_of_coverage_is_told_only_once_it_has_ended(client: Client, blog: Blog) -> None:
    assert "coverageEndTime" not in posting_of(client)
    publishing.close_blog(blog=blog, at=at("06:00"))
    assert posting_of(client)["coverageEndTime"] == "2024-05-03T06:00:00+01:00"
    publishing.reopen_blog(blog=blog)
    assert "coverageEndTime" not in posting_of(client)


def test_what_was_retracted_is_not_in_it(client: Client, publish: Publish) -> None:
    publishing.retract_entry(entry=publish("A rumour."), reason="Denied.")
    assert posting_of(client)["liveBlogUpdate"] == []


def test_no_text_ends_the_script_element(client: Client, publish: Publish) -> None:
    evil = "</script><!-- & <script>"
    publish(evil, headline=evil)
    html = client.get("/quayshire/").content.decode()
    block = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(block)["liveBlogUpdate"][0]["headline"] == evil
    assert not set("<>&") & set(block)

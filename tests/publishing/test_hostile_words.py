"""HTML and script in every field that somebody types are shown wherever they go, and not obeyed."""

import json
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import Entry
from liveblog.publishing import ResultFigures, TurnoutFigures
from results.loading import load_election
from tests.publishing.hall import events
from tests.results.night import FIVE_SEATS

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{ 7 * 7 }}&lt;b"


class Browser(HTMLParser):
    """Notes every element and attribute that could do something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.harm: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "img", "iframe", "object", "embed", "link", "base", "form"}:
            source = dict(attrs).get("src") or dict(attrs).get("href") or dict(attrs).get("type")
            self.harm.append(f"<{tag}> {source}")
        for name, value in attrs:
            if name.startswith("on") or "javascript:" in (value or "").lower():
                self.harm.append(f"{name}={value}")


@pytest.fixture
def hostile_blog(cast, blog):
    """Every name, title and text of it is hostile."""
    cast.rosa.first_name = HOSTILE
    cast.rosa.save()
    quayside = {**FIVE_SEATS["contests"][0], "slug": "hostile", "name": HOSTILE}
    del quayside["ballot_paper_id"], quayside["outturn"]
    quayside["candidacies"] = [
        {"name": HOSTILE, "slug": "hostile", "party": "harbour"},
        {"name": "Ben Marsh", "party": "orchard"},
    ]
    document = {**FIVE_SEATS, "contests": [quayside]}
    document["election"] = {**FIVE_SEATS["election"], "slug": "hostile", "name": HOSTILE}
    document["parties"] = [
        {**party, "name": HOSTILE[:80], "short_name": "<script>", "abbreviation": "<b>"}
        for party in FIVE_SEATS["parties"]
    ]
    contests = list(load_election(document).contests.all())
    publishing.follow_contests(blog=blog, contests=contests)
    publishing.edit_blog(
        blog=blog, title=HOSTILE, standfirst=HOSTILE, byline=HOSTILE, place=HOSTILE
    )
    blog.refresh_from_db()

    def publish(**wording):
        return publishing.publish_entry(blog=blog, by=cast.rosa, **wording)[0]

    words = {"headline": HOSTILE, "body": HOSTILE}
    wrong = publish(**words, stamp=HOSTILE[:24], authors=[HOSTILE])
    publish(**words, kind="quote", speaker=HOSTILE, speaker_role=HOSTILE)
    publish(**words, kind="correction", corrects=wrong)
    publish(turnout=TurnoutFigures("hostile", ballots=6_000))
    publish(result=ResultFigures("hostile", {"hostile": 3_000, "ben-marsh": 2_900}))
    publishing.declare_result(
        contest=contests[0],
        figures=ResultFigures("hostile", {"hostile": 3_001, "ben-marsh": 2_900}, reason=HOSTILE),
        at=Entry.objects.first().at,
    )
    publishing.pin_entry(entry=Entry.objects.get(pk=wrong.pk))
    publishing.retract_entry(entry=publish(**words), reason=HOSTILE)
    return blog


def harm(html: str) -> list[str]:
    return Browser(html).harm


def test_in_every_frame(hostile_blog):
    frames = events(hostile_blog)
    pieces = [
        html
        for frame in frames
        for html in (
            frame.get("html"),
            frame.get("pinned_html"),
            frame.get("entry", {}).get("html"),
        )
        if html
    ]
    assert len(pieces) > 15
    assert [harm(html) for html in pieces] == [[]] * len(pieces)
    shown = "".join(pieces)
    assert "<script>alert(1)</script>" in unescape(shown)
    assert "{{ 7 * 7 }}" in unescape(shown)
    assert "49" not in [word.strip("\"'") for word in shown.split()]


def test_on_every_page(hostile_blog):
    client = Client()
    addresses = ["/", "/quayshire/"]
    addresses += [entry.get_absolute_url() for entry in Entry.objects.all()]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code in {200, 410}
        found = harm(answer.content.decode())
        ours = ("<link> /static/", "<link> http://testserver/", "<script> /static/")
        data = ("<script> application/ld+json",)
        assert [each for each in found if not each.startswith((*ours, *data))] == [], address


def test_in_the_json_for_search_engines(hostile_blog):
    page = Client().get("/quayshire/").content.decode()
    _, _, rest = page.partition('<script type="application/ld+json">')
    posting = json.loads(rest.partition("</script>")[0])
    assert posting["headline"] == HOSTILE


def test_in_every_piece_of_html_that_the_api_gives(hostile_blog):
    entries = Client().get("/api/blogs/quayshire/entries").json()["entries"]
    assert len(entries) == 6
    for entry in entries:
        assert harm(entry["html"]) == []


def test_at_the_desk(hostile_blog, cast):
    client = Client()
    client.force_login(cast.edith)
    for address in ("/newsroom/", "/newsroom/quayshire/"):
        page = client.get(address).content.decode()
        assert not any("alert" in each or each.endswith(" x") for each in harm(page)), address


def test_the_browser_of_these_tests_sees_harm():
    assert harm(f'<a title="{HOSTILE}">') != []

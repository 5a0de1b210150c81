"""Hostile texts, in every place where people type or files name things, are shown and not obeyed.

A browser looks at the same night in tests/browser/test_hostile_words.py.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape

import pytest
from django.db import transaction
from django.test import Client

from liveblog import prose, publishing
from liveblog.archive import write_archive
from liveblog.models import Blog, Entry
from results.lettering import visible
from tests import hostile_night
from tests.hostile import INNOCENT, PAYLOADS, elements, harm, is_kept, listed, skeleton
from tests.hostile_night import SLUG, Night, plant
from tests.publishing.hall import events

pytestmark = pytest.mark.django_db

KEPT = list(filter(is_kept, PAYLOADS))


@pytest.fixture(scope="module")
def night(django_db_setup: None, django_db_blocker) -> Iterator[Night]:
    """Planted once for all that look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield plant()
        transaction.set_rollback(True)


def page(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code in {200, 410, 422}, address
    return answer.text


def told(html: str) -> str:
    """The words of it, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_the_list_is_long_and_its_eye_is_sharp():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 120
    obeyed = [payload for payload in PAYLOADS if harm(payload, fragment=True)]
    assert len(obeyed) > 100  # the rest does harm in Markdown, in an attribute or in a script
    for attribute in ('"', "'"):
        assert harm(f"<p title={attribute}x{attribute} onmouseover=alert(1)>", fragment=True)
    assert harm('<a href="jAva\tscript:alert(1)">x</a>', fragment=True)
    assert harm("<p style='background:url(//x)'>", fragment=True)
    assert harm("<form action=//evil.example>", fragment=True)
    assert harm("<script src=/static/../x.js></script>")
    assert not harm('<p style="--c:#00506b;--w:12.5%"><a href="https://example.org/">x</a></p>')


@pytest.mark.parametrize("payloads", [PAYLOADS, listed()], ids=["ours", "a list"])
def test_as_the_text_of_an_entry(payloads: list[str]):
    if not payloads:
        pytest.skip("HOSTILE_LIST names no list")
    for payload in payloads:
        for source in (payload, f"Words {payload} words", f"- {payload}\n- x", f"> {payload}"):
            html = prose.render(source)
            assert harm(html, fragment=True) == [], source
            assert harm(f"<blockquote>{html}</blockquote>", fragment=True) == [], source
        assert harm(str(prose.plain(payload)).replace("<", "&lt;"), fragment=True) == []


def test_what_no_database_keeps_is_refused(night: Night):
    unkept = [payload for payload in PAYLOADS if not is_kept(payload)]
    assert unkept
    for payload in unkept:
        assert "body" in hostile_night.refused(night, payload)
        with pytest.raises(publishing.Refused):
            publishing.retract_entry(entry=Entry.objects.first(), reason=payload)


def test_in_every_frame(night: Night):
    """Whatever the text is, the fragment around it has the same elements in the same order."""
    shapes: dict[str, list[str]] = {}
    count = 0
    for frame in events(night.blog):
        entry = frame.get("entry", {})
        pieces = {
            f"entry {entry.get('kind')}": entry.get("html"),
            **{name: frame.get(name) for name in frame if name.endswith("html")},
        }
        for name, html in pieces.items():
            if not html:
                continue
            count += 1
            assert harm(html, fragment=True) == [], html
            if name == "entry quote" and "superseded" not in html:
                shapes.setdefault(name, skeleton(html))
                assert skeleton(html) == shapes[name], html
    assert count > len(KEPT)
    assert shapes


def test_what_was_typed_is_what_is_read(night: Night):
    """Nothing is lost: a text that is dangerous to obey is still there to read."""
    for entry in Entry.objects.filter(blog=night.blog, kind="quote", headline__gt=""):
        html = page(entry.get_absolute_url())
        for field in ("headline", "speaker", "speaker_role"):
            assert " ".join(getattr(entry, field).split()) in " ".join(unescape(html).split())
        assert harm(html) == [], entry.headline


def test_on_every_live_page(night: Night):
    address: str | None = f"/{SLUG}/"
    seen = 0
    while address:
        html = page(address)
        assert harm(html) == []
        seen += html.count("<article ")
        _assert_search_engines_can_read(html)
        more = re.search(r'href="(\?before=[^"]+)"', html)
        address = f"/{SLUG}/{unescape(more[1])}" if more else None
    assert seen > len(KEPT)


def _assert_search_engines_can_read(html: str) -> None:
    _, _, rest = html.partition('<script type="application/ld+json">')
    script = rest.partition("</script>")[0]
    assert not set("<>&") & set(script)
    posting = json.loads(script)
    assert posting["@type"] == "LiveBlogPosting"
    assert all(isinstance(each["headline"], str) for each in posting["liveBlogUpdate"])


def test_on_the_pages_of_the_election(night: Night):
    contests = list(night.election.contests.all())
    declared = [each for each in contests if each.declaration]
    assert len(declared) > len(KEPT) // hostile_night.CANDIDATES
    addresses = ["/", "/elections/", f"/elections/{SLUG}/", f"/elections/{SLUG}/?q={PAYLOADS[0]}"]
    addresses += [each.get_absolute_url() for each in [*declared, *contests[-8:]]]
    addresses += [f"{contests[0].get_absolute_url()}if-repeated/?swing={PAYLOADS[10]}&from=x&to=y"]
    for address in addresses:
        assert harm(page(address)) == [], address
    whole = " ".join(unescape(page(f"/elections/{SLUG}/")).split())
    for contest in contests:
        assert " ".join(contest.name.split()) in whole


def test_in_a_spreadsheet_no_name_becomes_a_formula(night: Night):
    rows = list(csv.reader(io.StringIO(page(f"/elections/{SLUG}/results.csv"))))
    assert len(rows) > len(KEPT)
    for cell in (cell for row in rows for cell in row):
        assert not re.match(r"[=@\t\r]|[+-](?!\d)", cell), cell


def test_in_the_night_at_a_glance(night: Night):
    html = page(f"/{SLUG}/at-a-glance/")
    assert harm(html) == []
    assert "onerror" in html  # it is there, to be read


def test_in_what_programs_are_given(night: Night):
    client, count = Client(), 0
    addresses = [
        f"/api/blogs/{SLUG}",
        f"/api/blogs/{SLUG}/entries",
        f"/api/blogs/{SLUG}/events?after=0",
        f"/api/blogs/{SLUG}/snapshot",
        f"/api/elections/{SLUG}",
    ]
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 404:
            continue
        assert answer.headers["Content-Type"].startswith("application/json"), address
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        for html in _html_in(answer.json()):
            count += 1
            assert harm(html, fragment=True) == [], html
    assert count > 100


def _html_in(value: object, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _html_in(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _html_in(each, name)
    elif isinstance(value, str) and name.endswith("html"):
        yield value


def test_at_the_desk(night: Night):
    client = Client()
    client.force_login(night.edith)
    desk = f"/newsroom/{SLUG}/"
    addresses = ["/newsroom/", desk, f"{desk}count/", f"{desk}at-a-glance/", f"{desk}settings/"]
    addresses += [f"{desk}at-a-glance/preview/", f"{desk}proposals/", f"{desk}entries/"]
    addresses += [f"{desk}{name}/" for name in ("hall", "hall/rows", "members", "upcoming")]
    addresses += [f"{desk}?kind={kind}" for kind in ("quote", "result", "correction")]
    quotes = list(Entry.objects.filter(blog=night.blog, kind="quote"))
    some = [*quotes[:3], *quotes[:: max(1, len(quotes) // 14)]]
    changed = Entry.objects.filter(blog=night.blog, version__gt=1)[:6]
    for entry in [*some, *changed]:
        addresses += [f"{desk}{entry.public_id}/{what}" for what in ("", "history/", "retract/")]
    looked = 0
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code in {200, 302, 405, 409}, address
        if answer.status_code == 200:
            looked += 1
            assert harm(answer.text) == [], address
    assert looked > 40


@pytest.mark.parametrize("number", range(0, len(PAYLOADS), 40))
def test_when_the_desk_shows_again_what_it_did_not_take(night: Night, number: int):
    """A form that was refused comes back with everything that was typed in it."""
    client = Client()
    client.force_login(night.rosa)
    for payload in PAYLOADS[number : number + 40 : 9]:
        fields = dict.fromkeys(
            ("body", "headline", "speaker", "speaker_role", "corrects", "reason", "result.contest",
             "turnout.contest", "provenance", "doubted", "turnout.percentage", "result.majority"),
            payload,
        )  # fmt: skip
        answer = client.post(
            f"/newsroom/{SLUG}/", {**fields, "kind": "quote", "at": payload, "client_id": payload}
        )
        assert answer.status_code in {200, 422}, answer.status_code
        assert harm(answer.text) == [], payload
        assert " ".join(visible(payload).split()) in " ".join(unescape(answer.text).split()) or (
            not is_kept(payload)
        )


def test_in_the_archive(night: Night, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with transaction.atomic():
        publishing.close_blog(blog=night.blog)
        with zipfile.ZipFile(write_archive(Blog.objects.get(pk=night.blog.pk))) as archive:
            archive.extractall(tmp_path / "unpacked")
        transaction.set_rollback(True)
    pages = list((tmp_path / "unpacked").rglob("*.html"))
    assert len(pages) > len(KEPT)
    quotes = {f"{entry.public_id}.html" for entry in Entry.objects.filter(kind="quote")[:60]}
    for each in pages:
        if each.parent.name == "entry" and each.name not in quotes:
            continue
        html = each.read_text()
        assert harm(html) == [], each
        for tag, attributes in elements(html, fragment=False):
            assert tag not in {"script", "iframe", "button", "form", "svg"}, each
            assert not {"data-src", "data-embed"} & set(attributes), each
            assert not re.match(r"[^/]*:|//", attributes.get("src", "")), each


def test_a_name_of_a_file_has_no_text_in_it(night: Night, settings, tmp_path):
    """What the archive calls its files is made of slugs and ids."""
    settings.VAR_DIR = tmp_path
    with transaction.atomic():
        publishing.close_blog(blog=night.blog)
        archive = write_archive(Blog.objects.get(pk=night.blog.pk))
        transaction.set_rollback(True)
    with zipfile.ZipFile(archive) as packed:
        assert all(re.fullmatch(r"[\w./-]+", name, re.ASCII) for name in packed.namelist())
        assert not any(".." in name for name in packed.namelist())


def test_the_turn_of_a_text_is_not_kept_in_a_name(night: Night):
    turned = [payload for payload in PAYLOADS if visible(payload) != payload and is_kept(payload)]
    assert turned
    names = night.election.contests.values_list("name", flat=True)
    stored = " ".join([*names, *Entry.objects.values_list("headline", flat=True)])
    assert not re.search("[\u200b\u202a-\u202e\u2066-\u2069]", stored)
    assert INNOCENT in stored

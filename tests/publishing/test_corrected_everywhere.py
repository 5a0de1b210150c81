"""What is corrected is corrected wherever it is shown, in one transaction and for all to see."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from liveblog import frames, publishing
from liveblog.glance import article
from liveblog.models import Blog, Entry
from liveblog.publishing import ResultFigures
from results.models import Contest, Declaration
from tests.publishing.hall import NORTHQUAY_CORRECTED, board, events, head, northquay, told
from tests.results.night import at

REASON = "A bundle of ten was found."
NOTE = f"Corrected at 2.35am: {REASON}"


def words(html: str) -> str:
    return re.sub("<[^>]+>", "", html)


@pytest.fixture
def other(blog: Blog) -> Blog:
    """Another paper's blog, which follows Northquay too and reported a result of its own."""
    return publishing.create_blog(
        slug="north",
        title="Northquay only",
        polling_day=blog.polling_day,
        status="live",
        contests=list(Contest.objects.filter(slug="northquay")),
    )


@pytest.fixture
def declared(blog: Blog, other: Blog, cast, clock) -> Entry:
    entry, _ = publishing.publish_entry(
        blog=blog, result=northquay(), body="She wins by 200.", at=at("01:10"), by=cast.rosa
    )
    clock.tick(5)
    return entry


@pytest.fixture
def carried(other: Blog, declared: Entry) -> Entry:
    """The other blog's entry of an earlier count, from before the blog at the hall declared."""
    entry, _ = publishing.publish_entry(blog=other, body="Quill by 200.")
    Entry.objects.filter(pk=entry.pk).update(
        declaration=declared.declaration, card=declared.card, kind="result"
    )
    return Entry.objects.get(pk=entry.pk)


def by_revision(entry: Entry) -> Entry:
    figures = northquay(votes=NORTHQUAY_CORRECTED)
    return publishing.revise_entry(entry=entry, version=1, result=figures, reason=REASON)


def by_a_new_entry(entry: Entry) -> Entry:
    figures = northquay(votes=NORTHQUAY_CORRECTED, reason=REASON)
    return publishing.publish_entry(blog=entry.blog, result=figures)[0]


def by_a_feed(entry: Entry) -> Entry:
    figures = ResultFigures("northquay", NORTHQUAY_CORRECTED, 40, reason=REASON)
    publishing.declare_result(contest=entry.declaration.contest, figures=figures, at=at("02:35"))
    return entry


ways = pytest.mark.parametrize("correct", [by_revision, by_a_new_entry, by_a_feed])


@ways
def test_every_place_has_the_new_figures_and_every_entry_says_so(
    correct: Callable[[Entry], Entry],
    blog: Blog,
    other: Blog,
    declared: Entry,
    carried: Entry,
    client: Client,
) -> None:
    before = {each: head(each) for each in (blog, other)}
    correct(declared)

    versions = list(Declaration.objects.values_list("version", "stage", "reason"))
    assert versions == [(1, "declared", ""), (2, "corrected", REASON)]
    for each in (blog, other):
        assert board(each)["northquay"]["majority"] == 210
        assert board(each)["northquay"]["corrected"]
        assert "board" in told(each, after=before[each])
    assert told(other, after=before[other]) == ["board", "put corrected"]
    assert NOTE in words(events(other)[-1]["entry"]["html"])
    old = declared if correct is not by_revision else carried
    assert NOTE in words(client.get(old.get_absolute_url()).text)
    for address in (
        f"/api/blogs/{other.slug}/entries/{carried.public_id}",
        f"/api/blogs/{blog.slug}/entries/{declared.public_id}",
    ):
        assert REASON in client.get(address).json()["html"]
    superseded = client.get(f"/api/blogs/{other.slug}/entries/{carried.public_id}").json()
    assert superseded["superseded"]["stage"] == "corrected"
    assert superseded["superseded"]["reason"] == REASON
    card = client.get("/api/elections/quayshire-2024/contests/northquay").json()
    assert (card["majority"], card["version"], card["reason"]) == (210, 2, REASON)
    assert ",2810," in client.get("/elections/quayshire-2024/results.csv").text
    assert "2,810" in client.get("/elections/quayshire-2024/northquay/").text
    assert "210" in client.get("/elections/quayshire-2024/").text
    assert "2,810" in str(article(Blog.objects.get(pk=other.pk)).sections[1])
    assert Entry.objects.get(pk=carried.pk).card["majority"] == 200  # as it was published


@ways
def test_if_one_part_fails_no_part_is_done(
    correct: Callable[[Entry], Entry],
    blog: Blog,
    other: Blog,
    declared: Entry,
    carried: Entry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heads = head(blog), head(other)

    def fail(entry: Entry, why: str) -> None:
        if entry.pk == carried.pk:
            raise RuntimeError
        return put(entry, why)

    put = frames.put
    monkeypatch.setattr(frames, "put", fail)
    with pytest.raises(RuntimeError):
        correct(declared)
    assert Declaration.objects.count() == 1
    assert (head(blog), head(other)) == heads
    assert blog.entries.count() == 1
    assert {each.version for each in Entry.objects.all()} == {1}


def test_a_correction_and_what_it_corrects_point_at_each_other(blog, declared, clock):
    correction = by_a_new_entry(declared)
    old = Entry.objects.for_fragments().get(pk=declared.pk)
    assert correction.corrects == old
    assert old.superseded_by == correction.declaration
    html = {each["entry"]["id"]: each["entry"]["html"] for each in events(blog) if "entry" in each}
    assert "This corrects the entry of" in html[correction.public_id]
    assert f"/entry/{correction.public_id}/" in html[old.public_id]
    assert html[old.public_id].count("Corrected at") == 1
    assert html[old.public_id].count(REASON) == 1
    assert old.version == 2


def test_a_correction_that_is_taken_back_withdraws_and_says_so_on_the_entry_before(
    blog, declared, clock
):
    publishing.retract_entry(entry=by_a_new_entry(declared), reason="A false alarm.")
    old = Entry.objects.for_fragments().get(pk=declared.pk)
    assert old.superseded_by.is_withdrawn
    assert "Withdrawn at" in events(blog)[-1]["entry"]["html"]
    assert "A false alarm." in events(blog)[-1]["entry"]["html"]


def test_figures_that_stand_again_are_not_called_corrected(blog, declared, cast):
    by_a_feed(declared)
    figures = ResultFigures("northquay", declared.figures["result"]["votes"], 40, reason="It was.")
    publishing.declare_result(contest=declared.declaration.contest, figures=figures, at=at("02:35"))
    old = Entry.objects.for_fragments().get(pk=declared.pk)
    assert (old.superseded_by, old.version) == (None, 3)
    assert "Corrected at" not in events(blog)[-1]["entry"]["html"]


def test_an_archived_blog_says_what_it_said(other, declared, carried):
    publishing.close_blog(blog=other)
    publishing.archive_blog(blog=other)
    before = head(other)
    by_revision(declared)
    assert head(other) == before


def test_an_entry_that_is_restored_says_what_has_become_of_its_figures_meanwhile(declared, clock):
    publishing.retract_entry(entry=declared, reason="Too early.")
    again = ResultFigures("northquay", NORTHQUAY_CORRECTED, 40)
    publishing.declare_result(contest=declared.declaration.contest, figures=again, at=at("02:35"))
    restored = publishing.restore_entry(entry=declared)
    assert restored.superseded_by.version == 3

"""The archive carries the results whole, and what was sealed stays whatever happens elsewhere."""

import csv
import json
import zipfile
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.archive import verify, write_archive
from liveblog.glance import INTRODUCTION, article
from liveblog.models import Blog, Seal
from liveblog.publishing.glance import SectionWords, publish_glance, save_glance
from results.models import Baseline, Contest, Party
from tests.archive.conftest import minutes
from tests.archive.test_writing import read

pytestmark = pytest.mark.django_db

LATER = {"ada-quill": 2_100, "ben-marsh": 2_901, "cleo-finch": 700, "dov-reed": 270}
CONTEST = "contest/quayshire-2024/northquay.html"


def correct_elsewhere() -> None:
    """Another blog's hall finds that two piles were swapped: the seat goes to somebody else."""
    contest = Contest.objects.get(slug="northquay")
    publishing.declare_result(
        contest=contest,
        figures=publishing.ResultFigures(
            contest="northquay", votes=LATER, rejected=29, reason="Two piles were swapped."
        ),
        at=minutes(900),
    )
    Contest.objects.filter(pk=contest.pk).update(electorate=11_000)
    Baseline.objects.create(contest=contest, year=2017, label="2017")
    Party.objects.filter(slug="harbour").update(short_name="Renamed")


def pages() -> dict[str, str]:
    browser = Client()
    paths = ("/quayshire/", "/quayshire/at-a-glance/", "/api/blogs/quayshire")
    return {path: browser.get(path).text for path in paths}


@pytest.fixture
def sealed(whole_night, live_blog, edith) -> Blog:
    """The whole night with a public article that Edith wrote into, closed and archived."""
    standing = article(live_blog)
    words = {INTRODUCTION: SectionWords("A *long* night.", standing.introduction.written.text, "")}
    save_glance(blog=live_blog, version=0, headline="What the hall did", sections=words, by=edith)
    publish_glance(blog=live_blog, by=edith, at=datetime(2024, 5, 3, 5, tzinfo=UTC))
    publishing.close_blog(blog=live_blog)
    write_archive(live_blog)
    return Blog.objects.get()


@pytest.fixture
def archive(sealed, tmp_path) -> dict[str, str]:
    return read(write_archive(sealed, to=tmp_path / "again.zip"))


def test_a_later_correction_elsewhere_changes_no_sealed_page(sealed):
    before = pages()
    assert "2,900" in before["/quayshire/at-a-glance/"]
    correct_elsewhere()
    assert pages() == before
    contest = Client().get("/elections/quayshire-2024/northquay/").text
    assert "2,901" in contest, "the contest's own page is not sealed"


def test_the_same_correction_changes_a_blog_that_is_not_sealed(whole_night, live_blog):
    publish_glance(blog=live_blog)
    publishing.close_blog(blog=live_blog)
    before = pages()
    correct_elsewhere()
    after = pages()
    assert [path for path in before if before[path] == after[path]] == []


def test_the_archive_is_the_same_bytes_after_a_correction_elsewhere(sealed, tmp_path):
    first = write_archive(sealed, to=tmp_path / "first.zip").read_bytes()
    correct_elsewhere()
    again = write_archive(Blog.objects.get(), to=tmp_path / "second.zip").read_bytes()
    assert again == first


def test_it_holds_the_article_with_the_editors_words(archive):
    page = archive["at-a-glance.html"]
    assert "A <em>long</em> night." in page
    assert "<h1>What the hall did</h1>" in page
    assert f'href="{CONTEST}"' in page
    assert '<a href="at-a-glance.html">' in archive["index.html"]
    told = json.loads(archive["blog.json"])["article"]
    assert told["headline"] == "What the hall did"
    assert told["sections"][0]["is_edited"]
    assert "2,900" in told["sections"][1]["text"]


def test_an_article_that_was_not_public_is_not_in_it(closed_blog):
    archive = read(write_archive(closed_blog))
    assert "at-a-glance.html" not in archive
    assert json.loads(archive["blog.json"])["article"] is None
    assert "at-a-glance.html" not in archive["index.html"]


def test_every_contest_has_its_page_with_every_declaration(live_blog, whole_night):
    entry = whole_night["result"]
    figures = publishing.ResultFigures(contest="northquay", votes=LATER, rejected=29)
    publishing.revise_entry(
        entry=entry, version=entry.version, result=figures, reason="Two piles were swapped."
    )
    publishing.close_blog(blog=live_blog)
    archive = read(write_archive(live_blog))
    page = archive[CONTEST]
    assert "Ada Quill 2,900" in page
    assert "Ben Marsh 2,901" in page
    assert "Two piles were swapped." in page
    assert archive["contest/quayshire-2024/southquay.html"]
    rows = list(csv.DictReader(StringIO(archive["results.csv"])))
    assert {row["version"] for row in rows if row["contest"] == "Northquay"} == {"2"}
    (northquay, southquay) = json.loads(archive["results.json"])["contests"]
    assert [each["stage"] for each in northquay["versions"]] == ["corrected", "declared"]
    assert northquay["turnouts"][0]["ballots"] == 6_000
    assert [each["left_out"] for each in southquay["turnouts"]] == [False, True]


def test_every_page_names_the_files_for_programs(archive):
    pages = {name: text for name, text in archive.items() if name.endswith(".html")}
    assert len(pages) == 13
    for name, text in pages.items():
        foot = text.split("The same night for programs:")[1]
        for file in ("blog.json", "events.jsonl", "results.csv", "results.json", "README.txt"):
            assert f'href="{"../" * name.count("/")}{file}"' in foot, name


def test_figures_of_a_retracted_entry_are_sealed_nowhere(sealed):
    kept = Seal.objects.get()
    assert "43.2" not in json.dumps([kept.boards, kept.article, kept.contests, kept.rows])


@pytest.mark.parametrize("lost", ["at-a-glance.html", CONTEST])
def test_verifying_misses_a_page_of_the_results(sealed, tmp_path, lost):
    with zipfile.ZipFile(write_archive(sealed, to=tmp_path / "whole.zip")) as whole:
        whole.extractall(tmp_path / "unpacked")
    folder = tmp_path / "unpacked" / "quayshire"
    assert verify(folder).problems == []
    (folder / "data" / lost).unlink()
    assert f"data/{lost}: missing, although data/blog.json tells of it." in verify(folder).problems


def test_a_wiped_rehearsal_has_no_seal(sealed):
    Blog.objects.update(is_rehearsal=True)
    publishing.wipe_rehearsal(blog=Blog.objects.get())
    assert not Seal.objects.exists()

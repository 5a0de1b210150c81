"""The editor's night: begin, open, change the head, close, reopen, archive."""

import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, Entry
from liveblog.realtime import log
from results.models import Contest
from tests.desk.sent import DESK, NOW, typed


@pytest.fixture
def new_blog(contests: list[Contest]) -> dict[str, object]:
    return {
        "title": "Castle counts",
        "slug": "castle-night",
        "polling_day": "2024-05-02",
        "time_zone": "Europe/London",
        "contests": [contests[1].pk],
    }


def test_a_new_blog_is_upcoming_and_its_founder_edits_it(seat, chief, new_blog: dict):
    assert seat(chief).post("/newsroom/new/", new_blog).status_code == 302
    blog = Blog.objects.get(slug="castle-night")
    assert blog.status == "upcoming"
    assert [contest.slug for contest in blog.contests.all()] == ["southquay"]
    assert blog.memberships.get().user == chief


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("slug", "newsroom", "is an address of the site itself"),
        ("slug", "Quay Night!", "valid"),
        ("slug", "quay-night", "already exists"),
        ("title", "", "blank"),
        ("title", "T" * 201, "200"),
        ("polling_day", "tomorrow", "valid date"),
        ("time_zone", "Quayshire", "IANA"),
        ("contests", ["999999"], "999999"),
    ],
)
def test_a_blog_that_cannot_be_is_refused_beside_the_field(
    seat, chief, blog: Blog, new_blog: dict, field: str, value: object, why: str
):
    answer = seat(chief).post("/newsroom/new/", {**new_blog, field: value})
    assert answer.status_code == 422
    assert why in " ".join(answer.context["form"].errors[field])
    assert "castle-night" in answer.content.decode() or field == "slug"
    assert Blog.objects.count() == 1


def test_the_head_is_changed_on_open_pages_too(editor: Client, blog: Blog):
    followed = [contest.pk for contest in blog.contests.all()]
    head = {"title": "Quayshire decides", "place": "Quay Hall", "contests": followed}
    before = log.position(blog.slug).head
    assert editor.post(f"{DESK}settings/", head).status_code == 302
    blog.refresh_from_db()
    assert (blog.title, blog.place) == ("Quayshire decides", "Quay Hall")
    assert log.position(blog.slug).head == before + 1


def test_contests_are_followed_and_left(editor: Client, blog: Blog, contests: list[Contest]):
    form = {"title": blog.title, "contests": [contests[1].pk]}
    editor.post(f"{DESK}settings/", form)
    assert list(blog.contests.all()) == [contests[1]]
    editor.post(f"{DESK}settings/", {**form, "contests": [each.pk for each in contests]})
    order = blog.contests.order_by("blogcontest__order")
    assert list(order) == [contests[1], contests[0]]


def test_a_blog_without_a_title_is_refused_and_stays(editor: Client, blog: Blog):
    answer = editor.post(f"{DESK}settings/", {"title": "", "standfirst": "Kept words."})
    assert answer.status_code == 422
    assert "Kept words." in answer.content.decode()
    assert list(blog.contests.all())


def test_opening_makes_an_upcoming_blog_live(seat, chief, new_blog: dict):
    browser = seat(chief)
    browser.post("/newsroom/new/", new_blog)
    browser.post("/newsroom/castle-night/open/")
    assert Blog.objects.get(slug="castle-night").is_live


def test_closing_says_first_what_it_does_and_how_much_there_is(
    editor: Client, blog: Blog, entry: Entry, result: Entry, edith
):
    publishing.publish_entry(blog=blog, body="Not yet.", status="draft", by=edith)
    due = NOW + timedelta(minutes=45)
    publishing.publish_entry(blog=blog, body="Later.", status="scheduled", publish_at=due)
    page = " ".join(re.sub(r"<[^>]+>", "", editor.get(f"{DESK}close/").content.decode()).split())
    assert "has 2 entries on the page, 1 result among them." in page
    assert "1 draft stays unpublished." in page
    assert "1 scheduled entry stays unpublished: the first was to come out at 3.15am." in page
    blog.refresh_from_db()
    assert blog.is_live
    editor.post(f"{DESK}close/")
    blog.refresh_from_db()
    assert blog.status == "closed"


def test_closing_twice_says_so(editor: Client, blog: Blog):
    editor.post(f"{DESK}close/")
    page = editor.post(f"{DESK}close/", follow=True).content.decode()
    assert "This blog is closed" in page


def test_a_closed_blog_can_be_corrected_and_taken_up_again(
    editor: Client, desk: Client, blog: Blog, entry: Entry
):
    editor.post(f"{DESK}close/")
    form = {"version": 1, "body": "The doors were open.", "at": "2.30am"}
    assert desk.post(f"{DESK}{entry.public_id}/", form).status_code == 302
    editor.post(f"{DESK}reopen/")
    assert desk.post(DESK, typed(body="There is more.")).status_code == 302


def test_archiving_writes_one_file_and_seals_the_blog(
    editor: Client, desk: Client, blog: Blog, entry: Entry, settings: LazySettings, tmp_path: Path
):
    settings.VAR_DIR = tmp_path
    editor.post(f"{DESK}close/")
    assert "cannot be reopened" in editor.get(f"{DESK}archive/").content.decode()
    assert editor.post(f"{DESK}archive/").status_code == 302
    blog.refresh_from_db()
    assert blog.is_archived
    answer = editor.get(f"{DESK}archive/download/")
    assert answer["Content-Disposition"] == 'attachment; filename="quay-night.zip"'
    (tmp_path / "got.zip").write_bytes(b"".join(answer.streaming_content))
    assert zipfile.ZipFile(tmp_path / "got.zip").testzip() is None
    assert desk.get(f"{DESK}archive/download/").status_code == 403
    again = desk.post(f"{DESK}{entry.public_id}/", {"version": 1, "body": "Too late.", "at": ""})
    assert again.status_code == 409
    assert "Too late." in again.content.decode()


def test_a_live_blog_is_not_archived(
    editor: Client, blog: Blog, settings: LazySettings, tmp_path: Path
):
    settings.VAR_DIR = tmp_path
    page = editor.post(f"{DESK}archive/", follow=True).content.decode()
    assert "notice--error" in page
    assert not list(tmp_path.rglob("*.zip"))


def test_an_archive_that_cannot_be_written_leaves_the_blog_closed_and_says_so(
    editor: Client, blog: Blog, settings: LazySettings, tmp_path: Path
):
    (tmp_path / "archives").write_text("a file where the folder should be")
    settings.VAR_DIR = tmp_path
    editor.post(f"{DESK}close/")
    page = editor.post(f"{DESK}archive/", follow=True).content.decode()
    assert "could not be written" in page
    blog.refresh_from_db()
    assert blog.status == "closed"

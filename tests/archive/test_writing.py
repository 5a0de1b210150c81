"""What an archive holds, what it leaves out, and what happens when it cannot be written."""

import csv
import json
import os
import time
import zipfile
from io import StringIO

import pytest

from liveblog import publishing
from liveblog.archive import archive_path, verify, write_archive
from liveblog.archive import writing as writing_room
from liveblog.models import Blog, Entry
from tests.archive.conftest import DRAFTED, SECRET, SECRET_HEADLINE, minutes

pytestmark = pytest.mark.django_db


def read(path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {
            name.partition("/data/")[2] or name: archive.read(name).decode()
            for name in archive.namelist()
        }


@pytest.fixture
def archive(closed_blog):
    return read(write_archive(closed_blog))


@pytest.fixture
def record(archive):
    return json.loads(archive["blog.json"])


@pytest.fixture
def events(archive):
    return [json.loads(line) for line in archive["events.jsonl"].splitlines()]


def test_archiving_seals_a_closed_blog_and_puts_the_file_in_its_place(closed_blog, var_dir):
    path = write_archive(closed_blog)
    assert path == archive_path(closed_blog) == var_dir / "archives" / "quayshire.zip"
    assert Blog.objects.get().is_archived
    assert verify(path).problems == []
    assert list(path.parent.iterdir()) == [path]


def test_the_same_night_archived_twice_is_the_same_bytes(closed_blog, tmp_path):
    first = write_archive(closed_blog).read_bytes()
    os.environ["TZ"] = "Pacific/Apia"
    time.tzset()
    try:
        again = write_archive(Blog.objects.get(), to=tmp_path / "elsewhere" / "again.zip")
    finally:
        del os.environ["TZ"]
        time.tzset()
    assert again.read_bytes() == first


def test_a_blog_that_is_not_closed_is_refused_and_stays_as_it_is(live_blog, var_dir):
    with pytest.raises(publishing.Conflict):
        write_archive(live_blog)
    assert Blog.objects.get().is_live
    assert not archive_path(live_blog).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["_write_bag", "container.pack"])
def test_a_failure_leaves_the_blog_closed_and_no_file(closed_blog, monkeypatch, step):
    def fail(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    head = closed_blog.feed.head
    monkeypatch.setattr(f"{writing_room.__name__}.{step}", fail)
    with pytest.raises(OSError, match="No space"):
        write_archive(closed_blog)
    blog = Blog.objects.get()
    assert (blog.status, blog.archived_at) == ("closed", None)
    assert blog.feed.events.count() == blog.feed.head == head
    assert list(archive_path(blog).parent.iterdir()) == []


def test_a_failure_leaves_the_archive_of_before(closed_blog, monkeypatch):
    path = write_archive(closed_blog)
    before = path.read_bytes()

    def fail(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing_room.container, "pack", fail)
    with pytest.raises(OSError, match="No space"):
        write_archive(Blog.objects.get())
    assert path.read_bytes() == before


def test_a_place_that_is_a_folder_is_refused_before_anything_is_sealed(closed_blog, tmp_path):
    with pytest.raises(IsADirectoryError):
        write_archive(closed_blog, to=tmp_path)
    assert not Blog.objects.get().is_archived


def test_the_servers_working_folder_is_left_alone(closed_blog):
    before = os.getcwd()
    write_archive(closed_blog)
    assert os.getcwd() == before


class TestWhatItHolds:
    def test_every_visible_entry_has_its_place_and_its_page(self, archive, record, whole_night):
        ids = [entry.public_id for entry in Entry.objects.visible().oldest_first()]
        assert [each["id"] for each in record["entries"]] == ids
        assert record["counts"] == {
            "entries": len(whole_night),
            "retracted": 2,
            "versions": sum(len(each["versions"]) for each in record["entries"]),
            "events": record["feed"]["head"],
        }
        places = [archive["index.html"].index(f'id="entry-{public_id}"') for public_id in ids]
        assert places == sorted(places, reverse=True), "newest first"
        for public_id in ids:
            assert f'id="entry-{public_id}"' in archive[f"entry/{public_id}.html"]

    def test_more_entries_than_a_page_of_the_site_shows(self, live_blog):
        for number in range(130):
            publishing.publish_entry(blog=live_blog, body=f"Box {number}.", at=minutes(number))
        publishing.close_blog(blog=live_blog)
        archive = read(write_archive(live_blog))
        assert archive["index.html"].count("data-entry-id=") == 130

    def test_an_empty_night_can_be_archived(self, live_blog):
        publishing.close_blog(blog=live_blog)
        path = write_archive(live_blog)
        assert verify(path).problems == []
        assert "Nothing was written" in read(path)["index.html"]

    def test_the_log_is_whole_and_its_frames_are_the_bytes_that_were_sent(
        self, archive, events, closed_blog
    ):
        assert [event["offset"] for event in events] == list(range(1, len(events) + 1))
        lines = archive["events.jsonl"].splitlines()
        for event, line, sent in zip(
            events, lines, closed_blog.feed.events.order_by("offset"), strict=True
        ):
            if not event.get("redacted"):
                assert line.endswith(f'"frame":{sent.frame}}}')
        assert events[-1]["frame"]["status"] == "archived"

    def test_every_public_version_of_an_entry_is_told(self, record, whole_night):
        quote = self.entry(record, whole_night["quote"])
        assert [each["body"] for each in quote["versions"]] == [
            "A long night, and a short speech.",
            "A long night, and a shorter speech.",
        ]
        restored = self.entry(record, whole_night["restored"])
        assert [each["why"] for each in restored["versions"]] == [
            "published", "retracted", "restored",
        ]  # fmt: skip

    def test_a_correction_names_what_it_corrects(self, record, whole_night):
        correction = self.entry(record, whole_night["correction"])
        assert correction["corrects"] == whole_night["opening"].public_id

    def test_the_results_are_a_row_for_each_candidate(self, archive):
        rows = list(csv.DictReader(StringIO(archive["results.csv"])))
        votes = {row["candidate"]: row["votes"] for row in rows if row["contest"] == "Northquay"}
        assert votes == {
            "Ada Quill": "2900", "Ben Marsh": "2100", "Cleo Finch": "700", "Dov Reed": "270",
        }  # fmt: skip
        (board,) = json.loads(archive["results.json"])["boards"]
        assert board["contests"][0]["majority"] == 800

    def test_a_rehearsal_says_on_every_page_that_it_is_one(self, live_blog):
        Blog.objects.update(is_rehearsal=True)
        publishing.publish_entry(blog=live_blog, body="Not so.", at=minutes(1))
        publishing.close_blog(blog=live_blog)
        pages = {n: t for n, t in read(write_archive(live_blog)).items() if n.endswith(".html")}
        assert len(pages) == 4
        assert all("Rehearsal: not a real night" in text for text in pages.values())

    def test_the_bag_says_what_it_is(self, archive, closed_blog):
        info = archive["quayshire/bag-info.txt"]
        assert f"Bagging-Date: {Blog.objects.get().archived_at:%Y-%m-%d}" in info
        assert "External-Identifier: quayshire" in info
        assert "sha256sum --check" in archive["README.txt"]

    @staticmethod
    def entry(record, entry):
        return next(each for each in record["entries"] if each["id"] == entry.public_id)


class TestWhatItLeavesOut:
    # The retracted turnout, as a page and as JSON have it.
    FIGURE = ("43.2%", ":43.2,", ":43.21,", '"43.21"')

    @pytest.mark.parametrize("text", [SECRET, SECRET_HEADLINE, "555 0100", DRAFTED, *FIGURE])
    def test_what_was_retracted_or_never_public_is_in_no_file(self, archive, text):
        assert [name for name, content in archive.items() if text in content] == []

    def test_it_was_there_to_be_left_out(self, closed_blog):
        log = "".join(closed_blog.feed.events.values_list("frame", flat=True))
        for text in ("43.2%", ":43.2,", ":43.21,"):
            assert text in log
        kept = "".join(closed_blog.entries.values_list("body", flat=True))
        assert "555 0100" in kept

    def test_the_tombstone_and_its_reason_are_kept(self, archive, record, whole_night):
        gone = TestWhatItHolds.entry(record, whole_night["secret"])
        assert gone["retraction_reason"] == "Not ours to publish."
        assert "body" not in gone
        assert [each["why"] for each in gone["versions"]] == ["published", "revised", "retracted"]
        page = archive[f"entry/{gone['id']}.html"]
        assert "Not ours to publish." in page

    def test_redacted_events_say_so_and_keep_their_place(self, events, whole_night):
        redacted = [event["frame"] for event in events if event.get("redacted")]
        assert {frame["type"] for frame in redacted} == {"put", "blog", "board"}
        puts = [frame["entry"] for frame in redacted if frame["type"] == "put"]
        # The restored entry was gone for a while: what told of it before then stays redacted.
        named = {name: whole_night[name].public_id for name in ("secret", "wrong", "restored")}
        assert {each["id"] for each in puts} == set(named.values())
        assert len([each for each in puts if each["id"] == named["secret"]]) == 2
        for each in puts:
            assert (each["headline"], each["authors"], each["contests"]) == ("", [], [])
            assert "Retracted" in each["html"]

    def test_pins_of_other_entries_stay_in_a_redacted_event(self, events, whole_night):
        pinned = [
            [each["id"] for each in event["frame"]["pinned"]]
            for event in events
            if event["frame"]["type"] == "blog" and event.get("redacted")
        ]
        assert [whole_night["quote"].public_id] in pinned

    def test_boards_after_the_retraction_are_kept(self, events):
        boards = [event for event in events if event["frame"]["type"] == "board"]
        assert boards[-1].get("redacted") is None
        assert boards[-1]["frame"]["board"]["contests"][0]["majority"] == 800

    def test_a_turnout_that_stands_is_kept_though_a_retracted_one_had_its_minute(self, live_blog):
        def report(percentage):
            figures = publishing.TurnoutFigures(contest="southquay", percentage=percentage)
            return publishing.publish_entry(blog=live_blog, at=minutes(9), turnout=figures)[0]

        publishing.retract_entry(entry=report("43.21"), reason="Read from the wrong board.")
        report("51.5")
        publishing.close_blog(blog=live_blog)
        events = map(json.loads, read(write_archive(live_blog))["events.jsonl"].splitlines())
        boards = [event for event in events if event["frame"]["type"] == "board"]
        assert [event.get("redacted", False) for event in boards] == [True, False, False]
        cards = boards[-1]["frame"]["board"]["contests"]
        turnouts = {card["slug"]: card["turnout"] for card in cards}
        assert turnouts["southquay"]["percentage"] == 51.5

    def test_what_a_draft_said_before_it_was_published_is_left_out(self, live_blog):
        draft, _ = publishing.publish_entry(blog=live_blog, body="Unripe words.", status="draft")
        draft = publishing.revise_entry(entry=draft, version=1, body="Ripe words.")
        publishing.publish_draft(entry=draft, at=minutes(3))
        publishing.close_blog(blog=live_blog)
        archive = read(write_archive(live_blog))
        assert [name for name, text in archive.items() if "Unripe" in text] == []
        (entry,) = json.loads(archive["blog.json"])["entries"]
        assert [each["body"] for each in entry["versions"]] == ["Ripe words."]

    def test_no_user_name_of_the_newsroom_is_in_it(self, archive):
        told = archive["blog.json"] + archive["events.jsonl"]
        assert '"edith"' not in told
        assert '"rosa"' not in told


class TestTheSeal:
    """An archived blog refuses every deed, and keeps its pages."""

    DEEDS = {
        "publish": lambda blog, e: publishing.publish_entry(blog=blog, body="More."),
        "draft": lambda blog, e: publishing.publish_entry(blog=blog, body="M.", status="draft"),
        "revise": lambda blog, e: publishing.revise_entry(
            entry=e["opening"], version=e["opening"].version, body="Other."
        ),
        "retract": lambda blog, e: publishing.retract_entry(entry=e["opening"], reason="No."),
        "restore": lambda blog, e: publishing.restore_entry(entry=e["secret"]),
        "pin": lambda blog, e: publishing.pin_entry(entry=e["opening"]),
        "unpin": lambda blog, e: publishing.unpin_entry(entry=e["quote"]),
        "publish_draft": lambda blog, e: publishing.publish_draft(
            entry=Entry.objects.get(status="draft")
        ),
        "edit": lambda blog, e: publishing.edit_blog(blog=blog, title="Another title"),
        "follow": lambda blog, e: publishing.follow_contests(blog=blog, contests=[]),
        "open": lambda blog, e: publishing.open_blog(blog=blog),
        "close": lambda blog, e: publishing.close_blog(blog=blog),
        "reopen": lambda blog, e: publishing.reopen_blog(blog=blog),
        "archive": lambda blog, e: publishing.archive_blog(blog=blog),
    }

    @pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
    def test_every_deed_is_refused(self, closed_blog, whole_night, deed):
        write_archive(closed_blog)
        blog = Blog.objects.get()
        head = blog.feed.head
        with pytest.raises(publishing.Conflict):
            deed(blog, whole_night)
        blog = Blog.objects.get()
        assert (blog.status, blog.feed.head, blog.title) == (
            "archived", head, "Two counts under one roof",
        )  # fmt: skip

    def test_a_result_that_is_declared_later_leaves_the_log_alone(self, closed_blog):
        write_archive(closed_blog)
        blog = Blog.objects.get()
        head = blog.feed.head
        publishing.declare_result(
            contest=blog.contests.get(slug="northquay"),
            figures=publishing.ResultFigures(
                contest="northquay",
                votes={"ada-quill": 2_901, "ben-marsh": 2_100, "cleo-finch": 700, "dov-reed": 270},
                reason="One paper found.",
            ),
            at=minutes(900),
        )
        assert Blog.objects.get().feed.head == head

    def test_its_pages_are_still_served(self, closed_blog, whole_night, client):
        write_archive(closed_blog)
        page = client.get("/quayshire/")
        assert page.status_code == 200
        assert "Coverage ended" in page.text
        assert client.get(whole_night["result"].get_absolute_url()).status_code == 200

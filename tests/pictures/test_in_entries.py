"""Entries carry pictures with their words; what is taken back is not to be seen any more."""

import json
from datetime import timedelta
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Entry, Picture
from liveblog.publishing import Conflict, PictureWords, Refused
from tests.hostile import harm
from tests.pictures.shots import NASTY, added, photo, words
from tests.publishing.hall import events


@pytest.fixture
def picture(blog: Blog, cast) -> Picture:
    return added(blog, by=cast.rosa)


def publish(blog: Blog, *pictures: PictureWords, **more) -> Entry:
    entry, _ = publishing.publish_entry(blog=blog, pictures=pictures, **more)
    return Entry.objects.get(pk=entry.pk)


def faults(refused: Refused) -> set[str]:
    return {fault.field for fault in refused.faults}


class Figures(HTMLParser):
    """The images and sources of a page, by their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.images: list[dict] = []
        self.sources: list[dict] = []
        self.meta: dict[str, list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "img":
            self.images.append(found)
        elif tag == "source":
            self.sources.append(found)
        elif tag == "meta" and "property" in found:
            self.meta.setdefault(found["property"], []).append(found["content"])


def test_an_entry_with_nothing_but_pictures_is_of_their_kind(blog, picture):
    entry = publish(blog, words(picture, credit="R. Reyes", caption="At 2am"))
    assert entry.kind == Entry.Kind.IMAGE
    assert [each.alt for each in entry.pictures.all()] == ["A hall full of tables"]
    other = publish(blog, words(added(blog)), body="The hall is full.")
    assert other.kind == Entry.Kind.UPDATE
    assert publish(blog, words(added(blog)), headline="Full").kind == Entry.Kind.UPDATE


def test_the_page_shows_them_in_three_kinds_and_every_size(blog, picture):
    entry = publish(blog, words(picture, credit="R. Reyes", caption="At 2am"))
    page = Figures(Client().get("/quayshire/").content.decode())
    (image,) = page.images
    assert (image["width"], image["height"], image["alt"]) == (
        "480",
        "320",
        "A hall full of tables",
    )
    assert (image["loading"], image["decoding"]) == ("lazy", "async")
    assert [each["type"] for each in page.sources] == ["image/avif", "image/webp"]
    own = Figures(Client().get(entry.get_absolute_url()).content.decode())
    assert own.meta["og:image"] == [f"http://testserver{image['src']}"]
    assert own.meta["og:image:alt"] == ["A hall full of tables"]
    for named in [image, *page.sources]:
        for each in named["srcset"].split(", "):
            address, width = each.split(" ")
            answer = Client().get(address)
            assert answer.status_code == 200
            assert answer["Content-Type"] == named.get("type", "image/jpeg")
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert address.rpartition("/")[2].startswith(width)


def test_search_engines_are_told_of_it(blog, picture):
    publish(blog, words(picture, credit="R. Reyes", caption="At 2am"))
    html = Client().get("/quayshire/").content.decode()
    posting = json.loads(html.partition('application/ld+json">')[2].partition("</script>")[0])
    (update,) = posting["liveBlogUpdate"]
    (image,) = update["image"]
    assert image["contentUrl"].startswith("http://testserver/quayshire/pictures/")
    assert (image["creditText"], image["caption"]) == ("R. Reyes", "At 2am")
    assert update["headline"] == "Picture: At 2am"


def test_a_browser_asks_again_within_seconds_and_gets_no_byte_twice(blog, picture):
    publish(blog, words(picture))
    first = Client().get(picture.plain.url)
    assert first["Cache-Control"] == "public, max-age=5, s-maxage=1"
    assert "Cookie" not in first.get("Vary", "")
    again = Client().get(picture.plain.url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = Client().head(picture.plain.url)
    assert (head.status_code, head["Content-Length"]) == (200, str(len(first.content)))
    assert Client().post(picture.plain.url).status_code == 405


@pytest.mark.parametrize(
    "name", ["481w.avif", "480w.gif", "480w.jpg", "../x", "480w.jpeg.html", "1"]
)
def test_there_is_nothing_at_other_addresses(blog, picture, name):
    publish(blog, words(picture))
    address = picture.plain.url.rpartition("/")[0]
    assert Client().get(f"{address}/480w.jpeg").status_code == 200
    assert Client().get(f"{address}/{name}").status_code == 404
    elsewhere = address.replace("quayshire", "elsewhere")
    assert Client().get(f"{elsewhere}/480w.jpeg").status_code == 404


def test_what_is_not_public_is_seen_by_the_desk_alone(blog, cast, desk, seat, picture):
    def seen_by(client: Client) -> tuple[int, str]:
        answer = client.get(picture.plain.url)
        return answer.status_code, answer.get("Cache-Control", "")

    assert seen_by(desk) == (200, "private, no-store")
    assert seen_by(Client())[0] == seen_by(seat(cast.stan))[0] == 404
    draft = publish(blog, words(picture), body="Soon.", status="draft")
    assert seen_by(desk)[0] == 200
    assert seen_by(Client())[0] == 404
    publishing.publish_draft(entry=draft)
    assert seen_by(Client()) == (200, "public, max-age=5, s-maxage=1")


def test_with_its_entry_it_is_taken_back_and_comes_again(blog, cast, desk, picture):
    entry = publish(blog, words(picture))
    tag = Client().get(picture.plain.url)["ETag"]
    publishing.retract_entry(entry=entry, reason="A voter’s face.", by=cast.edith)
    gone = Client().get(picture.plain.url, headers={"If-None-Match": tag})
    assert (gone.status_code, gone["Cache-Control"]) == (410, "public, max-age=0, s-maxage=1")
    assert desk.get(picture.plain.url).status_code == 200  # the desk knows what it took back
    tombstone = Client().get(entry.get_absolute_url()).content.decode()
    assert "/pictures/" not in tombstone
    assert picture.public_id not in json.dumps(events(blog))
    assert Client().get("/api/blogs/quayshire/entries").json()["entries"][0]["pictures"] == []
    publishing.restore_entry(entry=entry, by=cast.edith)
    assert Client().get(picture.plain.url).status_code == 200


def test_words_are_corrected_and_what_they_said_stays_in_the_history(blog, cast, desk, picture):
    entry = publish(blog, words(picture, "A hal", caption="At 2pm"))
    second = added(blog)
    entry = publishing.revise_entry(
        entry=entry, version=1, by=cast.rosa,
        pictures=[words(second, "A door"), words(picture, "A hall", caption="At 2am")],
    )  # fmt: skip
    assert [each.alt for each in Entry.objects.get().pictures.all()] == ["A door", "A hall"]
    assert [[each["alt"] for each in r.pictures] for r in entry.revisions.all()] == [
        ["A hal"], ["A door", "A hall"]
    ]  # fmt: skip
    same = publishing.revise_entry(
        entry=entry, version=2,
        pictures=[words(second, "A door"), words(picture, "A hall", caption="At 2am")],
    )  # fmt: skip
    assert same.version == 2
    publishing.revise_entry(entry=same, version=2, pictures=[words(second, "A door")])
    assert Client().get(picture.plain.url).status_code == 404
    assert Client().get(second.plain.url).status_code == 200
    history = desk.get(f"/newsroom/quayshire/{entry.public_id}/history/").content.decode()
    assert "A hal</li>" not in history
    assert "At 2pm" in history
    publishing.revise_entry(entry=same, version=3, body="Text.", pictures=None)
    assert [each.alt for each in Entry.objects.get().pictures.all()] == ["A door"]


def test_the_last_picture_of_an_entry_without_words_stays(blog, picture):
    entry = publish(blog, words(picture))
    with pytest.raises(Refused) as refused:
        publishing.revise_entry(entry=entry, version=1, pictures=[])
    assert faults(refused.value) == {"body"}


def test_a_picture_needs_words_and_not_too_many_and_a_place_of_its_own(blog, cast, picture):
    taken = added(blog)
    publish(blog, words(taken))
    with pytest.raises(Refused) as refused:
        publish(
            blog,
            words(picture, "  "),
            words(picture, "x" * 501),
            words(taken, credit="x" * 121, caption="x" * 501),
            PictureWords(id=str(uuid4()), alt="IMG_2044.JPG"),
            PictureWords(id="nonsense\x00", alt="nul \x00"),
        )
    assert faults(refused.value) == {
        "pictures.0.alt", "pictures.1.alt", "pictures.1.id", "pictures.2.id", "pictures.2.credit",
        "pictures.2.caption", "pictures.3.id", "pictures.3.alt", "pictures.4.id", "pictures.4.alt",
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        publish(blog, *[PictureWords(id=str(uuid4()), alt="x")] * 21)
    assert "pictures" in faults(refused.value)
    other = publishing.create_blog(
        slug="other", title="Other", polling_day=blog.polling_day, status="live", by=cast.edith
    )
    with pytest.raises(Refused) as refused:
        publish(other, words(picture))
    assert faults(refused.value) == {"pictures.0.id"}
    assert Entry.objects.count() == 1


def test_what_was_sent_and_never_posted_goes_after_a_week(blog, picture):
    used, removed = added(blog), added(blog)
    entry = publish(blog, words(used), words(removed))
    publishing.revise_entry(entry=entry, version=1, pictures=[words(used)])
    path = picture.file.path
    assert publishing.sweep_pictures() == 0
    assert publishing.sweep_pictures(now=timezone.now() + timedelta(days=8)) == 1
    assert set(Picture.objects.all()) == {used, removed}
    from pathlib import Path

    assert not Path(path).exists()
    assert not list(Path(path).with_suffix("").glob("*"))
    assert Path(used.file.path).exists()
    assert Path(removed.file.path).exists()  # it is part of what was published


def test_the_same_id_is_the_same_picture_whoever_is_faster(blog):
    id = uuid4()
    assert added(blog, client_id=id) == added(blog, photo(90, 90), client_id=id)


def test_an_archived_blog_takes_none(blog):
    publishing.archive_blog(blog=publishing.close_blog(blog=blog))
    with pytest.raises(Conflict):
        added(Blog.objects.get())


def test_a_change_of_figures_that_waits_has_its_pictures_with_it(blog, cast, picture):
    from liveblog.publishing import ResultFigures

    votes = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}
    figures = ResultFigures("northquay", votes)
    entry = publish(blog, result=figures, by=cast.rosa)
    publishing.edit_blog(
        blog=blog, title=blog.title, standfirst="", byline="", place="", needs_second_look=True
    )
    changed = ResultFigures("northquay", {**votes, "ada-quill": 2_801}, reason="Misheard.")
    publishing.revise_entry(
        entry=entry, version=1, by=cast.rosa, result=changed, reason="Misheard.",
        pictures=[words(picture)],
    )  # fmt: skip
    assert Client().get(picture.plain.url).status_code == 404
    publishing.confirm_proposal(proposal=entry.proposals.get(), by=cast.edith)
    assert Client().get(picture.plain.url).status_code == 200


# --- The forms ----------------------------------------------------------------------------------

DESK = "/newsroom/quayshire/"


def typed(**fields):
    return {"client_id": str(uuid4()), "kind": "update", **fields}


def listed(*pictures: Picture, **more) -> str:
    return json.dumps(
        [{"id": str(each.client_id), "alt": "The hall", "credit": "", "caption": "", **more}
         for each in pictures]
    )  # fmt: skip


def test_the_form_posts_a_list_and_a_second_press_makes_no_second_entry(desk, blog, picture):
    form = typed(pictures=listed(picture))
    for _ in range(2):
        assert desk.post(DESK, form).status_code == 302
    assert Entry.objects.get().kind == "image"
    assert "Picture: The hall" in desk.get(DESK).content.decode()


def test_faults_stand_beside_the_picture_and_its_words_are_given_back(desk, blog, picture):
    second = added(blog)
    pictures = json.loads(listed(picture, second, caption=NASTY))
    pictures[1]["alt"] = ""
    answer = desk.post(DESK, typed(pictures=json.dumps(pictures)))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["pictures.1.alt"]
    html = answer.content.decode()
    assert harm(html) == []
    rows = answer.context["form"].picture_rows()
    assert [row.alt.value() for row in rows] == ["The hall", ""]
    assert [row.caption.value() for row in rows] == [NASTY, NASTY]
    assert picture.small.url in html


@pytest.mark.parametrize(
    "nonsense",
    ["{", "[1]", '"x"', "[[]]", '[{"id": 1}]', '[{"id": "a", "alt": 3}]', "[" * 9_000],
    ids=range(7),
)
def test_a_list_that_is_none_is_refused_and_not_ignored(desk, blog, nonsense):
    answer = desk.post(DESK, typed(body="Text.", pictures=nonsense))
    assert answer.status_code == 422
    assert answer.context["form"].errors["pictures"] == ["The list of pictures could not be read."]


def a_file(content: bytes = b"", name: str = "hall.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or photo(), "image/jpeg")


def test_without_scripts_files_are_sent_with_the_form(desk, blog, cast):
    form = typed(body="Full.", **{"picture.files": [a_file(), a_file()], "picture.alt": "The hall"})
    assert desk.post(DESK, form).status_code == 302
    pictures = Entry.objects.get().pictures.all()
    assert [(each.alt, each.uploaded_by) for each in pictures] == [("The hall", cast.rosa)] * 2


def test_without_scripts_a_refused_form_keeps_the_file(desk, blog):
    answer = desk.post(DESK, typed(**{"picture.files": [a_file()], "picture.credit": "Reyes"}))
    assert answer.status_code == 422
    picture = Picture.objects.get()
    (row,) = answer.context["form"].picture_rows()
    assert (row.picture, row.credit.value()) == (picture, "Reyes")
    assert answer.context["form"].errors["pictures.0.alt"]
    again = {
        "pictures.0.id": row.id, "pictures.0.alt": "The hall", "pictures.0.credit": "Reyes",
        "pictures.0.caption": "", "pictures.0.place": "1",
    }  # fmt: skip
    assert desk.post(DESK, typed(**again)).status_code == 302
    assert Entry.objects.get().pictures.get() == picture


def test_without_scripts_candidates_are_shown_and_the_file_is_kept(desk, blog):
    form = typed(show="candidates", **{"result.contest": "southquay", "picture.files": [a_file()]})
    answer = desk.post(DESK, form)
    assert answer.status_code == 200
    (row,) = answer.context["form"].picture_rows()
    assert row.picture == Picture.objects.get()


def test_without_scripts_a_file_that_is_none_is_named_beside_the_field(desk, blog):
    form = typed(
        body="Full.",
        **{"picture.files": [a_file(b"<html>", f"{NASTY}.jpg")], "picture.alt": "Hall"},
    )
    answer = desk.post(DESK, form)
    assert answer.status_code == 422
    (fault,) = answer.context["form"].errors["picture.files"]
    assert "HTML" in fault
    html = answer.content.decode()
    assert harm(html) == []
    assert answer.context["form"]["picture.alt"].value() == "Hall"
    assert not Entry.objects.exists()
    huge = a_file(photo() + bytes(20_000_000))
    told = desk.post(DESK, typed(body="Full.", **{"picture.files": [huge]}))
    assert "a picture has 20 MB at most." in told.content.decode()


def test_the_edit_page_corrects_takes_out_orders_and_adds(desk, blog, cast):
    first, second = added(blog), added(blog)
    entry = publish(blog, words(first, "One"), words(second, "Two"), by=cast.rosa)
    address = f"{DESK}{entry.public_id}/"
    form = desk.get(address).context["form"]
    assert [row.alt.value() for row in form.picture_rows()] == ["One", "Two"]
    sent = {"version": "1", "at": form.stamp, "provenance": "", "picture.files": [a_file()],
            "picture.alt": "Three"}  # fmt: skip
    for row in form.picture_rows():
        sent |= {
            f"pictures.{row.number}.id": row.id, f"pictures.{row.number}.alt": row.alt.value(),
            f"pictures.{row.number}.place": str(2 - row.number),
        }  # fmt: skip
    assert desk.post(address, sent).status_code == 302
    third = Picture.objects.get(alt="Three")
    assert list(Entry.objects.get().pictures.all()) == [second, first, third]
    gone = {"version": "2", "at": form.stamp, "pictures.0.id": str(first.client_id),
            "pictures.0.alt": "One", "pictures.0.remove": "1",
            "pictures.1.id": str(second.client_id), "pictures.1.alt": ""}  # fmt: skip
    refused = desk.post(address, gone)
    assert list(refused.context["form"].errors) == ["pictures.1.alt"]
    assert [row.is_removed for row in refused.context["form"].picture_rows()] == [True, False]
    assert desk.post(address, {**gone, "pictures.1.alt": "Two!"}).status_code == 302
    assert [each.alt for each in Entry.objects.get().pictures.all()] == ["Two!"]


def test_words_that_would_do_something_are_only_shown(blog, desk, cast, picture):
    entry = publish(blog, words(picture, NASTY, credit=NASTY, caption=NASTY), by=cast.rosa)
    frames = [each["entry"]["html"] for each in events(blog) if each["type"] == "put"]
    for html in frames:
        assert harm(html, fragment=True) == []
    for address in ["/quayshire/", entry.get_absolute_url(), f"{DESK}{entry.public_id}/history/",
                    f"{DESK}{entry.public_id}/", DESK]:  # fmt: skip
        html = desk.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in html
        assert harm(html) == [], address
    assert NASTY in Figures(frames[0]).images[0]["alt"]

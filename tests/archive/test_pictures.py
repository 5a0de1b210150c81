"""The archive carries the pictures that readers see, and none that was taken back."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from liveblog import publishing
from liveblog.archive import bag, write_archive
from liveblog.archive.links import localise
from liveblog.archive.verifying import verify
from liveblog.models import Blog
from tests.archive.test_static_copy import Addresses
from tests.hostile import harm
from tests.pictures.shots import NASTY, added, photo, words


@pytest.fixture
def pictured(settings, tmp_path, live_blog, rosa, edith) -> dict[str, str]:
    """The public ids of a picture that stands, one retracted, one taken out and one never used."""
    settings.MEDIA_ROOT = tmp_path / "media"
    pictures = {name: added(live_blog) for name in ("stands", "retracted", "removed", "unused")}
    publishing.publish_entry(
        blog=live_blog, by=rosa, pictures=[words(pictures["stands"], NASTY, caption="At 2pm")]
    )
    gone, _ = publishing.publish_entry(blog=live_blog, pictures=[words(pictures["retracted"])])
    publishing.retract_entry(entry=gone, reason="A voter’s face.", by=edith)
    kept, _ = publishing.publish_entry(
        blog=live_blog, body="Text.", pictures=[words(pictures["removed"], "Taken out")]
    )
    publishing.revise_entry(entry=kept, version=1, pictures=[])
    publishing.close_blog(blog=live_blog)
    return {name: each.public_id for name, each in pictures.items()}


@pytest.fixture
def copy(pictured, tmp_path) -> Path:
    with zipfile.ZipFile(write_archive(Blog.objects.get())) as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked" / "quayshire" / "data"


def test_every_size_of_a_picture_that_stands_is_a_file_and_of_no_other(copy, pictured):
    files = sorted(each.relative_to(copy).as_posix() for each in (copy / "pictures").rglob("*.*"))
    assert files == sorted(
        f"pictures/{pictured['stands']}/{width}w.{kind}"
        for width in (360, 480)
        for kind in ("avif", "webp", "jpeg")
    )
    for each in files:
        with Image.open(copy / each) as image:
            image.load()
            assert f"{image.width}w." in each


def test_every_page_names_them_where_they_are_and_nothing_else(copy, pictured):
    named = set()
    for page in copy.rglob("*.html"):
        text = page.read_text()
        assert "/quayshire/pictures/" not in text
        assert harm(text) == []
        for tag, value in Addresses(page).named:
            if tag not in {"img", "source"}:
                continue
            for each in value.split(", "):
                file = (page.parent / each.split(" ")[0]).resolve()
                assert file.is_file(), (page, each)
                named.add(file)
    assert named == {each.resolve() for each in (copy / "pictures").rglob("*.*")}
    front = (copy / "index.html").read_text()
    assert f'src="pictures/{pictured["stands"]}/480w.jpeg"' in front
    (own,) = [p for p in (copy / "entry").glob("*.html") if "<picture>" in p.read_text()]
    assert f'src="../pictures/{pictured["stands"]}/480w.jpeg"' in own.read_text()


def test_the_record_has_their_words_and_the_manifest_their_prints(copy, pictured):
    record = json.loads((copy / bag.BLOG).read_text())
    stands, gone, removed = record["entries"]
    (picture,) = stands["pictures"]
    assert (picture["id"], picture["alt"], picture["caption"]) == (
        pictured["stands"], NASTY, "At 2pm"
    )  # fmt: skip
    assert (picture["width"], picture["height"], len(picture["files"])) == (480, 320, 6)
    manifest = (copy.parent / "manifest-sha256.txt").read_text()
    for name in picture["files"]:
        digest = hashlib.sha256((copy / name).read_bytes()).hexdigest()
        assert f"{digest}  data/{name}\n" in manifest
    assert stands["versions"][0]["pictures"] == [
        {"id": pictured["stands"], "alt": NASTY, "credit": "", "caption": "At 2pm"}
    ]
    assert "pictures" not in gone
    assert pictured["retracted"] not in (copy / bag.BLOG).read_text()
    assert removed["pictures"] == []
    assert [[each["alt"] for each in v["pictures"]] for v in removed["versions"]] == [
        ["Taken out"], []
    ]  # fmt: skip


def test_made_twice_it_is_the_same_and_sound(pictured, tmp_path):
    first = write_archive(Blog.objects.get(), to=tmp_path / "first.zip")
    second = write_archive(Blog.objects.get(), to=tmp_path / "second.zip")
    assert first.read_bytes() == second.read_bytes()
    assert list(verify(first).problems) == []


def test_a_picture_that_was_taken_out_of_an_archive_is_missed(pictured, tmp_path):
    with zipfile.ZipFile(write_archive(Blog.objects.get())) as archive:
        archive.extractall(tmp_path / "unpacked")
    folder = tmp_path / "unpacked" / "quayshire"
    (folder / f"data/pictures/{pictured['stands']}/480w.webp").unlink()
    told = " ".join(verify(folder).problems)
    assert f"data/pictures/{pictured['stands']}/480w.webp: missing" in told


def test_a_picture_that_is_lost_leaves_no_archive(pictured, tmp_path):
    blog = Blog.objects.get()
    picture = blog.pictures.get(public_id=pictured["stands"])
    picture.file.storage.delete(picture.plain.name)
    with pytest.raises(FileNotFoundError):
        write_archive(blog, to=tmp_path / "night.zip")
    assert not (tmp_path / "night.zip").exists()
    assert not Blog.objects.get().is_archived


def test_of_a_picture_only_what_is_there_is_named():
    pages = {"/a/pictures/x/360w.avif": "pictures/x/360w.avif"}
    html = (
        '<picture><source type="image/avif" srcset="/a/pictures/x/360w.avif 360w,'
        ' /a/pictures/x/720w.avif 720w" sizes="92vw"><img src="/elsewhere.jpg" alt="&quot;&lt;"'
        ' loading="lazy"></picture>'
    )
    local = localise(html, site_path="/a/", pages=pages, page="entry/e.html")
    assert local == (
        '<picture><source type="image/avif" srcset="../pictures/x/360w.avif 360w" sizes="92vw">'
        '<img alt="&quot;&lt;" loading="lazy"></picture>'
    )


def test_a_night_with_pictures_is_told_again_with_the_same_pictures(pictured, settings):
    from django.test import Client

    from liveblog.replaying import night

    blog = Blog.objects.get()
    retold = night.prepare(blog, slug="again")
    for _ in range(2):  # a rehearsal is wiped and used again
        night.play(blog, retold, speed=1e9, longest_gap=0, told=lambda *_: None)
        first = retold.entries.order_by("pk").first()
        assert first.kind == "image"
        (copy,) = first.pictures.all()
        assert copy.alt == NASTY
        assert copy.plain.url.startswith(f"/quayshire/pictures/{pictured['stands']}/")
        assert Client().get(copy.plain.url).status_code == 200
        retold = night.prepare(blog, slug="again")
    assert blog.pictures.count() == 4
    # What is taken back on the night is gone from its rehearsal, too.
    entry = blog.entries.get(kind="image", status="published")
    publishing.retract_entry(entry=entry, reason="A voter’s face.")
    assert Client().get(copy.plain.url).status_code == 410


def test_a_photo_from_a_phone_is_in_it_in_all_its_widths(settings, tmp_path, live_blog):
    settings.MEDIA_ROOT = tmp_path / "media"
    picture = added(live_blog, photo(2_560, 1_920))
    assert [each.width for each in picture.sources["AVIF"]] == [360, 720, 1080, 1440, 2160]
    assert [each.tall for each in picture.sources["AVIF"]] == [270, 540, 810, 1080, 1620]

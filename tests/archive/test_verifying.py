"""What `verify` says of archives that were damaged, tampered with, or never were archives."""

import json
import os
import shutil
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

import bagit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liveblog.archive import bag, container
from liveblog.archive.verifying import verify
from tests.archive import bags

PAYLOAD = [
    f"data/{name}"
    for name in (
        bag.FRONT,
        "assets/site.css",
        bag.BLOG,
        bag.EVENTS,
        bag.RESULTS_TABLE,
        bag.RESULTS,
        bag.README,
        *map(bag.entry_page, bags.ENTRIES),
    )
]
MEMBERS = [*bag.TAG_FILES, *PAYLOAD]


@pytest.fixture(scope="module")
def bag_folder(tmp_path_factory):
    return bags.bag_in(tmp_path_factory.mktemp("bag"))


@pytest.fixture(scope="module")
def zip_file(bag_folder, tmp_path_factory):
    return bags.zip_of(bag_folder, tmp_path_factory.mktemp("zip") / "night.zip")


@pytest.fixture
def copy(bag_folder, tmp_path):
    return Path(shutil.copytree(bag_folder, tmp_path / "copy"))


def flip(file: Path, place: int, bits: int = 1) -> None:
    content = bytearray(file.read_bytes())
    content[place % len(content)] ^= bits
    file.write_bytes(content)


def test_a_sound_archive_has_no_problems_in_its_zip_or_unpacked(bag_folder, zip_file):
    for path in (zip_file, bag_folder):
        verdict = verify(path)
        assert verdict.problems == []
        assert (verdict.files, verdict.entries, verdict.events) == (len(PAYLOAD), 3, 7)
        assert verdict.size == sum((bag_folder / name).stat().st_size for name in PAYLOAD)


def test_the_members_listed_here_are_all_that_there_are(bag_folder):
    files = {str(file.relative_to(bag_folder)) for file in bag_folder.rglob("*") if file.is_file()}
    assert files == set(MEMBERS)


@pytest.mark.parametrize("member", MEMBERS)
@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_one_flipped_bit_names_the_file_it_is_in(bag_folder, member, place, bit):
    file = bag_folder / member
    before = file.read_bytes()
    try:
        flip(file, place, 1 << bit)
        problems = verify(bag_folder).problems
    finally:
        file.write_bytes(before)
    assert any(line.startswith(f"{member}: ") for line in problems), problems
    # And no innocent file is said to differ.
    differing = [line for line in problems if line.endswith("differs from its checksums.")]
    assert all(line.startswith(f"{member}: ") for line in differing), problems


@pytest.mark.parametrize("member", MEMBERS)
def test_one_flipped_byte_of_a_member_in_the_zip_names_it(zip_file, tmp_path, member):
    damaged = tmp_path / "night.zip"
    with zipfile.ZipFile(zip_file) as archive:
        info = archive.getinfo(f"night/{member}")
    start = info.header_offset + 30 + len(info.filename)
    for place in (start, start + info.file_size // 2, start + info.file_size - 1):
        shutil.copy(zip_file, damaged)
        flip(damaged, place, 0xFF)
        problems = verify(damaged).problems
        assert any(line.startswith(f"{member}: ") for line in problems), problems
        if member in PAYLOAD:
            assert problems[0] == f"{member}: differs from its checksums."


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_no_byte_of_the_zip_can_change_unseen(zip_file, tmp_path_factory, data):
    content = bytearray(zip_file.read_bytes())
    # Half the time in the directory at the end, of which most bytes are not a member's.
    first = data.draw(st.sampled_from([0, content.rindex(b"PK\x01\x02") - 1_000]))
    place = data.draw(st.integers(first, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    damaged = tmp_path_factory.mktemp("damaged") / "night.zip"
    damaged.write_bytes(content)
    assert verify(damaged).problems


@settings(max_examples=100, deadline=None)
@given(cut=st.integers(1, 5_000))
def test_a_zip_that_was_cut_short_is_one_line(zip_file, tmp_path_factory, cut):
    short = tmp_path_factory.mktemp("short") / "night.zip"
    short.write_bytes(zip_file.read_bytes()[:-cut])
    problems = verify(short).problems
    assert len(problems) == 1
    assert "\n" not in problems[0]


def test_something_appended_to_the_zip_is_seen(zip_file, tmp_path):
    longer = tmp_path / "night.zip"
    longer.write_bytes(zip_file.read_bytes() + b"!")
    assert verify(longer).problems


def test_something_before_the_zip_is_seen(zip_file, tmp_path):
    longer = tmp_path / "night.zip"
    longer.write_bytes(b"#!/bin/sh\n" + zip_file.read_bytes())
    assert verify(longer).problems


@pytest.mark.parametrize("member", MEMBERS)
def test_a_missing_file_is_named(copy, member):
    (copy / member).unlink()
    assert [line for line in verify(copy).problems if line.startswith(f"{member}: missing")]


@pytest.mark.parametrize("name", ["data/entry/more.html", "data/new.txt", "fetch.txt", "x/y.txt"])
def test_an_extra_file_is_named(copy, name):
    (copy / name).parent.mkdir(exist_ok=True)
    (copy / name).write_text("more")
    assert f"{name}: extra; no manifest names it." in verify(copy).problems


def test_a_file_that_is_swapped_for_another_names_both(copy):
    one, other = copy / PAYLOAD[-1], copy / PAYLOAD[-2]
    text, other_text = one.read_text(), other.read_text()
    one.write_text(other_text)
    other.write_text(text)
    assert verify(copy).problems == [
        f"{name}: differs from its checksums." for name in sorted(PAYLOAD[-2:])
    ]


def test_a_payload_size_that_does_not_add_up_is_told(copy):
    (copy / "data" / bag.README).write_text("Read me twice.\n")
    assert any(line.startswith("bag-info.txt: Payload-Oxum says") for line in verify(copy).problems)


def test_a_symbolic_link_is_not_followed(copy, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("s")
    (copy / "data" / bag.README).unlink()
    os.symlink(secret, copy / "data" / bag.README)
    (problem,) = verify(copy).problems
    assert problem.startswith(f"data/{bag.README}: a symbolic link")


class TestRecordsThatDisagree:
    """Bags whose checksums are right and whose content is not."""

    @pytest.fixture
    def rebag(self, tmp_path):
        def build(change):
            folder = tmp_path / "again"
            bags.write_payload(folder)
            change(folder)
            bag.make_bag(folder, {"Bagging-Date": "2031-05-02"})
            return verify(folder).problems

        return build

    def edit_log(self, folder, change):
        log = folder / bag.EVENTS
        lines = log.read_text().splitlines()
        change(lines)
        log.write_text("".join(f"{line}\n" for line in lines))

    def edit_blog(self, folder, change):
        file = folder / bag.BLOG
        record = json.loads(file.read_text())
        change(record)
        file.write_text(json.dumps(record))

    def test_an_event_that_is_gone_is_told(self, rebag):
        problems = rebag(lambda folder: self.edit_log(folder, lambda lines: lines.pop(2)))
        assert problems == ["data/events.jsonl: offset 4 stands on line 3; offsets run 1, 2, 3 …"]

    def test_a_log_that_ends_early_is_told(self, rebag):
        problems = rebag(lambda folder: self.edit_log(folder, lambda lines: lines.pop()))
        assert problems == [
            "data/events.jsonl: holds 6 events; data/blog.json says 7 up to offset 7."
        ]

    def test_an_entry_that_is_gone_from_the_record_is_told(self, rebag):
        problems = rebag(lambda folder: self.edit_blog(folder, lambda r: r["entries"].pop(0)))
        assert problems == [
            "data/blog.json: says 3 entries and holds 2.",
            "data/blog.json: entry aaaaaaaa1 is missing; the log tells of it.",
        ]

    def test_an_entry_at_another_version_than_the_log_is_told(self, rebag):
        def change(record):
            record["entries"][1]["version"] = 1

        problems = rebag(lambda folder: self.edit_blog(folder, change))
        assert problems == ["data/blog.json: entry aaaaaaaa2 is at version 1, the log has 2."]

    def test_an_entry_without_its_page_is_told(self, rebag):
        page = bag.entry_page(bags.ENTRIES[0])
        problems = rebag(lambda folder: (folder / page).unlink())
        assert problems == [f"data/{page}: missing, although the blog has that entry."]

    @pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"entries": [1]}', "\udcff"])
    def test_a_record_that_is_none_is_one_line(self, rebag, text):
        content = text.encode(errors="surrogateescape")
        problems = rebag(lambda folder: (folder / bag.BLOG).write_bytes(content))
        assert problems == [
            "data/blog.json: not the record of a blog, so its counts were not compared."
        ]

    @pytest.mark.parametrize("line", ["", "7", "{}", "[" * 100_000, '{"offset": 3, "frame": {}}'])
    def test_a_line_that_is_no_event_is_named(self, rebag, line):
        def change(lines):
            lines[2] = line

        problems = rebag(lambda folder: self.edit_log(folder, change))
        assert problems == ["data/events.jsonl: line 3 is not an event."]


class TestWhatIsNoArchive:
    def only(self, path):
        (problem,) = verify(path).problems
        assert "\n" not in problem
        return problem

    def test_nothing_there(self, tmp_path):
        assert "no such file or folder" in self.only(tmp_path / "none.zip")

    @pytest.mark.parametrize("content", [b"", b"hello", b"PK\x05\x06", os.urandom(5_000)])
    def test_not_a_zip(self, tmp_path, content):
        (tmp_path / "night.zip").write_bytes(content)
        assert self.only(tmp_path / "night.zip").startswith("night.zip: not a zip")

    def test_a_zip_of_nothing(self, tmp_path):
        zipfile.ZipFile(tmp_path / "night.zip", "w").close()
        assert "one folder" in self.only(tmp_path / "night.zip")

    @pytest.mark.parametrize(
        "name",
        ["../evil.txt", "night/../../evil.txt", "/etc/evil", "night//x", "night/./x", "c:/x",
         "night\\..\\x", "night/a\nb"],
    )  # fmt: skip
    def test_a_name_that_leaves_the_folder(self, tmp_path, name):
        with zipfile.ZipFile(tmp_path / "night.zip", "w") as archive:
            archive.writestr("night/bagit.txt", "x")
            archive.writestr(name, "x")
        assert "not the name of a file inside an archive" in self.only(tmp_path / "night.zip")

    def test_a_zip_bomb_is_not_unpacked(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "night.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("night/data/blog.json", b"0" * 50_000_000)
        assert "not stored as an archive stores its files" in self.only(tmp_path / "night.zip")

    def test_files_that_overlap_in_the_zip(self, zip_file, tmp_path):
        content = bytearray(zip_file.read_bytes())
        with zipfile.ZipFile(zip_file) as archive:
            largest = max(archive.infolist(), key=lambda info: info.file_size)
        # Each of the directory's records points at the one largest file.
        at = content.index(b"PK\x01\x02")
        while content[at : at + 4] == b"PK\x01\x02":
            content[at + 20 : at + 28] = largest.file_size.to_bytes(4, "little") * 2
            content[at + 42 : at + 46] = largest.header_offset.to_bytes(4, "little")
            at += 46 + int.from_bytes(content[at + 28 : at + 30], "little")
        (tmp_path / "night.zip").write_bytes(content)
        assert "claim more bytes" in self.only(tmp_path / "night.zip")

    def test_the_same_name_twice(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "night.zip", "w") as archive:
            archive.writestr("night/bagit.txt", "x")
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr("night/bagit.txt", "y")
        assert "is in the zip twice" in self.only(tmp_path / "night.zip")

    def test_a_zip_of_two_folders(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "night.zip", "w") as archive:
            archive.writestr("night/bagit.txt", "x")
            archive.writestr("day/bagit.txt", "x")
        assert "one folder" in self.only(tmp_path / "night.zip")

    def test_a_folder_that_is_no_bag_misses_everything(self, tmp_path):
        problems = verify(tmp_path).problems
        assert {f"{name}: missing." for name in bag.TAG_FILES} <= set(problems)


def test_a_bag_that_cannot_be_made_is_an_error_with_its_reason(tmp_path):
    with pytest.raises(OSError, match=r"could not be made: .*does not exist"):
        bag.make_bag(tmp_path / "none", {})


class TestWithoutDeclared:
    def test_the_bagit_library_finds_it_valid(self, bag_folder):
        assert bagit.Bag(str(bag_folder)).validate()

    @pytest.mark.parametrize("name", [n for n in bag.TAG_FILES if "manifest-" in n])
    def test_the_checksum_tools_of_any_unix_check_it(self, bag_folder, name):
        tool = "sha512sum" if "512" in name else "sha256sum"
        checked = subprocess.run(
            [tool, "--check", "--strict", "--quiet", name], cwd=bag_folder, capture_output=True
        )
        assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"")


class TestThePackedBytes:
    def test_the_same_bag_gives_the_same_bytes(self, zip_file, tmp_path):
        again = bags.zip_of(bags.bag_in(tmp_path / "other"), tmp_path / "again.zip")
        assert again.read_bytes() == zip_file.read_bytes()

    def test_the_form_of_the_zip_is_fixed(self, tmp_path):
        """Should a new Python write zips otherwise, archives of old must still verify."""
        folder = tmp_path / "folder"
        folder.mkdir()
        (folder / "one.txt").write_text("one")
        container.pack(folder, top="night", at=bags.SEALED, to=tmp_path / "night.zip")
        digest = sha256((tmp_path / "night.zip").read_bytes()).hexdigest()
        assert digest == "25fe0b6504dfae070d07ae30b0bbbfcd139c2066362f3564cc28e0f8c2dc107b"

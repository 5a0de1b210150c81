"""`manage.py archive` and `manage.py verify_archive`, as who types them sees them."""

import os
import subprocess
import sys
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from liveblog.archive import archive_path, write_archive
from liveblog.models import Blog
from tests.archive import bags

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments, **options) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
class TestArchive:
    def test_it_says_where_the_file_is_and_what_it_holds(self, closed_blog):
        out, err = run("archive", "quayshire")
        path = archive_path(closed_blog)
        content = path.read_bytes()
        events = closed_blog.feed.events.count()
        assert out == (
            f"{path}\nentries 9, events {events}, bytes {len(content):,}\n"
            f"sha256 {sha256(content).hexdigest()}\n"
        )
        assert "computing checksums" in err

    def test_it_writes_where_it_is_told(self, closed_blog, tmp_path):
        to = tmp_path / "new folder" / "night.zip"
        out, _ = run("archive", "quayshire", output=to)
        assert out.startswith(f"{to}\n")
        assert to.is_file()

    def test_an_archived_blog_is_written_again(self, closed_blog):
        first, _ = run("archive", "quayshire")
        again, _ = run("archive", "quayshire")
        assert again == first

    def test_a_live_blog_is_refused_in_one_line(self, live_blog):
        with pytest.raises(CommandError) as refusal:
            run("archive", "quayshire")
        assert str(refusal.value) == "“quayshire” is live: close it before you archive it."
        assert Blog.objects.get().is_live

    def test_an_unknown_blog_is_refused_in_one_line(self, db):
        with pytest.raises(CommandError, match="There is no blog “nowhere”"):
            run("archive", "nowhere")

    def test_a_place_that_cannot_be_written_is_named(self, closed_blog, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(CommandError) as refusal:
            run("archive", "quayshire", output=tmp_path / "file" / "night.zip")
        assert str(refusal.value).startswith(str(tmp_path / "file"))
        assert "\n" not in str(refusal.value)
        assert not Blog.objects.get().is_archived


class TestVerify:
    def verify(self, path, **env) -> subprocess.CompletedProcess:
        """In a process of its own, with a database that cannot be reached."""
        return subprocess.run(
            [sys.executable, ROOT / "manage.py", "verify_archive", str(path)],
            env={
                "PATH": os.environ["PATH"],
                "SECRET_KEY": "x",
                "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing",
            },
            capture_output=True,
            text=True,
        )

    @pytest.mark.django_db
    def test_it_passes_an_archive_that_archive_wrote(self, closed_blog):
        path = write_archive(closed_blog)
        done = self.verify(path)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(f"{path}: sound.")

    def test_it_names_the_file_that_was_changed_and_fails(self, tmp_path):
        folder = bags.bag_in(tmp_path / "night")
        page = folder / "data" / "index.html"
        page.write_text(page.read_text().replace("Night", "Nacht"))
        (folder / "data" / "new.txt").write_text("")
        done = self.verify(folder)
        assert done.returncode == 1
        assert done.stdout.splitlines()[:2] == [
            "data/index.html: differs from its checksums.",
            "data/new.txt: extra; no manifest names it.",
        ]
        assert done.stderr == f"CommandError: {folder}: 3 problems.\n"

    def test_what_is_no_archive_is_told_without_a_traceback(self, tmp_path):
        (tmp_path / "night.zip").write_bytes(b"PK\x03\x04 not a zip")
        done = self.verify(tmp_path / "night.zip")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr + done.stdout
        assert done.stdout.startswith("night.zip: not a zip that can be read")

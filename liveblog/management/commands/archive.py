"""`manage.py archive`: seal a closed blog and write it into one file."""

from argparse import ArgumentParser
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from liveblog.archive import verify, write_archive
from liveblog.models import Blog
from liveblog.publishing import Conflict


class Command(BaseCommand):
    help = (
        "Seal a closed blog and write it, with its log and results, into one zip: a BagIt bag with"
        " a copy that opens without a network."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="The blog's slug, as in its address.")
        parser.add_argument(
            "--output", type=Path, metavar="PATH", help="Write here, not to VAR_DIR/archives/."
        )

    def handle(self, *, slug: str, output: Path | None, **options: Any) -> None:
        blog = Blog.objects.filter(slug=slug).first()
        if blog is None:
            raise CommandError(f"There is no blog “{slug}”.")
        if not blog.is_over:
            raise CommandError(f"“{slug}” is {blog.status}: close it before you archive it.")
        try:
            path = write_archive(blog, to=output, on_progress=self._tell)
            self._tell("verifying")
            verdict = verify(path)
            with path.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
        except Conflict as conflict:
            raise CommandError(f"“{slug}”: {conflict}") from conflict
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise CommandError(f"{where}{error.strerror or error}") from error
        if not verdict.is_sound:
            raise CommandError(
                "; ".join([f"{path} was written and is not sound", *verdict.problems])
            )
        self.stdout.write(f"{path}")
        self.stdout.write(
            f"entries {verdict.entries:,}, events {verdict.events:,}, bytes {path.stat().st_size:,}"
        )
        self.stdout.write(f"sha256 {digest}")

    def _tell(self, line: str) -> None:
        self.stderr.write(line, style_func=str)

"""`manage.py verify_archive`: is an archive what it was when it was written?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from liveblog.archive import verify


class Command(BaseCommand):
    help = "Check an archive and name every file that differs, is missing or is extra."
    # It may be run where there is no database, and must not ask for one.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="The archive's zip, or the folder unpacked.")

    def handle(self, *, path: Path, **options: Any) -> None:
        verdict = verify(path)
        for problem in verdict.problems:
            self.stdout.write(problem)
        if not verdict.is_sound:
            count = len(verdict.problems)
            raise CommandError(f"{path}: {count} {'problem' if count == 1 else 'problems'}.")
        self.stdout.write(
            f"{path}: sound. Entries {verdict.entries:,}, events {verdict.events:,},"
            f" files {verdict.files:,}, bytes {verdict.size:,}."
        )

"""Set an election up from a file of the project's own JSON format (see `results.loading`)."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from results.loading import DocumentRefused, load_election


class Command(BaseCommand):
    help = "Set up an election's parties, contests, candidacies and baselines from a JSON file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            document = json.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as refusal:
            raise CommandError(f"{path} cannot be read: {refusal.strerror}.") from refusal
        except ValueError as refusal:
            raise CommandError(f"{path} is not JSON: {refusal}.") from refusal
        try:
            election = load_election(document)
        except DocumentRefused as refusal:
            raise CommandError(f"{path} was refused.\n{refusal}") from refusal
        count = election.contests.count()
        self.stdout.write(f"{election.name}: {count} contest{'' if count == 1 else 's'} set up.")

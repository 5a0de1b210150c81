"""Give an election's contests their places on a hex map, from a HexJSON file (`results.hexmap`)."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from results.hexmap import HexMapRefused, load_hexmap
from results.models import Election

NAMED_AT_MOST = 20


class Command(BaseCommand):
    help = "Place an election's contests on a hex map from a HexJSON file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--election", required=True, metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        election = Election.objects.filter(slug=options["election"]).first()
        if election is None:
            raise CommandError(f"There is no election “{options['election']}”.")
        try:
            document = json.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as refusal:
            raise CommandError(f"{path} cannot be read: {refusal.strerror}.") from refusal
        except ValueError as refusal:
            raise CommandError(f"{path} is not JSON: {refusal}.") from refusal
        try:
            placed = load_hexmap(document, election=election)
        except HexMapRefused as refusal:
            raise CommandError(f"{path} was refused.\n{_some(refusal.problems)}") from refusal
        self.stdout.write(f"{election.name}: {placed.placed} contests have their place on the map.")
        if left_out := placed.contests_left_out:
            self.stdout.write(f"Without a hex ({len(left_out)}):\n{_some(left_out)}")
        if left_out := placed.hexes_left_out:
            self.stdout.write(f"Hexes of no contest here ({len(left_out)}):\n{_some(left_out)}")


def _some(names: list[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    lines = [*names[:NAMED_AT_MOST], *([f"… and {more} more"] if more > 0 else [])]
    return "\n".join(f"  {each}" for each in lines)

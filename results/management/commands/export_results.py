"""Write an election's results to standard output, as tidy CSV or as JSON."""

import csv
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from results.board import board
from results.exporting import results_rows
from results.models import Election


class Command(BaseCommand):
    help = "Write an election's results to standard output: one row a candidacy, or the board."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--election", required=True, metavar="SLUG")
        parser.add_argument("--format", choices=["csv", "json"], default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        election = Election.objects.filter(slug=options["election"]).first()
        if election is None:
            known = ", ".join(Election.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"No election “{options['election']}”; there are: {known}.")
        contests = election.contests.with_results()
        if options["format"] == "json":
            shown = board(contests, election=election)
            self.stdout.write(json.dumps(shown, indent=2, ensure_ascii=False))
        else:
            csv.writer(self.stdout, lineterminator="\n").writerows(results_rows(contests))

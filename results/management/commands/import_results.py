"""Import an election, its results or what it is compared with, from publishers' files."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from results import agencies
from results.importing import (
    ImportRefused,
    Report,
    import_baselines,
    import_history,
    import_results,
)
from results.importing.reading import parse_moment
from results.models import Baseline, Election

SHOWN = 40


class Command(BaseCommand):
    help = (
        "Set up an election's contests and candidates from publishers' files, whose formats are "
        "told by their headers; with --declare record the results too, with --as-baseline set up "
        "what its contests are compared with. Running it again changes nothing. See docs/data.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--election", required=True, metavar="SLUG")
        parser.add_argument("--name", help="Of an election that is new. Default: the slug.")
        parser.add_argument("--kind", choices=Election.Kind.values, default=Election.Kind.GENERAL)
        parser.add_argument("--seats", type=int, help="Of the whole election, if it is new.")
        parser.add_argument(
            "--polling-day",
            type=date.fromisoformat,
            metavar="2024-07-04",
            help="Where files do not say it, or have several; lines of other days are left out.",
        )
        parser.add_argument("--declare", action="store_true", help="Record the results, too.")
        parser.add_argument(
            "--declared-at",
            metavar="2024-07-05T06:00+01:00",
            help="The time of every declaration for which the files have none.",
        )
        parser.add_argument(
            "--as-baseline",
            choices=Baseline.Kind.values,
            help="The files are last time's results: actual, or notional on new boundaries.",
        )
        parser.add_argument(
            "--as-history",
            type=int,
            metavar="YEAR",
            help="The files are results of an earlier election, to stand beside today's where the "
            "boundaries are the same, by their code; what pages compare with stays.",
        )
        parser.add_argument("--year", type=int, help="Of the baseline, e.g. 2019.")
        parser.add_argument("--label", default="", help="Of the baseline. Default: “2019”.")
        parser.add_argument(
            "--default", action="store_true", help="Make the baseline the one pages compare with."
        )
        parser.add_argument("--source", default="", help="Default: the formats and file names.")

    def handle(self, *args: Any, **options: Any) -> None:
        tables, dispatches = _sorted_out(options["files"])
        if dispatches:
            self._take(dispatches, options)
        if not tables:
            return
        options["files"] = tables
        try:
            report = self._import(options)
        except ImportRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._tell(report)
        if report.is_useless:
            raise CommandError("Nothing in these files could be used.")

    def _import(self, options: dict[str, Any]) -> Report:
        shared = {"source": options["source"], "progress": self._progress}
        election = Election.objects.filter(slug=options["election"]).first()
        if options["as_history"] is not None:
            if options["declare"] or options["as_baseline"]:
                raise CommandError("--as-history goes with neither --declare nor --as-baseline.")
            if election is None:
                raise CommandError(f"No election “{options['election']}” to have a history.")
            return import_history(
                options["files"],
                election=election,
                year=options["as_history"],
                polling_day=options["polling_day"],
                **shared,
            )
        if options["as_baseline"]:
            if options["declare"]:
                raise CommandError("--declare does not go with --as-baseline.")
            if options["year"] is None:
                raise CommandError("--as-baseline needs the --year of those results.")
            if election is None:
                raise CommandError(f"No election “{options['election']}” to compare with anything.")
            return import_baselines(
                options["files"],
                election=election,
                kind=options["as_baseline"],
                year=options["year"],
                label=options["label"],
                polling_day=options["polling_day"],
                make_default=options["default"],
                **shared,
            )
        return import_results(
            options["files"],
            election=election or _new_election(options),
            declare=options["declare"],
            declared_at=_declared_at(options["declared_at"]),
            **shared,
        )

    def _take(self, paths: list[Path], options: dict[str, Any]) -> None:
        """Agencies' dispatches, one by one: an election that goes on, not one that is set up."""
        election = Election.objects.filter(slug=options["election"]).first()
        if election is None:
            raise CommandError(
                f"No election “{options['election']}” for the dispatches of an agency: set it up "
                "first, from a file of candidates or in the admin."
            )
        if not options["declare"] or options["as_baseline"]:
            raise CommandError(
                "Dispatches of an agency are taken as they are, results too: give --declare."
            )
        refused = 0
        for path in paths:
            try:
                for each in agencies.take_file(path, election=election):
                    self.stdout.write(f"{each.get_state_display()}: {each}")
            except agencies.DispatchRefused as refusal:
                refused += 1
                self.stderr.write(f"{path.name} {refusal}")
        if refused == len(paths):
            raise CommandError("Nothing in these files could be used.")

    def _progress(self, lines: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{lines:,} lines read", style_func=str, ending="")

    def _tell(self, report: Report) -> None:
        if self.stderr.isatty():
            self.stderr.write("")
        for title, found in [("could not be used", report.problems), ("to look at", report.doubts)]:
            if found:
                self.stderr.write(f"{len(found):,} {title}:")
                self.stderr.write("\n".join(f"  {each}" for each in found[:SHOWN]))
            if len(found) > SHOWN:
                self.stderr.write(f"  … and {len(found) - SHOWN:,} more.")
        for day, lines in sorted(report.other_days.items()):
            self.stdout.write(f"Left out, of another polling day, {day}: {lines:,}.")
        if report.new_parties:
            named = ", ".join(report.new_parties[:SHOWN])
            more = len(report.new_parties) - SHOWN
            rest = f" and {more:,} more" if more > 0 else ""
            self.stdout.write(f"New parties: {named}{rest}.")
        nouns = sorted({*report.new, *report.changed, *report.unchanged})
        for noun in nouns:
            self.stdout.write(
                f"{noun}: {report.new[noun]:,} new, {report.changed[noun]:,} changed, "
                f"{report.unchanged[noun]:,} unchanged"
            )


def _sorted_out(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    """Publishers' tables, and agencies' dispatches."""
    tables: list[Path] = []
    dispatches: list[Path] = []
    for path in paths:
        try:
            with path.open("rb") as file:
                start = file.read(4096).decode("utf-8", errors="replace")
        except OSError as refusal:
            raise CommandError(f"{path} cannot be read: {refusal.strerror}.") from refusal
        (dispatches if agencies.is_dispatch(start) else tables).append(path)
    return tables, dispatches


def _new_election(options: dict[str, Any]) -> Election:
    return Election(
        slug=options["election"],
        name=options["name"] or options["election"],
        kind=options["kind"],
        seats=options["seats"],
        polling_day=options["polling_day"],
    )


def _declared_at(typed: str | None) -> Any:
    if typed is None:
        return None
    moment = parse_moment(typed)
    if moment is None:
        raise CommandError(f"--declared-at: “{typed}” is not a day and a time of day.")
    return moment

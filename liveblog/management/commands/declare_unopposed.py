"""Declare the contests of an election in which no more were nominated than there are seats."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from liveblog.publishing.declaring import as_a_feed
from results import declarations
from results.findings import FiguresRefused
from results.importing.reading import parse_moment
from results.models import Election


class Command(BaseCommand):
    help = (
        "Declare everybody elected in the contests named, in which no more were nominated than "
        "there are seats. Without names, list the contests of which that is true."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("contests", nargs="*", metavar="CONTEST")
        parser.add_argument("--election", required=True, metavar="SLUG")
        parser.add_argument("--at", metavar="2024-04-05T16:00+01:00", help="Default: now.")
        parser.add_argument("--source", default="", help="E.g. the statement of persons nominated.")

    def handle(self, *args: Any, **options: Any) -> None:
        election = Election.objects.filter(slug=options["election"]).first()
        if election is None:
            raise CommandError(f"There is no election “{options['election']}”.")
        moment = parse_moment(options["at"]) if options["at"] else timezone.now()
        if moment is None:
            raise CommandError(f"--at: “{options['at']}” is not a day and a time of day.")
        if not options["contests"]:
            self._list(election)
            return
        found = {each.slug: each for each in election.contests.filter(slug__in=options["contests"])}
        if missing := [each for each in options["contests"] if each not in found]:
            raise CommandError(f"{election} has no contest {', '.join(missing)}.")
        try:
            with transaction.atomic():
                for contest in sorted(found.values(), key=lambda each: each.pk):
                    with as_a_feed(contest):
                        declarations.declare_unopposed(
                            contest, declared_at=moment, source=options["source"]
                        )
        except FiguresRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Declared unopposed: {', '.join(found)}.")

    def _list(self, election: Election) -> None:
        nominated = election.contests.annotate(nominated=Count("candidacies"))
        for each in nominated.filter(nominated__gt=0, nominated__lte=F("seats")):
            seats = f"{each.seats} seat{'' if each.seats == 1 else 's'}"
            stands = " (declared)" if each.declaration else ""
            self.stdout.write(f"{each.slug}: {each.nominated} nominated for {seats}{stands}")

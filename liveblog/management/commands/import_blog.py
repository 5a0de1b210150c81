"""`manage.py import_blog FILE`: a newspaper's plain-text live blog, carried whole."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.text import slugify

from liveblog import publishing
from liveblog.importing import report
from liveblog.importing.contests import contests_of_day, roster_of
from liveblog.importing.deeds import import_parsed
from liveblog.importing.parsed import ParsedBlog
from liveblog.importing.roster import Roster
from liveblog.importing.textblog import parse
from results.models import Election


class Command(BaseCommand):
    help = (
        "Import a plain-text live blog as a newspaper prints it. Finds its order, midnight, slips"
        " of am and pm, kinds and figures, and reports what it could not place."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--slug", help="address of the blog (default: from the file's name)")
        parser.add_argument("--title", help="default: the text's own, or the file's name")
        parser.add_argument("--polling-day", required=True, metavar="YYYY-MM-DD")
        parser.add_argument(
            "--timezone",
            default=settings.TIME_ZONE,
            metavar="ZONE",
            help="IANA zone of the printed times (default: %(default)s)",
        )
        parser.add_argument(
            "--election",
            metavar="SLUG",
            help="attach figures to this election (default: any of polling day)",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument(
            "--format",
            choices=["text", "json"],
            default="text",
            help="of what is printed (default: %(default)s)",
        )

    def handle(
        self,
        *,
        file: Path,
        slug: str | None,
        title: str | None,
        polling_day: str,
        timezone: str,
        election: str | None,
        dry_run: bool,
        format: str,
        **_options: Any,
    ) -> None:
        day, tz = _date(polling_day), _zone(timezone)
        text = _text(file)
        fought = _election(election) if election else None
        try:
            parsed = parse(text, polling_day=day, tz=tz, known=_roster(day, fought, dry_run))
        except ValueError as error:
            raise CommandError(f"{file}: {error}") from error
        self._tell(parsed, tz, format)
        if dry_run:
            return
        try:
            imported = import_parsed(
                parsed,
                slug=slug or slugify(file.stem)[:80],
                title=title or (parsed.title.text if parsed.title else _titled(file)),
                polling_day=day,
                tz=tz,
                election=fought,
                progress=self._progress,
            )
        except (publishing.Refused, publishing.Conflict) as refused:
            raise CommandError(f"nothing was imported: {refused}") from refused
        for note in imported.notes:
            self.stderr.write(note)
        known = len(parsed.entries) - imported.added
        again = f", {known} were there already" if known else ""
        path = f"/{imported.blog.slug}/"
        self.stderr.write(f"{imported.added} entries imported into {path}{again}", style_func=str)

    def _tell(self, parsed: ParsedBlog, tz: ZoneInfo, form: str) -> None:
        if form == "json":
            self.stdout.write(json.dumps(report.rows(parsed), ensure_ascii=False, indent=2))
            # The list is for a program; what wants a person's eye must not vanish beside it.
            for doubt in report.doubts(parsed, tz):
                self.stderr.write(doubt)
        else:
            self.stdout.write(report.summary(parsed, tz))

    def _progress(self, done: int, total: int) -> None:
        if done % 100 == 0 and done < total:
            self.stderr.write(f"{done} of {total} entries", style_func=str)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--polling-day: “{text}” is not a day such as 2010-05-06") from error


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CommandError(f"--timezone: “{name}” is no zone such as Europe/London") from error


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror or error}") from error
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CommandError(f"{path}: neither UTF-8 nor Windows-1252 text")


def _election(slug: str) -> Election:
    if election := Election.objects.filter(slug=slug).first():
        return election
    raise CommandError(f"--election: there is no election “{slug}”")


def _roster(polling_day: date, election: Election | None, dry_run: bool) -> Roster | None:
    """Names that the database knows; a dry run reads a text without any database too."""
    try:
        return roster_of(contests_of_day(polling_day, election))
    except DatabaseError:
        if dry_run:
            return None
        raise


def _titled(path: Path) -> str:
    words = path.stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]

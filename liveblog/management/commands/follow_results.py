"""Follow an agency's feed: take every dispatch that it puts into a folder, as it comes."""

import signal
from pathlib import Path
from threading import Event
from time import monotonic
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections

from liveblog.publishing.declaring import as_a_feed
from results import agencies
from results.models import Dispatch, Election

RETRY_SECONDS = 30


class Command(BaseCommand):
    help = (
        "Take the dispatches that PA- or AP-shaped feeds put into a folder, once each and in "
        "order, until it is stopped. What cannot be taken is set aside, listed in the admin and "
        "tried again. See docs/data.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--election", required=True, metavar="SLUG")
        parser.add_argument(
            "--interval", type=float, default=2.0, metavar="SECONDS", help="Default: 2."
        )
        parser.add_argument(
            "--confirm",
            action="store_true",
            help="Accept what the checks only warn of. The warnings are kept with the figures.",
        )
        parser.add_argument("--once", action="store_true", help="Look once, then end.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["folder"]
        if not path.is_dir():
            raise CommandError(f"There is no folder {path}.")
        if not options["interval"] > 0:
            raise CommandError("--interval must be above nought.")
        election = Election.objects.filter(slug=options["election"]).first()
        if election is None:
            raise CommandError(f"There is no election “{options['election']}”.")
        self.election, self.confirmed = election, options["confirm"]
        self.folder, self.stopped, self.retried = agencies.Folder(path), Event(), 0.0
        before = {each: signal.signal(each, self._stop) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            self._follow(options["interval"], once=options["once"])
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)
        waiting = election.dispatches.filter(state=Dispatch.State.SET_ASIDE)
        for each in waiting:
            self.stderr.write(f"Still set aside: {each}", style_func=str)
        self.stdout.write(f"Stopped. {len(waiting)} set aside.")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """What is being taken is taken to its end."""
        self.stopped.set()

    def _follow(self, interval: float, *, once: bool) -> None:
        while not self.stopped.is_set():
            try:
                self.election.refresh_from_db()
                if self._look(last=once) or monotonic() - self.retried >= RETRY_SECONDS:
                    self._retry()
            except (DatabaseError, OSError) as refusal:
                # The database or the folder is away: what was not taken is new at the next look.
                self.stderr.write(f"Waiting: {refusal}")
                close_old_connections()
            if once:
                return
            self.stopped.wait(interval)

    def _retry(self) -> None:
        self.retried = monotonic()
        for each in agencies.retry(self.election, confirmed=self.confirmed, around=as_a_feed):
            self._tell(each)

    def _look(self, *, last: bool) -> bool:
        """Take what is new, in order; all but the `last` look stop at a file half written."""
        took = False
        for path in self.folder.arrived():
            if self.stopped.is_set():
                break
            try:
                for each in agencies.take_file(
                    path, election=self.election, confirmed=self.confirmed, around=as_a_feed
                ):
                    took = True
                    self._tell(each)
            except OSError as refusal:
                self.stderr.write(f"{path} cannot be read: {refusal.strerror}.")
                continue
            except agencies.DispatchRefused as refusal:
                if not last and not self.folder.is_whole(path):
                    break
                self._tell(agencies.refuse_file(path, str(refusal), election=self.election))
            self.folder.done(path)
        return took

    def _tell(self, dispatch: Dispatch) -> None:
        self.stdout.write(f"{dispatch.get_state_display()}: {dispatch}")
        self.stdout.flush()

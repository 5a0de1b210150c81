"""`manage.py demo`: the demonstration night and somebody to log in as."""

import secrets
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from liveblog import replaying
from liveblog.demo.night import publish_night
from liveblog.models import Blog, Membership
from liveblog.publishing import Conflict, Refused

NIGHT_SLUG = "ilford-2010"
REPLAY_SLUG = "ilford-2010-live"


class Command(BaseCommand):
    help = (
        "Load the night of 6 May 2010 at Ilford Town Hall, make an empty replay of it to watch, "
        "and give the demo reporter and editor fresh passwords. Safe to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-replay", action="store_true", help="Load the finished night only."
        )
        parser.add_argument(
            "--serve", action="store_true", help="Serve the site and play the replay meanwhile."
        )
        parser.add_argument("--host", default="127.0.0.1", help="Where to serve (127.0.0.1).")
        parser.add_argument("--port", type=int, default=8000, help="Port to serve on (8000).")
        parser.add_argument(
            "--pause", type=float, default=5.0, help="Seconds between entries at most (5)."
        )

    def handle(
        self,
        *args: Any,
        no_replay: bool,
        serve: bool,
        host: str,
        port: int,
        pause: float,
        **options: Any,
    ) -> None:
        try:
            night = publish_night(progress=self._progress)
            replay = None if no_replay else replaying.prepare(night, slug=REPLAY_SLUG)
        except (Conflict, Refused) as error:
            raise CommandError(str(error)) from error
        blogs = [night] if replay is None else [night, replay]
        passwords = {
            "rosa": self._person("rosa", "Rosa", "Reporter", Membership.Role.REPORTER, blogs),
            "edith": self._person("edith", "Edith", "Editor", Membership.Role.EDITOR, blogs),
        }
        site = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}" if serve else ""
        self.stdout.write("")
        if replay is not None:
            self.stdout.write(f"Live, entry by entry:  {site}{replay.get_absolute_url()}")
        self.stdout.write(f"The finished night:    {site}{night.get_absolute_url()}")
        self.stdout.write(f"Write from your phone: {site}{reverse('login')} as")
        for name, password in passwords.items():
            self.stdout.write(f"    {name:<6} {password}")
        self.stdout.write("")
        self.stdout.flush()
        if serve:
            self._serve(host=host, port=port, pause=None if no_replay else pause)

    def _serve(self, *, host: str, port: int, pause: float | None) -> None:
        """The site in this process, the replay in one of its own, as a newsroom has it."""
        replay = None
        if pause is not None:
            replay = subprocess.Popen(  # noqa: S603 - this same program
                [sys.executable, sys.argv[0], "replay", NIGHT_SLUG, "--as", REPLAY_SLUG,
                 "--speed", "60", "--longest-gap", str(pause), "--delay", "3"],
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl+C is for the server, which then ends the replay
            )  # fmt: skip
        try:
            call_command("serve", host=host, port=port)
        finally:
            if replay is not None:
                replay.terminate()
                replay.wait()

    def _person(self, username: str, first: str, last: str, role: str, blogs: list[Blog]) -> str:
        # A fresh password each time: only its hash is stored, so the last one cannot be shown.
        password = "-".join(secrets.token_hex(2) for _ in range(3))
        user, _ = get_user_model().objects.get_or_create(
            username=username, defaults={"first_name": first, "last_name": last}
        )
        user.set_password(password)
        user.save()
        for blog in blogs:
            Membership.objects.update_or_create(blog=blog, user=user, defaults={"role": role})
        return password

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            end = "\n" if done == total else ""
            self.stderr.write(f"\r{done}/{total} entries", style_func=str, ending=end)

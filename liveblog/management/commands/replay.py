"""`manage.py replay SLUG`: a finished night again, live."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from liveblog import replaying
from liveblog.models import Blog, Entry
from liveblog.nightclock import house_time
from liveblog.publishing import Conflict, Refused


class Command(BaseCommand):
    help = (
        "Play a finished night again in a blog of its own, marked as a replay: every entry at the "
        "pace at which it happened, divided by --speed. Declarations go to copies of the contests."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="The finished blog.")
        parser.add_argument("--speed", type=float, default=60.0, help="Times as fast (60).")
        parser.add_argument(
            "--longest-gap", type=float, default=60.0, help="Seconds between entries at most (60)."
        )
        parser.add_argument(
            "--delay", type=float, default=0.0, help="Seconds to wait before the first entry (0)."
        )
        parser.add_argument("--as", dest="into", help="Slug of the replay (SLUG-replay).")
        parser.add_argument(
            "--prepare-only", action="store_true", help="Make the empty replay, play nothing."
        )

    def handle(
        self,
        *args: Any,
        slug: str,
        speed: float,
        longest_gap: float,
        delay: float,
        into: str | None,
        prepare_only: bool,
        **options: Any,
    ) -> None:
        if not speed > 0:  # nor NaN
            raise CommandError("--speed must be more than 0.")
        if not longest_gap >= 0:
            raise CommandError("--longest-gap cannot be less than 0.")
        night = Blog.objects.filter(slug=slug).first()
        if night is None:
            raise CommandError(f"There is no blog “{slug}”.")
        if not night.is_over:
            raise CommandError(
                f"“{slug}” is {night.status}: only a finished night can be replayed."
            )
        try:
            blog = replaying.prepare(night, slug=into or f"{slug}-replay")
            if prepare_only:
                self.stdout.write(f"Ready: {blog.get_absolute_url()}")
                return
            self.stdout.write(f"Replaying {slug} at {speed:g}× in {blog.get_absolute_url()}")
            time.sleep(max(delay, 0))
            count = replaying.play(
                night, blog, speed=speed, longest_gap=longest_gap, told=self._told
            )
        except (Conflict, Refused) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped; the replay stays as far as it came.") from None
        self.stdout.write(self.style.SUCCESS(f"{count} entries replayed."))

    def _told(self, entry: Entry, number: int, total: int) -> None:
        clock = house_time(entry.at, entry.blog.zone)
        words = entry.headline or entry.body.split("\n", 1)[0]
        self.stdout.write(f"{number:>3}/{total}  {clock:>7}  {entry.kind:<10} {words[:60]}")
        self.stdout.flush()

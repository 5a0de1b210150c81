"""`manage.py replay_election SLUG`: a whole election declared again, live."""

import math
import statistics
import time
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from liveblog.models import Blog
from liveblog.nightclock import house_time
from liveblog.publishing import Conflict, Refused
from liveblog.replaying import country
from liveblog.replaying.country import Told
from liveblog.replaying.pace import Pace
from liveblog.replaying.plan import plan_of
from results.models import Election


class Command(BaseCommand):
    help = (
        "Declare every contest of an election again, in the order of its night and at its pace "
        "divided by --speed, on copies of the contests and in a blog of its own that follows all "
        "of them and is marked as a replay. Run again, it begins afresh."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="The election, whose results are on record.")
        parser.add_argument(
            "--speed", type=float, default=60.0, help="Times as fast (60); 0: without waiting."
        )
        parser.add_argument("--as", dest="into", help="Slug of the replay's blog (SLUG-replay).")
        parser.add_argument(
            "--order",
            choices=["times", "simulated"],
            default="times",
            help="By the times of declaration on record, where there are any (times); or made up.",
        )
        parser.add_argument(
            "--seed", type=int, default=1, help="Of what is simulated; the same gives the same (1)."
        )
        parser.add_argument("--until", metavar="HH:MM", help="Stop at this time of the night.")
        parser.add_argument(
            "--longest-gap", type=float, default=60.0, help="Seconds to wait at most (60)."
        )
        parser.add_argument(
            "--no-entries",
            action="store_true",
            help="Declare as a results feed does: boards move, nothing is written.",
        )
        parser.add_argument(
            "--prepare-only", action="store_true", help="Make the empty replay, play nothing."
        )

    def handle(
        self,
        *args: Any,
        slug: str,
        speed: float,
        into: str | None,
        order: str,
        seed: int,
        until: str | None,
        longest_gap: float,
        no_entries: bool,
        prepare_only: bool,
        **options: Any,
    ) -> None:
        if not 0 <= speed < math.inf:
            raise CommandError("--speed cannot be less than 0.")
        if not longest_gap >= 0:  # nor NaN
            raise CommandError("--longest-gap cannot be less than 0.")
        election = Election.objects.filter(slug=slug).first()
        if election is None:
            raise CommandError(f"There is no election “{slug}”.")
        end = _instant(until, election.polls_close_at) if until else None
        declared: list[Told] = []
        try:
            plan = plan_of(election, seed=seed, simulated=order == "simulated")
            blog = country.prepare(plan, slug=into or f"{slug}-replay")
            self.stdout.write(plan.timetable.sentence)
            if prepare_only:
                self.stdout.write(f"Ready: {blog.get_absolute_url()}")
                return
            pace = f"at {speed:g}×" if speed else "without waiting"
            self.stdout.write(f"Replaying {slug} {pace} in {blog.get_absolute_url()}")
            self.stdout.flush()
            total, begun = len(plan.declaring), time.perf_counter()
            for told in country.play(
                plan,
                blog,
                pace=Pace(speed, longest_gap=longest_gap),
                with_entries=not no_entries,
                until=end,
            ):
                if told.seconds is not None:
                    declared.append(told)
                self._tell(told, f"{len(declared)}/{total}", blog)
            seconds = time.perf_counter() - begun
        except (Conflict, Refused) as error:
            raise CommandError(" ".join(str(error).split())) from error
        except KeyboardInterrupt:
            raise CommandError(
                f"Stopped after {len(declared):,} declarations; the replay stays as far as it came."
            ) from None
        summary = f"{len(declared):,} of {len(plan.contests):,} contests declared."
        self.stdout.write(self.style.SUCCESS(summary))
        if not speed and declared:
            self.stdout.write(_measured([told.seconds or 0 for told in declared], seconds))

    def _tell(self, told: Told, place: str, blog: Blog) -> None:
        """A turnout or a moment stands below the result before it and counts as none."""
        place = place if told.seconds is not None else ""
        self.stdout.write(f"{place:>9}  {house_time(told.at, blog.zone):>7}  {told.words}")
        self.stdout.flush()


def _instant(typed: str, polls_close_at: datetime) -> datetime:
    """The first such time after the polls close."""
    try:
        clock = datetime.strptime(typed, "%H:%M").time()
    except ValueError:
        raise CommandError(f"--until: “{typed}” is not a time such as 03:30.") from None
    zone = timezone.get_default_timezone()
    closed = polls_close_at.astimezone(zone)
    days = 0 if clock >= closed.time() else 1
    return datetime.combine(closed.date() + timedelta(days), clock, zone)


def _measured(deeds: list[float], seconds: float) -> str:
    ranked = sorted(1000 * each for each in deeds)
    late = ranked[math.ceil(0.95 * len(ranked)) - 1]
    return (
        f"{seconds:.1f} s with turnouts and moments, {len(ranked) / seconds:.1f} declarations a "
        f"second; a declaration’s transaction takes {statistics.median(ranked):.1f} ms at the "
        f"median, {late:.1f} ms at the 95th of a hundred."
    )

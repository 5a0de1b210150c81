"""How long a declaration takes with a whole country on the board.

    python -m bench.declaring [--contests 650] [--seed 1] [--minutes 3] [--data FOLDER] [--write]

An invented general election is declared contest by contest, each result an entry of a blog that
follows all of them; another blog follows eight. Measured is the whole transaction: checks, entry,
boards, events, commit on SQLite with the settings of production. With `--data`, the time and memory
of importing the general election of 2019 from the House of Commons Library's files, too.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
os.environ.setdefault("SECRET_KEY", "bench")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench.declaring_report import Block, curve, placed, table  # noqa: E402
from bench.synthetic import MOST, POLLING_DAY, POLLS_CLOSE, Outturn, make_election  # noqa: E402
from liveblog import publishing  # noqa: E402
from liveblog.models import Blog  # noqa: E402
from liveblog.publishing import ResultFigures  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PAGE, CURVE = ROOT / "docs" / "performance.md", ROOT / "docs" / "declaring.svg"
BLOCK = 50
IN_THE_BOROUGH = 8
IMPORTED = ("ge2019_constituencies.csv", "ge2019_candidates.csv")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--contests", type=int, default=MOST, help=f"1 to {MOST} ({MOST}).")
    parser.add_argument("--seed", type=int, default=1, help="Of the invented election (1).")
    parser.add_argument("--minutes", type=float, default=3.0, help="Then it stops (3).")
    parser.add_argument("--data", type=Path, help=f"A folder with {' and '.join(IMPORTED)}.")
    parser.add_argument("--write", action="store_true", help=f"Into {PAGE.relative_to(ROOT)}.")
    told = parser.parse_args()
    if not 1 <= told.contests <= MOST:
        parser.error(f"--contests is 1 to {MOST}.")
    if not told.minutes > 0:
        parser.error("--minutes is more than 0.")
    if told.data and (missing := [each for each in IMPORTED if not (told.data / each).exists()]):
        parser.error(f"{told.data} has no {' and no '.join(missing)}.")
    with tempfile.TemporaryDirectory(prefix="declared-bench-") as folder:
        use_database(Path(folder))
        blocks = list(measured(told.contests, seed=told.seed, seconds=60 * told.minutes))
        imported = import_measured(Path(folder), told.data) if told.data else ""
        connection.close()
    section = "\n\n".join([described(blocks, told.contests), table(blocks), imported]).strip()
    print(f"\n{section}")
    if told.write:
        CURVE.write_text(curve(blocks), encoding="utf-8")
        picture = f"![Milliseconds of a declaration, by how many are declared]({CURVE.name})"
        page = placed(PAGE.read_text(encoding="utf-8"), f"{section}\n\n{picture}")
        PAGE.write_text(page, encoding="utf-8")


def use_database(folder: Path) -> None:
    """A new SQLite file with the options that the site's own has, instead of the site's own."""
    if connection.vendor != "sqlite":
        raise SystemExit("Unset DATABASE_URL: this measures SQLite.")
    connection.settings_dict["NAME"] = str(folder / "bench.sqlite3")
    call_command("migrate", verbosity=0)


def measured(contests: int, *, seed: int, seconds: float) -> Iterator[Block]:
    """Declare the election block by block; stops with the block in which the time is over."""
    election, outturns = make_election(contests=contests, seed=seed)
    every = list(election.contests.all())
    country = open_blog("country", every)
    open_blog("borough", every[:: max(1, contests // IN_THE_BOROUGH)][:IN_THE_BOROUGH])
    random.Random(seed).shuffle(outturns)
    stop = time.monotonic() + seconds
    for first in range(0, contests, BLOCK):
        block = outturns[first : first + BLOCK]
        times = []
        for number, outturn in enumerate(block, start=first):
            before = head(country)
            times.append(declare(country, outturn, number))
            if time.monotonic() > stop:
                break
        last = first + len(times)
        made = Block(first + 1, last, times, board_bytes(country, after=before))
        print(f"{last:>4} declared: median {made.median:.1f} ms", file=sys.stderr, flush=True)
        yield made
        if time.monotonic() > stop:
            return


def open_blog(slug: str, contests: Sequence) -> Blog:
    return publishing.create_blog(
        slug=slug,
        title=slug.title(),
        polling_day=POLLING_DAY,
        status=Blog.Status.LIVE,
        contests=contests,
    )


def declare(blog: Blog, outturn: Outturn, number: int) -> float:
    """Milliseconds of the deed, from the call to the commit."""
    figures = ResultFigures(outturn.contest, outturn.votes, outturn.rejected, confirm=None)
    at = POLLS_CLOSE + timedelta(minutes=60 + number)
    started = time.perf_counter()
    publishing.publish_entry(blog=blog, at=at, result=figures)
    return 1000 * (time.perf_counter() - started)


def head(blog: Blog) -> int:
    """The newest offset of the blog's feed."""
    return Blog.objects.values_list("feed__head", flat=True).get(pk=blog.pk)


def board_bytes(blog: Blog, *, after: int) -> int:
    """What readers of the blog were sent since that offset, its entries left out."""
    frames = blog.feed.events.filter(offset__gt=after).values_list("frame", flat=True)
    return sum(len(frame.encode()) for frame in frames if not frame.startswith('{"type":"put"'))


def import_measured(folder: Path, data: Path) -> str:
    """What importing 650 contests with their candidates and results takes, in its own process."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/import.sqlite3"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT, env=environment, check=True,
    )  # fmt: skip
    files = [str(data.resolve() / each) for each in IMPORTED]
    command = [sys.executable, "manage.py", "import_results", *files, "--election", "general-2019"]
    started = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--seats", "650", "--declare"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"import_results ended with {process.returncode}.")
    seconds = time.perf_counter() - started
    return (
        f"`import_results` of 650 contests with 3,320 candidates and all results (2019): "
        f"{seconds:.1f} s, at most {used.ru_maxrss / 1024:.0f} MB resident."
    )


def described(blocks: Sequence[Block], contests: int) -> str:
    """What was measured, where and when."""
    declared, load = blocks[-1].last, os.getloadavg()[0]
    stopped = "" if declared == contests else f", stopped after {declared}"
    return (
        f"{date.today():%-d %B %Y}, {contests} contests{stopped}, "
        f"{os.cpu_count()} cores, {platform.system()} {platform.release().split('-')[0]}, "
        f"CPython {platform.python_version()}, Django {django.get_version()}, "
        f"load average {load:.1f} at the end. Milliseconds of the whole transaction."
    )


if __name__ == "__main__":
    main()

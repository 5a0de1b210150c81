"""The newsroom as a program: what a test tells another process to do to a site's blog.

Run as `python -m tests.realtime.newsroom VERB …` in the environment of a site.
"""

import argparse
import json
import random
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import django

django.setup()

import httpx  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from liveblog import publishing  # noqa: E402
from liveblog.models import AccessToken, Blog, Entry  # noqa: E402
from liveblog.realtime import log  # noqa: E402
from liveblog.realtime.models import Event, Feed  # noqa: E402
from results.loading import load_election  # noqa: E402
from tests.results.night import FIVE_SEATS  # noqa: E402

SLUG = "quayshire"


def open_blog() -> dict[str, str]:
    """A live blog, edited by Edith; her token and the blog's epoch."""
    edith = User.objects.create_superuser("edith", first_name="Edith", last_name="Ellis")
    election = load_election(FIVE_SEATS)
    blog = publishing.create_blog(
        slug=SLUG,
        title="The Quayshire count",
        polling_day=date(2024, 5, 2),
        status=Blog.Status.LIVE,
        contests=list(election.contests.all()),
        by=edith,
    )
    _, token = AccessToken.issue(user=edith, name="tests")
    return {"epoch": blog.feed.epoch, "token": token}


def write(*, seed: int, writers: int, deeds: int, pause: float, api: list[str], token: str) -> dict:
    """So many writers at once, each doing so many deeds drawn by lot; how often each was done.

    With addresses of the API, every fifth writer posts there instead.
    """
    done: Counter[str] = Counter()
    failures: list[str] = []

    def work(number: int) -> None:
        chance = random.Random(seed * 1_000 + number)
        by_api = bool(api) and number % 5 == 0
        writer = ApiWriter(chance, api, token) if by_api else Writer(chance)
        try:
            for _ in range(deeds):
                done[writer.do_something()] += 1
                time.sleep(chance.uniform(0, 2 * pause))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test is to be told
            failures.append(f"writer {number}: {type(error).__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit("\n".join(failures))
    return dict(done)


def dump() -> Iterator[dict[str, Any]]:
    """The log, as the database has it."""
    for event in Event.objects.filter(feed__name=SLUG):
        written = event.created.timestamp()
        yield {"offset": event.offset, "frame": event.frame, "written": written}


def burst(*, count: int, size: int) -> dict[str, int]:
    """So many opaque events of that size, in one transaction."""
    with transaction.atomic():
        feed = Feed.objects.get(name=SLUG)
        for _ in range(count):
            head = log.append(feed.pk, {"type": "put", "html": "x" * size})
    return {"head": head}


def append(*, threads: int, times: int) -> dict[str, int]:
    """Append from many threads, one transaction in three rolled back; how many were committed."""
    feed = Feed.objects.get(name=SLUG)
    committed: list[int] = []

    def work(number: int) -> None:
        chance = random.Random(number)
        for _ in range(times):
            try:
                with transaction.atomic():
                    offset = log.append(feed.pk, {"type": "put", "writer": number})
                    if chance.random() < 1 / 3:
                        raise Regret
                committed.append(offset)
            except Regret:
                pass
        connection.close()

    running = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return {"committed": len(committed), "different": len(set(committed))}


class Regret(Exception):
    """A deed that is given up before it is committed."""


class Writer:
    """Somebody who writes, changes, takes back, restores and pins, as it comes."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.blog = Blog.objects.get(slug=SLUG)
        self.by = User.objects.get(username="edith")
        self.entries: list[Entry] = []

    def do_something(self) -> str:
        """Do one deed and say which; one that the house refuses is said to be so."""
        deeds = {
            self.publish: 5,
            self.regret: 1,
            self.draft: 1,
            self.turnout: 1,
            self.revise: 4,
            self.retract: 2,
            self.restore: 2,
            self.pin: 1,
            self.unpin: 1,
        }
        deed = self.chance.choices(list(deeds), list(deeds.values()))[0]
        if not self.entries:
            deed = self.publish
        try:
            deed()
        except (publishing.Conflict, publishing.Refused, publishing.StaleVersion):
            return "refused"
        return deed.__name__

    def publish(self) -> None:
        entry, _ = publishing.publish_entry(
            blog=self.blog,
            body=self.words(),
            by=self.by,
            # Within one second of each other, so that entries go in above and below one another.
            at=timezone.now() - timedelta(seconds=self.chance.random()),
        )
        self.entries.append(entry)

    def regret(self) -> None:
        """Published in a transaction that does not commit: its offsets are somebody else's."""
        try:
            with transaction.atomic():
                publishing.publish_entry(blog=self.blog, body=self.words(), by=self.by)
                raise Regret
        except Regret:
            pass

    def draft(self) -> None:
        entry, _ = publishing.publish_entry(
            blog=self.blog, body=self.words(), by=self.by, status=Entry.Status.DRAFT
        )
        self.entries.append(publishing.publish_draft(entry=entry, by=self.by))

    def turnout(self) -> None:
        contest = self.chance.choice(["northquay", "southquay", "millbrook", "fenside"])
        figures = publishing.TurnoutFigures(
            contest=contest, percentage=str(round(self.chance.uniform(55, 70), 1))
        )
        entry, _ = publishing.publish_entry(blog=self.blog, turnout=figures, by=self.by)
        self.entries.append(entry)

    def revise(self) -> None:
        entry = self.one()
        publishing.revise_entry(
            entry=entry, version=entry.version, body=self.words(), by=self.by, reason="Read again"
        )

    def retract(self) -> None:
        publishing.retract_entry(entry=self.one(), reason="It was another hall", by=self.by)

    def restore(self) -> None:
        publishing.restore_entry(entry=self.one(), by=self.by)

    def pin(self) -> None:
        publishing.pin_entry(entry=self.one())

    def unpin(self) -> None:
        publishing.unpin_entry(entry=self.one())

    def one(self) -> Entry:
        entry = self.chance.choice(self.entries)
        entry.refresh_from_db()
        return entry

    def words(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(3, 60)))


class ApiWriter:
    """Somebody who posts through the API, again and again until it is answered."""

    def __init__(self, chance: random.Random, api: list[str], token: str) -> None:
        self.chance = chance
        self.api = api
        self.http = httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=30)

    def do_something(self) -> str:
        body = " ".join(self.chance.choices(WORDS, k=20))
        entry = {"client_id": str(uuid.uuid4()), "body": body}
        for _ in range(300):
            try:
                answer = self.http.post(
                    f"{self.chance.choice(self.api)}/api/blogs/{SLUG}/entries", json=entry
                )
            except httpx.TransportError:
                time.sleep(0.1)  # the server was killed: the same client_id is the same entry
                continue
            if answer.status_code not in {200, 201}:
                raise RuntimeError(f"{answer.status_code}: {answer.text[:300]}")
            return "posted" if answer.status_code == 201 else "posted again"
        raise RuntimeError("the API did not come back")


WORDS = (
    *("turnout", "bundles", "tellers", "Northquay", "the", "hall", "is", "quiet", "**boxes**"),
    *("recount", "£500", "“held”", "–", "12.05am", "café", "returning", "officer", "deposits"),
)


def main() -> None:
    parser = argparse.ArgumentParser()
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("open")
    verbs.add_parser("dump")
    verbs.add_parser("close")
    writing = verbs.add_parser("write")
    writing.add_argument("--seed", type=int, required=True)
    writing.add_argument("--writers", type=int, required=True)
    writing.add_argument("--deeds", type=int, required=True)
    writing.add_argument("--pause", type=float, default=0.0)
    writing.add_argument("--api", action="append", default=[])
    writing.add_argument("--token", default="")
    bursting = verbs.add_parser("burst")
    bursting.add_argument("--count", type=int, required=True)
    bursting.add_argument("--size", type=int, required=True)
    appending = verbs.add_parser("append")
    appending.add_argument("--threads", type=int, required=True)
    appending.add_argument("--times", type=int, required=True)
    arguments = vars(parser.parse_args())
    match arguments.pop("verb"):
        case "open":
            said: list[Any] = [open_blog()]
        case "write":
            said = [write(**arguments)]
        case "burst":
            said = [burst(**arguments)]
        case "append":
            said = [append(**arguments)]
        case "close":
            publishing.close_blog(blog=Blog.objects.get(slug=SLUG))
            said = []
        case _:
            said = list(dump())
    for line in said:
        sys.stdout.write(f"{json.dumps(line)}\n")


if __name__ == "__main__":
    main()

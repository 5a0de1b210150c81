"""Many threads do deeds at once on a site's own database; prints what came of it as JSON.

Run by test_at_once.py in the environment of a site.
"""

import json
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402 - Django must be set up first
from django.db import connections  # noqa: E402

from liveblog import publishing  # noqa: E402
from liveblog.models import Blog, Entry, Proposal  # noqa: E402
from liveblog.publishing import ResultFigures, StaleVersion, TurnoutFigures  # noqa: E402
from results.loading import load_election  # noqa: E402
from results.models import Contest, Declaration  # noqa: E402
from tests.results.night import FIVE_SEATS  # noqa: E402

THREADS = 8
ROUNDS = 6


def at_once(deed: Callable[[int], Any], count: int = THREADS) -> list[Any]:
    """What each thread's deed returned, or the error that it raised; all begin together."""
    start, told = threading.Barrier(count), [None] * count

    def contend(number: int) -> None:
        start.wait()
        try:
            told[number] = deed(number)
        except Exception as error:  # noqa: BLE001 - the test reads what it was
            told[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=contend, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "a thread waits for ever"
    return told


def named(told: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in told)


def offsets(blog: Blog) -> list[int]:
    return list(blog.feed.events.order_by("offset").values_list("offset", flat=True))


def the_same_client_id(blog: Blog) -> dict[str, Any]:
    client_id = uuid.uuid4()
    told = at_once(
        lambda number: publishing.publish_entry(
            blog=blog, body=f"From {number}.", client_id=client_id
        )
    )
    return {
        "entries": len({entry.pk for entry, _ in told}),
        "created": sum(created for _, created in told),
        "texts": len({entry.body for entry, _ in told}),
    }


def one_version(blog: Blog) -> dict[str, Any]:
    entry, _ = publishing.publish_entry(blog=blog, body="One.")

    def revise(number: int) -> Entry:
        return publishing.revise_entry(entry=entry, version=1, body=f"From {number}.")

    told = at_once(revise)
    stale = [each for each in told if isinstance(each, StaleVersion)]
    return {"won": named([each for each in told if each not in stale]), "stale": len(stale)}


def due_at_once(blog: Blog) -> dict[str, Any]:
    soon = datetime.now(UTC) + timedelta(seconds=0.2)
    for number in range(4):
        publishing.publish_entry(blog=blog, body=f"{number}", status="scheduled", publish_at=soon)
    threading.Event().wait(0.3)
    told = at_once(lambda _: publishing.publish_due())
    return {"published": sum(told), "left": Entry.objects.filter(status="scheduled").count()}


def second_looks_at_once(blog: Blog) -> dict[str, Any]:
    """Everybody confirms one result; of another, half confirm it and half send it back."""
    publishing.edit_blog(blog=blog, needs_second_look=True)
    people = [User.objects.create_user(f"reader-{number}") for number in range(THREADS)]
    rosa = User.objects.create_user("rosa")

    def proposed(slug: str, votes: dict[str, int]) -> Proposal:
        figures = ResultFigures(slug, votes)
        entry, _ = publishing.publish_entry(blog=blog, result=figures, by=rosa)
        return entry.proposals.get()

    def confirm(proposal: Proposal, number: int) -> Entry:
        return publishing.confirm_proposal(proposal=proposal, by=people[number])

    def race(number: int) -> Entry:
        if number % 2:
            return confirm(raced, number)
        asked = {"proposal": raced, "by": people[number], "reason": "Wait."}
        return publishing.send_back_proposal(**asked)

    once = proposed("millbrook", {"hana-wells": 2_500, "ivo-crane": 2_000})
    confirmed = named(at_once(lambda number: confirm(once, number)))
    raced = proposed("southquay", {"eve-stone": 1_800, "finn-larch": 2_100, "gus-pike": 300})
    decided = named(at_once(race))
    raced.refresh_from_db()
    is_public = Entry.objects.get(pk=raced.entry_id).status == Entry.Status.PUBLISHED
    told = {
        "confirmed": confirmed,
        "declared": Declaration.objects.filter(contest__slug="millbrook").count(),
        "decided": decided,
        "agreed": is_public == (raced.outcome == "confirmed")
        and is_public == Declaration.objects.filter(contest__slug="southquay").exists(),
    }
    publishing.edit_blog(blog=blog, needs_second_look=False)
    for entry in blog.entries.filter(declaration__isnull=False):
        publishing.retract_entry(entry=entry, reason="The night goes on without them.")
    return told


def crossing_boards(blogs: list[Blog]) -> dict[str, Any]:
    """Each thread reports turnouts in one of two blogs that both follow every contest."""
    contests = list(Contest.objects.order_by("pk"))

    def report(number: int) -> int:
        blog = blogs[number % 2]
        order = contests if number % 4 < 2 else contests[::-1]
        for turn in range(ROUNDS):
            contest = order[(turn + number) % len(order)]
            papers = 2_500 + 10 * turn + number
            figures = TurnoutFigures(contest.slug, ballots=papers, confirm=["startling_change"])
            entry, _ = publishing.publish_entry(blog=blog, turnout=figures)
            if turn % 3 == 2:
                publishing.retract_entry(entry=entry, reason="Misread.")
        return ROUNDS

    told = at_once(report)
    return {"deeds": told if all(isinstance(each, int) for each in told) else list(map(str, told))}


def main() -> None:
    contests = list(load_election(FIVE_SEATS).contests.all())
    blogs = [
        publishing.create_blog(
            slug=slug,
            title=slug,
            polling_day=datetime(2024, 5, 2).date(),
            status="live",
            contests=order,
        )
        for slug, order in (("one", contests), ("other", contests[::-1]))
    ]
    told = {
        "same client id": the_same_client_id(blogs[0]),
        "one version": one_version(blogs[0]),
        "due": due_at_once(blogs[0]),
        "second looks": second_looks_at_once(blogs[0]),
        "crossing": crossing_boards(blogs),
    }
    told["offsets"] = [offsets(blog) for blog in blogs]
    told["heads"] = [Blog.objects.get(pk=blog.pk).feed.head for blog in blogs]
    print(json.dumps(told))


if __name__ == "__main__":
    main()

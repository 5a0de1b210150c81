"""Replaying an election in a test, and looking at what came of it."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command

from bench.synthetic import Outturn
from liveblog.models import Blog, Entry
from results.declarations import declare
from results.models import Declaration, Election, TurnoutReport

REPLAY = "five-replay"
ORDER = ["northquay", "southquay", "millbrook", "fenside", "castle-hill"]


def replay(election: Election, *options: object) -> str:
    told = StringIO()
    call_command(
        "replay_election", election.slug, "--as", REPLAY, "--speed", "0", *map(str, options),
        stdout=told,
    )  # fmt: skip
    return told.getvalue()


def replayed() -> Blog:
    return Blog.objects.get(slug=REPLAY)


def results() -> list[Entry]:
    return list(replayed().entries.filter(kind="result").oldest_first())


def declared_slugs() -> list[str]:
    return [entry.declaration.contest.slug for entry in results()]


def national() -> dict[str, str]:
    told = replayed().entries.filter(kind="national").order_by("pk")
    return dict(told.values_list("headline", "body"))


def record() -> list[object]:
    return [
        list(kind.objects.order_by("pk").values())
        for kind in (Election, Declaration, TurnoutReport)
    ]


def figures(election: Election) -> dict[str, object]:
    """Contest -> votes, rejected papers, the lot, when and by how much, as they stand."""
    return {
        contest.slug: (
            {each.candidacy.slug: each.votes for each in now.votes.all()},
            now.rejected,
            now.lot_winner.slug if now.lot_winner else None,
            now.declared_at,
            now.majority,
        )
        for contest in election.contests.all()
        if (now := contest.declaration)
    }


def declare_all(election: Election, outturns: list[Outturn]) -> None:
    for outturn in outturns:
        declare(
            election.contests.get(slug=outturn.contest),
            votes=outturn.votes,
            rejected=outturn.rejected,
            declared_at=election.polls_close_at + timedelta(hours=8),
        )

"""A state of the parties held beside our own board: what differs is told, and nothing taken."""

from __future__ import annotations

from collections.abc import Iterator

from results.agencies.bulletin import Bulletin
from results.board import board
from results.importing.parties import PartyBook
from results.importing.rows import PartyLabel
from results.models import Election


def differences(bulletin: Bulletin, *, election: Election) -> list[str]:
    """A plain sentence for every figure that is not ours; none where all that is said agrees."""
    return list(_differences(bulletin, election))


def _differences(bulletin: Bulletin, election: Election) -> Iterator[str]:
    ours = board(election.contests.with_results(), election=election)
    yield from _differing("seats declared", bulletin.declared, ours["declared"])
    votes = sum(each["votes"] for each in ours["parties"])
    yield from _differing("votes in all", bulletin.total_votes, votes)
    book, told = PartyBook(), set()
    for theirs in bulletin.tallies:
        party = book.find(PartyLabel(theirs.name, theirs.abbreviation))
        told.add(party.slug)
        # Our independents have a row each, an agency's have one together.
        rows = [each for each in ours["parties"] if each["party"]["slug"] == party.slug]
        for field in ("seats", "gains", "losses", "votes"):
            here = sum(each[field] for each in rows)
            yield from _differing(f"{party.short_name} {field}", getattr(theirs, field), here)
    for row in ours["parties"]:
        if row["seats"] and row["party"]["slug"] not in told:
            yield f"{row['party']['short_name']} seats: {row['seats']} here, none there."


def _differing(what: str, there: int | None, here: int) -> Iterator[str]:
    if there is not None and there != here:
        yield f"{what}: {here:,} here, {there:,} there."

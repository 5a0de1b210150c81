"""The read model of many contests at once: a scoreboard and its cards, JSON-ready."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from results import sheets
from results.arithmetic import majority_line
from results.card import contest_card
from results.models import Contest, Election
from results.models.contest import RESULT_LOOKUPS
from results.scoring import score
from results.sums import Sums

__all__ = ["board", "contest_card", "live_board", "majority_line"]

# So many cards a page shows beside a stream; of more contests, so many results in a line each.
MOST_CARDS = 24
NEWEST = 12
# So many sides a table names, however little they have won.
MOST_ROWS = 40


def board(contests: Iterable[Contest], *, election: Election | None = None) -> dict[str, Any]:
    """The whole state of these contests, which are of one election, worked out from their figures.

    Raises ValueError where neither contests nor election are given.
    """
    listed = list(contests)
    prefetch_related_objects(listed, "election", "sitting_party", *RESULT_LOOKUPS)
    if election is None:
        if not listed:
            raise ValueError("A board of no contests needs its election named.")
        election = listed[0].election
    cards = [contest_card(each) for each in listed]
    sums = Sums.of_all(Sums.of(each) for each in listed)
    return {**score(sums, election), "contests": cards, "newest": []}


def live_board(
    election: Election, *, contests: Sequence[int] | None = None, whole: Sums | None = None
) -> dict[str, Any]:
    """The same, read from what is worked out already: of all, or of these by their ids.

    Of more contests than fit beside a stream there are no cards, only the `newest` results; of more
    sides than fit a table `parties` has the leading ones and `others` the rest. So it costs the
    same however many contests there are and have declared. `whole` are the sums of the whole
    election, where they are at hand.
    """
    if contests is not None and len(contests) == election.contests.count() > MOST_CARDS:
        contests = None
    if contests is None:
        sums = whole or Sums.of_all(sheets.regions(election).values())
    else:
        sums = sheets.sums_of(contests)
    shown = {**score(sums, election, most_rows=MOST_ROWS), "contests": [], "newest": []}
    if sums.totals["contests"] > MOST_CARDS:
        newest = sheets.newest(election, most=NEWEST, contests=contests)
        shown["newest"] = [_headline(each.card) for each in newest]
    else:
        of = sheets.sheets(election) if contests is None else sheets.sheets_of(contests)
        shown["contests"] = [each.card for each in of]
    return shown


def _headline(card: dict[str, Any]) -> dict[str, Any]:
    """A declared contest in one line."""
    kept = ("slug", "name", "url", "outcome", "majority", "declared_at", "corrected")
    return {**{key: card[key] for key in kept}, "party": card["candidacies"][0]["party"]}

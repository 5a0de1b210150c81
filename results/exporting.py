"""Results as tidy rows, one a candidacy, for spreadsheets and other newsrooms."""

from collections.abc import Iterable, Iterator

from results.card import contest_card
from results.models import Contest, RejectedHead

HEADER = (
    "election",
    "contest",
    "ballot_paper_id",
    "candidate",
    "party",
    "votes",
    "share",
    "change",
    "elected",
    "majority",
    "electorate",
    "ballots",
    "rejected",
    "stage",
    "version",
    "declared_at",
    "polling_day",
    "gss_code",
    "region",
    "seats",
    "party_abbreviation",
    "party_ec_id",
    "description",
    "sitting",
    *(f"rejected_{head}" for head in RejectedHead.values),
)
Cell = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def results_rows(contests: Iterable[Contest]) -> Iterator[tuple[Cell, ...]]:
    """The header, then a row a candidacy; None is not known, and never 0.

    `share` and `change` are in hundredths to one decimal, `ballots` are papers verified,
    `elected` is true or false once somebody is. `results.importing` reads the same columns.
    """
    yield HEADER
    for contest in contests:
        card = contest_card(contest)
        turnout = card["turnout"] or {}
        candidacies = {each.slug: each for each in contest.candidacies.all()}
        heads = {each["head"]: each["papers"] for each in card["rejected_heads"]}
        verified = turnout.get("definition") == "ballots_verified"
        for each in card["candidacies"]:
            candidacy = candidacies[each["slug"]]
            row = (
                card["election"],
                card["name"],
                contest.ballot_paper_id,
                each["name"],
                each["party"]["name"],
                each["votes"],
                each["share"],
                each["change"],
                None if each["elected"] is None else str(each["elected"]).lower(),
                card["majority"],
                card["electorate"],
                turnout["ballots"] if verified else None,
                card["rejected"],
                card["stage"],
                card["version"] or None,
                card["declared_at"],
                contest.election.polling_day.isoformat(),
                contest.gss_code or None,
                contest.region or None,
                contest.seats,
                candidacy.party.abbreviation,
                candidacy.party.ec_id or None,
                candidacy.description or None,
                str(candidacy.sitting).lower(),
                *(heads.get(head) for head in RejectedHead.values),
            )
            yield tuple(_inert(cell) for cell in row)


def _inert(cell: Cell) -> Cell:
    """A name that a spreadsheet would take for a formula is given as the text that it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell

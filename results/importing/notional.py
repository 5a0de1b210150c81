"""Notional results: last time's votes worked out on this time's boundaries, to compare with."""

from results.importing.format import Format
from results.importing.reading import Cells, Columns
from results.importing.rows import ContestFacts, Line, LineRefused, PartyLabel

COLUMNS: Columns = {
    "gss_code": ("ons_id",),
    "contest": ("constituency", "constituency_name"),
    "party": ("party_name",),
    "abbreviation": ("party_abbrev", "party_abbreviation"),
    "source_code": ("source_party_code",),
    "votes": ("votes",),
    "valid_votes": ("total_votes",),
    "electorate": ("electorate",),
}
# Sums that Rallings and Thrasher's sheet has in the place of a party.
SUMS = {"TOTOTHV", "MAXOTHV"}


def _party(cells: Cells) -> Line:
    if cells.text("source_code") in SUMS:
        raise LineRefused(f"{cells.text('source_code')} is a sum of parties, not a party.")
    contest = ContestFacts(
        name=cells.text("contest"),
        gss_code=cells.text("gss_code"),
        seats=1,
        electorate=cells.whole("electorate"),
        valid_votes=cells.whole("valid_votes"),
    )
    party = PartyLabel(cells.text("party"), cells.text("abbreviation"))
    votes = cells.whole("votes")
    return Line(contest, party_votes=[(party, votes)] if votes else [])


FORMATS = (
    Format(
        "notional results",
        COLUMNS,
        ("contest", "party", "abbreviation", "votes", "valid_votes", "electorate"),
        _party,
        absent=("surname", "firstname", "first_name", "candidate"),
        is_notional=True,
    ),
)

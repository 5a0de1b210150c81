"""The House of Commons Library's files: one row a candidate, or one row a constituency."""

from datetime import date

from results.importing.format import Format
from results.importing.parties import joint_label
from results.importing.reading import Cells, Columns, day_in_id
from results.importing.rows import (
    CandidateFacts,
    ContestFacts,
    Line,
    LineRefused,
    PartyLabel,
)

_PLACE: Columns = {
    "gss_code": ("ons_id", "ons_id2"),
    "contest": ("constituency_name", "constituency"),
    "region": ("region_name", "region"),
    "ballot_paper_id": ("ballot_paper_id",),
    "election_id": ("election_id",),
    "polling_day": ("election_date", "by_election_date"),
}
CANDIDATES: Columns = {
    **_PLACE,
    "party": ("party_name",),
    "abbreviation": ("party_abbreviation", "party_abbrev"),
    "ec_id": ("ec_party_id", "electoral_commission_party_id"),
    "first_name": ("firstname", "first_name", "candidate_first_name"),
    "surname": ("surname", "candidate_surname"),
    "sitting": ("sitting_mp",),
    "elected": ("elected",),
    "votes": ("votes",),
    "share": ("share",),
}
CONSTITUENCIES: Columns = {
    **_PLACE,
    "declared_at": ("declaration_time", "declared_at"),
    "electorate": ("electorate",),
    "valid_votes": ("valid_votes",),
    "rejected": ("invalid_votes",),
    "majority": ("majority",),
    "winner": ("first_party",),
    "other": ("other", "all_other_candidates"),
    "other_winner": ("other_winner", "of_which_other_winner"),
}
# Nought in a party's column means that it did not stand, as often as that it had no vote.
PARTY_COLUMNS = {
    "con": "Con",
    "lab": "Lab",
    "ld": "LD",
    "ukip": "UKIP",
    "brx": "BRX",
    "brexit": "BRX",
    "ruk": "RUK",
    "green": "Green",
    "snp": "SNP",
    "pc": "PC",
    "dup": "DUP",
    "sf": "SF",
    "sdlp": "SDLP",
    "uup": "UUP",
    "apni": "APNI",
    "alliance": "APNI",
}


def _candidate(cells: Cells) -> Line:
    first, surname = cells.text("first_name"), cells.text("surname")
    name = f"{first} {surname}".strip()
    if not name:
        raise LineRefused("names no candidate.")
    party = PartyLabel(cells.text("party"), cells.text("abbreviation"), cells.text("ec_id"))
    candidate = CandidateFacts(
        name=name,
        surname=surname,
        party=party,
        description=joint_label(party.abbreviation) or party.name,
        votes=cells.whole("votes"),
        share=cells.share("share"),
        elected=cells.flag("elected"),
        sitting=cells.flag("sitting"),
    )
    return Line(_place(cells), candidate=candidate, polling_day=_polling_day(cells))


def _constituency(cells: Cells) -> Line:
    contest = _place(cells)
    contest.electorate = cells.whole("electorate")
    contest.valid_votes = cells.whole("valid_votes")
    contest.rejected = cells.whole("rejected")
    contest.declared_at = cells.moment("declared_at")
    votes = [
        (PartyLabel("", abbreviation), number)
        for column, abbreviation in PARTY_COLUMNS.items()
        if (number := cells.whole(column))
    ]
    winner = PartyLabel("", cells.text("winner")) if cells.text("winner") else None
    other, of_winner = cells.whole("other") or 0, cells.whole("other_winner") or 0
    if of_winner and winner:
        votes.append((winner, of_winner))
    if other > of_winner:
        votes.append((PartyLabel("Others"), other - of_winner))
    return Line(contest, party_votes=votes, winner=winner, polling_day=_polling_day(cells))


def _place(cells: Cells) -> ContestFacts:
    return ContestFacts(
        name=cells.text("contest"),
        gss_code=cells.text("gss_code"),
        ballot_paper_id=cells.text("ballot_paper_id"),
        region=cells.text("region"),
        seats=1,
    )


def _polling_day(cells: Cells) -> date | None:
    return cells.day("polling_day") or day_in_id(cells.text("election_id"))


FORMATS = (
    Format(
        "House of Commons Library, candidates",
        CANDIDATES,
        ("gss_code", "contest", "abbreviation", "surname", "first_name", "votes"),
        _candidate,
    ),
    Format(
        "House of Commons Library, constituencies",
        CONSTITUENCIES,
        ("gss_code", "contest", "electorate", "valid_votes", "rejected", "winner", "other"),
        _constituency,
    ),
)

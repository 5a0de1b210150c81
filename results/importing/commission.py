"""The Electoral Commission's sheets: 2017's as published, 2005's as a table made of its pages."""

from results.importing.format import Format
from results.importing.reading import Cells, Columns, day_in_id
from results.importing.rows import (
    CandidateFacts,
    ContestFacts,
    Line,
    LineRefused,
    PartyLabel,
)

RESULTS: Columns = {
    "gss_code": ("ons_code",),
    "pa_number": ("pano",),
    "contest": ("constituency",),
    "surname": ("surname",),
    "first_name": ("first_name",),
    "description": ("party",),
    # The Commission's own spelling, and the one it may be mended to.
    "party": ("party_identifer", "party_identifier"),
    "votes": ("valid_votes",),
}
ADMINISTRATION: Columns = {
    "gss_code": ("ons_code",),
    "pa_number": ("press_association_number", "pano"),
    "contest": ("constituency",),
    "electorate": ("electorate",),
    "valid_votes": ("total_number_of_valid_votes_counted",),
    "ballots": ("total_number_of_ballots_at_count",),
    "rejected": ("total_number_of_ballot_papers_rejected_at_the_count",),
}

OF_2005: Columns = {
    "contest": ("constituency",),
    "number": ("pa_number_2005",),
    "election_id": ("election_id",),
    "candidate": ("candidate",),
    "party": ("party_abbrev_ec",),
    "votes": ("votes",),
    "electorate": ("electorate",),
    "valid_votes": ("valid_votes",),
}


def _candidate(cells: Cells) -> Line:
    surname = _cased(cells.text("surname"))
    name = f"{cells.text('first_name')} {surname}".strip()
    if not name:
        raise LineRefused("names no candidate.")
    description = cells.text("description")
    candidate = CandidateFacts(
        name=name,
        surname=surname,
        party=PartyLabel(cells.text("party") or description),
        description=description,
        votes=cells.whole("votes"),
    )
    return Line(_place(cells), candidate=candidate)


def _administration(cells: Cells) -> Line:
    contest = _place(cells)
    contest.electorate = cells.whole("electorate")
    contest.valid_votes = cells.whole("valid_votes")
    contest.ballots = cells.whole("ballots")
    contest.rejected = cells.whole("rejected")
    return Line(contest)


def _candidate_of_2005(cells: Cells) -> Line:
    """Names are “Francis, D.H.”: surname, initials and at times a title."""
    surname, _, initials = (each.strip() for each in cells.text("candidate").partition(","))
    if not surname:
        raise LineRefused("names no candidate.")
    candidate = CandidateFacts(
        name=f"{initials} {surname}".strip(),
        surname=surname,
        party=PartyLabel("", cells.text("party")),
        votes=cells.whole("votes"),
    )
    day = day_in_id(cells.text("election_id"))
    return Line(_place(cells), candidate=candidate, polling_day=day)


def _constituency_of_2005(cells: Cells) -> Line:
    contest = _place(cells)
    contest.electorate = cells.whole("electorate")
    contest.valid_votes = cells.whole("valid_votes")
    return Line(contest, polling_day=day_in_id(cells.text("election_id")))


def _place(cells: Cells) -> ContestFacts:
    return ContestFacts(
        name=cells.text("contest"),
        gss_code=cells.text("gss_code"),
        pa_number=cells.whole("pa_number"),
        seats=1,
    )


def _cased(surname: str) -> str:
    """The sheet shouts its surnames: “O'NEILL-JONES” is “O'Neill-Jones”; what is mixed stays."""
    return surname.title() if surname.isupper() else surname


FORMATS = (
    Format(
        "Electoral Commission, results",
        RESULTS,
        ("gss_code", "contest", "surname", "first_name", "party", "description", "votes"),
        _candidate,
    ),
    Format(
        "Electoral Commission, administrative data",
        ADMINISTRATION,
        ("gss_code", "contest", "electorate", "valid_votes", "ballots", "rejected"),
        _administration,
    ),
    Format(
        "Electoral Commission, candidates of 2005",
        OF_2005,
        ("number", "contest", "candidate", "party", "votes"),
        _candidate_of_2005,
    ),
    Format(
        "Electoral Commission, constituencies of 2005",
        OF_2005,
        ("number", "contest", "electorate", "valid_votes"),
        _constituency_of_2005,
    ),
)

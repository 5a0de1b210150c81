"""The House of Commons Library's one long file of every constituency at every general election.

A row has the votes of a few parties and of all the rest together. Only rows with a GSS code can be
attached to a contest: those of older boundaries have numbers of the Library's own.
"""

import re
from datetime import date

from results import generals
from results.importing.format import Format
from results.importing.reading import Cells, Columns
from results.importing.rows import ContestFacts, Line, LineRefused, PartyLabel

COLUMNS: Columns = {
    "code": ("constituency_id",),
    "seats": ("seats",),
    "contest": ("constituency", "constituency_name"),
    "region": ("country_region",),
    "electorate": ("electorate",),
    "valid_votes": ("total_votes",),
    "election": ("election",),
    "boundary_set": ("boundary_set",),
}
# Liberals became Liberal Democrats in March 1988.
_LIBERAL_DEMOCRATS_SINCE = 1988


def _constituency(cells: Cells) -> Line:
    day = _day(cells.text("election"))
    if cells.whole("seats") != 1:
        raise LineRefused(f"{cells.text('contest')} had more than one member.")
    code = cells.text("code")
    contest = ContestFacts(
        name=cells.text("contest"),
        gss_code=code if re.fullmatch(r"[ENSW]\d{8}", code) else "",
        region=cells.text("region"),
        seats=1,
        electorate=cells.whole("electorate"),
        valid_votes=cells.whole("valid_votes"),
    )
    others = cells.whole("oth_votes") or 0
    named = [
        (label, votes)
        for column, label in _labels(contest, day).items()
        if (votes := cells.whole(column))
    ]
    rest = [(PartyLabel("Others"), others)] if others else []
    return Line(
        contest, party_votes=[*named, *rest], winner=_winner(named, others), polling_day=day
    )


def _day(election: str) -> date:
    day = generals.polling_day_of(int(election)) if election.isdecimal() else None
    if day is None:
        raise LineRefused(f"“{election}” is not one general election of a year.")
    return day


def _labels(contest: ContestFacts, day: date) -> dict[str, PartyLabel]:
    liberal = (
        PartyLabel("Liberal Democrats", "LD")
        if day.year >= _LIBERAL_DEMOCRATS_SINCE
        else PartyLabel("Liberal", "Lib")
    )
    labels = {
        "con_votes": PartyLabel("", "Con"),
        "lab_votes": PartyLabel("", "Lab"),
        "lib_votes": liberal,
    }
    # One column for the nationalists of two nations.
    nationalists = {"S": "SNP", "W": "PC"}.get(contest.gss_code[:1])
    return labels | ({"natsw_votes": PartyLabel("", nationalists)} if nationalists else {})


def _winner(named: list[tuple[PartyLabel, int]], others: int) -> PartyLabel | None:
    """The first of those named, unless somebody among the others may have won."""
    label, votes = max(named, key=lambda each: each[1], default=(None, 0))
    return label if votes > others else None


FORMATS = (
    Format(
        "House of Commons Library, general elections since 1918",
        COLUMNS,
        ("code", "seats", "contest", "electorate", "valid_votes", "election", "boundary_set"),
        _constituency,
    ),
)

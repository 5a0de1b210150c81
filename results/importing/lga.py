"""The Local Government Association's election-results schema, as councils publish their wards."""

from results.importing.format import Format
from results.importing.parties import joint_label
from results.importing.reading import Cells, Columns, code_at_the_end
from results.importing.rows import (
    CandidateFacts,
    ContestFacts,
    Line,
    LineRefused,
    PartyLabel,
)

REJECTED = (
    "ballotsrejectedofficialmark",
    "ballotsrejectedmultiplevote",
    "ballotsrejectedidentification",
    "ballotsrejectedinpart",
    "ballotsrejectedunmarked",
)
COLUMNS: Columns = {
    "polling_day": ("electiondate",),
    "area": ("electoralareauri",),
    "contest": ("electoralarealabel",),
    "body": ("electedbodylabel",),
    "surname": ("candidatesurname",),
    "forenames": ("candidateforenames",),
    "used_surname": ("commonlyusedsurname",),
    "used_forenames": ("commonlyusedforenames",),
    "party_uri": ("politicalpartyuri",),
    "party": ("politicalpartylabel",),
    "description": ("candidatesdescription",),
    "votes": ("voteswon",),
    "elected": ("elected",),
    "electorate": ("eligibleelectorate",),
}


def _candidate(cells: Cells) -> Line:
    surname = cells.text("used_surname") or cells.text("surname")
    if surname.isupper():
        surname = surname.title()
    name = f"{cells.text('used_forenames') or cells.text('forenames')} {surname}".strip()
    if not name:
        raise LineRefused("names no candidate.")
    heads = [cells.whole(each) for each in REJECTED]
    contest = ContestFacts(
        name=cells.text("contest"),
        gss_code=code_at_the_end(cells.text("area")),
        region=cells.text("body"),
        electorate=cells.whole("electorate"),
        # VotesCast is papers in some councils' files and votes in others': neither is taken.
        rejected=None if None in heads else sum(each or 0 for each in heads),
    )
    candidate = CandidateFacts(
        name=name,
        surname=surname,
        party=PartyLabel(cells.text("party"), ec_id=cells.text("party_uri").rpartition("/")[2]),
        description=cells.text("description") or joint_label(cells.text("party")),
        votes=cells.whole("votes"),
        elected=cells.flag("elected"),
    )
    return Line(contest, candidate=candidate, polling_day=cells.day("polling_day"))


FORMATS = (
    Format(
        "Local Government Association, election results",
        COLUMNS,
        ("polling_day", "contest", "surname", "forenames", "party", "votes", "elected"),
        _candidate,
    ),
)

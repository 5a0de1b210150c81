"""Our own tidy CSV, one row a candidacy, as `export_results` writes it (docs/data.md)."""

from results.importing.format import Format
from results.importing.reading import Cells, Columns, day_in_id
from results.importing.rows import (
    CandidateFacts,
    ContestFacts,
    Line,
    LineRefused,
    PartyLabel,
)
from results.models import RejectedHead

COLUMNS: Columns = {
    "contest": ("contest", "ward"),
    "candidate": ("candidate",),
    "party": ("party", "party_as_published"),
    "votes": ("votes",),
    "polling_day": ("polling_day",),
    "election_id": ("election_id",),
}


def _candidacy(cells: Cells) -> Line:
    name = cells.text("candidate")
    if not name:
        raise LineRefused("names no candidate.")
    contest = ContestFacts(
        name=cells.text("contest"),
        gss_code=cells.text("gss_code"),
        ballot_paper_id=cells.text("ballot_paper_id"),
        region=cells.text("region"),
        seats=cells.whole("seats"),
        electorate=cells.whole("electorate"),
        ballots=cells.whole("ballots"),
        rejected=cells.whole("rejected"),
        rejected_heads=_heads(cells),
        declared_at=cells.moment("declared_at"),
    )
    candidate = CandidateFacts(
        name=name,
        surname=name.split()[-1],
        party=PartyLabel(
            cells.text("party"), cells.text("party_abbreviation"), cells.text("party_ec_id")
        ),
        description=cells.text("description"),
        # Provisional figures, known to the agents, elect nobody and are not imported as declared.
        votes=None if cells.text("stage") == "provisional" else cells.whole("votes"),
        share=cells.share("share"),
        elected=cells.flag("elected"),
        sitting=cells.flag("sitting"),
    )
    day = cells.day("polling_day") or day_in_id(cells.text("election_id"))
    return Line(contest, candidate=candidate, polling_day=day)


def _heads(cells: Cells) -> dict[str, int] | None:
    heads = {head: cells.whole(f"rejected_{head}") for head in RejectedHead.values}
    return {head: papers for head, papers in heads.items() if papers is not None} or None


FORMATS = (Format("tidy results", COLUMNS, ("contest", "candidate", "party", "votes"), _candidacy),)

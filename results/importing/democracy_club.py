"""Democracy Club's exports: the candidates (older and newer headers) and results JSON v0.9."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from results.importing.format import Format
from results.importing.parties import joint_label
from results.importing.reading import Cells, Columns, code_at_the_end, day_in_id
from results.importing.rows import (
    CandidateFacts,
    ContestFacts,
    Line,
    LineRefused,
    PartyLabel,
    Problem,
    Report,
)

RESULTS_NAME = "Democracy Club, result sets (JSON)"

CANDIDATES: Columns = {
    "person": ("person_id", "id"),
    "name": ("person_name", "name"),
    "election_id": ("election_id", "election"),
    "polling_day": ("election_date",),
    "ballot_paper_id": ("ballot_paper_id",),
    "party": ("party_name",),
    "ec_id": ("party_ec_id", "party_id"),
    "post": ("gss", "post_id"),
    "contest": ("post_label",),
    "seats": ("seats_contested",),
    "cancelled": ("cancelled_poll",),
    "elected": ("elected",),
    "votes": ("votes_cast",),
    "electorate": ("total_electorate",),
    "ballots": ("turnout_reported",),
    "rejected": ("spoilt_ballots",),
}


def _candidate(cells: Cells) -> Line:
    name = cells.text("name")
    if not name:
        raise LineRefused("names no candidate.")
    # A poll is cancelled also when a candidate has died; only who is elected was unopposed.
    if cells.flag("cancelled") and not cells.flag("elected"):
        raise LineRefused(f"the poll in {cells.text('contest')} was cancelled.")
    parliamentary = cells.text("election_id").startswith("parl.")
    contest = ContestFacts(
        name=cells.text("contest"),
        gss_code=code_at_the_end(cells.text("post")),
        ballot_paper_id=cells.text("ballot_paper_id"),
        seats=cells.whole("seats") or (1 if parliamentary else None),
        electorate=cells.whole("electorate"),
        ballots=cells.whole("ballots"),
        rejected=cells.whole("rejected"),
    )
    candidate = CandidateFacts(
        name=name,
        surname=name.split()[-1],
        party=PartyLabel(cells.text("party"), ec_id=cells.text("ec_id")),
        description=joint_label(cells.text("party"), cells.text("ec_id")),
        votes=cells.whole("votes"),
        elected=cells.flag("elected"),
    )
    day = cells.day("polling_day") or day_in_id(cells.text("election_id"))
    return Line(contest, candidate=candidate, polling_day=day)


def result_lines(ballots: list[Any], *, file: str, report: Report) -> Iterator[tuple[int, Line]]:
    """A line a candidate; the number of a line is that of its ballot in the file, from 1."""
    for number, ballot in enumerate(ballots, start=1):
        try:
            lines = _ballot(ballot, report, Problem(file, number, ""))
        except (KeyError, TypeError, AttributeError, IndexError) as refusal:
            why = f"ballot is not as expected ({type(refusal).__name__}: {refusal})."
            report.problems.append(Problem(file, number, why))
            continue
        for line in lines:
            yield number, line


def _ballot(ballot: dict[str, Any], report: Report, where: Problem) -> list[Line]:
    results = ballot["candidate_results"]
    post = results[0]["membership"]["post"]
    winners = sum(each["is_winner"] is True for each in results)
    votes = sum(each["num_ballots"] or 0 for each in results)
    papers = ballot.get("num_turnout_reported")
    if papers is not None and papers <= 100 < votes:
        why = f"{post['label']}: {papers} papers is a percentage, so the papers are not known."
        report.doubts.append(Problem(where.file, where.line, why))
        papers = None
    contest = ContestFacts(
        name=post["label"],
        gss_code=code_at_the_end(post["id"]),
        ballot_paper_id=ballot["ballot_paper_id"],
        seats=winners or None,
        electorate=ballot.get("total_electorate"),
        ballots=papers,
        rejected=ballot.get("num_spoilt_ballots"),
    )
    day = day_in_id(ballot["ballot_paper_id"])
    lines = []
    for each in results:
        person, party = each["membership"]["person"], each["membership"]["on_behalf_of"]
        candidate = CandidateFacts(
            name=person["name"],
            surname=person["name"].split()[-1],
            party=PartyLabel(party["name"], ec_id=party["id"]),
            description=joint_label(party["name"], party["id"]),
            votes=each["num_ballots"],
            elected=each["is_winner"],
        )
        lines.append(Line(contest, candidate=candidate, polling_day=day))
    return lines


FORMATS = (
    Format(
        "Democracy Club, candidates",
        CANDIDATES,
        ("person", "name", "election_id", "ec_id", "party", "contest"),
        _candidate,
    ),
)

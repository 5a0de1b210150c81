"""PA Media's dispatches, as XML or as the JSON made of it: “@” keys, all strings, “+3” changes.

Every dispatch is a whole replacement of the one before. The shapes are those of PA's public pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from results.agencies.bulletin import Bulletin, DispatchRefused, Node, PartyTally
from results.importing.parties import joint_label
from results.importing.reading import Cells
from results.importing.rows import CandidateFacts, ContestFacts, PartyLabel
from results.models import Dispatch

KINDS = {
    "FirstPastThePostNominations": Dispatch.Kind.NOMINATIONS,
    "FirstPastThePostRush": Dispatch.Kind.RUSH,
    "FirstPastThePostResult": Dispatch.Kind.RESULT,
    "Recount": Dispatch.Kind.RECOUNT,
    "FirstPastThePostStateOfParties": Dispatch.Kind.PARTIES,
}


def read(document: dict[str, Any], *, file: str) -> Iterator[Bulletin]:
    """One bulletin a constituency, or one of the parties. Raises DispatchRefused."""
    roots = [each for each in document if each in KINDS]
    if not roots:
        seen = ", ".join(str(each)[:40] for each in document) or "nothing"
        raise DispatchRefused(
            f"is no dispatch that is known. It holds {seen}; known are {', '.join(KINDS)}."
        )
    for root in roots:
        for whole in Node(document, "").nodes(root):
            kind = KINDS[root]
            if kind == Dispatch.Kind.PARTIES:
                yield _parties(whole, root, file)
            else:
                yield from _constituencies(whole, root, kind, file)


def _constituencies(whole: Node, root: str, kind: Dispatch.Kind, file: str) -> Iterator[Bulletin]:
    election = whole.node("Election")
    found = list(election.nodes("Constituency"))
    if not found:
        raise DispatchRefused(f"{root} names no Constituency.")
    revision = whole.whole("@revision") or 1
    for seat in found:
        name, number = seat.text("@name"), seat.whole("@number")
        if not name and number is None:
            raise DispatchRefused(f"{root}: a Constituency has neither number nor name.")
        yield Bulletin(
            agency=Dispatch.Agency.PA,
            kind=kind,
            # Of a file with several seats each keeps its own.
            body={root: {**whole.keys, "Election": {**election.keys, "Constituency": seat.keys}}},
            said=f"PA revision {revision}",
            revision=revision,
            subject=f"{number} {name}".strip() if number else name,
            contest=ContestFacts(
                name=name,
                pa_number=number,
                seats=1,
                electorate=seat.whole("@electorate"),
                valid_votes=seat.whole("@turnout"),
            ),
            candidates=tuple(_candidate(each) for each in seat.nodes("Candidate")),
            at=whole.moment("@declarationTime"),
            polling_day=Cells({}, {"day": election.text("@date")}).day("day"),
            is_test=_is_test(whole, election, file),
            verdict=_verdict(seat),
            majority=seat.whole("@majority"),
        )


def _candidate(node: Node) -> CandidateFacts:
    party, surname = node.node("Party"), node.text("@surname")
    name = f"{node.text('@firstName')} {surname}".strip()
    if not name:
        raise DispatchRefused("a Candidate has no name.")
    label = PartyLabel(party.text("@name"), party.text("@abbreviation"))
    return CandidateFacts(
        name=name,
        surname=surname,
        party=label,
        description=joint_label(label.abbreviation) or joint_label(label.name),
        votes=party.whole("@votes"),
        elected=node.flag("@elected"),
        sitting=node.flag("@previousSittingMember"),
    )


def _verdict(seat: Node) -> str:
    """“Lab gain from Con”; blank where the dispatch does not say."""
    won = seat.text("@winningParty") or seat.text("@winningPartyAbbreviation")
    was = seat.text("@sittingParty") or seat.text("@sittingPartyAbbreviation")
    said = seat.text("@gainOrHold").casefold()
    if "gain" in said and won:
        return f"{won} gain{f' from {was}' if was else ''}"
    return f"{won} hold" if won and ("hold" in said or "no change" in said) else won


def _parties(whole: Node, root: str, file: str) -> Bulletin:
    listed = list(whole.node("Parties").nodes("Party"))
    revision = whole.whole("@revision") or int((re.search(r"_(\d+)\.\w+\Z", file) or [0, 0])[1])
    return Bulletin(
        agency=Dispatch.Agency.PA,
        kind=Dispatch.Kind.PARTIES,
        body={root: dict(whole.keys)},
        said=f"PA state of the parties {revision}",
        revision=revision,
        is_test=_is_test(whole, whole.node("Election"), file),
        tallies=tuple(
            PartyTally(
                each.text("@name"),
                each.text("@abbreviation"),
                each.whole("@totalSeats"),
                each.whole("@gains"),
                each.whole("@losses"),
                each.whole("@totalVotes"),
            )
            for each in listed
        ),
        declared=whole.whole("@numberOfResults"),
        total_votes=whole.whole("@totalVotes"),
    )


def _is_test(whole: Node, election: Node, file: str) -> bool:
    named = (file, election.text("@name"))
    return any(each.casefold().startswith("test") for each in named) or whole.flag("@test")

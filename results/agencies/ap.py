"""AP's elections JSON: races of reporting units of candidates; votes and call are separate facts.

In the United Kingdom it comes from international agencies, of which each race is one contest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from results.agencies.bulletin import Bulletin, DispatchRefused, Node
from results.importing.parties import joint_label
from results.importing.reading import Cells, code_at_the_end
from results.importing.rows import CandidateFacts, ContestFacts, PartyLabel
from results.models import Dispatch

RACES = "races"
# The unit that has the votes of all the others together.
_WHOLE = {"", "national", "state", "seat", "district", "constituency"}


def read(document: dict[str, Any], *, file: str) -> Iterator[Bulletin]:
    """One bulletin a race. Raises DispatchRefused."""
    top = Node(document, "")
    for race in top.nodes(RACES):
        unit = _whole_race(race)
        key, name = race.text("raceID"), race.text("seatName") or race.text("officeName")
        if not key and not name:
            raise DispatchRefused("a race has neither raceID nor seatName.")
        at = unit.moment("lastUpdated") or race.moment("lastUpdated") or top.moment("timestamp")
        if at is None:
            raise DispatchRefused(f"race {key or name} does not say when it was lastUpdated.")
        candidates = tuple(_candidate(each) for each in unit.nodes("candidates"))
        called = any(each.elected for each in candidates)
        yield Bulletin(
            agency=Dispatch.Agency.AP,
            kind=Dispatch.Kind.RESULT,
            body={**_without_races(document), RACES: [dict(race.keys)]},
            said=f"AP of {_printed(at)}",
            revision=int(at.timestamp()),
            subject=f"{key} {name}".strip(),
            contest=ContestFacts(
                name=name,
                gss_code=code_at_the_end(key),
                ballot_paper_id=key if "." in key else "",
            ),
            candidates=candidates,
            at=at,
            polling_day=Cells({}, {"day": _election_date(race, top)}).day("day"),
            is_test=top.flag("test") or race.flag("test") or file.casefold().startswith("test"),
            # A call comes before the count is whole, and votes that are not whole declare nobody.
            is_called=called and not _is_unfinished(race, unit),
            is_unopposed=race.flag("uncontested"),
            verdict=", ".join(f"{each.name} called" for each in candidates if each.elected),
        )


def _whole_race(race: Node) -> Node:
    units = list(race.nodes("reportingUnits"))
    whole = [each for each in units if each.text("level").casefold() in _WHOLE]
    if len(whole) != 1:
        name = race.text("raceID") or race.text("seatName")
        raise DispatchRefused(f"race {name} has {len(whole)} units for the whole of it, not one.")
    return whole[0]


def _candidate(node: Node) -> CandidateFacts:
    last = node.text("last")
    name = f"{node.text('first')} {last}".strip()
    if not name:
        raise DispatchRefused("a candidate has no name.")
    party = node.text("party")
    return CandidateFacts(
        name=name,
        surname=last,
        party=PartyLabel("", party),
        description=joint_label(party),
        votes=node.whole("voteCount"),
        # “R” is a place in a run-off, which elects nobody.
        elected=node.text("winner").casefold() == "x",
    )


def _is_unfinished(race: Node, unit: Node) -> bool:
    """Whether it says itself that there is more to count."""
    counted = unit.text("precinctsReportingPct") or unit.text("eevp") or race.text("eevp")
    try:
        return bool(counted) and float(counted) < 100
    except ValueError as refusal:
        raise DispatchRefused(f"“{counted[:20]}” is not a percentage of a count.") from refusal


def _election_date(race: Node, top: Node) -> str:
    return (race.text("electionDate") or top.text("electionDate"))[:10]


def _without_races(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != RACES}


def _printed(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")

"""Dispatches of a made-up night in the shapes of PA's XML and JSON and of AP's JSON."""

from __future__ import annotations

import json
from typing import Any

VOTES = {"Ada Quill": 2_800, "Ben Marsh": 2_600, "Cleo Finch": 300, "Dov Reed": 300}
PARTIES = {
    "Ada Quill": ("Harbour", "Har"),
    "Ben Marsh": ("Orchard", "Orc"),
    "Cleo Finch": ("Lantern", "Lan"),
    "Dov Reed": ("Independent", "Ind"),
}


def pa_result(revision: int = 1, *, seat: str = "", votes: dict[str, int] | None = None) -> str:
    """Northquay's result; `seat` are more attributes of the Constituency."""
    counts = VOTES | (votes or {})
    ranked = sorted(counts, key=lambda name: -counts[name])
    total = sum(counts.values())
    candidates = "".join(
        _candidate(name, counts[name], elected=name == ranked[0]) for name in counts
    )
    majority = counts[ranked[0]] - counts[ranked[1]]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><FirstPastThePostResult revision="{revision}" '
        'declarationTime="2024-05-03T01:10:00"><Election name="Quayshire" date="2024-05-02">'
        f'<Constituency number="12" name="Northquay" turnout="{total}" majority="{majority}" '
        f'gainOrHold="hold" winningParty="Har" {seat}>{candidates}</Constituency></Election>'
        "</FirstPastThePostResult>"
    )


def pa_rush(revision: int = 1) -> str:
    return (
        f'<FirstPastThePostRush revision="{revision}"><Election date="2024-05-02">'
        '<Constituency number="12" name="Northquay" gainOrHold="gain" '
        'winningPartyAbbreviation="Orc" sittingPartyAbbreviation="Har"/>'
        "</Election></FirstPastThePostRush>"
    )


def pa_nominations(revision: int = 1, *, names: tuple[str, ...] = tuple(VOTES)) -> str:
    candidates = "".join(_candidate(name, None) for name in names)
    return (
        f'<FirstPastThePostNominations revision="{revision}"><Election date="2024-05-02">'
        '<Constituency number="12" name="Northquay" electorate="10050">'
        f"{candidates}</Constituency></Election></FirstPastThePostNominations>"
    )


def pa_recount() -> str:
    return (
        '<Recount revision="1"><Election date="2024-05-02">'
        '<Constituency number="12" name="Northquay"/></Election></Recount>'
    )


def pa_json(**changes: Any) -> dict[str, Any]:
    """The JSON twin of the result: all strings, and Dov Reed alone stands for nobody else."""
    seat = {
        "@number": "12",
        "@name": "Northquay",
        "@majority": "200",
        "Candidate": [
            {
                "@firstName": name.split()[0],
                "@surname": name.split()[1],
                **({"@elected": "*"} if name == "Ada Quill" else {}),
                "Party": {
                    "@name": PARTIES[name][0],
                    "@abbreviation": PARTIES[name][1],
                    "@votes": f"{votes:,}",
                    "@percentageShareChange": "+3.00",
                },
            }
            for name, votes in VOTES.items()
        ],
        **changes,
    }
    return {
        "FirstPastThePostResult": {
            "@revision": "1",
            "@declarationTime": "2024-05-03T01:10:00",
            "Election": {"@date": "2024-05-02", "Constituency": seat},
        }
    }


def pa_parties(*, harbour: int, votes: int) -> str:
    return (
        f'<FirstPastThePostStateOfParties revision="4" numberOfResults="1" totalVotes="{votes}">'
        f'<Parties><Party abbreviation="Har" name="Harbour" totalSeats="{harbour}" gains="0" '
        'losses="0"/></Parties></FirstPastThePostStateOfParties>'
    )


def ap_race(
    *,
    at: str = "2024-05-03T00:40:00Z",
    winner: str = "",
    votes: dict[str, int] | None = None,
    **race: Any,
) -> str:
    counts = VOTES | (votes or {})
    candidates = [
        {
            "first": name.split()[0],
            "last": name.split()[1],
            "party": PARTIES[name][1],
            "voteCount": votes,
            **({"winner": "X"} if name == winner else {}),
        }
        for name, votes in counts.items()
    ]
    unit = {"level": "national", "lastUpdated": at, "candidates": candidates}
    return json.dumps(
        {
            "electionDate": "2024-05-02",
            "races": [
                {
                    "raceID": "parl.northquay.2024-05-02",
                    "seatName": "Northquay",
                    "reportingUnits": [unit, {"level": "FIPSCode", "lastUpdated": at}],
                    **race,
                }
            ],
        }
    )


def _candidate(name: str, votes: int | None, *, elected: bool = False) -> str:
    first, last = name.split()
    party, short = PARTIES.get(name, ("Orchard", "Orc"))
    counted = "" if votes is None else f' votes="{votes}" percentageShareChange="+3.0"'
    star = ' elected="*"' if elected else ""
    return (
        f'<Candidate firstName="{first}" surname="{last}"{star}>'
        f'<Party name="{party}" abbreviation="{short}"{counted}/></Candidate>'
    )

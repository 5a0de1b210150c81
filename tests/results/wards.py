"""A made-up council of two wards, three seats and two; people and parties are invented."""

from typing import Any

from tests.results.night import FIVE_SEATS


def _votes(*rows: tuple[str, str, int, int]) -> list[dict[str, Any]]:
    return [
        {"party": party, "label": name, "votes": votes, "seats": seats}
        for party, name, votes, seats in rows
    ]


def _baseline(*rows: tuple[str, str, int, int]) -> dict[str, Any]:
    return {
        "kind": "actual",
        "label": "2020",
        "year": 2020,
        "default": True,
        "votes": _votes(*rows),
    }


COUNCIL: dict[str, Any] = {
    "parties": FIVE_SEATS["parties"],
    "election": {
        "slug": "quay-council-2024",
        "name": "Quay Council 2024",
        "kind": "local",
        "polling_day": "2024-05-02",
        "polls_close_at": "2024-05-02T22:00:00+01:00",
        "seats": 5,
        "council_seats": 5,
    },
    "contests": [
        {
            "slug": "pier",
            "name": "Pier",
            "seats": 3,
            "electorate": 4_000,
            "candidacies": [
                {"name": "Amy Dock", "party": "harbour"},
                {"name": "Bea Dock", "party": "harbour"},
                {"name": "Cal Root", "party": "orchard"},
                {"name": "Dee Root", "party": "orchard"},
                {"name": "Ed Lone", "party": "independent"},
            ],
            "baselines": [
                _baseline(
                    ("harbour", "Amy Dock", 900, 1),
                    ("orchard", "Cal Root", 850, 1),
                    ("orchard", "Dee Root", 800, 1),
                    ("harbour", "Bea Dock", 700, 0),
                )
            ],
        },
        {
            "slug": "mill",
            "name": "Mill",
            "seats": 2,
            "candidacies": [
                {"name": "Fay Reed", "party": "harbour"},
                {"name": "Gil Lone", "party": "independent"},
            ],
            "baselines": [
                _baseline(("orchard", "Hal Pip", 500, 1), ("independent", "Gil Lone", 450, 1))
            ],
        },
    ],
}
PIER = {"amy-dock": 1_000, "bea-dock": 940, "cal-root": 960, "dee-root": 600, "ed-lone": 100}

"""Seats of 2010 and 2019 as they were declared: real figures, to hold our arithmetic against."""

from datetime import datetime
from typing import Any

PARTIES = [
    ("con", "Conservative", "the Conservatives", "Con"),
    ("lab", "Labour", "Labour", "Lab"),
    ("ld", "Liberal Democrat", "the Liberal Democrats", "LD"),
    ("bnp", "BNP", "the BNP", "BNP"),
    ("ukip", "UKIP", "UKIP", "UKIP"),
    ("green", "Green", "the Greens", "Green"),
    ("cpa", "CPA", "the CPA", "CPA"),
    ("igc", "Independent Group for Change", "the Independent Group for Change", "IGC"),
    ("brx", "Brexit", "the Brexit Party", "Brx"),
]


def party(slug: str, short_name: str, people: str, abbreviation: str) -> dict[str, Any]:
    return {
        "slug": slug,
        "name": short_name,
        "short_name": short_name,
        "people": people,
        "abbreviation": abbreviation,
    }


def at_2010(clock: str) -> datetime:
    return datetime.fromisoformat(f"2010-05-07T{clock}:00+01:00")


ILFORD_NORTH_2010_VOTES = {
    "lee-scott": 21_506,
    "sonia-klein": 16_102,
    "alex-berhanu": 5_966,
    "danny-warville": 1_545,
    "henri-van-der-stighelen": 871,
    "caroline-allen": 572,
    "robert-hampson": 456,
}

ILFORD_2010: dict[str, Any] = {
    "parties": [party(*each) for each in PARTIES],
    "election": {
        "slug": "2010",
        "name": "General election 2010",
        "polling_day": "2010-05-06",
        "polls_close_at": "2010-05-06T22:00:00+01:00",
        "seats": 650,
        "previous_label": "2005",
    },
    "contests": [
        {
            "slug": "ilford-north",
            "name": "Ilford North",
            "ballot_paper_id": "parl.ilford-north.2010-05-06",
            "electorate": 72_372,
            "candidacies": [
                {"name": "Lee Scott", "party": "con", "sitting": True},
                {"name": "Sonia Klein", "party": "lab"},
                {"name": "Alex Berhanu", "party": "ld"},
                {"name": "Danny Warville", "party": "bnp"},
                {"name": "Henri van der Stighelen", "party": "ukip"},
                {"name": "Caroline Allen", "party": "green"},
                {"name": "Robert Hampson", "party": "cpa"},
            ],
            "baselines": [
                {
                    "kind": "notional",
                    "label": "2005 (notional)",
                    "year": 2005,
                    "electorate": 68_570,
                    "valid_votes": 41_917,
                    "winner": "con",
                    "default": True,
                    "votes": [
                        {"party": "con", "votes": 18_349},
                        {"party": "lab", "votes": 16_614},
                        {"party": "ld", "votes": 5_778},
                        {"party": "ukip", "votes": 883},
                        {"label": "Others", "votes": 293},
                    ],
                },
                {
                    "kind": "actual",
                    "label": "2005",
                    "year": 2005,
                    "electorate": 70_721,
                    "valid_votes": 43_000,
                    "winner": "con",
                    "votes": [
                        {"party": "con", "votes": 18_781},
                        {"party": "lab", "votes": 17_128},
                        {"party": "ld", "votes": 5_896},
                        {"party": "ukip", "votes": 902},
                        {"label": "Others", "votes": 293},
                    ],
                },
            ],
        },
        {
            "slug": "ilford-south",
            "name": "Ilford South",
            "electorate": 86_220,
            "baselines": [
                {
                    "kind": "notional",
                    "label": "2005 (notional)",
                    "year": 2005,
                    "electorate": 79_646,
                    "valid_votes": 42_693,
                    "winner": "lab",
                    "default": True,
                    "votes": [
                        {"party": "lab", "votes": 20_856},
                        {"party": "con", "votes": 11_628},
                        {"party": "ld", "votes": 8_761},
                        {"party": "ukip", "votes": 685},
                    ],
                }
            ],
        },
    ],
}

# Elected for Labour in 2017, Mike Gapes left the party in 2019 and stood for another.
ILFORD_SOUTH_2019: dict[str, Any] = {
    "parties": [party(*each) for each in PARTIES],
    "election": {
        "slug": "2019",
        "name": "General election 2019",
        "polling_day": "2019-12-12",
        "polls_close_at": "2019-12-12T22:00:00+00:00",
        "seats": 650,
        "previous_label": "2017",
    },
    "contests": [
        {
            "slug": "ilford-south",
            "name": "Ilford South",
            "electorate": 84_972,
            "candidacies": [
                {"name": "Sam Tarry", "party": "lab"},
                {"name": "Ali Azeem", "party": "con"},
                {"name": "Mike Gapes", "party": "igc", "sitting": True},
                {"name": "Ashburn Holder", "party": "ld"},
                {"name": "Munish Sharma", "party": "brx"},
                {"name": "RoseMary Warrington", "party": "green"},
            ],
            "baselines": [
                {
                    "kind": "actual",
                    "label": "2017",
                    "year": 2017,
                    "electorate": 85_358,
                    "valid_votes": 57_657,
                    "winner": "lab",
                    "default": True,
                    "votes": [
                        {"party": "lab", "votes": 43_724},
                        {"party": "con", "votes": 12_077},
                        {"party": "ld", "votes": 772},
                        {"party": "green", "votes": 542},
                        {"party": "ukip", "votes": 477},
                    ],
                }
            ],
        }
    ],
}
ILFORD_SOUTH_2019_VOTES = {
    "sam-tarry": 35_085,
    "ali-azeem": 10_984,
    "mike-gapes": 3_891,
    "ashburn-holder": 1_795,
    "munish-sharma": 1_008,
    "rosemary-warrington": 714,
}

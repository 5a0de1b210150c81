"""A made-up night of five seats, whose majority line is three; people and parties are invented."""

from datetime import datetime
from typing import Any

from results.declarations import declare, report_turnout
from results.loading import outturns
from results.models import Declaration, Election

CLOSE = "2024-05-02T22:00:00+01:00"


def _party(slug: str, short_name: str, people: str, abbreviation: str, colour: str) -> dict:
    return {
        "slug": slug,
        "name": f"The {short_name} Party",
        "short_name": short_name,
        "people": people,
        "abbreviation": abbreviation,
        "colour": colour,
    }


def _votes(**votes: int) -> list[dict]:
    return [{"party": slug, "votes": number} for slug, number in votes.items()]


FIVE_SEATS: dict[str, Any] = {
    "about": "A made-up election for tests.",
    "parties": [
        _party("harbour", "Harbour", "the Harbour Party", "Har", "#00506b"),
        _party("orchard", "Orchard", "the Orchardists", "Orc", "#2f7d32"),
        _party("lantern", "Lantern", "the Lantern Party", "Lan", "#8a5a00"),
        {
            **_party("independent", "Independent", "an independent", "Ind", "#767676"),
            "is_independent": True,
        },
    ],
    "election": {
        "slug": "quayshire-2024",
        "name": "Quayshire 2024",
        "kind": "general",
        "polling_day": "2024-05-02",
        "polls_close_at": CLOSE,
        "seats": 5,
        "previous_label": "2019",
    },
    "contests": [
        {
            "slug": "northquay",
            "name": "Northquay",
            "ballot_paper_id": "parl.northquay.2024-05-02",
            "electorate": 10_000,
            "candidacies": [
                {"name": "Ada Quill", "party": "harbour", "sitting": True},
                {"name": "Ben Marsh", "party": "orchard"},
                {"name": "Cleo Finch", "party": "lantern"},
                {"name": "Dov Reed", "party": "independent"},
            ],
            "baselines": [
                {
                    "kind": "actual",
                    "label": "2019",
                    "year": 2019,
                    "electorate": 10_000,
                    "valid_votes": 6_000,
                    "ballots": 6_040,
                    "winner": "harbour",
                    "default": True,
                    "votes": _votes(harbour=3_000, orchard=2_400, lantern=600),
                }
            ],
            "outturn": {
                "votes": {
                    "ada-quill": 2_800,
                    "ben-marsh": 2_600,
                    "cleo-finch": 300,
                    "dov-reed": 300,
                },
                "rejected": 40,
                "ballots": 6_040,
                "announced_at": "2024-05-02T23:30:00+01:00",
                "declared_at": "2024-05-03T01:10:00+01:00",
            },
        },
        {
            "slug": "southquay",
            "name": "Southquay",
            "electorate": 8_000,
            "candidacies": [
                {"name": "Eve Stone", "party": "harbour", "sitting": True},
                {"name": "Finn Larch", "party": "orchard"},
                {"name": "Gus Pike", "party": "lantern"},
            ],
            "baselines": [
                {
                    "kind": "notional",
                    "label": "2019 (notional)",
                    "year": 2019,
                    "electorate": 8_000,
                    "valid_votes": 4_000,
                    "winner": "harbour",
                    "default": True,
                    "votes": _votes(harbour=2_200, orchard=1_600, lantern=200),
                },
                {
                    "kind": "actual",
                    "label": "2019",
                    "year": 2019,
                    "electorate": 7_600,
                    "winner": "orchard",
                    "votes": _votes(orchard=2_000, harbour=1_900),
                },
            ],
            "outturn": {
                "votes": {"eve-stone": 1_800, "finn-larch": 2_100, "gus-pike": 300},
                "rejected": 20,
                "declared_at": "2024-05-03T01:40:00+01:00",
            },
        },
        {
            "slug": "millbrook",
            "name": "Millbrook",
            "electorate": 9_000,
            "candidacies": [
                {"name": "Hana Wells", "party": "lantern"},
                {"name": "Ivo Crane", "party": "orchard"},
            ],
            "outturn": {
                "votes": {"hana-wells": 2_500, "ivo-crane": 2_000},
                "declared_at": "2024-05-03T02:05:00+01:00",
            },
        },
        {
            "slug": "castle-hill",
            "name": "Castle Hill",
            "electorate": 6_000,
            "candidacies": [
                {"name": "Jo Tarn", "party": "harbour"},
                {"name": "Kit Alder", "party": "orchard", "sitting": True},
            ],
            "baselines": [
                {
                    "kind": "actual",
                    "label": "2019",
                    "year": 2019,
                    "electorate": 6_000,
                    "winner": "orchard",
                    "default": True,
                    "votes": _votes(orchard=1_700, harbour=1_300),
                }
            ],
            "outturn": {
                "votes": {"jo-tarn": 1_500, "kit-alder": 1_500},
                "rejected": 0,
                "declared_at": "2024-05-03T03:20:00+01:00",
            },
        },
        {
            "slug": "fenside",
            "name": "Fenside",
            "electorate": 5_000,
            "candidacies": [
                {"name": "Lu Heron", "party": "independent", "sitting": True},
                {"name": "Max Rudd", "party": "harbour"},
                {"name": "Nia Teal", "party": "independent"},
            ],
            "baselines": [
                {
                    "kind": "actual",
                    "label": "2019",
                    "year": 2019,
                    "electorate": 5_000,
                    "winner": "independent",
                    "default": True,
                    "votes": _votes(independent=1_600, harbour=900),
                }
            ],
            "outturn": {
                "votes": {"lu-heron": 1_400, "max-rudd": 1_000, "nia-teal": 100},
                "rejected": 10,
                "declared_at": "2024-05-03T02:30:00+01:00",
            },
        },
    ],
}

LOTS = {"castle-hill": "kit-alder"}


def at(clock: str) -> datetime:
    """“01:10”: an instant of the small hours of that night."""
    return datetime.fromisoformat(f"2024-05-03T{clock}:00+01:00")


def declare_outturn(election: Election, slug: str) -> Declaration:
    """Announce what came out of one contest, through the same deeds as on the night."""
    came_out = next(each for each in outturns(FIVE_SEATS) if each.contest == slug)
    contest = election.contests.get(slug=slug)
    if came_out.ballots and came_out.announced_at:
        report_turnout(contest, ballots=came_out.ballots, announced_at=came_out.announced_at)
    return declare(
        contest,
        votes=came_out.votes,
        rejected=came_out.rejected,
        declared_at=came_out.declared_at,
        lot_winner=LOTS.get(slug),
    )


def declare_everything(election: Election) -> None:
    for came_out in outturns(FIVE_SEATS):
        declare_outturn(election, came_out.contest)

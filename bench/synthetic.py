"""A general election of our own making: invented places, people and parties, the same by seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product

from django.db import transaction

from results.models import (
    Baseline,
    BaselineVotes,
    Candidacy,
    Contest,
    Election,
    Hex,
    Party,
)

POLLING_DAY = date(2024, 5, 2)
POLLS_CLOSE = datetime(2024, 5, 2, 21, 0, tzinfo=UTC)
YEAR_BEFORE = 2019

# Slug, name, abbreviation, colour, share of the country last time, how often it stands.
_PARTIES = (
    ("harbour", "Harbour Party", "Har", "#1a5fb4", 0.36, 1.0),
    ("orchard", "Orchard Party", "Orc", "#c01c28", 0.34, 1.0),
    ("lantern", "Lantern Union", "Lan", "#e5a50a", 0.14, 1.0),
    ("meadow", "Meadow Alliance", "Mea", "#26a269", 0.06, 0.85),
    ("anvil", "Anvil League", "Anv", "#613583", 0.06, 0.8),
    ("quarry", "Quarry Movement", "Qua", "#865e3c", 0.03, 0.5),
)
_SWING = {"harbour": -0.04, "orchard": 0.03, "anvil": 0.02}
_REGIONS = (
    "Northmarch", "Eastmarch", "Westmarch", "Southmarch", "Lowfen", "Highmoor",
    "Isles", "Capital", "Vale", "Saltcoast", "Ridings", "Weald",
)  # fmt: skip
_PLACES = (
    "Alder", "Amber", "Barrow", "Beacon", "Birch", "Bramble", "Cedar", "Clover", "Dun", "Elder",
    "Fallow", "Gorse", "Hazel", "Heron", "Holm", "Larch", "Marl", "Nettle", "Otter", "Plover",
    "Quill", "Rook", "Sorrel", "Thorn", "Willow", "Yarrow",
)  # fmt: skip
_ENDINGS = (
    "bourne", "bridge", "bury", "by", "cliffe", "cote", "dale", "den", "field", "ford", "gate",
    "ham", "holt", "hurst", "ley", "mere", "mouth", "ness", "port", "stead", "thorpe", "ton",
    "wick", "wold", "worth",
)  # fmt: skip
_FORENAMES = ("Ada", "Bram", "Cleo", "Dov", "Edda", "Finn", "Gala", "Hugo", "Ines", "Joss", "Kezia")
_SURNAMES = ("Arkle", "Bexon", "Corrie", "Dace", "Enfold", "Farrow", "Gant", "Hythe", "Isard")

MOST = len(_PLACES) * len(_ENDINGS)


@dataclass(frozen=True, slots=True)
class Outturn:
    """What comes out of one contest: votes by candidacy slug, papers rejected."""

    contest: str
    votes: Mapping[str, int]
    rejected: int


@transaction.atomic
def make_election(
    *, contests: int = MOST, seed: int = 1, slug: str = "general"
) -> tuple[Election, list[Outturn]]:
    """An election with candidates, baselines and a map, nothing declared; and how it will end.

    Raises ValueError for more contests than there are names (650).
    """
    if not 1 <= contests <= MOST:
        raise ValueError(f"{contests} contests: there are names for 1 to {MOST}.")
    chance = random.Random(seed)
    election = Election.objects.create(
        slug=slug,
        name="General election of Marchland",
        polling_day=POLLING_DAY,
        polls_close_at=POLLS_CLOSE,
        seats=contests,
        previous_label=str(YEAR_BEFORE),
    )
    parties = _parties()
    lean = {region: {p[0]: chance.uniform(0.5, 1.6) for p in _PARTIES} for region in _REGIONS}
    outturns = []
    for number, name in enumerate(_names(contests)):
        region = _REGIONS[number * len(_REGIONS) // contests]
        contest = Contest.objects.create(
            election=election,
            slug=name.lower(),
            name=name,
            region=region,
            gss_code=f"E14{number:06}",
            electorate=chance.randint(55_000, 85_000),
            order=number,
        )
        Hex.objects.create(contest=contest, column=number % 26, row=number // 26)
        outturns.append(_fight(contest, parties, lean[region], chance))
    return election, outturns


def _parties() -> dict[str, Party]:
    known = {
        slug: Party.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "short_name": name.split()[0],
                "abbreviation": abbreviation,
                "colour": colour,
            },
        )[0]
        for slug, name, abbreviation, colour, _, _ in _PARTIES
    }
    known["independent"], _ = Party.objects.get_or_create(
        slug="independent",
        defaults={
            "name": "Independent",
            "short_name": "Independent",
            "abbreviation": "Ind",
            "is_independent": True,
        },
    )
    return known


def _names(contests: int) -> Iterator[str]:
    every = (f"{place}{ending}" for place, ending in product(_PLACES, _ENDINGS))
    return (name for name, _ in zip(every, range(contests), strict=False))


def _fight(
    contest: Contest, parties: Mapping[str, Party], lean: Mapping[str, float], chance: random.Random
) -> Outturn:
    stood = [each[0] for each in _PARTIES if chance.random() < each[5]]
    weights = {
        each[0]: each[4] * lean[each[0]] * chance.uniform(0.6, 1.5)
        for each in _PARTIES
        if each[0] in stood
    }
    before = _votes(weights, round(contest.electorate * chance.uniform(0.58, 0.72)))
    _baseline(contest, parties, before)
    moved = {
        slug: max(0.005, votes / sum(before.values()) + _SWING.get(slug, 0) + chance.gauss(0, 0.02))
        for slug, votes in before.items()
    }
    independents = chance.choice([0, 1, 1, 2, 2])
    sides = [*stood, *["independent"] * independents]
    people = chance.sample(list(product(_FORENAMES, _SURNAMES)), len(sides))
    candidacies = Candidacy.objects.bulk_create(
        Candidacy(
            contest=contest,
            slug=f"{first}-{last}".lower(),
            name=f"{first} {last}",
            party=parties[side],
            order=order,
        )
        for order, (side, (first, last)) in enumerate(zip(sides, people, strict=True), start=1)
    )
    shares = [moved.get(side, chance.uniform(0.003, 0.02)) for side in sides]
    votes = _votes(
        {each.slug: share for each, share in zip(candidacies, shares, strict=True)},
        round(contest.electorate * chance.uniform(0.58, 0.72)),
    )
    return Outturn(contest.slug, votes, chance.randint(60, 250))


def _votes(weights: Mapping[str, float], turnout: int) -> dict[str, int]:
    total = sum(weights.values())
    votes = {name: round(turnout * weight / total) for name, weight in weights.items()}
    first, second, *_ = sorted(votes, key=lambda name: -votes[name])
    votes[first] += votes[first] == votes[second]  # nobody draws lots here
    return votes


def _baseline(contest: Contest, parties: Mapping[str, Party], votes: Mapping[str, int]) -> None:
    valid = sum(votes.values())
    baseline = Baseline.objects.create(
        contest=contest,
        label=str(YEAR_BEFORE),
        year=YEAR_BEFORE,
        electorate=contest.electorate,
        valid_votes=valid,
        winner_party=parties[max(votes, key=lambda slug: votes[slug])],
        is_default=True,
    )
    BaselineVotes.objects.bulk_create(
        BaselineVotes(baseline=baseline, party=parties[slug], votes=number)
        for slug, number in votes.items()
    )

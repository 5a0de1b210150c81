"""An election's scoreboard and lists, each read only when it is asked for.

What is read is worked out already (`results.sheets`), so no list costs more for being one of 650.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet

from liveblog.standings.standing import Standing
from results import sheets
from results.forecast_card import forecast_beside
from results.models import Contest, Election, Hex, Party, Sheet, TurnoutReport
from results.scoring import score
from results.sums import Sums

LATEST, CLOSEST, TURNOUTS, COLUMNS, MATCHES = 12, 10, 5, 5, 100


@dataclass(frozen=True, slots=True)
class RegionRow:
    """Seats of a region: all, declared, and won by each party of the table's columns."""

    name: str
    seats: int
    declared: int
    won: list[int]
    others: int


@dataclass(frozen=True, slots=True)
class Regions:
    parties: list[dict[str, Any]]
    rows: list[RegionRow]


@dataclass(frozen=True, slots=True)
class Gains:
    """The contests of one sentence: “Labour gain from Conservative”."""

    text: str
    contests: list[Standing]


class Standings:
    """An election as it stands when it is first asked; each property is a region's figures."""

    def __init__(self, election: Election) -> None:
        self.election = election

    @cached_property
    def contests(self) -> list[Standing]:
        """All of them, in the order of the election."""
        hexes = Hex.objects.filter(contest__election=self.election).in_bulk(field_name="contest_id")
        return [
            Standing(each.card, each.region, hexes.get(each.contest_id))
            for each in sheets.sheets(self.election)
        ]

    @cached_property
    def score(self) -> dict[str, Any]:
        """The scoreboard: `parties` are those that have won or lost a seat, or have a hundredth of
        the votes; the rest is one sum, `others` (how many, with what votes and share).
        """
        return score(self.sums, self.election, most_rows=0)

    @cached_property
    def sums(self) -> Sums:
        """Of all its contests."""
        return Sums.of_all(self._regions.values())

    @property
    def to_go(self) -> int:
        return self.score["seats"] - self.score["declared"]

    @cached_property
    def forecast(self) -> dict[str, Any] | None:
        """The exit poll beside what is declared, with the instant `at` which it came out."""
        beside = forecast_beside(self.score, self.election)
        return beside and {**beside, "at": datetime.fromisoformat(beside["published_at"])}

    def marks(self) -> dict[str, object]:
        """Of each list that few declarations change, what tells cheaply whether one did."""
        return {
            "gains": (bool(self.score["declared"]), _mark(self._gained)),
            "closest": _mark(self._closest),
            "turnouts": (
                bool(self.score["declared"]),
                self._definition,
                _mark(self._highest),
                _mark(self._lowest),
            ),
        }

    @cached_property
    def latest(self) -> list[Standing]:
        newest = self._declared.order_by("-declared_at", "contest__name")
        return _shown(newest[:LATEST])

    @cached_property
    def gains(self) -> list[Gains]:
        """By who gained from whom, the longest list first; their contests by name."""
        grouped: dict[str, list[Standing]] = {}
        for each in _shown(self._gained):
            grouped.setdefault(each.gain, []).append(each)
        gains = [Gains(text, contests) for text, contests in grouped.items()]
        return sorted(gains, key=lambda each: (-len(each.contests), each.text))

    @property
    def gain_count(self) -> int:
        return sum(len(each.contests) for each in self.gains)

    @cached_property
    def closest(self) -> list[Standing]:
        return _shown(self._closest)

    @cached_property
    def highest_turnouts(self) -> list[Standing]:
        return _shown(self._highest)

    @cached_property
    def lowest_turnouts(self) -> list[Standing]:
        return _shown(self._lowest)

    @cached_property
    def turnout_definition(self) -> str:
        """What the turnouts that are ranked count: the definition that most contests have."""
        return TurnoutReport.Definition(self._definition).label if self._definition else ""

    @cached_property
    def regions(self) -> Regions | None:
        """None where the contests have no regions to be told apart by."""
        if len(self._regions) < 2:
            return None
        leading = [row["party"] for row in self.score["parties"] if row["seats"]]
        parties = list({each["slug"]: each for each in leading}.values())[:COLUMNS]
        named = Party.objects.in_bulk([each["slug"] for each in parties], field_name="slug")
        columns = [named[each["slug"]] for each in parties]
        rows = [_region(name, self._regions[name], columns) for name in sorted(self._regions)]
        return Regions(parties, rows)

    @cached_property
    def _regions(self) -> Mapping[str, Sums]:
        return sheets.regions(self.election)

    @cached_property
    def _declared(self) -> QuerySet[Sheet]:
        return self.election.sheets.filter(state="declared")

    @property
    def _gained(self) -> QuerySet[Sheet]:
        return self._declared.filter(is_gain=True).order_by("contest__name")

    @property
    def _closest(self) -> QuerySet[Sheet]:
        known = self._declared.filter(majority__isnull=False)
        return known.order_by("majority", "contest__name")[:CLOSEST]

    @property
    def _highest(self) -> QuerySet[Sheet]:
        return self._alike.order_by("-turnout", "contest__name")[:TURNOUTS]

    @property
    def _lowest(self) -> QuerySet[Sheet]:
        """None that stands among the highest already."""
        most = min(TURNOUTS, max(0, self._alike.count() - TURNOUTS))
        return self._alike.order_by("turnout", "contest__name")[:most]

    @cached_property
    def _definition(self) -> str:
        counted = self._known.values("turnout_definition").annotate(count=Count("pk"))
        most = counted.order_by("-count", "turnout_definition").first()
        return most["turnout_definition"] if most else ""

    @cached_property
    def _alike(self) -> QuerySet[Sheet]:
        """Contests whose turnouts count the same thing: others cannot be ranked with them."""
        return self._known.filter(turnout_definition=self._definition)

    @property
    def _known(self) -> QuerySet[Sheet]:
        return self.election.sheets.filter(turnout__isnull=False)


def standing(contest: Contest) -> Standing:
    """One contest as it stands now, with its place on the map."""
    (sheet,) = sheets.sheets_of([contest.pk])
    return Standing(sheet.card, sheet.region, Hex.objects.filter(contest=contest).first())


def named_like(election: Election, words: str) -> list[Standing]:
    """The contests whose name has all these words, in any case, in the order of their names."""
    named = election.contests.order_by("name")
    for word in words.split():
        named = named.filter(name__icontains=word)
    found = list(named.values_list("pk", flat=True)[:MATCHES])
    return _shown(sheets.sheets_of(found))


def _mark(found: QuerySet[Sheet]) -> list[tuple[int, str]]:
    return list(found.values_list("pk", "digest"))


def _shown(found: Iterable[Sheet]) -> list[Standing]:
    return [Standing(each.card, each.region) for each in found]


def _region(name: str, sums: Sums, columns: list[Party]) -> RegionRow:
    won = [sums.seats_of(party) for party in columns]
    declared = sums.totals["declared"]
    return RegionRow(
        name=name or "Elsewhere",
        seats=sums.totals["seats"],
        declared=declared,
        won=won,
        others=declared - sum(won),
    )

"""An election's scoreboard and lists, each worked out only when it is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from liveblog.standings.standing import Standing
from results import arithmetic
from results import board as results_board
from results.card import contest_card, hundredths
from results.models import Contest, Election, Hex

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
        hexes = {each.contest_id: each for each in Hex.objects.filter(contest__in=self._contests)}
        pairs = zip(self._contests, self._board["contests"], strict=True)
        return [Standing(card, each.region, hexes.get(each.pk)) for each, card in pairs]

    @cached_property
    def score(self) -> dict[str, Any]:
        """The scoreboard: `parties` are those that have won or lost a seat, or have a hundredth of
        the votes; the rest is one sum, `others` (how many, with what votes and share).
        """
        rows = self._board["parties"]
        leading = [row for row in rows if row["seats"] or row["losses"] or (row["share"] or 0) >= 1]
        head = {name: each for name, each in self._board.items() if name != "contests"}
        return {**head, "parties": leading, "others": _others(rows, leading)}

    @property
    def to_go(self) -> int:
        return self.score["seats"] - self.score["declared"]

    @cached_property
    def declared(self) -> list[Standing]:
        return [each for each in self.contests if each.is_declared]

    @cached_property
    def latest(self) -> list[Standing]:
        return _ranked(self.declared, lambda each: each.declared_at, LATEST, reverse=True)

    @cached_property
    def gains(self) -> list[Gains]:
        """By who gained from whom, the longest list first; their contests by name."""
        grouped: dict[str, list[Standing]] = {}
        for each in sorted(self.declared, key=_name):
            if each.is_gain:
                grouped.setdefault(each.card["outcome"]["text"], []).append(each)
        gains = [Gains(text, contests) for text, contests in grouped.items()]
        return sorted(gains, key=lambda each: (-len(each.contests), each.text))

    @property
    def gain_count(self) -> int:
        return sum(len(each.contests) for each in self.gains)

    @cached_property
    def closest(self) -> list[Standing]:
        single = [each for each in self.declared if each.seats == 1]
        return _ranked(single, lambda each: each.card["majority"], CLOSEST)

    @cached_property
    def highest_turnouts(self) -> list[Standing]:
        return _ranked(self._alike, _turnout, TURNOUTS, reverse=True)

    @cached_property
    def lowest_turnouts(self) -> list[Standing]:
        """None that stands among the highest already."""
        return _ranked(self._alike, _turnout, min(TURNOUTS, max(0, len(self._alike) - TURNOUTS)))

    @cached_property
    def turnout_definition(self) -> str:
        """What the turnouts that are ranked count: the definition that most contests have."""
        known = [
            each.card["turnout"]["definition_text"]
            for each in self.contests
            if each.turnout is not None
        ]
        return Counter(known).most_common(1)[0][0] if known else ""

    @cached_property
    def regions(self) -> Regions | None:
        """None where the contests have no regions to be told apart by."""
        if len({each.region for each in self.contests}) < 2:
            return None
        leading = [row["party"] for row in self.score["parties"] if row["seats"]]
        parties = list({each["slug"]: each for each in leading}.values())[:COLUMNS]
        grouped: dict[str, list[Standing]] = {}
        for each in sorted(self.contests, key=lambda each: each.region):
            grouped.setdefault(each.region or "Elsewhere", []).append(each)
        slugs = [each["slug"] for each in parties]
        return Regions(parties, [_region(name, of, slugs) for name, of in grouped.items()])

    @cached_property
    def _contests(self) -> list[Contest]:
        return list(self.election.contests.with_results())

    @cached_property
    def _board(self) -> dict[str, Any]:
        return results_board.board(self._contests, election=self.election)

    @cached_property
    def _alike(self) -> list[Standing]:
        """Contests whose turnouts count the same thing: others cannot be ranked with them."""
        definition = self.turnout_definition
        return [
            each
            for each in self.contests
            if each.turnout is not None and each.card["turnout"]["definition_text"] == definition
        ]


def standing(contest: Contest) -> Standing:
    """One contest as it stands now, with its place on the map."""
    found = Contest.objects.with_results().get(pk=contest.pk)
    return Standing(contest_card(found), found.region, Hex.objects.filter(contest=found).first())


def named_like(election: Election, words: str) -> list[Standing]:
    """The contests whose name has all these words, in any case, in the order of their names."""
    named = election.contests.with_results().order_by("name")
    for word in words.split():
        named = named.filter(name__icontains=word)
    return [Standing(contest_card(each), each.region) for each in named[:MATCHES]]


def _others(rows: list[dict[str, Any]], leading: list[dict[str, Any]]) -> dict[str, Any] | None:
    rest = [row for row in rows if row not in leading]
    if not rest:
        return None
    votes, total = sum(row["votes"] for row in rest), sum(row["votes"] for row in rows)
    share = hundredths(arithmetic.share(votes, total)) if total else None
    return {"count": len(rest), "votes": votes, "share": share}


def _ranked(
    standings: Iterable[Standing],
    key: Callable[[Standing], Any],
    most: int,
    *,
    reverse: bool = False,
) -> list[Standing]:
    """The first so many of those that have a key; of equals, by name."""
    named = sorted((each for each in standings if key(each) is not None), key=_name)
    return sorted(named, key=key, reverse=reverse)[:most]


def _name(standing: Standing) -> str:
    return standing.name


def _turnout(standing: Standing) -> float | None:
    return standing.turnout


def _region(name: str, standings: list[Standing], slugs: list[str]) -> RegionRow:
    won = Counter(
        each["party"]["slug"]
        for standing in standings
        if standing.is_declared
        for each in standing.card["candidacies"]
        if each["elected"]
    )
    columns = [won[slug] for slug in slugs]
    return RegionRow(
        name=name,
        seats=sum(each.seats for each in standings),
        declared=sum(each.seats for each in standings if each.is_declared),
        won=columns,
        others=won.total() - sum(columns),
    )

"""What an election's page says of its contests: who has won them, and which stand out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liveblog.models import Blog
from results import arithmetic
from results import board as results_board
from results.arithmetic import thousands
from results.card import contest_card, hundredths
from results.models import Contest, Election, Hex

LATEST, CLOSEST, TURNOUTS, COLUMNS, MATCHES = 12, 10, 5, 5, 100


@dataclass(frozen=True, slots=True)
class Standing:
    """One contest with its card and, where the election has a map, its hex."""

    contest: Contest
    card: dict[str, Any]
    hex: Hex | None

    @property
    def is_declared(self) -> bool:
        return self.card["state"] == "declared"

    @property
    def is_gain(self) -> bool:
        outcome = self.card["outcome"]
        return bool(outcome and (outcome["kind"] == "gain" or outcome["changes"]))

    @property
    def winner(self) -> dict[str, Any] | None:
        """The party of the first elected."""
        return self.card["candidacies"][0]["party"] if self.is_declared else None

    @property
    def declared_at(self) -> datetime | None:
        declaration = self.contest.declaration
        return declaration.declared_at if declaration else None

    @property
    def verdict(self) -> str:
        """“Conservative hold, majority 5,404”, or how far the count has come."""
        card = self.card
        if card["state"] == "declared":
            verdict = card["outcome"]["text"] if card["outcome"] else "declared"
            majority = card["majority"]
            return verdict if majority is None else f"{verdict}, majority {thousands(majority)}"
        return {
            "provisional": "provisional count",
            "withdrawn": "result withdrawn",
            "turnout": "turnout announced, result awaited",
        }.get(card["state"], "not declared yet")

    @property
    def label(self) -> str:
        """The contest and its verdict: what its hex says to who cannot see it."""
        return f"{self.contest.name}: {self.verdict}"


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


@dataclass(frozen=True, slots=True)
class Standings:
    """An election as its page shows it."""

    board: dict[str, Any]
    contests: list[Standing]

    @property
    def to_go(self) -> int:
        return self.board["seats"] - self.board["declared"]

    @property
    def declared(self) -> list[Standing]:
        return [each for each in self.contests if each.is_declared]

    @property
    def leading(self) -> list[dict[str, Any]]:
        """The rows of the scoreboard: who won or lost a seat, or has a hundredth of the votes."""
        return [
            row
            for row in self.board["parties"]
            if row["seats"] or row["losses"] or (row["share"] or 0) >= 1
        ]

    @property
    def others(self) -> dict[str, Any] | None:
        """The rest of the scoreboard in one row: how many, with what votes and share."""
        rest = [row for row in self.board["parties"] if row not in self.leading]
        votes = sum(row["votes"] for row in rest)
        total = sum(row["votes"] for row in self.board["parties"])
        if not rest:
            return None
        share = hundredths(arithmetic.share(votes, total)) if total else None
        return {"count": len(rest), "votes": votes, "share": share}

    @property
    def latest(self) -> list[Standing]:
        return _ranked(self.declared, lambda each: each.declared_at, LATEST, reverse=True)

    @property
    def gains(self) -> list[Gains]:
        """By who gained from whom, the longest list first; their contests by name."""
        grouped: dict[str, list[Standing]] = {}
        for each in sorted(self.declared, key=_name):
            if each.is_gain:
                outcome = each.card["outcome"]
                grouped.setdefault(outcome["changes"] or outcome["text"], []).append(each)
        gains = [Gains(text, contests) for text, contests in grouped.items()]
        return sorted(gains, key=lambda each: (-len(each.contests), each.text))

    @property
    def gain_count(self) -> int:
        return sum(each.is_gain for each in self.declared)

    @property
    def closest(self) -> list[Standing]:
        single = [each for each in self.declared if each.contest.seats == 1]
        return _ranked(single, lambda each: each.card["majority"], CLOSEST)

    @property
    def highest_turnouts(self) -> list[Standing]:
        return _ranked(self._alike, _turnout, TURNOUTS, reverse=True)

    @property
    def lowest_turnouts(self) -> list[Standing]:
        """None that stands among the highest already."""
        return _ranked(self._alike, _turnout, min(TURNOUTS, max(0, len(self._alike) - TURNOUTS)))

    @property
    def turnout_definition(self) -> str:
        """What the turnouts that are ranked count: the definition that most contests have."""
        known = [
            each.card["turnout"]["definition_text"]
            for each in self.contests
            if _turnout(each) is not None
        ]
        return Counter(known).most_common(1)[0][0] if known else ""

    @property
    def regions(self) -> Regions | None:
        """None where the contests have no regions to be told apart by."""
        if len({each.contest.region for each in self.contests}) < 2:
            return None
        leading = [row["party"] for row in self.board["parties"] if row["seats"]]
        parties = list({each["slug"]: each for each in leading}.values())[:COLUMNS]
        grouped: dict[str, list[Standing]] = {}
        for each in sorted(self.contests, key=lambda each: each.contest.region):
            grouped.setdefault(each.contest.region or "Elsewhere", []).append(each)
        slugs = [each["slug"] for each in parties]
        return Regions(parties, [_region(name, of, slugs) for name, of in grouped.items()])

    @property
    def _alike(self) -> list[Standing]:
        """Contests whose turnouts count the same thing: others cannot be ranked with them."""
        definition = self.turnout_definition
        return [
            each
            for each in self.contests
            if _turnout(each) is not None and each.card["turnout"]["definition_text"] == definition
        ]


def standings(election: Election) -> Standings:
    """Eight queries, however many contests there are."""
    contests = list(election.contests.with_results())
    board = results_board.board(contests, election=election)
    hexes = {each.contest_id: each for each in Hex.objects.filter(contest__election=election)}
    pairs = zip(contests, board["contests"], strict=True)
    return Standings(board, [Standing(each, card, hexes.get(each.pk)) for each, card in pairs])


def named_like(election: Election, words: str) -> list[Standing]:
    """The contests whose name has all these words, in any case, in the order of their names."""
    named = election.contests.with_results().order_by("name")
    for word in words.split():
        named = named.filter(name__icontains=word)
    return [Standing(each, contest_card(each), None) for each in named[:MATCHES]]


def blogs_of(election: Election) -> list[Blog]:
    """The blogs that follow contests of the election, with their articles, the live ones first."""
    blogs = Blog.objects.filter(contests__election=election).select_related("glance").distinct()
    return sorted(blogs, key=lambda blog: (not blog.is_live, blog.title))


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
    return standing.contest.name


def _turnout(standing: Standing) -> float | None:
    turnout = standing.card["turnout"]
    return turnout["percentage"] if turnout else None


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
        seats=sum(each.contest.seats for each in standings),
        declared=sum(each.contest.seats for each in standings if each.is_declared),
        won=columns,
        others=won.total() - sum(columns),
    )

"""One contest in an election's lists and on its map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from django.urls import reverse

from results.arithmetic import thousands
from results.models import Hex

# A hex stands on its corner, one unit wide from flat side to flat side.
RISE = sqrt(3) / 2


@dataclass(frozen=True, slots=True)
class Standing:
    """A contest's card and, where the election has a map, its hex."""

    card: dict[str, Any]
    region: str = ""
    hex: Hex | None = None

    @property
    def slug(self) -> str:
        return self.card["slug"]

    @property
    def name(self) -> str:
        return self.card["name"]

    @property
    def url(self) -> str:
        """The path of the contest's page."""
        return self.card["url"] or reverse(
            "reader:contest", args=[self.card["election"], self.slug]
        )

    @property
    def seats(self) -> int:
        return self.card["seats"]

    @property
    def is_declared(self) -> bool:
        return self.card["state"] == "declared"

    @property
    def is_gain(self) -> bool:
        return bool(self.gain)

    @property
    def gain(self) -> str:
        """Who gained what from whom; blank where no seat changed hands."""
        outcome = self.card["outcome"] or {"kind": "", "text": "", "changes": ""}
        return outcome["text"] if outcome["kind"] == "gain" else outcome["changes"]

    @property
    def winner(self) -> dict[str, Any] | None:
        """The party of the first elected."""
        return self.card["candidacies"][0]["party"] if self.is_declared else None

    @property
    def declared_at(self) -> datetime | None:
        return datetime.fromisoformat(self.card["declared_at"]) if self.is_declared else None

    @property
    def turnout(self) -> float | None:
        return self.card["turnout"]["percentage"] if self.card["turnout"] else None

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
        return f"{self.name}: {self.verdict}"

    @property
    def east(self) -> float:
        """Of the centre of its hex; odd rows stand half a hex further east."""
        return self.hex.column + (self.hex.row % 2) / 2 if self.hex else 0.0

    @property
    def south(self) -> float:
        """Rows count northwards and a page downwards."""
        return -self.hex.row * RISE if self.hex else 0.0

    @property
    def x(self) -> str:
        """Where it is drawn, which depends on no other hex."""
        return f"{self.east:.3f}"

    @property
    def y(self) -> str:
        return f"{self.south:.3f}"

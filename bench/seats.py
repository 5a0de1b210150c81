"""Real results read from the files of docs/data.md, as the checks are measured on them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# The election, and where last time's votes by party are: a notional file, or its candidates.
ELECTIONS = {
    "2010": "ge2005_notional_on_2010_boundaries.csv",
    "2017": "",
    "2019": "ge2017_candidates.csv",
    "2024": "ge2019_notional_on_2024_boundaries.csv",
}
# The same people under another abbreviation in the older file.
RENAMED = {"BRX": "RUK", "Lab Co-op": "Lab", "Lab Coop": "Lab", "Green (E&W)": "Green"}


@dataclass
class Seat:
    """One real result, and last time's where it is known."""

    year: str
    name: str
    region: str
    declared_at: str
    electorate: int
    rejected: int | None
    parties: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    votes: list[int] = field(default_factory=list)
    before: Counter[str] = field(default_factory=Counter)
    electorate_before: int | None = None
    notional: bool = False

    @property
    def now(self) -> Counter[str]:
        """Votes by party."""
        votes: Counter[str] = Counter()
        for party, number in zip(self.parties, self.votes, strict=True):
            votes[party] += number
        return votes


def seats(data: Path) -> Iterator[Seat]:
    """Every contested seat of the elections in `data`. Raises OSError where a file is missing."""
    for year, last_time in ELECTIONS.items():
        found: dict[str, Seat] = {}
        for row in _rows(data / f"ge{year}_constituencies.csv"):
            rejected = int(row["invalid_votes"]) if row["invalid_votes"] else None
            found[row["ons_id"]] = Seat(
                year,
                row["constituency"],
                row["region"],
                row["declared_at"],
                int(row["electorate"]),
                rejected,
            )
        for row in _rows(data / f"ge{year}_candidates.csv"):
            seat = found[row["ons_id"]]
            seat.names.append(f"{row['first_name']} {row['surname']}")
            seat.parties.append(RENAMED.get(row["party_abbrev"], row["party_abbrev"]))
            seat.votes.append(int(row["votes"]))
        if last_time:
            _add_last_time(data, last_time, found)
        yield from (seat for seat in found.values() if len(seat.votes) > 1)


def _add_last_time(data: Path, file: str, found: dict[str, Seat]) -> None:
    electorates = {}
    if "notional" not in file:
        rows = _rows(data / file.replace("candidates", "constituencies"))
        electorates = {row["ons_id"]: row["electorate"] for row in rows}
    for row in _rows(data / file):
        if (seat := found.get(row["ons_id"])) is None:
            continue
        party = RENAMED.get(row["party_abbrev"], row["party_abbrev"])
        seat.before[party] += int(float(row["votes"]))
        electorate = row.get("electorate") or electorates.get(row["ons_id"])
        seat.electorate_before = int(float(electorate)) if electorate else None
        seat.notional = "notional" in file


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)

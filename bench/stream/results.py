"""What was measured, round by round, and the medians of it."""

import json
import re
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bench.stream.crowd import FAULTS, Joined, Volley


class Case(NamedTuple):
    """One measurement, which every round repeats."""

    part: str
    peer: str
    readers: int


@dataclass
class Results:
    """Figures by case, one set a round."""

    rounds: dict[Case, list[dict[str, float]]] = field(default_factory=dict)

    def add(self, case: Case, **figures: float) -> None:
        self.rounds.setdefault(case, []).append(figures)

    def median(self, case: Case, figure: str) -> float | None:
        values = [each[figure] for each in self.rounds.get(case, []) if figure in each]
        return statistics.median(values) if values else None

    def worst(self, case: Case, figure: str) -> float | None:
        values = [each[figure] for each in self.rounds.get(case, []) if figure in each]
        return max(values, default=None)

    def total(self, case: Case, figure: str) -> float:
        return sum(each.get(figure, 0) for each in self.rounds.get(case, []))

    def cases(self, part: str) -> list[Case]:
        """In the order of readers, and of their coming."""
        return sorted((case for case in self.rounds if case.part == part), key=lambda c: c.readers)

    def faults_of(self, peers: Iterable[str]) -> int:
        names = set(peers)
        cases = [case for case in self.rounds if case.peer in names]
        return int(sum(self.total(case, fault) for case in cases for fault in FAULTS))

    def write(self, path: Path) -> None:
        rows = [{**case._asdict(), "rounds": rounds} for case, rounds in self.rounds.items()]
        path.write_text(json.dumps(rows, indent=1))


def faults(seen: Volley | Joined) -> dict[str, float]:
    return {fault: getattr(seen, fault, 0) for fault in FAULTS}


def spaced(volley: Volley) -> dict[str, float]:
    """Events one by one: of each time the median event's, and of the last delivery the worst's."""
    events = volley.events
    medians = {
        name: statistics.median(getattr(event, name) for event in events)
        for name in ("answered", "begun", "first", "p50", "p99", "last")
    }
    took = [re.search(r"^\{seconds:([\d.]+)", event.answer) for event in events]
    own = [1000 * float(found[1]) for found in took if found]  # by the clock of the C loop
    return {
        **medians,
        **faults(volley),
        **({"own": statistics.median(own)} if own else {}),
        "fan": statistics.median(event.last - event.first for event in events),
        "worst": max(event.last for event in events),
        "bytes": volley.frame_bytes,
        "idle": 100 * volley.idle,
    }


def together(volley: Volley) -> dict[str, float]:
    """A burst: times over every delivery of every event."""
    return {
        **faults(volley),
        "p50": volley.p50,
        "p99": volley.p99,
        "last": volley.last,
        "idle": 100 * volley.idle,
    }


def joined(crowd: Joined) -> dict[str, float]:
    return {
        "rate": crowd.rate,
        "refused": crowd.refused,
        "joined_p50": crowd.p50,
        "joined_p99": crowd.p99,
        "joined_last": crowd.last,
    }

"""A map of an election: a hex of one size for each contest, or tiles by region without a map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from liveblog.reader.standings import Standing

# A hex stands on its corner, one unit wide from flat side to flat side.
RISE = sqrt(3) / 2
CORNER = 1 / sqrt(3)
GAP = 0.04
REGIONLESS = "Other contests"


@dataclass(frozen=True, slots=True)
class PlacedHex:
    """A contest with the centre of its hex, in units of a hex's width, from the top left."""

    standing: Standing
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Cartogram:
    """The hexes as they are read, from the north-west; the rest has no place on the map."""

    hexes: list[PlacedHex]
    unplaced: list[Standing]
    view_box: str
    outline: str


@dataclass(frozen=True, slots=True)
class Region:
    name: str
    standings: list[Standing]


def cartogram(standings: Iterable[Standing]) -> Cartogram | None:
    """The map; None where no contest has a place on one."""
    listed = list(standings)
    placed = [(each, each.hex) for each in listed if each.hex is not None]
    if not placed:
        return None
    # Odd rows stand half a hex further east; rows count northwards and a page downwards.
    points = [(each, hex_.column + (hex_.row % 2) / 2, -hex_.row * RISE) for each, hex_ in placed]
    west = min(x for _, x, _ in points) - 0.5 - GAP
    north = min(y for _, _, y in points) - CORNER - GAP
    width = max(x for _, x, _ in points) + 0.5 + GAP - west
    height = max(y for _, _, y in points) + CORNER + GAP - north
    points.sort(key=lambda point: (point[2], point[1]))
    return Cartogram(
        hexes=[PlacedHex(each, f"{x - west:.3f}", f"{y - north:.3f}") for each, x, y in points],
        unplaced=[each for each in listed if each.hex is None],
        view_box=f"0 0 {width:.3f} {height:.3f}",
        outline=_outline(0.5 - GAP / 2),
    )


def by_region(standings: Iterable[Standing]) -> list[Region]:
    """The contests of each region, regions and contests by name; those without one come last."""
    regions: dict[str, list[Standing]] = {}
    for each in sorted(standings, key=lambda each: each.contest.name):
        regions.setdefault(each.contest.region or REGIONLESS, []).append(each)
    names = sorted(regions, key=lambda name: (name == REGIONLESS, name))
    return [Region(name, regions[name]) for name in names]


def _outline(half: float) -> str:
    """The path of a hex around its own centre, half a width of `half`."""
    tall, low = half * 2 * CORNER, half * CORNER
    corners = [(0, -tall), (half, -low), (half, low), (0, tall), (-half, low), (-half, -low)]
    return "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in corners) + "Z"

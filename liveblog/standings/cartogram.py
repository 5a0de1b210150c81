"""A map of an election: a hex of one size for each contest, or tiles by region without a map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from liveblog.standings.standing import RISE, Standing

CORNER = RISE * 2 / 3
GAP = 0.04
REGIONLESS = "Other contests"


@dataclass(frozen=True, slots=True)
class Cartogram:
    """The hexes as they are read, from the north-west; the rest has no place on the map."""

    hexes: list[Standing]
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
    placed = [each for each in listed if each.hex is not None]
    if not placed:
        return None
    west = min(each.east for each in placed) - 0.5 - GAP
    north = min(each.south for each in placed) - CORNER - GAP
    width = max(each.east for each in placed) + 0.5 + GAP - west
    height = max(each.south for each in placed) + CORNER + GAP - north
    return Cartogram(
        hexes=sorted(placed, key=lambda each: (each.south, each.east)),
        unplaced=[each for each in listed if each.hex is None],
        view_box=f"{west:.3f} {north:.3f} {width:.3f} {height:.3f}",
        outline=_outline(0.5 - GAP / 2),
    )


def by_region(standings: Iterable[Standing]) -> list[Region]:
    """The contests of each region, regions and contests by name; those without one come last."""
    regions: dict[str, list[Standing]] = {}
    for each in sorted(standings, key=lambda each: each.name):
        regions.setdefault(each.region or REGIONLESS, []).append(each)
    names = sorted(regions, key=lambda name: (name == REGIONLESS, name))
    return [Region(name, regions[name]) for name in names]


def _outline(half: float) -> str:
    """The path of a hex around its own centre, half a width of `half`."""
    tall, low = half * 2 * CORNER, half * CORNER
    corners = [(0, -tall), (half, -low), (half, low), (0, tall), (-half, low), (-half, -low)]
    return "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in corners) + "Z"

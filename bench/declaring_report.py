"""How the figures of `bench.declaring` are shown: a table, a curve, and their place in a page."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

BEGIN, END = "<!-- bench-declaring: begin -->", "<!-- bench-declaring: end -->"

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 720, 300, 56, 24, 44
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}line{stroke:#ccc}"
    "polyline{fill:none;stroke-width:2}.median{stroke:#1a5fb4}.late{stroke:#c01c28;"
    "stroke-dasharray:6 4}.back{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}line{stroke:#444}.median{stroke:#78aeed}"
    ".late{stroke:#f28b82}.back{fill:#161616}}"
)


@dataclass(frozen=True)
class Block:
    """Declarations `first` to `last` of the night: milliseconds of each, bytes of board after."""

    first: int
    last: int
    milliseconds: Sequence[float]
    board_bytes: int

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def late(self) -> float:
        return percentile(self.milliseconds, 95)

    @property
    def longest(self) -> float:
        return max(self.milliseconds)


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that so many per cent (1 to 100) of them do not exceed: nearest rank."""
    ranked = sorted(values)
    return ranked[math.ceil(percent * len(ranked) / 100) - 1]


def table(blocks: Sequence[Block]) -> str:
    """Markdown: a line a block, and one for all of them."""
    lines = [
        "| declared | median ms | 95 of 100 within | longest | board frame, bytes |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {each.first} to {each.last} | {each.median:.1f} | {each.late:.1f} | {each.longest:.1f} "
        f"| {each.board_bytes:,} |"
        for each in blocks
    ]
    every = [time for each in blocks for time in each.milliseconds]
    lines.append(
        f"| **all {len(every)}** | **{statistics.median(every):.1f}** "
        f"| **{percentile(every, 95):.1f}** | **{max(every):.1f}** | |"
    )
    return "\n".join(lines)


def curve(blocks: Sequence[Block]) -> str:
    """An SVG of median and 95th percentile over the night, from nought to a round number of ms."""
    most, top = blocks[-1].last, _round_up(max(each.late for each in blocks))

    def at(declared: float, milliseconds: float) -> str:
        across = _LEFT + (_WIDTH - _LEFT - 16) * declared / most
        up = (_HEIGHT - _TOP - _BOTTOM) * milliseconds / top
        return f"{across:.1f},{_HEIGHT - _BOTTOM - up:.1f}"

    def line(name: str, values: Sequence[float]) -> str:
        middles = [(each.first + each.last) / 2 for each in blocks]
        points = " ".join(at(x, y) for x, y in zip(middles, values, strict=True))
        return f'<polyline class="{name}" points="{points}"/>'

    marks = []
    for quarter in range(5):
        value = top * quarter / 4
        x, y = at(0, value).split(",")
        marks.append(f'<line x1="{x}" x2="{_WIDTH - 16}" y1="{y}" y2="{y}"/>')
        marks.append(f'<text x="{_LEFT - 6}" y="{y}" dy="4" text-anchor="end">{value:g}</text>')
        x, y = at(most * quarter / 4, 0).split(",")
        declared = round(most * quarter / 4)
        marks.append(f'<text x="{x}" y="{y}" dy="18" text-anchor="middle">{declared}</text>')
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
            "<title>Milliseconds of a declaration by how many are declared</title>",
            f"<style>{_STYLE}</style>",
            f'<rect class="back" width="{_WIDTH}" height="{_HEIGHT}"/>',
            *marks,
            line("median", [each.median for each in blocks]),
            line("late", [each.late for each in blocks]),
            f'<text x="{_LEFT}" y="14">ms: median (line), 95 of 100 within (dashes)</text>',
            f'<text x="{_WIDTH - 16}" y="{_HEIGHT - 6}" text-anchor="end">contests declared</text>',
            "</svg>",
            "",
        ]
    )


def placed(page: str, section: str, *, begin: str = BEGIN, end: str = END) -> str:
    """The page with `section` between the markers. Raises ValueError where they are not there."""
    before, begun, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        raise ValueError(f"The page has no {begin} … {end}.")
    return f"{before}{begin}\n{section.strip()}\n{end}{after}"


def _round_up(value: float) -> float:
    """1, 2, 4 or 8 with noughts, so that quarters of it are short numbers."""
    power = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return next(step * power for step in (1, 2, 4, 8, 10) if step * power >= value)

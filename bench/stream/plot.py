"""Curves over the number of readers, both axes logarithmic, as SVG by hand."""

import math
from collections.abc import Mapping, Sequence
from html import escape

Points = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 380, 64, 178, 28, 44
_COLOURS = ("#1a5fb4", "#c64600", "#2b8a3e", "#813d9c", "#a51d2d", "#5e5c64", "#986a44", "#0b7285")
_DARK = ("#78aeed", "#ffa348", "#8ff0a4", "#dc8add", "#f28b82", "#c0bfbc", "#cdab8f", "#66d9e8")


def curves(series: Mapping[str, Points], *, title: str) -> str:
    """A line a series; its points are (readers, milliseconds). Raises ValueError without any."""
    drawn = {name: points for name, points in series.items() if points}
    if not drawn:
        raise ValueError("There is nothing to draw.")
    across = _steps([x for points in drawn.values() for x, _ in points])
    up = _steps([y for points in drawn.values() for _, y in points])

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + (_WIDTH - _LEFT - _RIGHT) * _share(x, across),
            _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * _share(y, up),
        )

    right, floor = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    marks = []
    for value in up:
        _, y = at(across[0], value)
        marks.append(f'<line x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        marks.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
    for value in across:
        x, _ = at(value, up[0])
        marks.append(f'<text x="{x:.1f}" y="{floor + 18}" text-anchor="middle">{value:,.0f}</text>')
    ends = _apart({name: at(*points[-1])[1] for name, points in drawn.items()})
    for number, (name, points) in enumerate(drawn.items()):
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in points))
        marks.append(f'<polyline class="c{number}" points="{line}"/>')
        x, _ = at(*points[-1])
        place = f'x="{x + 8:.1f}" y="{ends[name] + 4:.1f}"'
        marks.append(f'<text class="c{number}" {place}>{escape(name)}</text>')
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
            f"<title>{escape(title)}</title>",
            f"<style>{_style(len(drawn))}</style>",
            f'<rect class="back" width="{_WIDTH}" height="{_HEIGHT}"/>',
            *marks,
            f'<text x="{_LEFT}" y="16">{escape(title)}</text>',
            f'<text x="{right}" y="{_HEIGHT - 8}" text-anchor="end">readers</text>',
            "</svg>",
            "",
        ]
    )


def _steps(values: Sequence[float]) -> list[float]:
    """1, 2, 5, 10, 20 … from the last one not above the least to the first not below the most."""
    least, most = max(min(values), 1e-3), max(values)
    steps = [
        step * 10.0**power
        for power in range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)
        for step in (1, 2, 5)
    ]
    first = max((n for n, step in enumerate(steps) if step <= least), default=0)
    last = next((n for n, step in enumerate(steps) if step >= most), len(steps) - 1)
    return steps[first : max(last, first + 1) + 1]


def _share(value: float, steps: Sequence[float]) -> float:
    low, high = math.log(steps[0]), math.log(steps[-1])
    return (math.log(max(value, steps[0])) - low) / (high - low)


def _apart(heights: Mapping[str, float], *, gap: float = 15) -> dict[str, float]:
    """The same heights, moved down until no name stands on another."""
    placed: dict[str, float] = {}
    below = -math.inf
    for name, height in sorted(heights.items(), key=lambda named: named[1]):
        below = placed[name] = max(height, below + gap)
    return placed


def _style(count: int) -> str:
    def colours(palette: Sequence[str]) -> str:
        return "".join(
            f"polyline.c{n}{{stroke:{colour}}}text.c{n}{{fill:{colour}}}"
            for n, colour in enumerate(palette[n % len(palette)] for n in range(count))
        )

    return (
        "text{font:12px system-ui,sans-serif;fill:#222}line{stroke:#ccc}"
        f"polyline{{fill:none;stroke-width:2}}.back{{fill:#fff}}{colours(_COLOURS)}"
        "@media(prefers-color-scheme:dark){text{fill:#ddd}line{stroke:#444}"
        f".back{{fill:#161616}}{colours(_DARK)}}}"
    )

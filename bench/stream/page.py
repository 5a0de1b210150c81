"""The figures' place in `docs/performance.md`, and the curves beside it."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from bench.declaring_report import placed
from bench.stream.machine import ROOT, described
from bench.stream.parts import Plan
from bench.stream.peers import Peer
from bench.stream.plot import curves
from bench.stream.results import Results
from bench.stream.tables import report

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench-stream: begin -->", "<!-- bench-stream: end -->"
CURVES = {
    "fanout": ("stream-servers.svg", "Milliseconds until the last reader has one event"),
    "growth": ("stream-growth.svg", "Milliseconds until readers of one process have one event"),
}


def section(results: Results, plan: Plan, peers: Iterable[Peer], load: float) -> str:
    """What was run where, and every table."""
    titles = {peer.name: peer.title for peer in peers}
    titles["serve-cached"] = "serve, behind nginx"
    versions = [f"{peer.title}: {peer.version}" for peer in peers]
    today = datetime.now(UTC)
    return "\n\n".join(
        [
            f"{today.day} {today:%B %Y}, {described()}. Servers took turns; medians of"
            f" {plan.rounds} round{'s' * (plan.rounds > 1)}, {plan.events} events of"
            f" {plan.size:,} bytes in each; load average before: {load:.1f}.",
            f"    {command(sys.argv[1:])}",
            "\n".join(f"- {each}" for each in versions),
            report(results, titles),
        ]
    )


def command(words: Sequence[str]) -> str:
    """What to run for the same again; where the figures were kept is nobody's business."""
    kept = [
        word
        for before, word in zip(["", *words], words, strict=False)
        if not word.startswith("--json") and before != "--json"
    ]
    return f'make bench ARGS="{" ".join(kept)}"' if kept else "make bench"


def drawings(results: Results, titles: Mapping[str, str]) -> dict[str, str]:
    """The curves by the names of their files, where there are two points to draw one between."""
    drawn = {}
    for part, (name, title) in CURVES.items():
        points: dict[str, list[tuple[float, float]]] = {}
        for case in results.cases(part):
            figures = ("p50", "p99", "last") if part == "growth" else ("last",)
            for figure in figures:
                label = figure if part == "growth" else titles[case.peer]
                value = results.median(case, figure)
                if value is not None:
                    points.setdefault(label, []).append((case.readers, value))
        if any(len(line) > 1 for line in points.values()):
            drawn[name] = curves(points, title=title)
    return drawn


def write(text: str, drawn: Mapping[str, str]) -> None:
    """Put text and curves into the documentation."""
    for name, image in drawn.items():
        (PAGE.parent / name).write_text(image)
        title = next(title for file, title in CURVES.values() if file == name)
        text += f"\n\n![{title}]({name})"
    PAGE.write_text(placed(PAGE.read_text(), text, begin=BEGIN, end=END))

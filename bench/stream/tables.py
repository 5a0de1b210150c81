"""The figures as tables, in Markdown that can be read as it stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.stream.crowd import FAULTS
from bench.stream.results import Case, Results

LOOP, OURS = "loop", "log"


@dataclass(frozen=True)
class Column:
    """`figure` of each case, as so many decimals; with `beside` as a multiple of that peer's."""

    title: str
    figure: str
    decimals: int = 1
    beside: str = ""


TIMES = (
    Column("first", "first"),
    Column("p50", "p50"),
    Column("p99", "p99"),
    Column("last", "last"),
)
RATIOS = (
    Column("last ÷ ours", "last", beside=OURS),
    Column("last ÷ C loop", "last", beside=LOOP),
)
IDLE = Column("crowd idle %", "idle", 0)

PAGES = (
    Column("a second", "rate", 0),
    Column("p99, ms", "p99"),
    Column("failed", "failed", 0),
    Column("server busy %", "busy", 0),
    Column("wrk busy %", "client_busy", 0),
)

TABLES: Mapping[str, tuple[str, Sequence[Column]]] = {
    "fanout": (
        "One event, milliseconds",
        (
            *TIMES,
            Column("first to last", "fan"),
            Column("worst", "worst"),
            Column("answered", "answered"),
            *RATIOS,
            Column("µs of CPU a delivery", "cpu"),
            Column("KB a reader", "kilobytes"),
            Column("bytes", "bytes", 0),
            IDLE,
        ),
    ),
    "burst": (
        "A burst within a second, milliseconds over all deliveries",
        (*TIMES[1:], *RATIOS, IDLE),
    ),
    "connects": (
        "Everybody calls at once",
        (
            Column("connects a second", "rate", 0),
            Column("refused", "refused", 0),
            Column("p50, ms", "joined_p50", 0),
            Column("p99, ms", "joined_p99", 0),
            Column("last, ms", "joined_last", 0),
            Column("µs of CPU each", "cpu", 0),
        ),
    ),
    "growth": (
        "One process, more and more readers, milliseconds",
        (*TIMES, Column("KB a reader", "kilobytes"), Column("MB in all", "megabytes", 0), IDLE),
    ),
    "resume": (
        "All dropped and back at once, milliseconds from the first call until told everything",
        (
            Column("p50", "told_p50", 0),
            Column("p99", "told_p99", 0),
            Column("last", "told_last", 0),
            Column("refused", "refused", 0),
            Column("events missed", "missed", 0),
            Column("CPU seconds", "cpu_total"),
            Column("MB before", "megabytes", 0),
            Column("MB at most", "peak", 0),
        ),
    ),
    "handover": (
        "Handed to the next process while events are told, milliseconds over all deliveries",
        (*TIMES[1:], Column("seconds until the next serves", "seconds"), IDLE),
    ),
    "brisk": ("Nobody slow, milliseconds", (*TIMES, IDLE)),
    "slow": ("Among readers that never read, milliseconds of the others", (*TIMES, IDLE)),
    "page": (
        "The live page",
        PAGES,
    ),
    "poll": (
        "The pollers' address",
        PAGES,
    ),
}
COUNTED = ("fanout", "burst", "growth", "resume", "handover", "brisk", "slow")


def report(results: Results, titles: Mapping[str, str]) -> str:
    """Every table of which there is anything, one below the other."""
    sections = []
    for part, (title, columns) in TABLES.items():
        if cases := results.cases(part):
            rows = [[column.title for column in columns]]
            rows += [[_cell(results, case, column) for column in columns] for case in cases]
            names = [["connections" if columns is PAGES else "readers", "server"]]
            names += [[f"{case.readers:,}", titles.get(case.peer, case.peer)] for case in cases]
            lines = [[*name, *row] for name, row in zip(names, rows, strict=True)]
            sections.append(f"**{title}**\n\n{_aligned(lines)}")
            sections += _evidence(results, cases) if part == "fanout" else []
    if counted := _faults(results, titles):
        sections.append(f"**Lost, twice, out of order**\n\n{counted}")
    return "\n\n".join(sections)


def _evidence(results: Results, cases: Sequence[Case]) -> list[str]:
    """Why it is the servers that are measured and not the crowd: the loop knows what it took."""
    case = next((case for case in reversed(cases) if case.peer == LOOP), None)
    seen = [results.median(case, figure) for figure in ("own", "fan", "idle")] if case else []
    if not case or None in seen:
        return []
    own, fan, idle = seen
    return [
        f"By its own clock the C loop sent to {case.readers:,} readers in {own:.1f} ms; the crowd"
        f" saw {fan:.1f} ms from the first to the last, and had nothing to do for {idle:.0f} % of"
        " them."
    ]


def _cell(results: Results, case: Case, column: Column) -> str:
    pick: Callable[[Case, str], float | None] = (
        results.worst if column.figure == "worst" else results.median
    )
    value = pick(case, column.figure)
    if column.beside and value is not None:
        other = pick(case._replace(peer=column.beside), column.figure)
        return f"{value / other:.2f}" if other else ""
    return "" if value is None else f"{value:,.{column.decimals}f}"


def _faults(results: Results, titles: Mapping[str, str]) -> str:
    peers = dict.fromkeys(case.peer for part in COUNTED for case in results.cases(part))
    if not peers:
        return ""
    rows = [["server", "lost", "twice", "out of order", "unasked", "hung up"]]
    for peer in peers:
        cases = [case for part in COUNTED for case in results.cases(part) if case.peer == peer]
        counts = [sum(results.total(case, fault) for case in cases) for fault in FAULTS]
        rows.append([titles.get(peer, peer), *(f"{count:,.0f}" for count in counts)])
    return _aligned(rows, names=1)


def _aligned(rows: list[list[str]], *, names: int = 2) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if column == names - 1 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(f"| {' | '.join(cells)} |")
    rules = [
        "-" * width if column == names - 1 else "-" * (width - 1) + ":"
        for column, width in enumerate(widths)
    ]
    lines.insert(1, f"| {' | '.join(rules)} |")
    return "\n".join(lines)

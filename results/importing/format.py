"""A format: the headers that publishers give its columns, and how a row of it is read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from results.checks import is_line_of_totals
from results.importing.reading import Cells, Columns
from results.importing.rows import Line, LineRefused


@dataclass(frozen=True)
class Format:
    """`columns` maps each column to the headers it is known by, `required` must all be there."""

    name: str
    columns: Columns
    required: tuple[str, ...]
    read: Callable[[Cells], Line]
    absent: tuple[str, ...] = ()
    is_notional: bool = False

    def fits(self, headers: Collection[str]) -> bool:
        return all(
            any(header in headers for header in self.columns[column]) for column in self.required
        ) and not any(header in headers for header in self.absent)

    def line(self, cells: Cells) -> Line:
        """Raises LineRefused for a total, a note or a row that names no contest."""
        name = cells.text("contest")
        if not name:
            first = next((each for each in cells.filled()), "")
            raise LineRefused(f"names no constituency or ward (“{first[:60]}”): a note or a total?")
        if is_line_of_totals(name) or is_whole_country(name):
            raise LineRefused(f"“{name}” is a total, not a contest.")
        return self.read(cells)


def is_whole_country(name: str) -> bool:
    return name.casefold() in {"uk", "united kingdom", "great britain", "gb", "all", "uk total"}

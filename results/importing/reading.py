"""Reading a publisher's CSV row by row: its encoding, its header, and what its cells mean."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
UNKNOWN = {"", "-", "–", "—", "n/a", "na", "[x]", "[z]", "[:]", ":", "..", "x", "null", "none"}
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
CLOCKS = ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S")
_BLOCK = 1 << 16

Columns = Mapping[str, tuple[str, ...]]


def encoding_of(path: Path) -> str:
    """UTF-8 with or without its mark; else Windows-1252, in which older sheets are saved."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank with the number of its line; the first is the header."""
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as file:
        reader = csv.reader(file)
        for row in reader:
            if any(each.strip() for each in row):
                yield reader.line_num, row


def heading(cell: str) -> str:
    """A header as columns are asked for: “ONS ID” and “ons_id” are “ons_id”."""
    return re.sub(r"[^a-z0-9]+", "_", cell.casefold()).strip("_")


class Cells:
    """One row, asked by the names that a format gives its columns.

    A cell that cannot be read is not known, and says so in `complaints`.
    """

    def __init__(self, columns: Columns, row: Mapping[str, str]) -> None:
        self._columns, self._row = columns, row
        self.complaints: list[str] = []

    def text(self, column: str) -> str:
        for header in self._columns.get(column, (column,)):
            if header in self._row:
                found = " ".join(self._row[header].split())
                return "" if found.casefold() in {"[x]", "[z]", "[:]"} else found
        return ""

    def filled(self) -> Iterator[str]:
        return (each.strip() for each in self._row.values() if each.strip())

    def whole(self, column: str) -> int | None:
        """A whole number of nought or more, be it “1,234” or “1234.0”."""
        typed = self.text(column)
        if typed.casefold() in UNKNOWN:
            return None
        plain = re.sub(r"[,\s]", "", typed)
        if not re.fullmatch(r"[0-9]{1,9}(\.0+)?", plain):
            self.complaints.append(f"{column}: “{typed}” is not a whole number of nought or more.")
            return None
        return int(plain.partition(".")[0])

    def share(self, column: str) -> float | None:
        """A share as written, be it 0.506, 50.6 or “50.6%”; which of them, only a sum can tell."""
        typed = self.text(column).removesuffix("%").strip()
        if typed.casefold() in UNKNOWN:
            return None
        try:
            return float(typed)
        except ValueError:
            self.complaints.append(f"{column}: “{typed}” is not a share.")
            return None

    def flag(self, column: str) -> bool | None:
        typed = self.text(column).casefold()
        if typed in {"true", "t", "yes", "y", "1", "elected", "*"}:
            return True
        if typed in {"false", "f", "no", "n", "0", "not elected"}:
            return False
        if typed not in UNKNOWN:
            self.complaints.append(f"{column}: “{typed}” is neither yes nor no.")
        return None

    def day(self, column: str) -> date | None:
        """An ISO day, or one written day first."""
        typed = self.text(column)
        if typed.casefold() in UNKNOWN:
            return None
        for pattern in DAYS:
            try:
                return datetime.strptime(typed, pattern).date()
            except ValueError:
                continue
        self.complaints.append(f"{column}: “{typed}” is not a day.")
        return None

    def moment(self, column: str) -> datetime | None:
        """An instant; one without a zone is London's."""
        typed = self.text(column)
        if typed.casefold() in UNKNOWN:
            return None
        found = parse_moment(typed)
        if found is None:
            self.complaints.append(f"{column}: “{typed}” is not a day and a time of day.")
        return found


def parse_moment(typed: str) -> datetime | None:
    """ISO, or day first with a time of day; London's where no zone is written."""
    try:
        found = datetime.fromisoformat(typed) if "T" in typed or " " in typed else None
    except ValueError:
        found = None
    if found is None:
        for pattern in (day + clock for day in DAYS for clock in CLOCKS if clock):
            try:
                found = datetime.strptime(typed, pattern)
                break
            except ValueError:
                continue
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=LONDON)


def day_in_id(election_id: str) -> date | None:
    """The polling day at the end of an id such as parl.2010-05-06; None where there is none."""
    found = re.search(r"\.(\d{4}-\d{2}-\d{2})(?:\.|\Z)", election_id)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def code_at_the_end(uri: str) -> str:
    """“…/E05000819” and “WMC:E14000793” to the code; blank where there is none."""
    found = re.search(r"(?:\A|[/:])([ENSWK]\d{8})\Z", uri.strip())
    return found[1] if found else ""

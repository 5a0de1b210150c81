"""A folder into which a feed puts its files: what is new there, oldest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

SUFFIXES = {".xml", ".json"}

Stamp = tuple[int, int]


class Folder:
    """Says of every file once that it is new, and again when it has changed.

    Hidden files, PA's `.timestamp` among them, are left alone: looking is cheap in a local folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._done: dict[Path, Stamp] = {}
        self._listed: dict[Path, Stamp] = {}
        self._half: dict[Path, Stamp] = {}

    def arrived(self) -> Iterator[Path]:
        """New and changed files by time of change, then by name with its number as a number."""
        found = []
        for path in self.path.rglob("*"):
            parts = path.relative_to(self.path).parts
            if path.suffix.casefold() not in SUFFIXES or any(each[0] == "." for each in parts):
                continue
            if (stamp := _stamp(path)) and self._done.get(path) != stamp:
                self._listed[path] = stamp
                found.append((stamp[0], _natural(path.name), path))
        return (path for _, _, path in sorted(found))

    def done(self, path: Path) -> None:
        """It was read, as it was when `arrived` listed it: a change since then is news."""
        self._half.pop(path, None)
        self._done[path] = self._listed[path]

    def is_whole(self, path: Path) -> bool:
        """Whether a file that could not be read is as it was when last asked.

        One that is still being written is not, and what follows it waits for the next look.
        """
        stamp = _stamp(path)
        if stamp and self._half.get(path) == stamp:
            return True
        if stamp:
            self._half[path] = stamp
        return False


def _stamp(path: Path) -> Stamp | None:
    """None once the file is gone."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size


def _natural(name: str) -> list[tuple[int, str]]:
    """“…_10.xml” after “…_2.xml”."""
    return [
        (int(each), "") if each.isdigit() else (-1, each)
        for each in re.findall(r"\d+|\D+", name.casefold())
    ]

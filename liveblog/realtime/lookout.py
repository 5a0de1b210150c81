"""How a process notices what others wrote: cheaply where the database can say "nothing changed"."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import Error, connection

from liveblog.realtime import log


class Lookout:
    """Used on the hub's database thread only, since SQLite's answer is one connection's own."""

    def __init__(self) -> None:
        self._data_version: int | None = None

    def moved(self, heads: Mapping[str, tuple[str, int, str]]) -> list[str]:
        """The feeds whose (epoch, head, status) in the log is not the one given."""
        version = None
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA data_version")  # changes when another connection commits
                version = cursor.fetchone()[0]
            if version == self._data_version:
                return []
        found = {row.name: (row.epoch, row.head, row.status) for row in log.positions(list(heads))}
        moved = [name for name, known in heads.items() if found.get(name) != known]
        # What was found may yet fail to be taken over: only "nothing moved" is worth remembering.
        self._data_version = None if moved else version
        return moved

    def query(self, query: Callable[..., Any], *args: Any) -> Any:
        """Run it; drop a broken connection, since no request ends in this thread to do so."""
        try:
            return query(*args)
        except Error:
            self._data_version = None
            connection.close()
            raise

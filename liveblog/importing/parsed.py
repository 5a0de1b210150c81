"""What a text blog comes apart into; every line keeps its number in the file."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from liveblog.nightclock import Order, Resolved


class Line(NamedTuple):
    """A line of the file, or what is left of it when its stamp is taken off; numbers from 1."""

    number: int
    text: str


class Note(NamedTuple):
    """Something about a line that a person should look at."""

    number: int
    text: str
    why: str


@dataclass(frozen=True)
class ParsedEntry:
    """An entry as printed.

    `line` is where its stamp stands, `byline` a reporter named with the stamp; `figures` are as
    `importing.figures.read` gives them.
    """

    line: int
    stamp: str
    resolved: Resolved
    headline: Line | None
    lines: tuple[Line, ...]
    byline: str = ""
    kind: str = "update"
    speaker: str = ""
    contests: tuple[str, ...] = ()
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return self.resolved.at

    @property
    def corrected_from(self) -> str | None:
        """The stamp as printed, where it was not taken at its word."""
        return self.resolved.slip.printed if self.resolved.slip else None

    @property
    def body(self) -> str:
        """The text below the headline: plain, a paragraph a line, a blank line between them."""
        return "\n\n".join(line.text for line in self.lines)

    @property
    def text(self) -> str:
        """Headline and body."""
        return "\n\n".join(line.text for line in (self.headline, *self.lines) if line)


@dataclass(frozen=True)
class ParsedBlog:
    """A text blog in the file's own order. Each line that is not blank is in exactly one place."""

    title: Line | None
    byline: str
    byline_lines: tuple[Line, ...]
    introduction: tuple[Line, ...]
    entries: tuple[ParsedEntry, ...]
    order: Order
    furniture: tuple[Line, ...]
    unplaced: tuple[Note, ...]
    uncertain: tuple[Note, ...]
    parties: dict[str, str] = field(default_factory=dict)

    @property
    def slips(self) -> list[ParsedEntry]:
        return [entry for entry in self.entries if entry.resolved.slip]

    @property
    def ambiguous(self) -> list[ParsedEntry]:
        return [entry for entry in self.entries if entry.resolved.ambiguous]

    @property
    def standfirst(self) -> str:
        return " ".join(line.text for line in self.introduction)

    def oldest_first(self) -> list[ParsedEntry]:
        """By true instant; entries of one minute as they follow each other in the file."""
        backwards = self.order is Order.NEWEST_FIRST
        told = self.entries[::-1] if backwards else self.entries
        return sorted(told, key=lambda entry: entry.at.timestamp())

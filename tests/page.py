"""The live page as a browser holds it: read from its HTML, then changed by frames alone.

What is done here with a frame is what static/liveblog/reader/timeline.js and surroundings.js do.
"""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client

from liveblog.models import Blog
from liveblog.realtime import log

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Element:
    """An element as the source spells it, from its first character to its last."""

    attributes: dict[str, str]
    inner: str
    outer: str


class _Finder(HTMLParser):
    """Finds elements that have an attribute, with where they begin and end in the source."""

    def __init__(self, source: str, attribute: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Element] = []
        self._source, self._attribute = source, attribute
        self._lines = [0]
        for line in source.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._open: list[tuple[str, dict[str, str], int, int]] = []
        self.feed(source)
        self.close()
        assert not self._open, f"never closed: {[tag for tag, *_ in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            start = self._here()
            end = start + len(self.get_starttag_text() or "")
            self._open.append((tag, {name: value or "" for name, value in attrs}, start, end))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        opened, attributes, start, content = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        if self._attribute in attributes:
            end = self._source.index(">", self._here()) + 1
            self.found.append(
                Element(attributes, self._source[content : self._here()], self._source[start:end])
            )

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def elements(source: str, attribute: str) -> list[Element]:
    """The elements of the source that have the attribute, each with its own spelling.

    Fails on source whose tags do not match.
    """
    return _Finder(source, attribute).found


@dataclass(eq=False)
class Page:
    """Position, status, and the live regions of a page, to the letter."""

    epoch: str
    offset: int
    status: str
    head: str
    pinned: str
    awaited: str
    boards: dict[str, str] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        # Two dictionaries are equal in any order, two pages are not.
        return isinstance(other, Page) and self._spelt() == other._spelt()

    def _spelt(self) -> tuple[object, ...]:
        place = (self.epoch, self.offset, self.status)
        regions = (self.head, self.pinned, self.awaited)
        return (*place, *regions, [*self.boards.items()], [*self.entries.items()])

    @classmethod
    def read(cls, html: str) -> "Page":
        (live,) = elements(html, "data-live")
        regions = {each.attributes["data-region"]: each for each in elements(html, "data-region")}
        page = cls(
            epoch=live.attributes["data-epoch"],
            offset=int(live.attributes["data-offset"]),
            status=live.attributes["data-status"],
            head=regions["head"].inner,
            pinned=regions["pinned"].inner,
            awaited=regions["awaited"].inner,
            boards=_by(elements(regions["boards"].inner, "data-election"), "data-election"),
            entries=_by(elements(regions["stream"].inner, "data-entry-id"), "data-entry-id"),
        )
        assert page._stream() == regions["stream"].inner, "The stream holds more than its entries."
        assert page._boards() == regions["boards"].inner, "The boards' region holds more than them."
        return page

    @classmethod
    def fetched(cls, client: Client, blog: Blog) -> "Page":
        answer = client.get(blog.get_absolute_url())
        assert answer.status_code == 200
        return cls.read(answer.content.decode())

    def follow(self, blog: Blog) -> list[dict]:
        """Apply every frame that the page has not seen, and give them back."""
        position = log.position(blog.slug)
        assert position.epoch == self.epoch, "another epoch: the page would load itself afresh"
        rows = blog.feed.events.filter(offset__gt=self.offset).order_by("offset")
        frames = [json.loads(row.frame) for row in rows]
        for frame in frames:
            self.apply(frame)
        return frames

    def apply(self, frame: dict) -> None:
        assert frame["offset"] == self.offset + 1, "a gap or a duplicate"
        self.offset = frame["offset"]
        getattr(self, f"_{frame['type']}")(frame)

    def _put(self, frame: dict) -> None:
        entry = frame["entry"]
        shown = self.entries.get(entry["id"])
        if shown is None or entry["version"] > _version(shown):
            self._place(entry["id"], entry["html"])

    def _drop(self, frame: dict) -> None:
        shown = self.entries.get(frame["id"])
        if shown is not None and frame["version"] > _version(shown):
            self._place(frame["id"], frame["html"])

    def _board(self, frame: dict) -> None:
        if frame["html"]:
            self.boards[frame["election"]] = frame["html"]
        else:
            self.boards.pop(frame["election"], None)

    def _blog(self, frame: dict) -> None:
        self.status = frame["status"]
        self.head, self.pinned = frame["html"], frame["pinned_html"]
        self.awaited = frame["awaited_html"]

    def _glance(self, frame: dict) -> None:
        """The article is a page of its own; that the head links to it, a blog frame says."""

    def _place(self, name: str, html: str) -> None:
        self.entries[name] = html
        in_order = sorted(self.entries.items(), key=lambda each: _order(each[1]), reverse=True)
        self.entries = dict(in_order)

    def _stream(self) -> str:
        return "".join(self.entries.values())

    def _boards(self) -> str:
        return "".join(self.boards.values())


def _by(found: list[Element], attribute: str) -> dict[str, str]:
    # A fragment ends in a line break, which is its own.
    return {each.attributes[attribute]: f"{each.outer}\n" for each in found}


def _version(html: str) -> int:
    return int(elements(html, "data-version")[0].attributes["data-version"])


def _order(html: str) -> str:
    return elements(html, "data-order")[0].attributes["data-order"]

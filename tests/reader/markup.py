"""Reading a page as a test wants it: elements by selector-like questions, and their text."""

from html.parser import HTMLParser

from django.test import Client

VOID = {"br", "col", "hr", "img", "input", "link", "meta"}


class Element:
    """An element with its attributes, children and text."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []

    def all(self, tag: str = "", **attributes: str | None) -> list["Element"]:
        """Every element below, in order; `class_` is one of its classes, `None` any value."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.matches(tag, attributes):
                    found.append(child)
                found += child.all(tag, **attributes)
        return found

    def one(self, tag: str = "", **attributes: str | None) -> "Element":
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    def matches(self, tag: str, wanted: dict[str, str | None]) -> bool:
        if tag and self.tag != tag:
            return False
        for key, value in wanted.items():
            name = key.rstrip("_").replace("_", "-")
            if name not in self.attributes:
                return False
            here = self.attributes[name]
            if value is not None and value not in (here.split() if name == "class" else [here]):
                return False
        return True

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    @property
    def text(self) -> str:
        """The text below, with its blanks closed up."""
        return " ".join(self._raw().split())

    def _raw(self) -> str:
        return "".join(child if isinstance(child, str) else child._raw() for child in self.children)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """The document as a tree; fails where a tag is not closed by its own end tag."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is not closed"
    return reader.open[0]


def page_of(client: Client, url: str = "/quayshire/") -> Element:
    """The page at the address, which must be there."""
    response = client.get(url)
    assert response.status_code == 200
    return read(response.content.decode())


def stream_of(page: Element) -> list[Element]:
    """The entries of a live page, in the order shown."""
    return page.one(data_region="stream").all("article")

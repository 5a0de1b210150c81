"""Links and pictures of the site, made to lead to the same place inside an archive."""

from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from posixpath import relpath
from urllib.parse import urljoin, urlsplit

_ONLY_FOR_A_SCRIPT = {"button"}  # what loads an embed: in an archive there is only its link


def localise(html: str, *, site_path: str, pages: Mapping[str, str], page: str) -> str:
    """A fragment's HTML for the archive's `page`, with every link leading to a file that is there.

    `pages` has the archive's page for each of the site's paths, and `site_path` is the path that
    the fragment's own links are relative to. A link to another page of the site would lead
    nowhere, so it becomes plain words. Links to other sites stay as they are. Of a picture only the
    sizes that are there are named, and an embed is left with nothing but its link.
    """
    rewriter = _Rewriter(site_path, pages, page)
    rewriter.feed(html)
    rewriter.close()
    return "".join(rewriter.out)


class _Rewriter(HTMLParser):
    """Gives back what it reads, but for where links and pictures lead and what needs a script."""

    def __init__(self, site_path: str, pages: Mapping[str, str], page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.site_path, self.pages, self.page = site_path, pages, page
        self.out: list[str] = []
        self.silent = 0  # how deep in elements that an archive does without

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _ONLY_FOR_A_SCRIPT
        if self.silent:
            return
        if tag in {"img", "source"}:
            pictured = (self._of_picture(*each) for each in attrs)
            self.out.append(_tag(tag, [pair for pair in pictured if pair]))
            return
        if tag == "figure" and dict(attrs).get("data-embed"):
            attrs = [(name, value) for name, value in attrs if not name.startswith("data-")]
            self.out.append(_tag(tag, attrs))
            return
        href = dict(attrs).get("href")
        if tag != "a" or href is None or urlsplit(href).scheme or href.startswith("//"):
            self.out.append(self.get_starttag_text() or "")
            return
        local = self._local(href)
        kept = [pair for pair in attrs if pair[0] != "href"]
        if local is not None:
            kept.insert(0, ("href", local))
        self.out.append(_tag("a", kept))

    def _of_picture(self, name: str, value: str | None) -> tuple[str, str | None] | None:
        """The attribute as it is in the archive; None where it would ask the site for a file."""
        if name == "src" and value is not None and not urlsplit(value).scheme:
            local = self._local(value)
            return None if local is None else (name, local)
        if name == "srcset" and value is not None:
            sizes = (each.split() for each in value.split(","))
            found = [
                " ".join([local, *rest])
                for address, *rest in sizes
                if (local := self._local(address)) is not None
            ]
            return (name, ", ".join(found)) if found else None
        return name, value

    def _local(self, href: str) -> str | None:
        there = urlsplit(urljoin(self.site_path, href))
        file = self.pages.get(there.path)
        if file is None:
            return None
        anchor = f"#{there.fragment}" if there.fragment else ""
        if file == self.page and anchor:
            return anchor
        return relpath(file, start=self.page.rpartition("/")[0] or ".") + anchor

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._write(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._write(f"</{tag}>")
        self.silent -= tag in _ONLY_FOR_A_SCRIPT

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._write(f"<!--{data}-->")

    def _write(self, text: str) -> None:
        if not self.silent:
            self.out.append(text)


def _tag(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    written = (name if value is None else f'{name}="{escape(value)}"' for name, value in attrs)
    return f"<{' '.join([tag, *written])}>"

"""What the figures said in an article, to be kept with a sealed blog and read back from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from liveblog.glance.sources import Source
from liveblog.glance.writing import Written

if TYPE_CHECKING:
    from liveblog.glance.article import Article, Section

Kept = dict[str, Any]


def as_sealed(article: Article) -> list[Kept]:
    """The sections, JSON-ready; an editor's words and headline are kept as rows of their own."""
    return [_kept(each) for each in article.sections]


def written_of(kept: Kept) -> Written:
    return Written(tuple(kept["paragraphs"]), kept["figures"])


def sources_of(kept: Kept) -> list[Source]:
    return [
        Source(**{**each, "at": datetime.fromisoformat(each["at"])}) for each in kept["sources"]
    ]


def by_key(sections: Iterable[Kept]) -> dict[str, Kept]:
    return {each["key"]: each for each in sections}


def _kept(section: Section) -> Kept:
    return {
        "key": section.key,
        "paragraphs": list(section.written.paragraphs),
        "figures": section.written.figures,
        "correction": section.correction,
        "sources": [
            {"what": each.what, "at": each.at.isoformat(), "url": each.url, "where": each.where}
            for each in section.sources
        ],
    }

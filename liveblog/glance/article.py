"""The whole article: what the figures say, an editor's words over them, and where each was told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from liveblog import prose
from liveblog.glance import sealed
from liveblog.glance.opening import introduction
from liveblog.glance.sources import Source, Told
from liveblog.glance.writing import Written, contest_paragraphs
from liveblog.models import Blog, Glance, GlanceEdit, Seal
from results.models import Contest

INTRODUCTION = "introduction"


@dataclass(frozen=True, slots=True)
class Section:
    """The introduction, or what the article says of one contest; `key` names it in forms.

    `correction` says why the figures that stand were corrected, and is empty where they were not.
    """

    key: str
    contest: Contest | None
    written: Written
    edit: GlanceEdit | None = None
    sources: list[Source] = field(default_factory=list)
    correction: str = ""

    @property
    def text(self) -> str:
        """As it stands: an editor's words, else what the figures say."""
        return self.edit.text if self.edit else self.written.text

    @property
    def is_outdated(self) -> bool:
        """Whether the figures have changed since an editor wrote over them."""
        return self.edit is not None and self.edit.figures != self.written.figures

    @property
    def html(self) -> SafeString:
        return prose.render(self.edit.text) if self.edit else self.written_html

    @property
    def written_html(self) -> SafeString:
        """What the figures say now, whatever an editor has written over it."""
        return format_html_join("", "<p>{}</p>", ((each,) for each in self.written.paragraphs))


@dataclass(frozen=True, slots=True)
class Article:
    """`glance` is None until an editor has touched the article."""

    blog: Blog
    glance: Glance | None
    introduction: Section
    contests: list[Section]

    @property
    def headline(self) -> str:
        return (self.glance.headline if self.glance else "") or self.usual_headline

    @property
    def usual_headline(self) -> str:
        return f"{self.blog.title}: the results at a glance"

    @property
    def sections(self) -> list[Section]:
        return [self.introduction, *self.contests]

    @property
    def version(self) -> int:
        return self.glance.version if self.glance else 0

    @property
    def has_results(self) -> bool:
        return any(each.contest and each.contest.declaration for each in self.contests)


def article(blog: Blog) -> Article:
    """The article as it reads now, or as it was sealed with an archived blog.

    A fixed number of queries, however many contests there are.
    """
    followed = blog.contests.order_by("blogcontest__order", "blogcontest__pk")
    contests = list(followed.with_results())
    glance = Glance.objects.filter(blog=blog).first()
    edits = {each.contest_id: each for each in glance.edits.all()} if glance else {}
    seal = Seal.objects.filter(blog=blog).only("article").first() if blog.is_archived else None
    if seal:
        kept = sealed.by_key(seal.article)
        sections = [_as_sealed(kept[key], each) for key, each in _keyed(contests).items()]
    else:
        told = Told(blog, contests)
        sections = [_written_now(contest, told) for contest in contests]
        sections.insert(0, Section(INTRODUCTION, None, introduction(contests)))
    opening, *rest = (replace(each, edit=edits.get(_pk(each))) for each in sections)
    return Article(blog, glance, opening, rest)


def _written_now(contest: Contest, told: Told) -> Section:
    declaration = contest.declaration
    is_corrected = declaration and declaration.stage == declaration.Stage.CORRECTED
    return Section(
        str(contest.pk),
        contest,
        contest_paragraphs(contest),
        sources=told.sources(contest),
        correction=declaration.reason if declaration and is_corrected else "",
    )


def _as_sealed(kept: dict[str, Any], contest: Contest | None) -> Section:
    return Section(
        kept["key"],
        contest,
        sealed.written_of(kept),
        sources=sealed.sources_of(kept),
        correction=kept["correction"],
    )


def _keyed(contests: list[Contest]) -> dict[str, Contest | None]:
    return {INTRODUCTION: None, **{str(each.pk): each for each in contests}}


def _pk(section: Section) -> int | None:
    return section.contest.pk if section.contest else None

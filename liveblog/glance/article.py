"""The whole article: what the figures say, an editor's words over them, and where each was told."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from liveblog import prose
from liveblog.glance.opening import introduction
from liveblog.glance.sources import Source, Told
from liveblog.glance.writing import Written, contest_paragraphs
from liveblog.models import Blog, Glance, GlanceEdit
from results.models import Contest

INTRODUCTION = "introduction"


@dataclass(frozen=True, slots=True)
class Section:
    """The introduction, or what the article says of one contest; `key` names it in forms."""

    key: str
    contest: Contest | None
    written: Written
    edit: GlanceEdit | None = None
    sources: list[Source] = field(default_factory=list)

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

    @property
    def correction(self) -> str:
        """Why the figures that stand were corrected; empty where they were not."""
        declaration = self.contest.declaration if self.contest else None
        if declaration and declaration.stage == declaration.Stage.CORRECTED:
            return declaration.reason
        return ""


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
    """The article as it reads now; a fixed number of queries, however many contests there are."""
    followed = blog.contests.order_by("blogcontest__order", "blogcontest__pk")
    contests = list(followed.with_results())
    glance = Glance.objects.filter(blog=blog).first()
    edits = {each.contest_id: each for each in glance.edits.all()} if glance else {}
    told = Told(blog, contests)

    def section(contest: Contest) -> Section:
        key, written = str(contest.pk), contest_paragraphs(contest)
        return Section(key, contest, written, edits.get(contest.pk), told.sources(contest))

    opening = Section(INTRODUCTION, None, introduction(contests), edits.get(None))
    return Article(blog, glance, opening, [section(each) for each in contests])

"""Where each figure of the article was told: in an entry, or on its contest's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from liveblog.models import Blog, Entry
from results.models import Contest, Declaration, TurnoutReport

Figures = Declaration | TurnoutReport


@dataclass(frozen=True, slots=True)
class Source:
    """“Declared at 1.10am”, with the address that says so; `where` names another blog than this."""

    what: str
    at: datetime
    url: str
    where: str = ""

    @property
    def is_correction(self) -> bool:
        return self.what == "corrected"


class Told:
    """The published entries that carry figures, in whichever blog, by the figures they declared."""

    def __init__(self, blog: Blog, contests: Iterable[Contest]) -> None:
        self.blog = blog
        figures = [
            each
            for contest in contests
            for each in (*contest.declarations.all(), *contest.turnout_reports.all())
        ]
        # Figures name the entry that announced them; a feed's or an importer's name none.
        named = Entry.objects.filter(
            status=Entry.Status.PUBLISHED, public_id__in={each.source for each in figures}
        )
        # This blog's entry speaks before another's of the same name.
        self._entries = {
            each.public_id: each
            for each in sorted(named.select_related("blog"), key=lambda one: one.blog == blog)
        }

    def sources(self, contest: Contest) -> list[Source]:
        """Of the figures that stand: declared, corrected, turnout announced."""
        found = []
        if declaration := contest.declaration:
            corrected = _corrected_by(contest, declaration)
            first = corrected or declaration
            what = "declared" if first.is_final else "counted so far"
            found.append(self._source(what, first, first.declared_at))
            if corrected:
                # Figures that were put right in their own entry keep its time; the change has its
                # own.
                same = corrected.source == declaration.source
                at = declaration.created if same else declaration.declared_at
                found.append(self._source("corrected", declaration, at))
        if turnout := contest.turnout:
            found.append(self._source("turnout announced", turnout, turnout.announced_at))
        return found

    def _source(self, what: str, figures: Figures, at: datetime) -> Source:
        entry = self._entries.get(figures.source)
        if entry is None:
            return Source(what, at, contest_address(figures.contest))
        where = "" if entry.blog_id == self.blog.pk else entry.blog.title
        return Source(what, at, entry.get_absolute_url(), where)


def contest_address(contest: Contest) -> str:
    return reverse("reader:contest", args=[contest.election.slug, contest.slug])


def _corrected_by(contest: Contest, standing: Declaration) -> Declaration | None:
    """What was declared first and the standing figures correct; None where they correct nothing."""
    if standing.stage != Declaration.Stage.CORRECTED:
        return None
    earlier = [
        each for each in contest.declarations.all() if each.is_final and each.pk != standing.pk
    ]
    return min(earlier, key=lambda each: each.version, default=None)

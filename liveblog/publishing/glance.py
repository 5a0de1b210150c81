"""The deeds of the morning-after article: keep an editor's words, publish it, take it down.

The blog's log tells of each; the live page's head links to the article while it is public.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog import frames
from liveblog.glance import INTRODUCTION, Section, article
from liveblog.models import Blog, Glance, GlanceEdit
from liveblog.prose import MAX_BODY
from liveblog.publishing import pollslock
from liveblog.publishing.refusals import Conflict, Fault, Refused
from liveblog.publishing.wording import NOT_TEXT, is_text
from liveblog.realtime import log
from results.lettering import visible

MAX_HEADLINE = 200


class StaleGlance(Conflict):
    """The article was changed since it was read. `current` is the version that stands now."""

    def __init__(self, current: int) -> None:
        self.current = current
        super().__init__("The article was changed while you were writing.")


@dataclass(frozen=True, slots=True)
class SectionWords:
    """A section as an editor sends it, with what stood before the editor's eyes meanwhile.

    `written` is what the figures said then and `figures` their digest. Words that were kept for
    other figures stay marked as outdated until they change or the editor says that they `fit`.
    """

    text: str
    written: str
    figures: str
    fit: bool = False


@transaction.atomic
def save_glance(
    *,
    blog: Blog,
    version: int,
    headline: str = "",
    sections: Mapping[str, SectionWords],
    by: User | None = None,
) -> Glance:
    """Keep what an editor wrote over the article that was at `version` (0: never touched).

    `sections` is keyed by `introduction` or a contest's id. Words that are empty, or those written
    from the figures, keep nothing, so that the section follows the figures. Raises Refused,
    Conflict (the blog is archived) and StaleGlance (somebody was faster).
    """
    glance = _locked(blog)
    standing = {each.key: each for each in article(blog).sections}
    if (current := glance.version if glance.pk else 0) != version:
        raise StaleGlance(current)
    glance.headline = visible(headline).strip()
    faults = _faults(headline.strip(), sections, standing)
    if glance.is_public:
        written = {f"{key}.text": words.text for key, words in sections.items()}
        faults += pollslock.check_words(blog, {"headline": glance.headline, **written})
    if faults:
        raise Refused(faults)
    glance.version = current + 1
    _sign(glance, by)
    for key, words in sections.items():
        _keep(glance, standing[key], words)
    log.append(blog.feed_id, frames.glance(glance))
    return glance


@transaction.atomic
def publish_glance(*, blog: Blog, by: User | None = None, at: datetime | None = None) -> Glance:
    """Make the article public, if it is not.

    Raises Conflict while nothing is declared, and while an editor's words tell of an open poll.
    """
    glance = _locked(blog)
    if not article(blog).has_results:
        raise Conflict("There is no result yet that the article could tell of.")
    kept = {str(each.pk): each.text for each in glance.edits.all()} if glance.pk else {}
    if faults := pollslock.check_words(blog, {"headline": glance.headline, **kept}):
        raise Conflict(faults[0].message)
    if not glance.is_public:
        glance.published_at = at or timezone.now()
        _sign(glance, by)
        _tell_of_the_move(glance)
    return glance


@transaction.atomic
def take_down_glance(*, blog: Blog, by: User | None = None) -> Glance:
    """Take the article from the readers; an editor's words stay. Raises Conflict."""
    glance = _locked(blog)
    if glance.is_public:
        glance.published_at = None
        _sign(glance, by)
        _tell_of_the_move(glance)
    return glance


def _locked(blog: Blog) -> Glance:
    """The blog's article as it stands under the blog's lock, or a new one that is not saved."""
    log.lock([blog.feed_id])
    if Blog.objects.get(pk=blog.pk).is_archived:
        raise Conflict("This blog is archived: nothing in it changes any more.")
    return Glance.objects.filter(blog=blog).first() or Glance(blog=blog)


def _tell_of_the_move(glance: Glance) -> None:
    """In or out of public: the article's own page is told, and the head that links to it."""
    log.append(glance.blog.feed_id, frames.glance(glance))
    log.append(glance.blog.feed_id, frames.blog(Blog.objects.get(pk=glance.blog_id)))


def _sign(glance: Glance, by: User | None) -> None:
    glance.changed_at, glance.changed_by = timezone.now(), by
    glance.save()


def _faults(
    headline: str, sections: Mapping[str, SectionWords], standing: Mapping[str, Section]
) -> list[Fault]:
    faults = []
    if len(headline) > MAX_HEADLINE:
        many = f"{len(headline):,} characters; the limit is {MAX_HEADLINE}."
        faults.append(Fault("headline", many))
    if not is_text(headline):
        faults.append(Fault("headline", NOT_TEXT))
    for key, words in sections.items():
        field = f"{key}.text"
        if key not in standing:
            faults.append(Fault(field, "This blog no longer follows that contest."))
        if len(words.text) > MAX_BODY:
            many = f"{len(words.text):,} characters; a section has {MAX_BODY:,} at most."
            faults.append(Fault(field, many))
        if not all(is_text(each) for each in (words.text, words.written)):
            faults.append(Fault(field, NOT_TEXT))
    return faults


def _keep(glance: Glance, section: Section, words: SectionWords) -> None:
    text, written = _plain(words.text), _plain(words.written)
    contest = None if section.key == INTRODUCTION else section.contest
    if not text or text == written or text == section.written.text:
        glance.edits.filter(contest=contest).delete()
        return
    if section.edit and section.edit.text == text and not words.fit:
        return
    GlanceEdit.objects.update_or_create(
        glance=glance,
        contest=contest,
        defaults={"text": text, "replaced": written, "figures": words.figures[:64]},
    )


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()

"""Where a replay is played: a blog marked as a rehearsal that follows copies of the contests."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError

from liveblog import publishing
from liveblog.models import Blog
from liveblog.publishing import Conflict
from results.models import Contest, Election
from results.rehearsal import SUFFIX, rehearsal_of


@transaction.atomic
def set_stage(
    *, slug: str, contests: Sequence[Contest], polling_day: date, title: str, **head: str
) -> Blog:
    """An empty live blog, marked as a rehearsal, that follows fresh copies of `contests`.

    A rehearsal of that slug that is there already is wiped and used again. Raises Conflict where
    `slug` is a blog of record or a rehearsal of another day, and Refused for a slug or a head that
    cannot be.
    """
    blog = Blog.objects.filter(slug=slug).first()
    if blog is not None:
        blog = publishing.wipe_rehearsal(blog=blog)
        if blog.polling_day != polling_day:
            raise Conflict(f"“{slug}” is the replay of another night, {blog.polling_day}.")
    copies = _copies(contests, slug)
    if blog is None:
        return publishing.create_blog(
            slug=slug,
            title=title,
            polling_day=polling_day,
            status=Blog.Status.LIVE,
            contests=copies,
            is_rehearsal=True,
            **head,
        )
    return publishing.follow_contests(blog=blog, contests=copies)


def copy_slug(election: Election, *, blog_slug: str) -> str:
    """The slug of the election's copy that a replay in that blog plays on."""
    return f"{blog_slug}-{election.pk}{SUFFIX}"


def _copies(contests: Sequence[Contest], slug: str) -> list[Contest]:
    """The contests of rehearsals of their elections, in the same order."""
    copied: dict[tuple[int, str], Contest] = {}
    for election in dict.fromkeys(contest.election for contest in contests):
        for contest in _copy(election, slug).contests.select_related("election"):
            copied[election.pk, contest.slug] = contest
    return [copied[contest.election_id, contest.slug] for contest in contests]


def _copy(election: Election, slug: str) -> Election:
    try:
        return rehearsal_of(election, slug=copy_slug(election, blog_slug=slug))
    except ProtectedError as error:
        message = f"Another blog has entries on the contests of the replay “{slug}”."
        raise Conflict(message) from error

"""The deeds of a blog as a whole: create, edit, open, close, reopen, archive."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from liveblog import frames, scoreboard
from liveblog.models import Blog, BlogContest, Membership, Seal
from liveblog.publishing import pollslock
from liveblog.publishing.refusals import Conflict, Fault, Refused
from liveblog.publishing.sealing import seal
from liveblog.realtime import log
from results.lettering import visible
from results.models import Contest

_WORDS = ("title", "standfirst", "byline", "place")


@transaction.atomic
def create_blog(
    *,
    slug: str,
    title: str,
    polling_day: date,
    standfirst: str = "",
    byline: str = "",
    place: str = "",
    time_zone: str = "Europe/London",
    status: str = Blog.Status.UPCOMING,
    contests: Sequence[Contest] = (),
    is_rehearsal: bool = False,
    needs_second_look: bool = False,
    opened_at: datetime | None = None,
    by: User | None = None,
) -> Blog:
    """A new blog with its empty feed; `by` becomes its editor. Raises Refused.

    `status` is upcoming or live. An old night that is brought in names when it `opened_at`.
    """
    blog = Blog(
        slug=slug,
        title=visible(title),
        polling_day=polling_day,
        standfirst=visible(standfirst),
        byline=visible(byline),
        place=visible(place),
        time_zone=time_zone,
        status=status,
        is_rehearsal=is_rehearsal,
        needs_second_look=needs_second_look,
        opened_at=(opened_at or timezone.now()) if status == Blog.Status.LIVE else None,
    )
    if status not in {Blog.Status.UPCOMING, Blog.Status.LIVE}:
        raise Refused.one("status", "A new blog is upcoming or live.")
    _check(blog, _words_of(blog), contests)
    blog.feed = log.create_feed(slug, status=status)
    blog.save()
    _set_contests(blog, contests)
    if by is not None:
        Membership.objects.create(blog=blog, user=by, role=Membership.Role.EDITOR)
    return blog


@transaction.atomic
def edit_blog(*, blog: Blog, needs_second_look: bool | None = None, **changes: str) -> Blog:
    """Change title, standfirst, byline or place; every open page shows it.

    Whether results need a second look is the desk's own business, of which no page is told.

    Raises Refused and Conflict.
    """
    if unknown := set(changes) - set(_WORDS):
        raise TypeError(f"edit_blog does not change {', '.join(sorted(unknown))}")
    blog = _locked_unsealed(blog)
    if needs_second_look is not None and blog.needs_second_look != needs_second_look:
        blog.needs_second_look = needs_second_look
        blog.save(update_fields=["needs_second_look"])
    wanted = {name: visible(value.strip()) for name, value in changes.items()}
    changed = {name: value for name, value in wanted.items() if value != getattr(blog, name)}
    if not changed:
        return blog
    for name, value in changed.items():
        setattr(blog, name, value)
    _check(blog, {name: value for name, value in changed.items() if name in _WORDS})
    blog.save(update_fields=changed)
    log.append(blog.feed_id, frames.blog(blog))
    return blog


@transaction.atomic
def follow_contests(*, blog: Blog, contests: Sequence[Contest]) -> Blog:
    """Follow exactly these contests, in this order; the boards of open pages follow.

    Raises Conflict.
    """
    blog = _locked_unsealed(blog)
    before = scoreboard.elections(blog)
    _set_contests(blog, contests)
    scoreboard.announce_all(blog, before=before)
    return blog


def open_blog(*, blog: Blog) -> Blog:
    """Begin the coverage of an upcoming blog. Raises Conflict."""
    return _move(blog, Blog.Status.LIVE, {Blog.Status.UPCOMING}, opened_at=timezone.now())


def close_blog(*, blog: Blog, at: datetime | None = None) -> Blog:
    """End the coverage: every open page is told, then its socket is shut. Raises Conflict."""
    running = {Blog.Status.UPCOMING, Blog.Status.LIVE}
    return _move(blog, Blog.Status.CLOSED, running, closed_at=at or timezone.now())


def reopen_blog(*, blog: Blog) -> Blog:
    """Take up a closed blog again: pages that are opened from now on are live. Raises Conflict."""
    return _move(blog, Blog.Status.LIVE, {Blog.Status.CLOSED}, closed_at=None)


@transaction.atomic
def archive_blog(*, blog: Blog, at: datetime | None = None) -> Blog:
    """Seal a closed blog with its figures: from now on nothing in it changes. Raises Conflict."""
    stands = _locked(blog)
    if stands.status == Blog.Status.CLOSED:
        seal(stands)
    sealed = at or timezone.now()
    return _move(blog, Blog.Status.ARCHIVED, {Blog.Status.CLOSED}, archived_at=sealed)


@transaction.atomic
def wipe_rehearsal(*, blog: Blog) -> Blog:
    """Empty a rehearsal, so that it can begin again; open pages start afresh. Raises Conflict.

    The feed goes on under a new epoch, so no page can take an old offset for a new one.
    """
    blog = _locked(blog)
    if not blog.is_rehearsal:
        raise Conflict("Only a rehearsal can be wiped: what was published stays on record.")
    blog.entries.all().delete()
    Seal.objects.filter(blog=blog).delete()
    blog.awaited.all().delete()
    blog.status = Blog.Status.LIVE
    blog.opened_at, blog.closed_at, blog.archived_at = timezone.now(), None, None
    blog.save()
    log.restart(blog.feed_id, status=blog.status)
    return blog


@transaction.atomic
def _move(
    blog: Blog, to: Blog.Status, allowed: set[Blog.Status], **stamps: datetime | None
) -> Blog:
    blog = _locked(blog)
    if blog.status not in allowed:
        raise Conflict(f"This blog is {blog.get_status_display().lower()}; it cannot become {to}.")
    blog.status = to
    for name, instant in stamps.items():
        setattr(blog, name, instant)
    blog.save(update_fields=["status", *stamps])
    log.append(blog.feed_id, frames.blog(blog), status=str(to), is_open=blog.takes_entries)
    return blog


def _locked(blog: Blog) -> Blog:
    log.lock([blog.feed_id])
    return Blog.objects.get(pk=blog.pk)


def _locked_unsealed(blog: Blog) -> Blog:
    blog = _locked(blog)
    if blog.is_archived:
        raise Conflict("This blog is archived: nothing in it changes any more.")
    return blog


def _set_contests(blog: Blog, contests: Sequence[Contest]) -> None:
    BlogContest.objects.filter(blog=blog).delete()
    BlogContest.objects.bulk_create(
        BlogContest(blog=blog, contest=contest, order=order)
        for order, contest in enumerate(dict.fromkeys(contests))
    )


def _words_of(blog: Blog) -> dict[str, str]:
    return {name: getattr(blog, name) for name in _WORDS}


def _check(blog: Blog, words: Mapping[str, str], contests: Sequence[Contest] | None = None) -> None:
    """Raise Refused; `words` are new, and `contests` those that a new blog will follow."""
    try:
        blog.full_clean(exclude=["feed"])
    except ValidationError as error:
        raise Refused(
            Fault(field, message)
            for field, messages in error.message_dict.items()
            for message in messages
        ) from error
    if faults := pollslock.check_words(blog, words, contests=contests):
        raise Refused(faults)

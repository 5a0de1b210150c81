"""Which feeds a deed locks before it begins: of every blog that its figures will be told in."""

from collections.abc import Iterable

from liveblog import electionfeed
from liveblog.models import Blog, BlogContest, Entry
from liveblog.realtime import log
from results.models import Contest


def lock_feeds(blog: Blog, contests: Iterable[Contest], elections: Iterable[int] = ()) -> None:
    """Lock the blog's feed and those of the blogs that follow or show these contests.

    And those of these elections, by their ids, where it is them that figures are of.
    """
    log.lock([blog.feed_id, *feeds_that_tell(contests), *electionfeed.feeds_of(elections)])


def feeds_that_tell(contests: Iterable[Contest]) -> set[int]:
    """The feeds of their elections, and of blogs that have them on a board or declared them."""
    moved = list(contests)
    ids = [contest.pk for contest in moved]
    following = BlogContest.objects.filter(contest__in=ids)
    showing = Entry.objects.filter(declaration__contest__in=ids)
    showing = showing.exclude(blog__status=Blog.Status.ARCHIVED)
    return {
        *following.values_list("blog__feed_id", flat=True),
        *showing.values_list("blog__feed_id", flat=True),
        *electionfeed.feeds_of(contest.election_id for contest in moved),
    }

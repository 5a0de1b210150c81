"""The bridge: what is declared in a contest becomes a board frame in every blog that follows it."""

from collections.abc import Sequence
from typing import Any

from liveblog import electionfeed, frames, presentation
from liveblog.models import Blog, BlogContest, Seal
from liveblog.realtime import log
from liveblog.standings import Standings
from results.board import live_board
from results.models import Contest, Election
from results.signals import declared


def listen() -> None:
    """Connect to the results app's one signal; called once, when the app is ready."""
    declared.connect(_on_declared, dispatch_uid="liveblog.scoreboard")


def boards(blog: Blog) -> list[dict[str, Any]]:
    """The board of each election of which the blog follows contests, in the blog's order.

    Those of an archived blog are as they were when it was sealed.
    """
    if blog.is_archived and (seal := Seal.objects.filter(blog=blog).only("boards").first()):
        return list(seal.boards)
    followed: dict[int, list[int]] = {}
    places = BlogContest.objects.filter(blog=blog).order_by("order", "pk")
    for contest, election in places.values_list("contest_id", "contest__election_id"):
        followed.setdefault(election, []).append(contest)
    known = Election.objects.in_bulk(followed)
    return [live_board(known[pk], contests=contests) for pk, contests in followed.items()]


def elections(blog: Blog) -> list[str]:
    """The elections of which the blog has a board, in the blog's order."""
    followed = blog.contests.order_by("blogcontest__order", "blogcontest__pk")
    return list(dict.fromkeys(followed.values_list("election__slug", flat=True)))


def announce_all(blog: Blog, *, before: Sequence[str]) -> None:
    """Append every board, in this transaction, for pages that show those of `before`.

    A page replaces a board in its place and appends a new one, so boards that change places are
    taken away first.
    """
    if elections(blog)[: len(before)] != before:
        for slug in before:
            log.append(blog.feed_id, frames.board(slug, {}, ""))
    for figures in boards(blog):
        _announce(blog, figures)


def _on_declared(contest: Contest, in_bulk: bool = False, **_kwargs: object) -> None:
    """Inside the transaction of the declaration: its frames commit with it or not at all."""
    blogs = list(contest.blogs.exclude(status=Blog.Status.ARCHIVED).order_by("feed_id"))
    log.lock([*(blog.feed_id for blog in blogs), *electionfeed.feeds_of([contest.election_id])])
    standings = Standings(contest.election)
    for blog in blogs:
        _announce(blog, _board(blog, standings))
    if not in_bulk:
        electionfeed.announce(standings, contest)


def _board(blog: Blog, standings: Standings) -> dict[str, Any]:
    election = standings.election
    followed = BlogContest.objects.filter(blog=blog, contest__election=election)
    contests = list(followed.values_list("contest_id", flat=True))
    return live_board(election, contests=contests, whole=standings.sums)


def _announce(blog: Blog, figures: dict[str, Any]) -> None:
    html = presentation.board_html(blog, figures)
    log.append(blog.feed_id, frames.board(figures["election"], figures, html))

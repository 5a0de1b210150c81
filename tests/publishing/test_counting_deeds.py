"""Moving a count from a desk: told to every blog that follows it, and one tap is one move."""

from datetime import timedelta

import pytest

from liveblog import publishing
from liveblog.models import Blog
from liveblog.publishing import Conflict, Refused
from results.models import Contest
from tests.publishing.hall import Clock
from tests.results.night import at


@pytest.fixture
def fenside(blog: Blog) -> Contest:
    return blog.contests.get(slug="fenside")


def boards(blog: Blog) -> int:
    return blog.feed.events.filter(frame__contains='"type":"board"').count()


def test_every_blog_that_follows_the_contest_gets_its_board_again(
    blog: Blog, fenside: Contest
) -> None:
    about = {"title": "Other", "polling_day": blog.polling_day}
    other = publishing.create_blog(slug="other", contests=[fenside], **about)
    elsewhere = publishing.create_blog(slug="elsewhere", **about)
    publishing.move_count(contest=fenside, stage="counting")
    publishing.expect_declaration(contest=fenside, at=at("04:00"))
    assert [boards(each) for each in (blog, other, elsewhere)] == [2, 2, 0]


def test_a_move_that_changes_nothing_is_not_told(blog: Blog, fenside: Contest) -> None:
    publishing.move_count(contest=fenside, stage="counting")
    assert publishing.move_count(contest=fenside, stage="counting") is None
    assert boards(blog) == 1


def test_a_second_tap_makes_no_second_recount(blog: Blog, fenside: Contest) -> None:
    publishing.move_count(contest=fenside, stage="recount", seen=0)
    assert publishing.move_count(contest=fenside, stage="recount", seen=0) is None
    assert fenside.moves.count() == 1
    seen = fenside.moves.get().pk
    publishing.move_count(contest=fenside, stage="recount", seen=seen)
    assert fenside.moves.count() == 2


def test_a_tap_on_an_old_page_is_told_of_what_moved_meanwhile(fenside: Contest) -> None:
    publishing.move_count(contest=fenside, stage="recount", seen=0)
    with pytest.raises(Conflict, match="Fenside has moved meanwhile"):
        publishing.move_count(contest=fenside, stage="verifying", reason="Slip.", seen=0)


def test_what_is_refused_is_told_by_field_and_writes_nothing(
    blog: Blog, fenside: Contest, clock: Clock
) -> None:
    asked = [
        ({"stage": "lunch"}, "stage"),
        ({"stage": "postponed"}, "reason"),
        ({"stage": "counting", "at": clock() + timedelta(minutes=5)}, "at"),
        ({"stage": "counting", "source": "\x00"}, "source"),
        ({"stage": "counting", "reason": "x" * 301}, "reason"),
    ]
    for given, field in asked:
        with pytest.raises(Refused) as refused:
            publishing.move_count(contest=fenside, **given)
        assert [fault.field for fault in refused.value.faults] == [field]
    with pytest.raises(Refused) as refused:
        publishing.expect_declaration(contest=fenside, at=at("00:00") - timedelta(days=1))
    assert [fault.field for fault in refused.value.faults] == ["expected_at"]
    assert not fenside.moves.exists()
    assert boards(blog) == 0

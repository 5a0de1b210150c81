"""A promised figure is awaited until it lands, whoever brings it."""

from datetime import timedelta
from typing import Any

import pytest

from liveblog import presentation, publishing
from liveblog.models import Awaited, Blog, Entry
from liveblog.publishing import Conflict, Refused, ResultFigures, TurnoutFigures
from results import declarations
from results.models import Contest
from tests.publishing.hall import FENSIDE, NORTHQUAY, Clock
from tests.results.night import at


@pytest.fixture
def fenside(blog: Blog) -> Contest:
    return blog.contests.get(slug="fenside")


@pytest.fixture
def turnout(blog: Blog, fenside: Contest, cast: Any) -> Awaited:
    return publishing.await_figure(blog=blog, kind="turnout", contest=fenside, by=cast.rosa)


@pytest.fixture
def result(blog: Blog, fenside: Contest) -> Awaited:
    return publishing.await_figure(blog=blog, kind="result", contest=fenside)


def publish(blog: Blog, **wording: Any) -> Entry:
    return publishing.publish_entry(blog=blog, **wording)[0]


def faults(**asked: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        publishing.await_figure(**asked)
    return [fault.field for fault in refused.value.faults]


def test_a_turnout_needs_no_words_and_readers_see_it(blog: Blog, turnout: Awaited) -> None:
    assert turnout.what == "turnout in Fenside"
    html = presentation.awaited_html(blog)
    assert "Still waiting for" in html
    assert "since" in html
    assert "2.30am" in html


def test_it_closes_with_the_entry_that_brings_it(blog: Blog, turnout: Awaited, cast: Any) -> None:
    figures = TurnoutFigures("fenside", ballots=2_700)
    entry = publish(blog, turnout=figures, at=at("02:20"), by=cast.edith)
    turnout.refresh_from_db()
    assert (turnout.closed_at, turnout.closed_by) == (at("02:20"), cast.edith)
    assert turnout.closed_with_entry == entry
    assert presentation.awaited_html(blog).strip() == ""


def test_it_closes_with_a_feed_and_without_any_blog(
    blog: Blog, turnout: Awaited, result: Awaited, fenside: Contest
) -> None:
    declarations.report_turnout(fenside, ballots=2_510, announced_at=at("02:00"))
    publishing.declare_result(
        contest=fenside, figures=ResultFigures("fenside", FENSIDE, rejected=10), at=at("02:10")
    )
    assert not blog.awaited.still_open().exists()
    assert blog.awaited.filter(closed_with_entry=None).count() == 2


def test_only_a_figure_of_its_kind_and_contest_closes_it(
    blog: Blog, turnout: Awaited, fenside: Contest
) -> None:
    publish(blog, turnout=TurnoutFigures("northquay", ballots=6_040))
    publish(blog, result=ResultFigures("northquay", NORTHQUAY, rejected=40))
    declarations.declare(fenside, votes=FENSIDE, stage="provisional", declared_at=at("02:00"))
    other = publishing.await_figure(blog=blog, what="postal votes", contest=fenside)
    publish(blog, turnout=TurnoutFigures("fenside", ballots=2_700))
    assert list(blog.awaited.still_open()) == [other]


def test_a_draft_brings_nothing(blog: Blog, turnout: Awaited) -> None:
    draft = publish(blog, turnout=TurnoutFigures("fenside", ballots=2_700), status="draft")
    assert blog.awaited.still_open().exists()
    publishing.publish_draft(entry=draft)
    turnout.refresh_from_db()
    assert turnout.closed_with_entry == draft


def test_a_figure_that_is_taken_back_is_waited_for_again(blog: Blog, result: Awaited) -> None:
    entry = publish(blog, result=ResultFigures("fenside", FENSIDE))
    publishing.retract_entry(entry=entry, reason="Another hall.")
    result.refresh_from_db()
    assert (result.closed_at, result.closed_by, result.closed_with_entry) == (None, None, None)
    publishing.restore_entry(entry=entry)
    result.refresh_from_db()
    assert result.closed_with_entry == entry


def test_it_is_waited_for_in_every_blog_that_follows_the_contest(
    blog: Blog, turnout: Awaited, fenside: Contest
) -> None:
    other = publishing.create_blog(
        slug="other", title="Other", polling_day=blog.polling_day, contests=[fenside]
    )
    theirs = publishing.await_figure(blog=other, kind="turnout", contest=fenside)
    entry = publish(blog, turnout=TurnoutFigures("fenside", ballots=2_700))
    theirs.refresh_from_db()
    assert not theirs.is_open
    assert theirs.closed_with_entry is None
    assert entry.blog == blog
    assert other.feed.events.filter(frame__contains='"awaited":[]').exists()


def test_it_is_settled_by_hand_once(blog: Blog, cast: Any) -> None:
    awaited = publishing.await_figure(blog=blog, what="the ward figures")
    entry = publish(blog, body="All wards are in.")
    settled = publishing.settle_awaited(awaited=awaited, entry=entry, by=cast.rosa)
    assert (settled.closed_with_entry, settled.closed_by) == (entry, cast.rosa)
    with pytest.raises(Conflict, match="not waited for any more"):
        publishing.settle_awaited(awaited=awaited)
    with pytest.raises(Conflict):
        publishing.drop_awaited(awaited=awaited, reason="Late.")


def test_it_is_given_up_only_with_a_reason(blog: Blog, turnout: Awaited) -> None:
    with pytest.raises(Refused):
        publishing.drop_awaited(awaited=turnout, reason=" ")
    dropped = publishing.drop_awaited(awaited=turnout, reason="They do not count it here.")
    assert dropped.is_dropped
    publish(blog, turnout=TurnoutFigures("fenside", ballots=2_700))
    turnout.refresh_from_db()
    assert turnout.closed_with_entry is None


def test_it_is_overdue_once_its_time_has_passed(blog: Blog, clock: Clock) -> None:
    awaited = publishing.await_figure(blog=blog, what="wards", due_at=at("03:00"))
    assert list(blog.awaited.overdue(at("03:00"))) == []
    assert list(blog.awaited.overdue(at("03:01"))) == [awaited]
    assert awaited.is_overdue(at("03:01"))
    publishing.settle_awaited(awaited=awaited)
    assert list(blog.awaited.overdue(at("03:01"))) == []


def test_what_cannot_be_waited_for_is_refused_by_field(
    blog: Blog, turnout: Awaited, fenside: Contest, clock: Clock
) -> None:
    past = clock() - timedelta(minutes=1)
    assert faults(blog=blog) == ["what"]
    assert faults(blog=blog, what="x" * 121) == ["what"]
    assert faults(blog=blog, what="\x00") == ["what"]
    assert faults(blog=blog, what="x", kind="rumour") == ["kind"]
    assert faults(blog=blog, what="x", due_at=past) == ["due_at"]
    assert faults(blog=blog, kind="turnout", contest=fenside) == ["contest"]
    publish(blog, result=ResultFigures("northquay", NORTHQUAY, rejected=40))
    northquay = blog.contests.get(slug="northquay")
    assert faults(blog=blog, kind="result", contest=northquay) == ["contest"]
    publishing.follow_contests(blog=blog, contests=[northquay])
    assert faults(blog=blog, what="x", contest=fenside) == ["contest"]


def test_a_blog_that_is_over_waits_for_nothing_new(blog: Blog, turnout: Awaited) -> None:
    publishing.close_blog(blog=blog)
    with pytest.raises(Conflict):
        publishing.await_figure(blog=blog, what="wards")
    assert "Not known when coverage ended" in presentation.awaited_html(
        Blog.objects.get(pk=blog.pk)
    )
    publishing.settle_awaited(awaited=turnout)
    publishing.archive_blog(blog=blog)
    with pytest.raises(Conflict):
        publishing.drop_awaited(awaited=turnout, reason="Late.")


def test_a_rehearsal_that_is_wiped_waits_for_nothing(blog: Blog, turnout: Awaited) -> None:
    Blog.objects.filter(pk=blog.pk).update(is_rehearsal=True)
    publishing.wipe_rehearsal(blog=blog)
    assert not blog.awaited.exists()

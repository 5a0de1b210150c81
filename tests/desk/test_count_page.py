"""The count page: one tap moves a contest, and what was typed is never lost."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog
from results.models import Contest
from tests.desk.sent import DESK
from tests.results.night import at

COUNT = f"{DESK}count/"


@pytest.fixture
def northquay(contests: list[Contest]) -> Contest:
    return contests[0]


def move(desk: Client, contest: Contest, stage: str, **typed: object):
    return desk.post(f"{COUNT}{contest.pk}/move/", {"stage": stage, **typed})


def names(page: str) -> list[str]:
    return re.findall(r"<h3>(.*?)</h3>", page)


def test_a_reporter_moves_a_contest_by_one_tap(desk, northquay, rosa):
    page = desk.get(COUNT).content.decode()
    assert 'name="stage" value="closed"' in page
    answer = move(desk, northquay, "closed", seen=0)
    assert (answer.status_code, answer.url) == (302, f"{COUNT}#contest-{northquay.pk}")
    moved = northquay.moves.get()
    assert (moved.stage, moved.by, moved.moved_at) == ("closed", rosa, at("02:30"))
    page = desk.get(COUNT).content.decode()
    assert "<b>Polls closed</b> since" in page
    assert 'name="stage" value="boxes"' in page


def test_a_time_may_be_typed(desk, northquay):
    assert move(desk, northquay, "verifying", at="1.15am").status_code == 302
    assert northquay.moves.get().moved_at == at("01:15")


def test_a_refused_move_keeps_what_was_typed_beside_what_is_wrong(desk, northquay):
    publishing.move_count(contest=northquay, stage="counting")
    answer = move(desk, northquay, "boxes", at="teatime")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="teatime"' in page
    assert '<option value="boxes" selected>' in page
    assert "“teatime” is not a time." in page
    page = move(desk, northquay, "boxes").content.decode()
    assert "Say why Northquay goes back from “Counting”" in page
    assert move(desk, northquay, "boxes", reason="The wrong hall.").status_code == 302


def test_a_tap_on_an_old_page_is_asked_again_and_then_done(desk, northquay):
    publishing.move_count(contest=northquay, stage="verifying")
    answer = move(desk, northquay, "boxes", seen=0, reason="Slip.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Northquay has moved meanwhile" in page
    assert 'value="Slip."' in page
    seen = northquay.moves.get().pk
    assert f'name="seen" value="{seen}"' in page
    assert move(desk, northquay, "boxes", seen=seen, reason="Slip.").status_code == 302


def test_what_moved_longest_ago_stands_first_and_what_is_declared_last(
    desk, blog: Blog, contests, result
):
    election = contests[0].election
    every = list(election.contests.all())
    publishing.follow_contests(blog=blog, contests=every)
    by_slug = {each.slug: each for each in every}
    publishing.move_count(contest=by_slug["northquay"], stage="counting", at=at("02:00"))
    publishing.move_count(contest=by_slug["fenside"], stage="verifying", at=at("01:00"))
    publishing.move_count(
        contest=by_slug["millbrook"], stage="postponed", at=at("00:30"), reason="A flood."
    )
    shown = names(desk.get(COUNT).content.decode())
    assert shown == ["Castle Hill", "Fenside", "Northquay", "Millbrook", "Southquay"]


def test_the_expected_time_is_edited_and_overdue_is_marked(desk, northquay):
    address = f"{COUNT}{northquay.pk}/expect/"
    answer = desk.post(address, {"expected_at": "1.20am", "source": "the council"})
    assert answer.status_code == 302
    said = northquay.expectations.get()
    assert (said.at, said.source) == (at("01:20"), "the council")
    page = desk.get(COUNT).content.decode()
    assert 'data-late-at="2024-05-03T02:20:00+01:00">Overdue</b>' in page
    desk.post(address, {"expected_at": "1.40am", "source": "the council"})
    assert '+01:00" hidden>Overdue</b>' in desk.get(COUNT).content.decode()
    desk.post(address, {"expected_at": "", "source": ""})
    assert "Expected about <time" not in desk.get(COUNT).content.decode()
    answer = desk.post(address, {"expected_at": "soon", "source": "the council"})
    assert answer.status_code == 422
    assert 'value="soon"' in answer.content.decode()


def test_a_stranger_is_told_of_no_count(
    blog: Blog, northquay, stan: User, seat: Callable[[User], Client]
):
    browser = seat(stan)
    assert browser.get(COUNT).status_code == 404
    assert browser.get(f"{COUNT}rows/").status_code == 404
    assert move(browser, northquay, "closed").status_code == 404
    assert browser.post(f"{DESK}waiting/", {"what": "x", "kind": "other"}).status_code == 404
    assert Client().get(COUNT).status_code == 302


def test_a_contest_that_the_blog_does_not_follow_is_not_moved_from_here(desk, contests):
    fenside = contests[0].election.contests.get(slug="fenside")
    assert move(desk, fenside, "closed").status_code == 404


def test_an_archived_blog_moves_nothing(desk, blog: Blog, northquay):
    publishing.close_blog(blog=blog)
    publishing.archive_blog(blog=blog)
    assert move(desk, northquay, "closed").status_code == 403
    assert "<form" not in desk.get(f"{COUNT}rows/").content.decode()


def test_it_costs_the_same_with_one_move_as_with_many(
    desk, blog: Blog, northquay, django_assert_max_num_queries
):
    for _ in range(20):
        publishing.move_count(contest=northquay, stage="recount")
        publishing.await_figure(blog=blog, what="A ward.")
    with django_assert_max_num_queries(27):
        desk.get(COUNT)

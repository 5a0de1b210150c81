"""A replay tells the count and the waiting-for list again, beside the entries."""

import pytest
from django.utils import timezone

from liveblog import publishing, replaying
from liveblog.models import Blog, Entry
from liveblog.publishing import ResultFigures, TurnoutFigures
from tests.publishing.hall import FENSIDE, Clock
from tests.results.night import at


@pytest.fixture
def told(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """A night over, in which a turnout came late, wards never came, and a count went back."""
    clock = Clock(at("00:10"))
    monkeypatch.setattr(timezone, "now", clock)
    fenside = blog.contests.get(slug="fenside")

    def write(minutes: int, **wording: object) -> Entry:
        clock.tick(minutes)
        return publishing.publish_entry(blog=blog, **wording)[0]

    write(1, body="The doors are open.")
    publishing.move_count(contest=fenside, stage="verifying")
    turnout = publishing.await_figure(blog=blog, kind="turnout", contest=fenside)
    wards = publishing.await_figure(blog=blog, what="ward figures", due_at=at("03:00"))
    postal = publishing.await_figure(blog=blog, what="postal votes")
    write(20, turnout=TurnoutFigures("fenside", ballots=2_510))
    publishing.move_count(contest=fenside, stage="recount")
    publishing.move_count(contest=fenside, stage="counting", reason="It was the other hall.")
    clock.tick()
    publishing.drop_awaited(awaited=wards, reason="Next week.")
    write(20, result=ResultFigures("fenside", FENSIDE, rejected=10))
    publishing.settle_awaited(awaited=postal)
    clock.tick(60)
    publishing.close_blog(blog=blog)
    turnout.refresh_from_db()
    assert not turnout.is_open
    return blog


def test_a_replay_moves_and_waits_as_the_night_did(told: Blog) -> None:
    again = replaying.prepare(told, slug="again")
    replaying.play(told, again, speed=1, longest_gap=0, told=lambda *_: None, sleep=lambda _: None)
    moves = again.contests.get(slug="fenside").moves
    of_the_night = told.contests.get(slug="fenside").moves
    what = ("stage", "moved_at", "reason")
    assert list(moves.values_list(*what)) == list(of_the_night.values_list(*what))
    what = ("what", "opened_at", "closed_at", "is_dropped", "reason")
    assert list(again.awaited.values_list(*what)) == list(told.awaited.values_list(*what))
    turnout = again.awaited.get(kind="turnout")
    assert turnout.closed_with_entry == again.entries.get(kind="turnout")
    assert told.contests.get(slug="fenside").moves.count() == 5


def test_what_fits_no_longer_is_left_out(told: Blog) -> None:
    """The recount is recorded as of a time after the declaration."""
    fenside = told.contests.get(slug="fenside")
    fenside.moves.filter(stage="recount").update(moved_at=at("01:30"))
    again = replaying.prepare(told, slug="again")
    replaying.play(told, again, speed=1, longest_gap=0, told=lambda *_: None, sleep=lambda _: None)
    moves = again.contests.get(slug="fenside").moves
    assert "recount" not in moves.values_list("stage", flat=True)
    assert again.entries.count() == 3

"""On the composer's page: the contests that are likely to be declared next."""

from datetime import timedelta

from django.test import Client

from liveblog import publishing
from liveblog.models import Blog
from results.models import Contest
from tests.desk.sent import DESK, NOW, northquay


def named(client: Client) -> list[str]:
    page = client.get(f"{DESK}upcoming/").content.decode()
    return [part.partition("</b>")[0] for part in page.split('upcoming__now"><b>')[1:]]


def test_the_furthest_count_is_first_and_what_is_declared_is_gone(
    desk: Client, contests: list[Contest], rosa
):
    assert named(desk) == ["Northquay", "Southquay"]
    publishing.move_count(contest=contests[1], stage="counting", by=rosa)
    assert named(desk) == ["Southquay", "Northquay"]
    desk.post(DESK, northquay())
    assert named(desk) == ["Southquay"]


def test_what_is_postponed_is_not_among_them(desk: Client, contests, rosa):
    publishing.move_count(contest=contests[0], stage="postponed", reason="Flood.", by=rosa)
    assert named(desk) == ["Southquay"]


def test_each_has_its_stage_its_time_and_three_taps(desk: Client, contests, rosa):
    publishing.expect_declaration(contest=contests[0], at=NOW + timedelta(minutes=30), by=rosa)
    page = desk.get(DESK).content.decode()
    assert "Next to be declared" in page
    row = page.partition('upcoming__now"><b>Northquay')[2].partition("</li>")[0]
    assert "Not begun" in row
    assert "3.00am" in row
    assert "?kind=result&amp;contest=northquay" in row
    assert "?kind=turnout&amp;contest=northquay" in row
    assert "Polls closed" in row


def test_a_move_from_here_comes_back_here(desk: Client, contests, blog: Blog):
    sent = {"stage": "closed", "seen": "0", "back": "composer"}
    answer = desk.post(f"{DESK}count/{contests[0].pk}/move/", sent)
    assert (answer.status_code, answer.url) == (302, DESK)
    assert contests[0].moves.get().stage == "closed"
    stale = desk.post(f"{DESK}count/{contests[0].pk}/move/", {**sent, "stage": "boxes"})
    assert stale.status_code == 409


def test_overdue_is_marked_as_on_the_count_page(desk: Client, contests, rosa):
    publishing.expect_declaration(
        contest=contests[0], at=NOW - timedelta(minutes=61), by=rosa, source="The clerk"
    )
    row = desk.get(f"{DESK}upcoming/").content.decode()
    assert ">Overdue</b>" in row
    assert "hidden>Overdue" not in row


def test_a_blog_that_is_over_names_none(desk: Client, blog: Blog):
    publishing.close_blog(blog=blog)
    assert named(desk) == []

"""The silence watch: who is in which hall, and of whom nothing was heard for 25 minutes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.desk.silence import watched
from liveblog.models import Blog, Membership, Shift
from liveblog.publishing import Conflict, Refused
from tests.desk.sent import DESK, northquay, typed
from tests.desk.test_together import Clock

HALL = f"{DESK}hall/"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, half_past_two: None) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def shift(blog: Blog, rosa: User, contests, clock) -> Shift:
    """Rosa is at the sports hall, where Northquay is counted, since 2.30am."""
    return publishing.begin_shift(blog=blog, user=rosa, place="Sports Hall", contests=[contests[0]])


def minutes(count: int) -> float:
    return 60 * count


def test_a_reporter_begins_and_ends_it_with_a_tap_on_the_composer(desk: Client, blog, rosa):
    assert "Begin my shift" in desk.get(DESK).content.decode()
    sent = {"place": "Sports Hall", "back": "composer"}
    page = desk.post(f"{HALL}begin/", sent, follow=True).content.decode()
    assert "You are at <b>Sports Hall</b>" in page
    shift = Shift.objects.get()
    assert (shift.user, shift.by) == (rosa, rosa)
    desk.post(f"{HALL}begin/", sent)
    assert Shift.objects.count() == 1  # said again, it is the same
    page = desk.post(f"{HALL}{shift.pk}/end/", {"back": "composer"}, follow=True).content.decode()
    assert 'value="Sports Hall"' in page  # where one was is offered again
    assert Shift.objects.get().ended is not None


def test_whoever_goes_elsewhere_has_left(blog, rosa, shift):
    publishing.begin_shift(blog=blog, user=rosa, place="Town Hall")
    assert [(each.place, each.ended is None) for each in Shift.objects.all()] == [
        ("Sports Hall", False),
        ("Town Hall", True),
    ]


def test_the_database_itself_knows_that_nobody_is_in_two_halls(blog, rosa, shift, clock):
    with pytest.raises(IntegrityError):
        Shift.objects.create(blog=blog, user=rosa, place="Town Hall", began=clock.now)


def test_an_editor_says_it_for_others_and_a_reporter_for_nobody_else(
    editor: Client, desk: Client, rosa, edith
):
    editor.post(f"{HALL}begin/", {"user": "rosa", "place": "Sports Hall"})
    assert Shift.objects.get().user == rosa
    assert Shift.objects.get().by == edith
    desk.post(f"{HALL}begin/", {"user": "edith", "place": "Town Hall"})
    assert not Shift.objects.filter(user=edith).exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"place": " "}, "place"),
        ({"place": "x" * 121}, "place"),
        ({"place": "a\x00b"}, "place"),
        ({"place": "Town Hall", "user": "stan"}, "user"),
        ({"place": "Town Hall", "contests": "77"}, "contests"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(editor: Client, blog, sent, field):
    answer = editor.post(f"{HALL}begin/", sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_contributor_is_not_put_on_shift(blog, stan):
    Membership.objects.create(blog=blog, user=stan, role=Membership.Role.CONTRIBUTOR)
    with pytest.raises(Refused):
        publishing.begin_shift(blog=blog, user=stan, place="Town Hall")


def test_25_minutes_without_a_sign_are_silence(shift, blog, clock, editor: Client):
    clock.tick(minutes(25))
    assert "Nothing heard since" not in editor.get(DESK).content.decode()
    clock.tick(1)
    for address in (DESK, f"{DESK}count/", f"{DESK}settings/", HALL):
        page = editor.get(address).content.decode()
        assert "Nothing heard since" in page, address
        assert "Rosa at Sports Hall" in page
    row = editor.get(HALL).content.decode()
    assert "Silent for 25 minutes." in row
    assert "Not declared yet:" in row
    assert "Northquay" in row
    assert "Southquay" not in row.partition("data-hall")[2].partition("</section>")[0]


def test_the_pages_that_are_open_are_told_with_their_next_sign_of_life(shift, clock, editor):
    clock.tick(minutes(26))
    said = {"tab": str(uuid4()), "page": str(uuid4())}
    assert "Nothing heard since" in editor.post(f"{DESK}presence/", said).content.decode()


def test_an_entry_is_a_sign(shift, clock, blog, desk, rosa):
    clock.tick(minutes(20))
    desk.post(DESK, typed(body="Boxes are in."))
    clock.tick(minutes(10))
    (row,) = watched(blog, clock.now)
    assert (row.what, row.minutes, row.is_silent) == ("an entry", 10, False)


def test_a_move_of_a_count_is_a_sign(shift, clock, blog, rosa, contests):
    clock.tick(minutes(20))
    publishing.move_count(contest=contests[0], stage="verifying", by=rosa)
    (row,) = watched(blog, clock.now)
    assert (row.what, row.minutes) == ("moved a count", 0)


def test_an_open_page_is_a_sign_until_it_dies(shift, clock, blog, desk):
    clock.tick(minutes(20))
    desk.post(f"{DESK}presence/", {"tab": str(uuid4()), "page": str(uuid4())})
    clock.tick(minutes(26))
    (row,) = watched(blog, clock.now)
    assert (row.what, row.is_silent) == ("had the desk open", True)


def test_somebody_elses_entry_is_none(shift, clock, blog, editor):
    clock.tick(minutes(20))
    editor.post(DESK, typed(body="Quiet night."))
    (row,) = watched(blog, clock.now)
    assert row.what == "began the shift"


def test_heard_by_phone_sets_the_clock_back_and_says_who_rang(shift, clock, blog, editor):
    clock.tick(minutes(30))
    editor.post(f"{HALL}{shift.pk}/heard/")
    page = editor.get(HALL).content.decode()
    assert "by phone, noted by Edith" in page
    assert "Silent for" not in page
    publishing.end_shift(shift=shift)
    with pytest.raises(Conflict):
        publishing.hear_by_phone(shift=shift, by=shift.user)


def test_the_longest_silent_is_first(shift, clock, blog, edith):
    clock.tick(minutes(5))
    publishing.begin_shift(blog=blog, user=edith, place="Town Hall")
    assert [each.shift.user.username for each in watched(blog, clock.now)] == ["rosa", "edith"]


def test_who_has_left_is_watched_no_more(shift, clock, blog):
    publishing.end_shift(shift=shift)
    assert watched(blog, clock.now) == []


def test_readers_are_told_that_it_is_quiet_by_one_tap_and_a_press(
    shift, editor: Client, client: Client, desk
):
    assert f"?quiet={shift.pk}" in editor.get(HALL).content.decode()
    form = editor.get(f"{DESK}?quiet={shift.pk}").context["form"]
    assert form["body"].value() == (
        "Still counting Northquay at Sports Hall; nothing to report yet."
    )
    assert "Sports Hall" not in client.get("/quay-night/").content.decode()


@pytest.mark.parametrize("asked", ["0", "x", "9" * 40, "-1", ""])
def test_a_link_that_asks_for_no_shift_asks_for_nothing(editor: Client, blog, asked):
    answer = editor.get(DESK, {"quiet": asked})
    assert answer.status_code == 200
    assert not answer.context["form"]["body"].value()


def test_a_hall_where_all_is_declared_says_so(shift, desk, editor):
    desk.post(DESK, northquay())
    page = editor.get(HALL).content.decode()
    assert "Everything there is declared." in page
    assert "Tell readers it is quiet" not in page


def test_who_leaves_the_desk_leaves_the_hall(shift, blog, edith):
    publishing.unseat_member(member=blog.memberships.get(user=shift.user), by=edith)
    shift.refresh_from_db()
    assert shift.ended is not None


def test_it_costs_the_same_for_many(blog, clock, django_assert_num_queries):
    def hire(number: int) -> None:
        user = User.objects.create_user(f"r{number}")
        Membership.objects.create(blog=blog, user=user, role=Membership.Role.REPORTER)
        publishing.begin_shift(blog=blog, user=user, place=f"Hall {number}")

    hire(1)
    with django_assert_num_queries(3):
        watched(blog, clock.now)
    for number in range(2, 9):
        hire(number)
    with django_assert_num_queries(3):
        assert len(watched(blog, clock.now + timedelta(hours=1))) == 8

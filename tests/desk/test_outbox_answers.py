"""What the composer's outbox is told, and of which instant an entry is that came late."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from liveblog import publishing
from liveblog.desk.pressing import TRUSTED, instant_of
from liveblog.models import Blog, Entry, Membership
from tests.desk.sent import DESK, NOW, northquay, typed

JSON = {"Accept": "application/json"}
AN_HOUR = timedelta(hours=1)


def send(browser: Client, form: dict[str, Any], **more: Any) -> Any:
    return browser.post(DESK, {**form, **more}, headers=JSON)


def clock(instant: datetime) -> str:
    """As a browser writes it."""
    return instant.isoformat(timespec="milliseconds")


def test_an_entry_that_is_kept_is_told_with_its_address(desk: Client, blog: Blog):
    answer = send(desk, typed(body="The doors are open."))
    entry = blog.entries.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "state": "published",
        "say": "On the page.",
        "entry": entry.public_id,
        "name": "The doors are open.",
        "url": entry.get_absolute_url(),
        "remarks": [],
    }


def test_an_answer_that_was_lost_is_given_again_and_makes_no_second_entry(desk: Client, blog: Blog):
    form = northquay()
    first, *again = [send(desk, form) for _ in range(3)]
    assert [first.status_code, *(each.status_code for each in again)] == [201, 200, 200]
    assert all(each.json() == first.json() for each in again)
    assert blog.entries.count() == 1


def test_what_was_sent_before_and_says_something_else_now_loses_neither(desk: Client, blog: Blog):
    form = typed(body="The doors are open.")
    send(desk, form)
    answer = send(desk, form, body="The first box is in.")
    said = answer.json()
    assert (answer.status_code, said["state"]) == (409, "refused")
    assert "“The doors are open.”" in said["faults"][0]["message"]
    assert said["url"] == f"{DESK}{blog.entries.get().public_id}/"
    assert send(desk, form, client_id=said["client_id"], body="The first box is in.").json()[
        "entry"
    ]
    assert blog.entries.count() == 2


def test_every_fault_is_told_with_its_field(desk: Client, blog: Blog):
    votes = {"result.votes.ada-quill": "lots", "result.rejected": "-3"}
    answer = send(desk, northquay(**votes, at="ninish"))
    said = answer.json()
    assert (answer.status_code, said["state"]) == (422, "refused")
    assert {each["field"] for each in said["faults"]} >= {"at"}
    answer = send(desk, northquay(**votes))
    assert {each["field"] for each in answer.json()["faults"]} == set(votes)
    assert not blog.entries.exists()


def test_a_doubt_is_told_with_its_sum_and_confirmed_for_these_figures_only(
    desk: Client, blog: Blog
):
    form = northquay(**{"result.votes.ada-quill": "8,000", "result.majority": ""})
    doubtful = typed("turnout", turnout__contest="northquay", turnout__percentage="96")
    said = send(desk, doubtful).json()
    assert said["may_confirm"], said
    assert said["remarks"][0]["severity"] == "warning"
    seen = {"doubted": said["doubted"], "anyway": "1"}
    other = send(desk, {**doubtful, "turnout.percentage": "97"}, **seen)
    assert (other.status_code, other.json()["may_confirm"]) == (422, True)
    assert send(desk, doubtful, **seen).status_code == 201
    assert send(desk, form).json()["may_confirm"] is False  # more votes than electors is no doubt


def test_a_check_that_an_editor_may_override_asks_an_editor_only(
    desk: Client, editor: Client, blog: Blog
):
    form = northquay(**{"result.votes.ada-quill": "9,000"})
    hers, his = send(desk, form).json(), send(editor, form).json()
    assert (hers["asks_override"], his["asks_override"]) == (False, True)
    assert any("an editor can publish it" in each["message"] for each in hers["remarks"])
    done = send(editor, form, override_reason="The officer read it twice.")
    assert done.status_code == 201


@pytest.mark.parametrize(
    ("at_first", "state"), [({"needs_second_look": True}, "proposed"), ({}, "published")]
)
def test_a_result_that_waits_for_a_second_look_is_said_to_wait(
    desk: Client, blog: Blog, at_first: dict[str, Any], state: str
):
    publishing.edit_blog(blog=blog, **at_first)
    said = send(desk, northquay()).json()
    assert said["state"] == state
    if state == "proposed":
        assert said["url"] == f"{DESK}{said['entry']}/"


def test_a_closed_blog_refuses_with_its_reason(desk: Client, blog: Blog):
    publishing.close_blog(blog=blog)
    answer = send(desk, typed(body="One more thing."))
    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    assert "takes no entries" in answer.json()["faults"][0]["message"]


def test_whoever_is_not_logged_in_is_told_so_and_not_sent_to_another_page(
    client: Client, blog: Blog
):
    answer = send(client, typed(body="Is anybody there?"))
    assert (answer.status_code, answer.json()["state"]) == (401, "log in")
    assert client.get("/newsroom/token.json").status_code == 401


def test_an_entry_never_goes_out_under_the_name_of_who_did_not_write_it(
    desk: Client, blog: Blog, rosa: User, edith: User
):
    form = typed(body="I saw it myself.")
    answer = send(desk, form, writer=str(edith.pk))
    assert (answer.status_code, answer.json()["state"]) == (401, "log in")
    assert "Rosa is logged in here" in answer.json()["say"]
    assert not blog.entries.exists()
    assert send(desk, form, writer=str(rosa.pk)).status_code == 201


def test_a_stranger_is_refused_for_good(seat, stan: User, blog: Blog):
    answer = send(seat(stan), typed(body="Let me in."))
    assert (answer.status_code, answer.json()["state"]) == (404, "refused")
    Membership.objects.create(blog=blog, user=stan, role=Membership.Role.REPORTER)
    assert send(seat(stan), typed(body="Let me in.")).status_code == 201


def test_a_token_of_another_log_in_is_asked_for_again(blog: Blog, rosa: User):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(rosa)
    form = typed(body="The doors are open.")
    refused = send(browser, form)
    assert (refused.status_code, refused.json()["state"]) == (403, "token")
    given = browser.get("/newsroom/token.json").json()
    assert given["user"] == str(rosa.pk)
    headers = {**JSON, "X-CSRFToken": given["token"]}
    assert browser.post(DESK, form, headers=headers).status_code == 201
    plain = Client(enforce_csrf_checks=True)
    plain.force_login(rosa)
    assert "text/html" in plain.post(DESK, form)["Content-Type"]


def entry_sent(desk: Client, blog: Blog, **form: Any) -> Entry:
    answer = send(desk, typed(body="A box is in.", **form))
    assert answer.status_code == 201, answer.json()
    return blog.entries.get(public_id=answer.json()["entry"])


def test_an_entry_is_of_the_instant_in_which_it_was_pressed(desk: Client, blog: Blog):
    pressed = NOW - 2 * AN_HOUR - timedelta(milliseconds=123)
    entry = entry_sent(desk, blog, pressed=clock(pressed), sent=clock(NOW))
    assert entry.at == pressed
    assert entry.published_at == NOW


def test_a_time_that_is_typed_is_meant_as_it_was_pressed(desk: Client, blog: Blog):
    # “11.50pm” is of yesterday when pressed at five to midnight, and not a slip at half past two.
    pressed = datetime.fromisoformat("2024-05-02T23:55:00+01:00")
    entry = entry_sent(desk, blog, at="11.50pm", pressed=clock(pressed), sent=clock(NOW))
    assert entry.at == datetime.fromisoformat("2024-05-02T23:50:00+01:00")


@pytest.mark.parametrize("fast", [timedelta(days=-400), -AN_HOUR, AN_HOUR, timedelta(days=3)])
def test_a_wrong_clock_is_put_right_by_what_it_shows_as_it_sends(
    desk: Client, blog: Blog, fast: timedelta
):
    pressed = NOW - 2 * AN_HOUR
    entry = entry_sent(desk, blog, pressed=clock(pressed + fast), sent=clock(NOW + fast))
    assert entry.at == pressed


def test_a_clock_that_nothing_is_known_of_makes_no_entry_of_the_future(desk: Client, blog: Blog):
    assert entry_sent(desk, blog, pressed=clock(NOW + AN_HOUR)).at == NOW


@pytest.mark.parametrize("text", ["teatime", "2024-05-03T02:30:00", "9" * 400])
def test_what_is_no_instant_is_refused_and_not_taken_for_now(desk: Client, blog: Blog, text: str):
    for field in ("pressed", "sent"):
        said = send(desk, typed(body="A box is in."), **{field: text}).json()
        assert [each["field"] for each in said["faults"]] == [field]
    assert not blog.entries.exists()


INSTANTS = st.datetimes(timezones=st.just(NOW.tzinfo))


@given(pressed=INSTANTS, sent=st.none() | INSTANTS)
def test_no_press_is_later_than_now(pressed: datetime, sent: datetime | None):
    assert instant_of(pressed=pressed, sent=sent, now=NOW) <= NOW


@given(
    waits=st.lists(st.timedeltas(timedelta(), timedelta(hours=12)), min_size=2, max_size=9),
    way=st.timedeltas(timedelta(), TRUSTED),
    fast=st.timedeltas(timedelta(days=-3), timedelta(days=3)),
)
def test_what_was_pressed_later_stands_later_whatever_the_clock(
    waits: list[timedelta], way: timedelta, fast: timedelta
):
    presses = [NOW - wait for wait in sorted(waits, reverse=True)]
    found = [instant_of(pressed=each + fast, sent=NOW - way + fast, now=NOW) for each in presses]
    assert found == sorted(found)


def test_the_composer_installs_as_an_app(desk: Client, blog: Blog):
    app = desk.get(f"{DESK}manifest.webmanifest")
    assert app["Content-Type"] == "application/manifest+json"
    said = app.json()
    assert (said["start_url"], said["scope"], said["display"]) == (DESK, "/newsroom/", "standalone")
    assert {each["purpose"] for each in said["icons"]} == {"any", "maskable"}
    assert f'href="{DESK}manifest.webmanifest"' in desk.get(DESK).content.decode()


def test_the_worker_is_served_to_anybody_and_asked_for_afresh(client: Client, db: None):
    answer = client.get("/newsroom/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    assert "worker-src 'self'" in answer["Content-Security-Policy"]

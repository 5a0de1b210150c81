"""Who comes through which door of the desk."""

from urllib.parse import quote

import pytest
from django.test import Client

from liveblog.models import Blog, Entry, Membership
from tests.desk.sent import DESK

# (address, whether it takes a POST, what Rosa gets with her own entry, what Edith gets)
ROUTES = [
    ("", "get", 200, 200),
    ("entries/", "get", 200, 200),
    ("settings/", "get", 403, 200),
    ("settings/", "post", 403, 422),
    ("open/", "post", 403, 302),
    ("close/", "get", 403, 200),
    ("close/", "post", 403, 302),
    ("reopen/", "post", 403, 302),
    ("archive/", "get", 403, 200),
    ("archive/", "post", 403, 302),
    ("archive/download/", "get", 403, 404),
    ("{entry}/", "get", 200, 200),
    ("{entry}/", "post", 422, 422),
    ("{entry}/history/", "get", 200, 200),
    ("{entry}/publish/", "post", 302, 302),
    ("{entry}/retract/", "get", 200, 200),
    ("{entry}/retract/", "post", 422, 422),
    ("{entry}/restore/", "post", 403, 302),
    ("{entry}/pin/", "post", 403, 302),
    ("", "post", 422, 422),
]
EACH = pytest.mark.parametrize(("route", "method", "rosa_gets", "edith_gets"), ROUTES)


def ask(browser: Client, route: str, method: str, entry: Entry):
    return getattr(browser, method)(DESK + route.format(entry=entry.public_id))


@EACH
def test_rosa_writes_and_does_not_run_the_blog(
    desk: Client, entry: Entry, route: str, method: str, rosa_gets: int, edith_gets: int
):
    assert ask(desk, route, method, entry).status_code == rosa_gets


@EACH
def test_edith_runs_the_blog_and_may_change_what_rosa_wrote(
    editor: Client, entry: Entry, route: str, method: str, rosa_gets: int, edith_gets: int
):
    assert ask(editor, route, method, entry).status_code == edith_gets


@EACH
def test_stan_is_told_that_there_is_no_such_desk(
    seat, stan, entry: Entry, route: str, method: str, rosa_gets: int, edith_gets: int
):
    assert ask(seat(stan), route, method, entry).status_code == 404


@EACH
def test_whoever_is_not_logged_in_is_asked_to_and_comes_back_to_the_page(
    client: Client, entry: Entry, route: str, method: str, rosa_gets: int, edith_gets: int
):
    answer = ask(client, route, method, entry)
    address = DESK + route.format(entry=entry.public_id)
    assert (answer.status_code, answer.url) == (302, f"/login/?next={quote(address)}")


@pytest.mark.parametrize("route", ["", "retract/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_reporter_cannot_change_what_somebody_else_wrote(
    seat, stan, blog: Blog, entry: Entry, route: str, method: str
):
    Membership.objects.create(blog=blog, user=stan, role=Membership.Role.REPORTER)
    answer = ask(seat(stan), f"{{entry}}/{route}", method, entry)
    assert answer.status_code == 403


def test_a_reporter_of_one_blog_is_a_stranger_in_another(desk: Client, blog: Blog, entry: Entry):
    Blog.objects.filter(pk=blog.pk).update(slug="another-night")
    assert desk.get(DESK).status_code == 404


def test_an_entry_is_not_reached_through_the_desk_of_another_blog(
    editor: Client, edith, entry: Entry, seat, chief
):
    other = seat(chief).post(
        "/newsroom/new/",
        {"title": "Other", "slug": "other", "polling_day": "2024-05-02", "time_zone": "UTC"},
    )
    assert other.status_code == 302
    assert seat(chief).get(f"/newsroom/other/{entry.public_id}/").status_code == 404


def test_the_chief_is_an_editor_everywhere_without_being_asked(seat, chief, entry: Entry):
    assert ask(seat(chief), "close/", "get", entry).status_code == 200


@pytest.mark.parametrize("route", ["open/", "reopen/"])
def test_what_changes_something_is_not_done_by_following_a_link(editor: Client, route: str):
    assert editor.get(DESK + route).status_code == 405


def test_a_post_without_the_forms_own_token_is_refused(blog: Blog, edith):
    wary = Client(enforce_csrf_checks=True)
    wary.force_login(edith)
    assert wary.post(f"{DESK}close/").status_code == 403
    blog.refresh_from_db()
    assert blog.is_live


def test_only_staff_begin_blogs(desk: Client, seat, chief):
    assert desk.get("/newsroom/new/").status_code == 403
    assert seat(chief).get("/newsroom/new/").status_code == 200


def test_no_cache_on_the_way_keeps_a_page_of_the_desk(desk: Client, blog: Blog):
    assert desk.get(DESK)["Cache-Control"] == "private"

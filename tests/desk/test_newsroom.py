"""Logging in, and the blogs that are there for me."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog
from tests.desk.sent import DESK


@pytest.fixture
def with_password(rosa: User) -> User:
    rosa.set_password("quay-side-9")
    rosa.save()
    return rosa


def test_after_logging_in_rosa_is_where_she_wanted_to_be(
    client: Client, blog: Blog, with_password: User
):
    asked = client.get(DESK)
    page = client.get(asked.url)
    assert f'name="next" value="{DESK}"' in page.content.decode()
    form = {"username": "rosa", "password": "quay-side-9", "next": DESK}
    assert client.post("/login/", form).url == DESK


def test_nobody_is_sent_to_another_site_by_logging_in(client: Client, with_password: User):
    form = {"username": "rosa", "password": "quay-side-9", "next": "https://elsewhere.example/"}
    assert client.post("/login/", form).url == "/newsroom/"


def test_a_wrong_password_is_told_beside_the_fields_and_the_name_is_kept(
    client: Client, with_password: User
):
    page = client.post("/login/", {"username": "rosa", "password": "wrong"}).content.decode()
    assert 'value="rosa"' in page
    assert 'role="alert"' in page
    empty = client.post("/login/", {"username": "", "password": ""}).content.decode()
    assert 'id="id_username_error"' in empty


def test_logging_out_is_a_press_and_not_a_link(desk: Client):
    assert desk.get("/logout/").status_code == 405
    assert desk.post("/logout/").status_code == 302
    assert desk.get(DESK).status_code == 302


def test_everyone_sees_their_own_blogs(desk: Client, seat, stan: User, blog: Blog):
    assert blog.title in desk.get("/newsroom/").content.decode()
    page = seat(stan).get("/newsroom/").content.decode()
    assert blog.title not in page
    assert "No blog is waiting for you" in page


def test_a_closed_blog_is_listed_for_its_editor(desk: Client, editor: Client, blog: Blog):
    publishing.close_blog(blog=blog)
    assert blog.title in editor.get("/newsroom/").content.decode()
    assert blog.title not in desk.get("/newsroom/").content.decode()


def test_only_staff_are_offered_a_new_blog(desk: Client, seat, chief: User):
    assert "/newsroom/new/" not in desk.get("/newsroom/").content.decode()
    assert "/newsroom/new/" in seat(chief).get("/newsroom/").content.decode()

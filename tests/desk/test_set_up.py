"""The admin's part of the desk: places, tokens, and what it may only look at."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from liveblog.models import AccessToken, Blog, Entry


@pytest.fixture
def admin(seat, chief) -> Client:
    return seat(chief)


def test_a_token_is_shown_once_and_only_its_digest_is_kept(rosa):
    out, err = StringIO(), StringIO()
    call_command("create_token", "rosa", "--name", "results feed", stdout=out, stderr=err)
    secret = out.getvalue().strip()
    token = AccessToken.objects.get()
    assert (token.user, token.name) == (rosa, "results feed")
    assert token.digest == AccessToken.digest_of(secret)
    assert secret not in err.getvalue()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nobody", "--name", "feed"], "no account “nobody”"),
        (["rosa", "--name", " "], "--name"),
        (["rosa", "--name", "n" * 81], "--name"),
    ],
)
def test_a_token_that_cannot_be_issued_is_refused_in_one_line(rosa, arguments: list, why: str):
    with pytest.raises(CommandError, match=why) as refusal:
        call_command("create_token", *arguments)
    assert "\n" not in str(refusal.value)
    assert not AccessToken.objects.exists()


def test_an_account_that_was_shut_gets_no_token(rosa):
    rosa.is_active = False
    rosa.save()
    with pytest.raises(CommandError, match="not active"):
        call_command("create_token", "rosa", "--name", "feed")


def test_the_admin_issues_a_token_and_shows_it_once(admin: Client, rosa):
    form = {"user": rosa.pk, "name": "results feed"}
    page = admin.post("/admin/liveblog/accesstoken/add/", form, follow=True).content.decode()
    token = AccessToken.objects.get()
    secret = page[page.index("declared_") :].split("<")[0].strip()
    assert token.digest == AccessToken.digest_of(secret)
    later = admin.get(f"/admin/liveblog/accesstoken/{token.pk}/change/").content.decode()
    assert secret not in later
    assert token.digest in later


def test_the_admin_revokes_a_token_and_changes_nothing_else_of_it(admin: Client, rosa, stan):
    token, _ = AccessToken.issue(user=rosa, name="feed")
    form = {
        "name": "feed",
        "user": stan.pk,
        "digest": "0" * 64,
        "revoked_at_0": "2024-05-03",
        "revoked_at_1": "02:30:00",
    }
    assert admin.post(f"/admin/liveblog/accesstoken/{token.pk}/change/", form).status_code == 302
    after = AccessToken.objects.get()
    assert (after.user, after.digest) == (rosa, token.digest)
    assert after.revoked_at is not None


def test_the_admin_shows_blogs_and_entries_and_changes_neither(
    admin: Client, blog: Blog, entry: Entry
):
    for path in (f"blog/{blog.pk}", f"entry/{entry.pk}"):
        assert admin.get(f"/admin/liveblog/{path}/change/").status_code == 200
        assert admin.post(f"/admin/liveblog/{path}/change/", {"title": "X"}).status_code == 403
        assert admin.post(f"/admin/liveblog/{path}/delete/", {"post": "yes"}).status_code == 403
    for model in ("blog", "entry"):
        assert admin.get(f"/admin/liveblog/{model}/").status_code == 200
        assert admin.get(f"/admin/liveblog/{model}/add/").status_code == 403

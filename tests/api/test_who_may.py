import json

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import AccessToken, Entry
from tests.api.conftest import Caller, problem

DECLARE = "/api/elections/quayshire-2024/contests/northquay/declarations"
WRITES = ["entries", "entries/123/retract", DECLARE]


@pytest.fixture
def entry(blog, cast):
    return publishing.publish_entry(blog=blog, body="Mine.", by=cast.rosa)[0]


@pytest.mark.parametrize("path", WRITES)
def test_anybody_is_asked_to_log_in(anybody, path):
    answer = anybody.post(path, {"body": "x"})
    assert problem(answer, 401) == {}
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert problem(anybody("PATCH", "entries/123", {}), 401) == {}
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("header", ["Bearer declared_wrong", "Bearer", "Bearer ", "Basic cm9zYQ=="])
def test_a_key_that_does_not_fit_lets_nobody_in_not_even_with_a_session(blog, cast, header):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.rosa)
    caller = Caller({"Authorization": header}, browser)
    problem(caller.post(body={"body": "x"}), 401)


def test_a_token_is_its_users_and_ends_with_either(rosa, cast):
    assert rosa.post(body={"body": "One."}).json()["authors"] == ["Rosa Reyes"]
    AccessToken.objects.update(revoked_at=cast.rosa.date_joined)
    problem(rosa.post(body={"body": "Two."}), 401)
    AccessToken.objects.update(revoked_at=None)
    cast.rosa.is_active = False
    cast.rosa.save()
    problem(rosa.post(body={"body": "Three."}), 401)


def test_only_the_tokens_digest_is_kept(cast):
    _token, secret = AccessToken.issue(user=cast.rosa, name="laptop")
    assert secret not in str(AccessToken.objects.values())


def test_a_stranger_may_not(stan, entry):
    problem(stan.post(body={"body": "x"}), 403)
    problem(stan.revise(entry.public_id, 1, body="x"), 403)
    problem(stan.post(f"entries/{entry.public_id}/retract", {"reason": "x"}), 403)
    problem(stan.post(DECLARE, {"votes": {}}), 403)


def test_a_reporter_changes_only_what_is_their_own(rosa, blog, cast, entry):
    others, _ = publishing.publish_entry(blog=blog, body="Hers.", by=cast.edith)
    assert rosa.revise(entry.public_id, 1, body="Mine!").status_code == 200
    problem(rosa.revise(others.public_id, 1, body="Mine!"), 403)
    problem(rosa.post(f"entries/{others.public_id}/retract", {"reason": "x"}), 403)
    problem(rosa.post(DECLARE, {"votes": {}}), 403)


def test_an_editor_changes_everything(edith, entry):
    assert edith.revise(entry.public_id, 1, body="Ours.").status_code == 200


class TestSession:
    """A browser writes with the CSRF token that its page was given, and not without."""

    @pytest.fixture
    def browser(self, blog, cast):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(cast.rosa)
        return browser

    def post(self, browser, **headers):
        return browser.post(
            "/api/blogs/quayshire/entries",
            json.dumps({"body": "x"}),
            content_type="application/json",
            headers=headers,
        )

    def test_without_the_token_nothing_is_written(self, browser):
        problem(self.post(browser), 403)
        problem(self.post(browser, **{"X-CSRFToken": "x" * 32}), 403)
        assert Entry.objects.count() == 0

    def test_with_the_token_it_is(self, browser):
        browser.get("/newsroom/quayshire/")
        token = browser.cookies["csrftoken"].value
        assert self.post(browser, **{"X-CSRFToken": token}).status_code == 201

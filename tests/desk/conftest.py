"""The cast at their desk: Rosa reports, Edith edits, Stan is a stranger. It is 2.30am."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Entry, Membership
from results.loading import load_election
from results.models import Contest
from tests.desk.sent import NOW
from tests.results.night import FIVE_SEATS


@pytest.fixture(autouse=True)
def half_past_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def rosa(db: None) -> User:
    return User.objects.create_user("rosa", first_name="Rosa")


@pytest.fixture
def edith(db: None) -> User:
    return User.objects.create_user("edith", first_name="Edith")


@pytest.fixture
def stan(db: None) -> User:
    return User.objects.create_user("stan")


@pytest.fixture
def chief(db: None) -> User:
    return User.objects.create_superuser("chief")


@pytest.fixture
def contests(db: None) -> list[Contest]:
    """Northquay (10,000 electors, four candidates) and Southquay (8,000, three)."""
    election = load_election(FIVE_SEATS)
    return [election.contests.get(slug=slug) for slug in ("northquay", "southquay")]


@pytest.fixture
def blog(rosa: User, edith: User, contests: list[Contest]) -> Blog:
    blog = publishing.create_blog(
        slug="quay-night",
        title="Quayshire counts",
        polling_day=NOW.date().replace(day=2),
        status="live",
        contests=contests,
        by=edith,
    )
    Membership.objects.create(blog=blog, user=rosa, role=Membership.Role.REPORTER)
    return blog


@pytest.fixture
def entry(blog: Blog, rosa: User) -> Entry:
    """Rosa's."""
    return publishing.publish_entry(blog=blog, body="The doors are open.", by=rosa)[0]


@pytest.fixture
def result(blog: Blog, rosa: User) -> Entry:
    """Southquay, declared by Rosa."""
    votes = {"eve-stone": "1,800", "finn-larch": "2,100", "gus-pike": "300"}
    figures = publishing.ResultFigures("southquay", votes=votes, rejected="20")
    return publishing.publish_entry(blog=blog, result=figures, by=rosa)[0]


@pytest.fixture
def seat() -> Callable[[User], Client]:
    """A browser in which somebody is logged in."""

    def seat(user: User) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return seat


@pytest.fixture
def desk(blog: Blog, rosa: User, seat: Callable[[User], Client]) -> Client:
    """Rosa's browser."""
    return seat(rosa)


@pytest.fixture
def editor(blog: Blog, edith: User, seat: Callable[[User], Client]) -> Client:
    """Edith's browser."""
    return seat(edith)

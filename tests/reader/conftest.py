"""A made-up night at Quayshire, told through the same deeds as on the night."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

from liveblog import publishing
from liveblog.models import Blog, Entry
from results.loading import load_election
from tests.results.night import FIVE_SEATS, at

Publish = Callable[..., Entry]


@pytest.fixture
def rosa(db: None) -> AbstractBaseUser:
    """Rosa reports."""
    return get_user_model().objects.create_user("rosa", first_name="Rosa", last_name="Reyes")


@pytest.fixture
def blog(rosa: AbstractBaseUser) -> Blog:
    """A live blog on all five seats, with no entry yet."""
    return publishing.create_blog(
        slug="quayshire",
        title="Quayshire counts",
        standfirst="Five seats under one roof.",
        byline="Rosa Reyes",
        place="Bowls Hall",
        polling_day=date(2024, 5, 2),
        status=Blog.Status.LIVE,
        contests=list(load_election(FIVE_SEATS).contests.all()),
        by=rosa,
    )


@pytest.fixture
def publish(blog: Blog, rosa: AbstractBaseUser) -> Publish:
    """Publish in the blog, by Rosa; `clock` (“01:10”) is a time of the small hours."""

    def publish(body: str = "", clock: str = "01:00", **fields: object) -> Entry:
        entry, _ = publishing.publish_entry(blog=blog, body=body, at=at(clock), by=rosa, **fields)
        return entry

    return publish


@pytest.fixture
def result() -> publishing.ResultFigures:
    """Northquay: Quill (Harbour) 2,800, Marsh (Orchard) 2,600, Finch and Reed 300 each."""
    return publishing.ResultFigures(
        contest="northquay",
        votes={"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300},
        rejected=40,
    )


@pytest.fixture
def turnout() -> publishing.TurnoutFigures:
    """Southquay: 4,220 papers of 8,000 electors; last time is known by valid votes only."""
    return publishing.TurnoutFigures(contest="southquay", ballots=4_220)

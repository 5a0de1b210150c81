"""The Quayshire night with one result in it."""

import pytest

from liveblog import publishing
from liveblog.models import Blog, Entry
from liveblog.publishing import ResultFigures
from results.models import Contest
from tests.conftest import Cast
from tests.glance.edits import VOTES
from tests.results.night import at


@pytest.fixture
def result(blog: Blog, cast: Cast) -> Entry:
    """Northquay, declared by Rosa at 1.10am."""
    figures = ResultFigures("northquay", votes=VOTES, rejected=40)
    return publishing.publish_entry(blog=blog, result=figures, at=at("01:10"), by=cast.rosa)[0]


@pytest.fixture
def northquay(blog: Blog) -> Contest:
    return blog.contests.get(slug="northquay")

"""The curl examples of docs/api.md that send a typed line, sent as they stand there."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from liveblog import publishing
from liveblog.models import Blog, Membership
from results.loading import load_election
from tests.results.ilford import ILFORD_2010

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
SECTION = "## A typed line"
EXAMPLE = re.compile(r"    curl \$SITE(\S+) .*? -d '(.*?)'\n    # (\d{3}) ([^\n]*)\n", re.DOTALL)


def examples() -> list[tuple[str, str, int, str]]:
    text = GUIDE.read_text(encoding="utf-8").split(SECTION)[1].split("\n## ")[0]
    found = [(a, body, int(status), told) for a, body, status, told in EXAMPLE.findall(text)]
    assert len(found) == text.count("    curl ")
    return found


@pytest.fixture
def ilford(cast) -> Blog:
    election = load_election(ILFORD_2010)
    made = publishing.create_blog(
        slug="ilford-2010-live",
        title="The Ilford count",
        polling_day=date(2010, 5, 6),
        status=Blog.Status.LIVE,
        contests=list(election.contests.all()),
        by=cast.edith,
    )
    Membership.objects.create(blog=made, user=cast.rosa, role=Membership.Role.REPORTER)
    return made


def test_every_example_is_answered_as_the_guide_says(ilford, calls):
    rosa = calls("rosa")
    statuses = []
    for address, body, status, told in examples():
        json.loads(body)
        answer = rosa("POST", address.replace("$BLOG", ilford.slug), body)
        assert answer.status_code == status, answer.content
        for shown in re.findall(r'"[a-z]+": (?:"[^"]*"|\d+)', told):
            # The guide ends a long sentence with “…”.
            assert shown.split(" …")[0] in json.dumps(answer.json(), ensure_ascii=False)
        statuses.append(status)
    assert sorted(set(statuses)) == [200, 201, 422]

"""The polls-close lock, as a program meets it."""

import pytest

from tests.api.conftest import problem
from tests.publishing.hall import NORTHQUAY

TOLD = "We hear that Harbour has held Northquay."
CLOSE = "2024-05-02T22:00:00+01:00"


@pytest.fixture(autouse=True)
def eight_in_the_evening(clock):
    clock.now = clock.now.replace(day=2, hour=20, minute=0)


def test_words_that_tell_are_refused_and_may_be_scheduled_for_the_close(rosa):
    answer = rosa.post(body={"body": TOLD})
    assert "Polls close at 10.00pm: 2 h from now" in problem(answer, 422)["body"]
    (error,) = answer.json()["errors"]
    assert error["overridable"] is True
    (wait,) = answer.json()["warnings"]
    assert (wait["field"], wait["code"], wait["proposals"]) == (
        "publish_at",
        "wait_for_close",
        [CLOSE],
    )
    body = {"body": TOLD, "status": "scheduled", "publish_at": wait["proposals"][0]}
    assert rosa.post(body=body).json()["status"] == "scheduled"


def test_only_an_editor_overrides(rosa, edith, blog):
    body = {"body": TOLD, "override_reason": "The poll was countermanded."}
    assert "Only an editor" in problem(rosa.post(body=body), 422)["override_reason"]
    made = edith.post(body=body)
    assert made.status_code == 201
    kept = blog.entries.get().revisions.get()
    assert kept.reason == "Published before the close of poll: The poll was countermanded."


def test_a_revision_takes_the_same_way(edith, blog):
    made = edith.post(body={"body": "A long queue."}).json()
    assert "body" in problem(edith.revise(made["id"], 1, body=TOLD), 422)
    done = edith.revise(made["id"], 1, body=TOLD, override_reason="The poll was countermanded.")
    assert done.status_code == 200
    assert blog.entries.get().revisions.last().reason.startswith("Published before the close")


def test_figures_without_an_entry_wait_too(edith, clock):
    clock.now = clock.now.replace(hour=21, minute=59)  # a fast clock says ten already
    result = {"votes": NORTHQUAY, "rejected": 40, "declared_at": CLOSE}
    path = "/api/elections/quayshire-2024/contests/northquay/declarations"
    assert "no result before then" in problem(edith.post(path, result), 422)["declared_at"]

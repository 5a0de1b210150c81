"""By the API: a result is proposed, listed to members, and confirmed by somebody else."""

import pytest

from liveblog import publishing
from liveblog.models import Entry, Proposal
from results.models import Declaration
from tests.api.conftest import problem
from tests.publishing.hall import NORTHQUAY, NORTHQUAY_CORRECTED, events

RESULT = {"contest": "northquay", "votes": NORTHQUAY, "rejected": 40}
TEN_MORE = {"contest": "northquay", "votes": NORTHQUAY_CORRECTED, "rejected": 40}
DECLARATIONS = "/api/elections/quayshire-2024/contests/northquay/declarations"
ONCE = "5f8cf5bc-2f0e-4a0e-9b59-3a4d4e9a7c10"


@pytest.fixture(autouse=True)
def careful(blog):
    return publishing.edit_blog(blog=blog, needs_second_look=True)


@pytest.fixture
def entry(rosa) -> str:
    return rosa.post(body={"result": RESULT, "client_id": ONCE}).json()["id"]


def waiting() -> dict[str, int]:
    return {"proposal": Proposal.objects.get(outcome="").pk}


def test_it_is_made_and_says_that_it_is_proposed(rosa, anybody, blog):
    asked = {"result": RESULT, "client_id": ONCE}
    made, again = rosa.post(body=asked), rosa.post(body=asked)
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json()["status"] == again.json()["status"] == "proposed"
    assert made.json()["card"]["majority"] == 200
    assert Proposal.objects.count() == 1
    assert anybody.get(f"entries/{made.json()['id']}").status_code == 404
    assert anybody.get("entries").json()["entries"] == []
    assert events(blog) == []


def test_members_see_what_waits_and_nobody_else(rosa, edith, stan, anybody, entry):
    for member in (rosa, edith):
        [told] = member.get("proposals").json()
        assert (told["entry"], told["by"], told["is_revision"]) == (entry, "Rosa Reyes", False)
        assert told["card"]["sentence"]["headline"].startswith("RESULT for Northquay: Ada Quill")
    problem(stan.get("proposals"), 403)
    problem(anybody.get("proposals"), 401)


@pytest.mark.parametrize("deed", ["confirm", "send-back", "take-back"])
def test_who_may_decide(rosa, edith, stan, anybody, entry, deed):
    body = {**waiting(), **({"reason": "No."} if deed == "send-back" else {})}
    path = f"entries/{entry}/{deed}"
    problem(anybody.post(path, body), 401)
    problem(stan.post(path, body), 403)
    theirs, others = (rosa, edith) if deed == "take-back" else (edith, rosa)
    problem(others.post(path, body), 403)
    assert theirs.post(path, body).status_code == 200


def test_confirmed_it_is_published_with_both_names(rosa, edith, anybody, entry, cast):
    answer = edith.post(f"entries/{entry}/confirm", waiting())
    assert (answer.status_code, answer.json()["status"]) == (200, "published")
    assert answer["ETag"] == '"2"'
    assert answer.json()["card"]["confirmed"]
    declaration = Declaration.objects.get()
    assert (declaration.recorded_by, declaration.confirmed_by) == (cast.rosa, cast.edith)
    card = anybody.get("/api/elections/quayshire-2024/contests/northquay").json()
    assert card["confirmed"]


def test_an_answer_that_was_lost_can_be_asked_for_again(edith, entry):
    body = waiting()
    assert [edith.post(f"entries/{entry}/confirm", body).status_code for _ in range(2)] == [200] * 2
    assert Declaration.objects.count() == 1


def test_what_was_decided_or_replaced_is_a_conflict(rosa, edith, entry):
    seen = waiting()
    rosa.post(f"entries/{entry}/take-back", seen)
    assert "withdrawn already" in edith.post(f"entries/{entry}/confirm", seen).json()["title"]
    publishing.publish_draft(entry=Entry.objects.get())
    problem(edith.post(f"entries/{entry}/confirm", seen), 409)
    assert not Declaration.objects.exists()


def test_a_proposal_is_of_its_own_entry(edith, rosa, entry):
    other = rosa.post(body={"body": "Words."}).json()["id"]
    problem(edith.post(f"entries/{other}/confirm", waiting()), 404)
    problem(edith.post(f"entries/{entry}/confirm", {"proposal": 10**20}), 422)
    assert "proposal" in problem(edith.post(f"entries/{entry}/confirm", {}), 422)


def test_new_figures_wait_and_the_entry_is_as_it_was(rosa, edith, entry):
    edith.post(f"entries/{entry}/confirm", waiting())
    sent = {"result": TEN_MORE, "reason": "Ten more."}
    for _ in range(2):  # the answer was lost
        answer = rosa.revise(entry, 2, **sent)
        assert (answer.status_code, answer.json()["version"]) == (202, 2)
        assert answer.json()["card"]["majority"] == 200
    [told] = edith.get("proposals").json()
    assert (told["is_revision"], told["reason"]) == (True, "Ten more.")
    assert told["card"]["majority"] == 210
    done = edith.post(f"entries/{entry}/confirm", waiting())
    assert (done.json()["version"], done.json()["card"]["majority"]) == (3, 210)
    assert rosa.revise(entry, 3, body="Words do not wait.").status_code == 200


def test_an_entry_that_was_changed_meanwhile_is_a_conflict(rosa, edith, entry):
    edith.post(f"entries/{entry}/confirm", waiting())
    rosa.revise(entry, 2, result=TEN_MORE, reason="Ten more.")
    rosa.revise(entry, 2, body="Other words.")
    answer = edith.post(f"entries/{entry}/confirm", waiting())
    problem(answer, 409)
    assert "now at version 3" in answer.json()["title"]


def test_a_reason_is_needed_to_send_it_back(edith, entry):
    answer = edith.post(f"entries/{entry}/send-back", waiting())
    assert "Say why" in problem(answer, 422)["reason"]
    answer = edith.post(f"entries/{entry}/send-back", {**waiting(), "reason": "Swapped?"})
    assert answer.json()["status"] == "draft"


def test_a_feed_is_told_to_send_an_entry(edith):
    answer = edith.post(DECLARATIONS, {"votes": NORTHQUAY, "rejected": 40})
    problem(answer, 409)
    assert "“The Quayshire count” asks for a second look" in answer.json()["title"]

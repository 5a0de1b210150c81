"""By the API, too, what a contributor writes waits for the desk."""

import pytest
from django.contrib.auth.models import User

from liveblog import publishing
from liveblog.models import AccessToken, Blog, Entry, Membership, Proposal
from tests.api.conftest import Caller, problem

ELECTION = "/api/elections/quayshire-2024/contests/northquay"


@pytest.fixture
def connie_herself(blog: Blog) -> User:
    user = User.objects.create_user("connie", first_name="Connie")
    Membership.objects.create(blog=blog, user=user, role=Membership.Role.CONTRIBUTOR)
    return user


@pytest.fixture
def connie(connie_herself: User, client) -> Caller:
    _token, secret = AccessToken.issue(user=connie_herself, name="phone")
    return Caller({"Authorization": f"Bearer {secret}"}, client)


def test_what_she_sends_waits_and_is_published_by_another(connie, rosa):
    answer = connie.post(body={"body": "The hall is full."})
    assert (answer.status_code, answer.json()["status"]) == (201, "proposed")
    public_id = answer.json()["id"]
    assert rosa.get(f"entries/{public_id}").status_code == 404
    (waiting,) = rosa.get("proposals").json()
    assert (waiting["body"], waiting["by"], waiting["card"]) == (
        "The hall is full.",
        "Connie",
        None,
    )
    seen = {"proposal": waiting["proposal"]}
    problem(connie.post(f"entries/{public_id}/confirm", seen), 403)
    problem(connie.post(f"entries/{public_id}/send-back", {**seen, "reason": "x"}), 403)
    assert rosa.post(f"entries/{public_id}/confirm", seen).json()["status"] == "published"
    changed = connie.revise(public_id, 2, body="Half full.")
    assert (changed.status_code, changed.json()["body"]) == (202, "The hall is full.")


def test_she_sees_what_is_hers_and_takes_it_back(connie, blog, cast):
    publishing.edit_blog(blog=blog, needs_second_look=True)
    votes = {"eve-stone": 1_800, "finn-larch": 2_100, "gus-pike": 300}
    figures = publishing.ResultFigures("southquay", votes=votes)
    hers, _ = publishing.publish_entry(blog=blog, result=figures, by=cast.rosa)
    mine = connie.post(body={"body": "Mine."}).json()["id"]
    assert [each["entry"] for each in connie.get("proposals").json()] == [mine]
    theirs = {"proposal": Proposal.objects.get(entry=hers).pk}
    problem(connie.post(f"entries/{hers.public_id}/take-back", theirs), 403)
    own = {"proposal": Proposal.objects.get(entry__public_id=mine).pk}
    assert connie.post(f"entries/{mine}/take-back", own).json()["status"] == "draft"


def test_she_takes_back_moves_and_declares_nothing(connie, connie_herself, blog, cast):
    own, _ = publishing.publish_entry(blog=blog, body="Mine.", by=connie_herself)
    publishing.confirm_proposal(proposal=Proposal.objects.get(), by=cast.edith)
    problem(connie.post(f"entries/{own.public_id}/retract", {"reason": "x"}), 403)
    problem(connie.post(f"{ELECTION}/count", {"stage": "closed"}), 403)
    problem(connie.post(f"{ELECTION}/declarations", {"votes": {}}), 403)
    problem(connie.post(f"{ELECTION}/turnouts", {"ballots": 6_000}), 403)
    problem(connie.post(f"{ELECTION}/withdrawal", {"reason": "x"}), 403)
    assert Entry.objects.get(pk=own.pk).status == "published"


def test_what_is_somebody_elses_she_does_not_change(connie, blog, cast):
    other, _ = publishing.publish_entry(blog=blog, body="Hers.", by=cast.rosa)
    problem(connie.revise(other.public_id, 1, body="Mine."), 403)

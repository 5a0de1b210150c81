"""Warnings come as 422 with their codes; the same request with these in `confirm` is accepted."""

import pytest

from results.models import Declaration
from tests.api.conftest import problem
from tests.publishing.hall import NORTHQUAY_CORRECTED

TEN_MORE = {"contest": "northquay", "votes": NORTHQUAY_CORRECTED, "rejected": 40}
DECLARATIONS = "/api/elections/quayshire-2024/contests/northquay/declarations"


@pytest.fixture
def papers(rosa):
    """6,040 papers were verified."""
    rosa.post(body={"turnout": {"contest": "northquay", "ballots": 6_040}})


def test_warnings_have_codes_and_sums_and_write_nothing(rosa, papers):
    answer = rosa.post(body={"result": TEN_MORE})
    assert problem(answer, 422) == {}
    told = answer.json()
    assert told["title"].startswith("Look again.")
    assert told["warnings"][0] == {
        "field": "result.votes",
        "message": "6,010 votes and 40 rejected make 6,050; 6,040 papers were verified, "
        "a difference of 10.",
        "code": "differs_from_ballots",
        "severity": "warning",
    }
    assert [each["severity"] for each in told["warnings"]] == ["warning", "info"]
    assert not Declaration.objects.exists()


def test_confirmed_the_same_request_is_accepted(rosa, papers):
    asked = rosa.post(body={"result": TEN_MORE}).json()["warnings"]
    codes = [each["code"] for each in asked if each["severity"] == "warning"]
    answer = rosa.post(body={"result": TEN_MORE, "confirm": codes})
    assert answer.status_code == 201
    assert [each["code"] for each in Declaration.objects.get().confirmed] == codes


def test_a_feed_confirms_in_the_same_way(edith, papers):
    body = {"votes": NORTHQUAY_CORRECTED, "rejected": 40}
    asked = edith.post(DECLARATIONS, body)
    assert problem(asked, 422) == {}
    assert asked.json()["warnings"][0]["field"] == "votes"
    codes = ["differs_from_ballots"]
    assert edith.post(DECLARATIONS, {**body, "confirm": codes}).status_code == 201


def test_what_was_said_beside_the_votes_checks_them(edith, rosa, papers):
    wrong = rosa.post(body={"result": {**TEN_MORE, "majority": 220, "valid_votes": "6,010"}})
    assert problem(wrong, 422) == {
        "result.majority": "2,810 for Ada Quill less 2,600 for Ben Marsh is 210, not 220."
    }
    assert wrong.json()["warnings"][0]["code"] == "differs_from_ballots"


def test_an_override_is_an_editors(rosa, edith, papers):
    body = {
        "result": {**TEN_MORE, "majority": 220},
        "confirm": ["differs_from_ballots"],
        "override_reason": "As it was read out.",
    }
    assert problem(rosa.post(body=body), 422) == {
        "result.override_reason": "Only an editor of this blog publishes against a check."
    }
    assert edith.post(body=body).status_code == 201
    assert Declaration.objects.get().override_reason == "As it was read out."


def test_a_revision_confirms_too(rosa, papers):
    made = rosa.post(
        body={"result": {**TEN_MORE, "votes": {**NORTHQUAY_CORRECTED, "ada-quill": 2800}}}
    )
    entry = made.json()["id"]
    changes = {"result": TEN_MORE, "reason": "Ten more were found."}
    assert problem(rosa.revise(entry, 1, **changes), 422) == {}
    answer = rosa.revise(entry, 1, **changes, confirm=["differs_from_ballots"])
    assert answer.status_code == 200


@pytest.mark.parametrize("confirm", ["differs_from_ballots", [1], {}, None])
def test_confirm_is_a_list_of_codes(rosa, papers, confirm):
    answer = rosa.post(body={"result": TEN_MORE, "confirm": confirm})
    assert any(field.startswith("confirm") for field in problem(answer, 422))

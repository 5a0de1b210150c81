"""Bad input: every fault names its field, and nothing is written."""

import json

import pytest
from django.test import override_settings

from liveblog.models import Entry
from results.models import Declaration
from tests.api.conftest import problem
from tests.publishing.hall import NORTHQUAY, head

RESULT = {"contest": "northquay", "votes": NORTHQUAY, "rejected": 40}


class TestBadInput:
    """Every fault names its field, and nothing is written."""

    @pytest.fixture(autouse=True)
    def nothing_is_written(self, db, blog):
        yield
        assert (Entry.objects.count(), Declaration.objects.count(), head(blog)) == (0, 0, 0)

    def votes(self, **changes):
        return {"result": {**RESULT, "votes": {**NORTHQUAY, **changes}}}

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "body"),
            ({"body": "x" * 100_000}, "body"),
            ({"body": ["x"]}, "body"),
            ({"body": "a\x00b"}, "body"),
            ({"body": "\ud83d"}, "body"),
            ({"body": "x", "headline": "h" * 201}, "headline"),
            ({"body": "x", "kind": "rumour"}, "kind"),
            ({"body": "x", "status": "gone"}, "status"),
            ({"body": "x", "authors": "Rosa"}, "authors"),
            ({"body": "x", "authors": ["\x00"]}, "authors"),
            ({"body": "x", "client_id": "one"}, "client_id"),
            ({"body": "x", "at": "half past two"}, "at"),
            ({"body": "x", "at": "2024-05-03T02:00"}, "at"),
            ({"body": "x", "at": "2024-05-03T02:33+01:00"}, "at"),
            ({"body": "x", "at": "0001-01-01T00:00:00+14:00"}, "at"),
            ({"body": "x", "at": "9999-12-31T23:59:59-14:00"}, "at"),
            ({"body": "x", "at": "2010-05-07T05:30+01:00"}, "at"),
            ({"body": "x", "publish_at": "2024-05-03T09:00+01:00"}, "publish_at"),
            ({"body": "x", "status": "scheduled"}, "publish_at"),
            (
                {"body": "x", "status": "scheduled", "publish_at": "2024-05-03T09:00"},
                "publish_at",
            ),
            ({"body": "x", "publishAt": "2024-05-03T09:00+01:00"}, "publishAt"),
            ({"body": "x", "contests": ["fenside", "westquay"]}, "contests.1"),
            ({"body": "x", "corrects": "000000000"}, "corrects"),
            ({"result": {**RESULT, "contest": "westquay"}}, "result.contest"),
            ({"result": {"votes": NORTHQUAY}}, "result.contest"),
            ({"result": {"contest": "northquay"}}, "result.votes"),
            ({"result": {**RESULT, "rejects": 4}}, "result.rejects"),
            ({"result": {**RESULT, "rejected": -1}}, "result.rejected"),
            ({"result": {**RESULT, "lot_winner": "nobody"}}, "result.lot_winner"),
            ({"turnout": {"contest": "northquay"}}, "turnout.percentage"),
            ({"turnout": {"contest": "northquay", "percentage": 120}}, "turnout.percentage"),
            ({"turnout": {"contest": "northquay", "percentage": True}}, "turnout.percentage"),
            ({"turnout": {"contest": "northquay", "ballots": 99_999}}, "turnout.ballots"),
            ({"turnout": {"contest": "northquay", "ballots": 6_040.0}}, "turnout.ballots"),
            ({"result": RESULT, "turnout": {"contest": "northquay", "ballots": 1}}, "turnout"),
        ],
    )
    def test_its_field_is_named(self, rosa, body, field):
        assert field in problem(rosa.post(body=body), 422)

    @pytest.mark.parametrize(
        "count", [-1, 1.5, 2_800.0, True, "many", "21,50x", "1.000", "½", 10**12, [1], {"a": 1}]
    )
    def test_what_is_no_count_of_votes(self, rosa, count):
        found = problem(rosa.post(body=self.votes(**{"ada-quill": count})), 422)
        assert "result.votes.ada-quill" in found

    @pytest.mark.parametrize("blank", [None, ""])
    def test_a_blank_count_is_a_missing_candidate(self, rosa, blank):
        found = problem(rosa.post(body=self.votes(**{"ada-quill": blank})), 422)
        assert "result.votes.ada-quill" in found

    def test_votes_above_the_electorate_show_the_sum(self, rosa):
        found = problem(rosa.post(body=self.votes(**{"ben-marsh": 7_000})), 422)
        assert found == {
            "result.votes": "10,400 votes and 40 rejected make 10,440, more than the electorate of"
            " 10,000: 440 too many."
        }

    def test_an_unknown_a_missing_and_a_doubled_candidate(self, rosa, blog):
        found = problem(rosa.post(body=self.votes(nobody=1)), 422)
        assert "result.votes.nobody" in found
        found = problem(rosa.post(body={"result": {**RESULT, "votes": {"ada-quill": 1}}}), 422)
        assert {"result.votes.ben-marsh", "result.votes.dov-reed"} <= set(found)
        quill = blog.contests.get(slug="northquay").candidacies.get(slug="ada-quill")
        found = problem(rosa.post(body=self.votes(**{str(quill.pk): 1})), 422)
        assert "given twice" in found["result.votes.ada-quill"]

    def test_the_same_name_twice_in_the_json(self, rosa):
        body = json.dumps({"result": RESULT}).replace('"ben-marsh"', '"ada-quill"')
        assert problem(rosa.post(body=body), 422) == {"ada-quill": "“ada-quill” is given twice."}

    @pytest.mark.parametrize(
        "body",
        [
            "{",
            "[",
            '{"body": NaN}',
            '{"body": 1e999',
            b"\xff\xfe{",
            "[" * 100_000,
            "null garbage",
        ],
    )
    def test_what_is_not_json(self, rosa, body):
        assert problem(rosa("POST", "entries", body), 400) == {}

    @pytest.mark.parametrize("body", ["", "null", "[]", '"text"', "1"])
    def test_json_that_is_no_object(self, rosa, body):
        problem(rosa("POST", "entries", body), 422)

    def test_infinity_is_no_percentage(self, rosa):
        body = '{"turnout": {"contest": "northquay", "percentage": 1e999}}'
        assert "turnout.percentage" in problem(rosa("POST", "entries", body), 422)

    @override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1_000)
    def test_a_body_too_large_to_be_read(self, rosa):
        problem(rosa.post(body={"body": "x" * 1_000}), 413)

    def test_a_blog_or_an_address_that_is_not_there(self, rosa):
        problem(rosa.post("/api/blogs/nowhere/entries", {"body": "x"}), 404)
        problem(rosa.get("/api/nonsense"), 404)
        problem(rosa.get("/api/blogs/a b/entries"), 404)
        problem(rosa.get("/api/elections/quayshire-2024/contests/%00"), 404)

    def test_a_method_that_is_not_offered(self, rosa):
        for method, path in (
            ("PUT", "entries"),
            ("DELETE", "entries/1"),
            ("GET", "entries/1/retract"),
        ):
            answer = rosa(method, path, {})
            assert answer.status_code == 405
            assert answer["Allow"]

    def test_a_blog_that_is_over(self, rosa, blog):
        type(blog).objects.update(status="closed")
        problem(rosa.post(body={"body": "Late."}), 409)

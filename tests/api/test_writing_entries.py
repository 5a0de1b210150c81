import json
import uuid

import pytest
from django.test import override_settings

from liveblog import publishing
from liveblog.models import Entry
from results.models import Declaration
from tests.api.conftest import problem
from tests.publishing.hall import NORTHQUAY, head, told

RESULT = {"contest": "northquay", "votes": NORTHQUAY, "rejected": 40}


def test_an_entry_is_made_and_says_where_it_is(rosa, anybody, blog):
    answer = rosa.post(body={"headline": "Open", "body": "*In* they come.", "kind": "national"})
    assert answer.status_code == 201
    made = answer.json()
    assert (made["kind"], made["headline"], made["version"]) == ("national", "Open", 1)
    assert "<em>In</em>" in made["html"]
    assert answer["ETag"] == '"1"'
    assert anybody.get(answer["Location"]).json() == made
    assert told(blog) == ["put published"]


def test_the_same_client_id_again_is_the_same_entry(rosa, blog):
    client_id = str(uuid.uuid4())
    first = rosa.post(body={"client_id": client_id, "body": "Once."})
    again = rosa.post(body={"client_id": client_id, "body": "Once."})
    other = rosa.post(body={"client_id": client_id.upper(), "body": "Other words."})
    assert [first.status_code, again.status_code, other.status_code] == [201, 200, 200]
    assert first.json() == again.json() == other.json()
    assert head(blog) == 1


def test_a_result_is_declared_and_comes_back_as_a_card(rosa, anybody):
    made = rosa.post(body={"result": RESULT}).json()
    assert made["card"]["majority"] == 200
    assert made["contests"] == ["northquay"]
    assert made["key_event"]
    card = anybody.get("/api/elections/quayshire-2024/contests/northquay").json()
    assert card["outcome"]["kind"] == "hold"
    by_id = {each["slug"]: each for each in card["candidacies"]}
    assert by_id["ada-quill"]["votes"] == 2_800


def test_a_turnout_is_reported(rosa):
    made = rosa.post(body={"turnout": {"contest": "northquay", "percentage": 60.4}}).json()
    assert made["card"]["turnout"]["percentage"] == 60.4


def test_a_quote_a_correction_and_other_contests(rosa):
    wrong = rosa.post(body={"body": "Nine.", "contests": ["fenside", "quayshire-2024/southquay"]})
    assert sorted(wrong.json()["contests"]) == ["fenside", "southquay"]
    quote = {"kind": "quote", "body": "No.", "speaker": "Ada Quill", "speaker_role": "Harbour"}
    assert rosa.post(body=quote).json()["speaker"] == "Ada Quill"
    right = rosa.post(body={"kind": "correction", "body": "Ten.", "corrects": wrong.json()["id"]})
    assert wrong.json()["url"] in right.json()["html"]


class TestRevise:
    @pytest.fixture
    def made(self, rosa):
        return rosa.post(body={"body": "One.", "headline": "First"}).json()

    def test_what_is_left_out_stays(self, rosa, made):
        answer = rosa.revise(made["id"], 1, body="Two.", headline=None)
        assert answer.status_code == 200
        assert (answer.json()["headline"], answer.json()["body"]) == ("First", "Two.")
        assert answer["ETag"] == '"2"'
        assert answer.json()["edited_at"]

    def test_a_stale_version_gets_both_texts_back(self, rosa, made):
        rosa.revise(made["id"], 1, body="Two.")
        answer = rosa.revise(made["id"], 1, body="Three.")
        problem(answer, 412)
        assert answer.json()["current"]["body"] == "Two."
        assert answer.json()["current"]["version"] == 2
        assert answer.json()["yours"] == {"version": 1, "body": "Three."}

    def test_the_version_must_be_named(self, rosa, made):
        problem(rosa.revise(made["id"], None, body="Two."), 428)
        found = problem(
            rosa("PATCH", f"entries/{made['id']}", {"body": "x"}, **{"If-Match": '"one"'}), 422
        )
        assert set(found) == {"If-Match"}

    @pytest.mark.parametrize("tag", ["1", '"1"', 'W/"1"'])
    def test_a_tag_may_be_weak_or_bare(self, rosa, made, tag):
        answer = rosa("PATCH", f"entries/{made['id']}", {"body": "x"}, **{"If-Match": tag})
        assert answer.status_code == 200

    def test_figures_are_corrected_with_a_reason(self, rosa, blog):
        made = rosa.post(body={"result": RESULT}).json()
        votes = {**NORTHQUAY, "ada-quill": "2,810"}
        found = problem(rosa.revise(made["id"], 1, result={**RESULT, "votes": votes}), 422)
        assert set(found) == {"result.reason"}
        answer = rosa.revise(
            made["id"], 1, result={**RESULT, "votes": votes}, reason="Ten were found."
        )
        assert answer.json()["card"]["corrected"]
        assert Declaration.objects.count() == 2

    def test_a_retracted_entry_is_a_conflict(self, rosa, made):
        rosa.post(f"entries/{made['id']}/retract", {"reason": "No."})
        problem(rosa.revise(made["id"], 2, body="Two."), 409)

    def test_what_is_not_there_is_not_found(self, rosa):
        problem(rosa.revise("000000000", 1, body="x"), 404)


class TestRetract:
    def test_a_tombstone_is_left_and_the_text_is_nowhere(self, rosa, anybody, blog):
        made = rosa.post(body={"headline": "Secret", "body": "Secret words."}).json()
        answer = rosa.post(f"entries/{made['id']}/retract", {"reason": "Not ours."})
        assert answer.status_code == 200
        gone = answer.json()
        assert (gone["status"], gone["retraction_reason"]) == ("retracted", "Not ours.")
        for path in ("entries", f"entries/{made['id']}", "/api/blogs/quayshire"):
            text = anybody.get(path).content.decode()
            assert "Secret" not in text
            assert "Not ours." in text
        assert "Secret" not in "".join(blog.feed.events.values_list("frame", flat=True))

    def test_it_needs_a_reason_and_can_be_done_once(self, rosa):
        made = rosa.post(body={"body": "One."}).json()
        assert set(problem(rosa.post(f"entries/{made['id']}/retract", {}), 422)) == {"reason"}
        rosa.post(f"entries/{made['id']}/retract", {"reason": "No."})
        problem(rosa.post(f"entries/{made['id']}/retract", {"reason": "No."}), 409)

    def test_a_version_that_was_not_read_is_not_taken_back(self, rosa):
        made = rosa.post(body={"body": "One."}).json()
        rosa.revise(made["id"], 1, body="Two.")
        stale = {"If-Match": '"1"'}
        answer = rosa.post(f"entries/{made['id']}/retract", {"reason": "No."}, **stale)
        problem(answer, 412)
        assert answer.json()["current_version"] == 2


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
            " 10,000."
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


def test_a_writer_that_is_too_quick_is_asked_to_wait(rosa, edith, settings):
    settings.API_WRITE_RATE = "2/m"
    assert [rosa.post(body={"body": "x"}).status_code for _ in range(2)] == [201, 201]
    answer = rosa.post(body={"body": "x"})
    problem(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 61
    assert edith.post(body={"body": "x"}).status_code == 201
    assert rosa.get("entries").status_code == 200


class TestDeclaring:
    PATH = "/api/elections/quayshire-2024/contests/northquay/declarations"

    def test_a_feed_declares_and_the_boards_follow(self, edith, blog):
        answer = edith.post(self.PATH, {"votes": NORTHQUAY, "rejected": "40"})
        assert answer.status_code == 201
        assert answer.json()["majority"] == 200
        assert told(blog) == ["board"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "votes"),
            ({"votes": {"ada-quill": 1}}, "votes.ben-marsh"),
            ({"votes": NORTHQUAY, "rejected": "x"}, "rejected"),
            ({"votes": NORTHQUAY, "declared_at": "2024-05-03T02:00"}, "declared_at"),
            ({"votes": NORTHQUAY, "declared_at": "2024-05-03T03:00+01:00"}, "declared_at"),
            ({"votes": NORTHQUAY, "declared_at": "2024-05-02T12:00+01:00"}, "declared_at"),
            ({"votes": NORTHQUAY, "seats": 2}, "seats"),
        ],
    )
    def test_its_faults_name_the_fields_that_it_sent(self, edith, blog, body, field):
        assert field in problem(edith.post(self.PATH, body), 422)
        assert head(blog) == 0

    def test_other_figures_need_a_reason(self, edith):
        edith.post(self.PATH, {"votes": NORTHQUAY})
        votes = {**NORTHQUAY, "ada-quill": 2_810}
        assert set(problem(edith.post(self.PATH, {"votes": votes}), 422)) == {"reason"}
        answer = edith.post(self.PATH, {"votes": votes, "reason": "Recount."})
        assert answer.json()["corrected"]

    def test_a_contest_that_is_not_there(self, edith):
        problem(edith.post(self.PATH.replace("northquay", "westquay"), {"votes": {}}), 404)


def test_what_an_editor_of_another_blog_may_not(calls, cast, blog):
    publishing.create_blog(
        slug="other", title="Other", polling_day=blog.polling_day, by=cast.stan, status="live"
    )
    problem(calls("stan").post(TestDeclaring.PATH, {"votes": NORTHQUAY}), 403)

import uuid

import pytest

from liveblog import publishing
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

    def test_with_them_comes_a_proposal_of_both_changes_in_one(self, rosa, made):
        rosa.revise(made["id"], 1, body="One.\n\nTwo.")
        stale = rosa.revise(made["id"], 1, headline="Second", body="Nought.\n\nOne.").json()
        assert stale["merged"] == {
            "changes": {"headline": "Second", "body": "Nought.\n\nOne.\n\nTwo."},
            "clashes": [],
        }
        assert rosa.revise(made["id"], 2, **stale["merged"]["changes"]).status_code == 200
        clash = rosa.revise(made["id"], 1, body="Other.").json()["merged"]
        assert clash == {"changes": {"body": "Other."}, "clashes": ["body"]}

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


class TestReportingTurnout:
    PATH = "/api/elections/quayshire-2024/contests/northquay/turnouts"

    def test_a_feed_reports_and_the_boards_follow(self, edith, blog):
        answer = edith.post(self.PATH, {"ballots": "6,050"})
        assert answer.status_code == 201
        assert answer.json()["turnout"]["percentage"] == 60.5
        assert told(blog) == ["board"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "percentage"),
            ({"ballots": 20_000}, "ballots"),
            ({"percentage": 120}, "percentage"),
            ({"ballots": 6_050, "definition": "guessed"}, "definition"),
            ({"ballots": 6_050, "announced_at": "2999-01-01T00:00+00:00"}, "announced_at"),
        ],
    )
    def test_its_faults_name_the_fields_that_it_sent(self, edith, blog, body, field):
        assert field in problem(edith.post(self.PATH, body), 422)
        assert head(blog) == 0

    def test_a_reporter_may_not(self, rosa):
        problem(rosa.post(self.PATH, {"ballots": 6_050}), 403)


def test_what_an_editor_of_another_blog_may_not(calls, cast, blog):
    publishing.create_blog(
        slug="other", title="Other", polling_day=blog.polling_day, by=cast.stan, status="live"
    )
    problem(calls("stan").post(TestDeclaring.PATH, {"votes": NORTHQUAY}), 403)


class TestAFeedThatTakesBack:
    PATH = "/api/elections/quayshire-2024/contests/northquay"

    def test_from_provisional_to_withdrawn(self, edith, anybody):
        body = {"votes": NORTHQUAY, "rejected": 40}
        stages = [
            edith.post(f"{self.PATH}/declarations", {**body, "provisional": True}),
            edith.post(f"{self.PATH}/declarations", body),
            edith.post(f"{self.PATH}/withdrawal", {"reason": "The wrong sheet."}),
        ]
        assert [each.status_code for each in stages] == [201] * 3
        told = [each.json()["stage"] for each in stages]
        assert told == ["provisional", "declared", "withdrawn"]
        assert anybody.get(self.PATH).json()["reason"] == "The wrong sheet."

    def test_a_withdrawal_says_why_and_of_what(self, edith, rosa):
        assert "reason" in problem(edith.post(f"{self.PATH}/withdrawal", {"reason": ""}), 422)
        nothing = edith.post(f"{self.PATH}/withdrawal", {"reason": "No."})
        assert "nothing to withdraw" in problem(nothing, 422)["contest"]
        problem(rosa.post(f"{self.PATH}/withdrawal", {"reason": "No."}), 403)

"""A typed line by the API: what is certain becomes the entry, and the rest is asked."""

import uuid

from liveblog.models import Entry
from tests.api.conftest import problem
from tests.results.night import at

RESULT = "result northquay quill 2,800 marsh 2,600 finch 300 reed 300 rejected 40"


def test_a_line_is_an_update(rosa):
    answer = rosa.post(body={"line": "The first boxes are in."})
    assert answer.status_code == 201
    made = answer.json()
    assert (made["kind"], made["body"]) == ("update", "The first boxes are in.")


def test_a_line_declares_a_result_at_its_time(rosa):
    made = rosa.post(body={"line": f"1.10am {RESULT}"}).json()
    assert made["kind"] == "result"
    assert made["card"]["majority"] == 200
    assert Entry.objects.get().at == at("01:10")


def test_a_line_reports_a_turnout_and_keeps_its_words(rosa):
    made = rosa.post(body={"line": "Turnout for Northquay is 60.4 per cent, we hear."}).json()
    assert made["card"]["turnout"]["percentage"] == 60.4
    assert made["body"] == "Turnout for Northquay is 60.4 per cent, we hear."


def test_a_line_quotes_who_stands(rosa):
    made = rosa.post(body={"line": "quote ada quill: the boats are all in"}).json()
    assert (made["kind"], made["speaker"]) == ("quote", "Ada Quill")
    assert made["speaker_role"] == "Harbour candidate for Northquay"
    assert made["body"] == "the boats are all in"


def test_what_is_sent_beside_wins_over_the_line(rosa):
    sent = {"line": "1.10am quote ada quill: the boats are in", "speaker_role": "skipper"}
    made = rosa.post(body={**sent, "body": "The boats are in."}).json()
    assert (made["speaker"], made["speaker_role"]) == ("Ada Quill", "skipper")
    assert made["body"] == "The boats are in."


def test_a_question_is_a_fault_that_names_the_choices(rosa):
    faults = problem(rosa.post(body={"line": "turnout quay 60.4"}), 422)
    assert "Which contest" in faults["line"]
    assert "“turnout Northquay 60.4”" in faults["line"]
    faults = problem(rosa.post(body={"line": "result northquay quill 2.800"}), 422)
    assert "2.800" in faults["line"]
    assert "“2,800”" in faults["line"]
    assert not Entry.objects.exists()


def test_a_slip_of_am_and_pm_is_asked_back(rosa):
    faults = problem(rosa.post(body={"line": "1.10pm The boxes are in."}), 422)
    assert "1.10am" in faults["line"]
    assert not Entry.objects.exists()


def test_a_result_that_is_not_whole_is_refused_at_its_candidates(rosa):
    faults = problem(rosa.post(body={"line": "result northquay quill 2800"}), 422)
    assert "result.votes.ben-marsh" in faults
    assert not Entry.objects.exists()


def test_a_line_again_with_its_client_id_is_the_same_entry(rosa):
    sent = {"client_id": str(uuid.uuid4()), "line": "The first boxes are in."}
    first = rosa.post(body=sent)
    again = rosa.post(body={**sent, "line": "turnout quay 60.4"})
    assert [first.status_code, again.status_code] == [201, 200]
    assert again.json() == first.json()

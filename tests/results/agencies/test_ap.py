"""AP-shaped dispatches: votes and call are separate facts, and the time orders them."""

import json

import pytest

from results.agencies import DispatchRefused
from results.models import Contest, Declaration, Dispatch
from tests.results.agencies.wires import VOTES, ap_race
from tests.results.night import declare_outturn

Stage, State = Declaration.Stage, Dispatch.State
PART = {"Ada Quill": 800, "Ben Marsh": 700, "Cleo Finch": 90, "Dov Reed": 80}


def standing(contest):
    return Contest.objects.with_results().get(pk=contest.pk).declaration


def test_votes_without_a_call_are_provisional_and_a_call_declares_them(send, northquay):
    [counting] = send(ap_race(), name="1.json")
    assert counting.state == State.TAKEN
    assert standing(northquay).stage == Stage.PROVISIONAL
    [called] = send(ap_race(at="2024-05-03T01:00:00Z", winner="Ada Quill"), name="2.json")
    assert called.note == "Northquay: Harbour hold (AP of 2024-05-03 01:00:00)"
    assert standing(northquay).stage == Stage.DECLARED


def test_a_call_on_part_of_the_votes_declares_nobody(send, northquay):
    text = ap_race(winner="Ada Quill", votes=PART, eevp=31)
    send(text, name="1.json", confirmed=True)
    assert standing(northquay).stage == Stage.PROVISIONAL


def test_the_time_orders_them_and_not_the_arrival(send, northquay):
    send(ap_race(at="2024-05-03T01:00:00Z", winner="Ada Quill"), name="1.json")
    [late] = send(ap_race(votes=PART), name="2.json")
    assert late.state == State.IGNORED
    assert {row.candidacy.name: row.votes for row in standing(northquay).votes.all()} == VOTES


def test_later_figures_correct_with_their_time_as_the_reason(send, northquay):
    send(ap_race(winner="Ada Quill"), name="1.json")
    votes = {"Ada Quill": 2_810}
    send(ap_race(at="2024-05-03T01:00:00Z", winner="Ada Quill", votes=votes), name="2.json")
    assert standing(northquay).stage == Stage.CORRECTED
    assert standing(northquay).reason == "AP of 2024-05-03 01:00:00"


@pytest.mark.parametrize("votes", [{}, {"Ada Quill": 2_700}])
def test_a_call_that_is_taken_back_is_for_the_desk(send, northquay, votes):
    send(ap_race(winner="Ada Quill"), name="1.json")
    later = ap_race(at="2024-05-03T01:00:00Z", votes=votes)
    [dispatch] = send(later, name="2.json")
    assert dispatch.state == State.SET_ASIDE
    assert "no longer calls it" in dispatch.note


def test_what_the_desk_declared_need_not_be_called(send, borough_night, northquay):
    declare_outturn(borough_night, "northquay")
    [dispatch] = send(ap_race(votes={"Ada Quill": 2_700}), name="1.json")
    assert dispatch.note == (
        "Northquay: declared at the desk, not called by AP of 2024-05-03 00:40:00 yet."
    )
    assert standing(northquay).stage == Stage.DECLARED


@pytest.mark.parametrize("key", ["parl.northquay.2024-05-02", "E14009999", "4711"])
def test_a_race_is_found_by_paper_code_or_seat(send, northquay, key):
    northquay.gss_code = "E14009999"
    northquay.save()
    [dispatch] = send(ap_race(raceID=key), name="1.json")
    assert dispatch.contest == northquay


def test_each_race_of_a_file_stands_alone(send, northquay):
    one = json.loads(ap_race())
    other = json.loads(ap_race(raceID="9", seatName="Nowhere"))
    text = json.dumps({**one, "races": [*other["races"], *one["races"]]})
    assert [each.state for each in send(text, name="1.json")] == [State.SET_ASIDE, State.TAKEN]


def test_a_test_is_refused(send, northquay):
    [dispatch] = send(ap_race(test=True), name="1.json")
    assert dispatch.state == State.REFUSED


def test_an_uncontested_race_has_no_votes(send, borough_night):
    contest = borough_night.contests.get(slug="millbrook")
    contest.candidacies.get(slug="ivo-crane").delete()
    candidate = {"first": "Hana", "last": "Wells", "party": "Lan", "voteCount": 0, "winner": "X"}
    text = json.loads(ap_race(raceID="7", seatName="Millbrook", uncontested=True))
    text["races"][0]["reportingUnits"][0]["candidates"] = candidate
    [dispatch] = send(json.dumps(text), name="1.json")
    assert dispatch.note.startswith("Millbrook: Lantern win (new seat), unopposed")
    assert standing(contest).unopposed


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reportingUnits": []}, "0 units for the whole"),
        ({"reportingUnits": [{"level": "state"}]}, "lastUpdated"),
        ({"reportingUnits": "none"}, "should be an object"),
        ({"reportingUnits": [{"lastUpdated": "soon"}]}, "not a day and a time"),
    ],
)
def test_a_race_out_of_shape_is_refused_by_name(send, change, why):
    with pytest.raises(DispatchRefused, match=why):
        send(ap_race(**change), name="1.json")

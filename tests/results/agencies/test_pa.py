"""PA-shaped dispatches: what each kind does, which of two is the newer, and what is set aside."""

import json

import pytest

from results import agencies
from results.declarations import declare, withdraw
from results.models import Declaration, Dispatch, Party
from results.rehearsal import rehearsal_of
from tests.results.agencies.wires import (
    VOTES,
    pa_json,
    pa_nominations,
    pa_parties,
    pa_recount,
    pa_result,
    pa_rush,
)
from tests.results.night import at, declare_outturn

State = Dispatch.State


def votes_of(contest):
    declaration = fresh(contest).declaration
    return declaration and {row.candidacy.name: row.votes for row in declaration.votes.all()}


def fresh(contest):
    return type(contest).objects.with_results().get(pk=contest.pk)


def by_hand(contest, **votes):
    counts = {each.slug: VOTES[each.name] for each in contest.candidacies.all()}
    return declare(contest, votes=counts | votes, declared_at=at("01:00"))


def test_a_result_is_declared_with_its_time_and_its_source(send, northquay):
    [dispatch] = send(pa_result())
    assert dispatch.state == State.TAKEN
    assert str(dispatch) == "Quayshire_1.xml: Northquay: Harbour hold (PA revision 1)"
    assert votes_of(northquay) == VOTES
    declaration = fresh(northquay).declaration
    assert (declaration.declared_at, declaration.source) == (at("01:10"), "PA revision 1")
    assert declaration.stage == Declaration.Stage.DECLARED
    assert dispatch.declaration == declaration


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: [one]])
def test_the_json_twin_says_the_same(send, northquay, wrap):
    [dispatch] = send(json.dumps(wrap(pa_json())), name="Northquay.json")
    assert dispatch.state == State.TAKEN
    assert votes_of(northquay) == VOTES


def test_a_list_of_one_child_may_be_unwrapped(send, borough_night):
    only = pa_json(**{"@number": "13", "@name": "Onequay"})
    seat = only["FirstPastThePostResult"]["Election"]["Constituency"]
    seat["Candidate"] = seat["Candidate"][0]
    nominations = {"FirstPastThePostNominations": only["FirstPastThePostResult"]}
    [dispatch] = send(json.dumps(nominations), name="one.json")
    assert dispatch.note == "Onequay: 1 candidates; 1 new."
    assert borough_night.contests.get(pa_number=13).candidacies.get().name == "Ada Quill"


def test_the_same_file_is_taken_once(send, northquay):
    send(pa_result())
    assert send(pa_result()) == []
    assert Declaration.objects.count() == 1


def test_a_higher_revision_corrects_with_its_number_as_the_reason(send, northquay):
    send(pa_result(1))
    [second] = send(pa_result(2, votes={"Ada Quill": 2_810}))
    declaration = fresh(northquay).declaration
    assert (declaration.stage, declaration.version) == (Declaration.Stage.CORRECTED, 2)
    assert declaration.reason == "PA revision 2"
    assert second.declaration == declaration


def test_an_older_or_equal_revision_changes_nothing(send, northquay):
    send(pa_result(3))
    for revision in (3, 2):
        [late] = send(pa_result(revision, votes={"Ada Quill": 2_805}))
        assert late.state == State.IGNORED
    assert votes_of(northquay) == VOTES


def test_a_higher_revision_of_the_same_votes_makes_no_version(send, northquay):
    send(pa_result(1))
    [again] = send(pa_result(2))
    assert again.state == State.TAKEN
    assert again.declaration is None
    assert fresh(northquay).declaration.version == 1


def test_a_rush_declares_nothing_and_any_result_replaces_it(send, northquay):
    [rush] = send(pa_rush(7))
    assert (rush.state, rush.contest) == (State.NOTED, northquay)
    assert "Orc gain from Har" in rush.note
    assert fresh(northquay).newest_declaration is None
    assert send(pa_result(1))[0].state == State.TAKEN
    assert send(pa_rush(8))[0].state == State.IGNORED


def test_a_recount_is_noted(send, northquay):
    [dispatch] = send(pa_recount())
    assert (dispatch.state, dispatch.contest) == (State.NOTED, northquay)
    assert dispatch.note == "Northquay: a recount, says PA revision 1."


def test_nominations_find_the_contest_by_name_and_give_it_its_number(send, northquay):
    [dispatch] = send(pa_nominations())
    northquay.refresh_from_db()
    assert (dispatch.state, northquay.pa_number, northquay.electorate) == (State.TAKEN, 12, 10_050)
    assert northquay.candidacies.count() == 4


def test_nominations_add_who_is_new_and_name_who_is_missing(send, northquay):
    [dispatch] = send(pa_nominations(names=("Ada Quill", "Ben Marsh", "Cleo Finch", "Eli Brook")))
    assert "not among the nominated: Dov Reed (Independent)" in dispatch.note
    assert northquay.candidacies.count() == 5


def test_nominations_set_up_a_contest_that_is_new(send, borough_night):
    text = pa_nominations().replace("Northquay", "Eastquay").replace('"12"', '"40"')
    send(text)
    eastquay = borough_night.contests.get(pa_number=40)
    assert (eastquay.name, eastquay.candidacies.count()) == ("Eastquay", 4)


def test_a_contest_is_found_by_number_whatever_its_name(send, northquay):
    northquay.pa_number = 12
    northquay.name = "Quay, North"
    northquay.save()
    assert send(pa_result().replace("Northquay", "North of the Quay"))[0].state == State.TAKEN


def test_two_numbers_are_two_constituencies_whatever_their_names(send, northquay):
    northquay.pa_number = 99
    northquay.save()
    [dispatch] = send(pa_result())
    assert dispatch.state == State.SET_ASIDE
    assert "no such contest" in dispatch.note


def test_who_is_not_on_the_roster_sets_a_result_aside_until_it_is_mended(
    send, northquay, borough_night
):
    gone = northquay.candidacies.get(slug="dov-reed")
    gone.delete()
    [dispatch] = send(pa_result())
    assert dispatch.state == State.SET_ASIDE
    assert dispatch.note == "Northquay: not on our roster: Dov Reed (Independent)."
    assert agencies.retry(borough_night) == []
    gone.pk = None
    gone.save()
    assert [each.state for each in agencies.retry(borough_night)] == [State.TAKEN]
    assert votes_of(northquay) == VOTES


def test_what_the_checks_refuse_is_set_aside_and_leaves_nothing_behind(send, northquay):
    [dispatch] = send(
        pa_result(seat='electorate="10000"').replace('majority="200"', 'majority="9"')
    )
    assert dispatch.state == State.SET_ASIDE
    assert dispatch.note.endswith("is 200, not 9.")
    assert fresh(northquay).newest_declaration is None


def test_a_warning_waits_for_the_desk_unless_it_is_confirmed(send, northquay, borough_night, cast):
    doubtful = pa_result(votes={"Ada Quill": 500, "Cleo Finch": 2_600, "Ben Marsh": 2_300})
    [dispatch] = send(doubtful)
    assert dispatch.state == State.SET_ASIDE
    assert agencies.confirm(dispatch, by=cast.edith).state == State.TAKEN
    declaration = fresh(northquay).declaration
    assert declaration.recorded_by == cast.edith
    assert declaration.confirmed


def test_a_feed_that_is_trusted_keeps_the_warnings_with_the_figures(send, northquay):
    doubtful = pa_result(votes={"Ada Quill": 500, "Cleo Finch": 2_600, "Ben Marsh": 2_300})
    assert send(doubtful, confirmed=True)[0].state == State.TAKEN
    assert fresh(northquay).declaration.confirmed


def test_whoever_is_called_elected_must_have_the_votes(send, northquay):
    swapped = pa_result().replace('votes="2800"', 'votes="99"')
    [dispatch] = send(swapped.replace('turnout="6000" majority="200"', ""))
    assert dispatch.state == State.SET_ASIDE
    assert "calls Ada Quill elected, but Ben Marsh" in dispatch.note


def test_what_the_desk_declared_is_never_replaced(send, northquay):
    by_hand(northquay, **{"ada-quill": 2_801})
    [dispatch] = send(pa_result())
    assert dispatch.state == State.SET_ASIDE
    assert "declared here with other figures" in dispatch.note
    assert votes_of(northquay)["Ada Quill"] == 2_801


def test_a_feeds_figures_that_the_desk_corrected_are_the_desks(send, northquay):
    send(pa_result(1))
    counts = {each.slug: VOTES[each.name] for each in northquay.candidacies.all()}
    declare(
        northquay,
        votes=counts | {"ben-marsh": 2_601},
        stage="corrected",
        reason="The officer's notice.",
        declared_at=at("02:00"),
    )
    assert send(pa_result(2))[0].state == State.SET_ASIDE


def test_what_the_desk_declared_alike_is_only_noted(send, northquay):
    by_hand(northquay)
    [dispatch] = send(pa_result())
    assert dispatch.state == State.TAKEN
    assert "declared with these votes already" in dispatch.note
    assert fresh(northquay).declaration.version == 1


def test_what_the_desk_withdrew_is_declared_again_only_by_a_person(send, northquay, cast):
    send(pa_result(1))
    withdraw(northquay, reason="Wrong hall.", at=at("01:30"))
    [dispatch] = send(pa_result(2))
    assert (dispatch.state, dispatch.note) == (
        State.SET_ASIDE,
        "Northquay: withdrawn here, “Wrong hall.”",
    )
    assert agencies.confirm(dispatch, by=cast.edith).state == State.TAKEN
    assert fresh(northquay).declaration.version == 3


def test_what_the_desk_declared_alike_stays_the_desks(send, northquay):
    by_hand(northquay)
    send(pa_result(1))
    assert send(pa_result(2, votes={"Ada Quill": 2_810}))[0].state == State.SET_ASIDE
    assert votes_of(northquay) == VOTES


def test_who_confirms_twice_declares_once(send, northquay, cast):
    doubtful = pa_result(votes={"Ada Quill": 500, "Cleo Finch": 2_600, "Ben Marsh": 2_300})
    [dispatch] = send(doubtful)
    agencies.confirm(dispatch, by=cast.edith)
    again = agencies.confirm(dispatch, by=cast.rosa)
    assert again.declaration == fresh(northquay).declaration
    assert (again.declaration.version, again.declaration.recorded_by) == (1, cast.edith)


def test_a_state_of_the_parties_is_compared_and_never_taken(send, borough_night):
    declare_outturn(borough_night, "northquay")
    [agrees] = send(pa_parties(harbour=1, votes=6_000))
    assert agrees.note == "PA state of the parties 4 agrees with our board."
    [differs] = send(pa_parties(harbour=2, votes=6_001))
    assert differs.state == State.NOTED
    assert "votes in all: 6,000 here, 6,001 there." in differs.note
    assert "Harbour seats: 1 here, 2 there." in differs.note
    assert Declaration.objects.count() == 1


def test_a_test_is_refused_but_in_a_rehearsal(send, northquay, borough_night):
    [refused] = send(pa_result(), name="Test_Quayshire_result_Northquay_1.xml")
    assert refused.state == State.REFUSED
    assert fresh(northquay).newest_declaration is None
    rehearsal = rehearsal_of(borough_night, slug="quayshire-2024-rehearsal")
    [taken] = send(pa_result(), name="Test_Quayshire_result_Northquay_1.xml", election=rehearsal)
    assert taken.state == State.TAKEN


def test_another_polling_day_is_set_aside(send, northquay):
    [dispatch] = send(pa_result().replace('date="2024-05-02"', 'date="2024-05-09"'))
    assert dispatch.state == State.SET_ASIDE
    assert "2024-05-09" in dispatch.note


def test_a_joint_candidacy_counts_for_the_first_party_and_shows_both(send, borough_night):
    Party.objects.create(slug="lab", name="Labour Party", short_name="Labour", abbreviation="Lab")
    text = pa_nominations().replace(
        'name="Lantern" abbreviation="Lan"', 'name="Labour" abbreviation="Lab Co-op"'
    )
    send(text.replace("Northquay", "Eastquay").replace('"12"', '"40"'))
    joint = borough_night.contests.get(pa_number=40).candidacies.get(name="Cleo Finch")
    assert (joint.party.slug, joint.description) == ("lab", "Labour and Co-operative")

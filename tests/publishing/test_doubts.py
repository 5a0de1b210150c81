"""A warning asks for a second press; an editor may publish against a sum, with a reason."""

import pytest

from liveblog import publishing
from liveblog.publishing import Doubtful, Refused, ResultFigures, TurnoutFigures
from liveblog.publishing.figures import typed, untyped
from liveblog.replaying import play, prepare
from tests.publishing.hall import NORTHQUAY_CORRECTED, head, northquay, told

CODE = "differs_from_ballots"
TEN_MORE = northquay(votes=NORTHQUAY_CORRECTED)


@pytest.fixture
def counted(blog, cast):
    """6,040 papers were verified in Northquay."""
    papers = TurnoutFigures("northquay", ballots=6_040)
    publishing.publish_entry(blog=blog, turnout=papers, by=cast.rosa)
    return blog


def northquay_of(blog):
    return blog.contests.get(slug="northquay")


def test_doubtful_figures_are_not_published_and_say_their_sum(counted, cast):
    before = head(counted)
    with pytest.raises(Doubtful) as doubted:
        publishing.publish_entry(blog=counted, result=TEN_MORE, by=cast.rosa)
    assert doubted.value.codes == [CODE]
    assert doubted.value.errors == []
    assert [fault.field for fault in doubted.value.faults] == ["result.votes", "result.votes"]
    assert "6,010 votes and 40 rejected make 6,050" in doubted.value.faults[0].message
    assert head(counted) == before
    assert northquay_of(counted).declaration is None


def test_confirmed_they_are_and_the_confirmation_is_kept(counted, cast):
    seen = northquay(votes=NORTHQUAY_CORRECTED, confirm={CODE})
    entry, _ = publishing.publish_entry(blog=counted, result=seen, by=cast.rosa)
    assert told(counted)[-2:] == ["board", "put published"]
    assert [each["code"] for each in entry.declaration.confirmed] == [CODE]
    assert entry.declaration.recorded_by == cast.rosa


def test_a_results_feed_is_asked_as_well(counted, clock):
    at = clock.now
    contest = northquay_of(counted)
    with pytest.raises(Doubtful) as doubted:
        publishing.declare_result(contest=contest, figures=TEN_MORE, at=at)
    assert {fault.field for fault in doubted.value.faults} == {"votes"}


def test_a_fault_of_the_words_outweighs_a_doubt(counted, cast):
    with pytest.raises(Refused) as refused:
        publishing.publish_entry(blog=counted, headline="x" * 201, result=TEN_MORE, by=cast.rosa)
    assert not isinstance(refused.value, Doubtful)
    assert [fault.field for fault in refused.value.errors] == ["headline"]
    assert refused.value.remarks


def test_a_name_that_is_not_quite_on_the_roster_is_asked_about_with_the_figures(counted, cast):
    body = "Ada Quil holds it."
    with pytest.raises(Doubtful) as doubted:
        publishing.publish_entry(blog=counted, body=body, result=TEN_MORE, by=cast.rosa)
    assert doubted.value.codes == [CODE, "name_not_on_roster"]
    confirmed = northquay(votes=NORTHQUAY_CORRECTED, confirm=doubted.value.codes)
    publishing.publish_entry(blog=counted, body=body, result=confirmed, by=cast.rosa)


def test_when_only_the_name_is_new_all_that_was_confirmed_is_asked_again(counted, cast):
    seen = northquay(votes=NORTHQUAY_CORRECTED, confirm=[CODE])
    with pytest.raises(Doubtful) as doubted:
        publishing.publish_entry(blog=counted, body="Ada Quil wins.", result=seen, by=cast.rosa)
    assert doubted.value.codes == [CODE, "name_not_on_roster"]
    assert northquay_of(counted).declaration is None


OVERRIDDEN = northquay(majority=300, override_reason="As it was read out.")


def test_an_editor_may_publish_against_a_sum(blog, cast):
    with pytest.raises(Refused) as refused:
        publishing.publish_entry(blog=blog, result=northquay(majority=300), by=cast.edith)
    assert [(fault.field, fault.overridable) for fault in refused.value.errors] == [
        ("result.majority", True)
    ]
    entry, _ = publishing.publish_entry(blog=blog, result=OVERRIDDEN, by=cast.edith)
    assert entry.declaration.override_reason == "As it was read out."


def test_a_reporter_may_not(blog, cast):
    with pytest.raises(Refused) as refused:
        publishing.publish_entry(blog=blog, result=OVERRIDDEN, by=cast.rosa)
    assert [fault.field for fault in refused.value.errors] == ["result.override_reason"]


def test_nor_by_leaving_it_to_the_clock(blog, cast, clock):
    """A scheduled entry is published by nobody, and so as its writer."""
    clock_now = clock.now
    clock.tick(10)
    due = clock.now
    clock.now = clock_now
    entry, _ = publishing.publish_entry(
        blog=blog, result=OVERRIDDEN, by=cast.rosa, status="scheduled", publish_at=due
    )
    clock.tick(11)
    assert publishing.publish_due() == 0
    entry.refresh_from_db()
    assert entry.status == "draft"


def test_a_reason_too_long_to_keep_is_refused(blog, cast):
    long = northquay(majority=300, override_reason="x" * 301)
    with pytest.raises(Refused) as refused:
        publishing.publish_entry(blog=blog, result=long, by=cast.edith)
    assert [fault.field for fault in refused.value.errors] == ["result.override_reason"]


def test_a_draft_keeps_what_is_confirmed_for_the_day_it_is_public(counted, cast):
    draft, _ = publishing.publish_entry(blog=counted, result=TEN_MORE, by=cast.rosa, status="draft")
    with pytest.raises(Doubtful):
        publishing.publish_draft(entry=draft, by=cast.rosa)
    seen = northquay(votes=NORTHQUAY_CORRECTED, confirm=[CODE])
    revised = publishing.revise_entry(entry=draft, version=1, result=seen, by=cast.rosa)
    assert revised.version == 2
    assert publishing.publish_draft(entry=revised, by=cast.rosa).declaration is not None


def test_confirming_the_same_figures_of_a_public_entry_changes_nothing(counted, cast):
    seen = northquay(votes=NORTHQUAY_CORRECTED, confirm=[CODE])
    entry, _ = publishing.publish_entry(blog=counted, result=seen, by=cast.rosa)
    same = publishing.revise_entry(entry=entry, version=1, result=TEN_MORE, by=cast.rosa)
    assert same.version == 1


def test_what_was_public_is_restored_without_being_asked_again(counted, cast):
    seen = northquay(votes=NORTHQUAY_CORRECTED, confirm=[CODE])
    entry, _ = publishing.publish_entry(blog=counted, result=seen, by=cast.rosa)
    publishing.retract_entry(entry=entry, reason="Wrong page.", by=cast.rosa)
    restored = publishing.restore_entry(entry=entry, by=cast.edith)
    assert [each["code"] for each in restored.declaration.confirmed] == [CODE]


def test_a_replay_plays_what_was_confirmed_then(counted, cast):
    seen = northquay(votes=NORTHQUAY_CORRECTED, confirm=[CODE])
    publishing.publish_entry(blog=counted, result=seen, by=cast.rosa)
    again = prepare(counted, slug="again")
    assert (
        play(counted, again, speed=1e9, longest_gap=0, told=lambda *_: None, sleep=lambda _: None)
        == 2
    )
    assert northquay_of(again).declaration.total_votes == 6_010


@pytest.mark.parametrize(
    "given",
    [
        ResultFigures("northquay", {"ada-quill": 1}, confirm={"b", "a"}, override_reason="Why."),
        TurnoutFigures("northquay", ballots=3, confirm=["a"]),
        TurnoutFigures("northquay", ballots=3, confirm=None),
    ],
)
def test_figures_are_stored_with_what_was_accepted_and_read_back(given):
    stored = typed(given)
    read = untyped(stored)
    assert typed(read) == stored
    assert sorted(read.confirm or ()) == sorted(given.confirm or ())

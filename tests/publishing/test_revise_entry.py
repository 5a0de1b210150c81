import pytest

from liveblog import publishing
from liveblog.models import Entry
from liveblog.publishing import Conflict, Refused, StaleVersion, TurnoutFigures
from results.models import Contest
from tests.publishing.hall import NORTHQUAY, board, corrected, events, head, northquay, told
from tests.results.night import at


def publish(blog, **wording):
    return publishing.publish_entry(blog=blog, **wording)[0]


def revise(entry, **changes):
    entry = Entry.objects.get(pk=entry.pk)
    return publishing.revise_entry(entry=entry, version=entry.version, **changes)


def contest(slug):
    return Contest.objects.get(slug=slug)


def test_the_entry_keeps_its_place_and_its_old_version_stays_readable(blog, cast, clock):
    entry = publish(blog, body="Nine boxes.", by=cast.rosa)
    clock.tick(5)
    revised = revise(entry, body="Ten boxes.", by=cast.edith)
    assert (revised.pk, revised.at, revised.version) == (entry.pk, entry.at, 2)
    assert revised.edited_at == clock.now
    assert told(blog) == ["put published", "put revised"]
    assert "Edited at" in events(blog)[-1]["entry"]["html"]
    assert [(each.version, each.body, each.by) for each in revised.revisions.all()] == [
        (1, "Nine boxes.", cast.rosa),
        (2, "Ten boxes.", cast.edith),
    ]


def test_a_stale_version_is_refused_with_the_one_that_stands(blog):
    entry = publish(blog, body="One.")
    revise(entry, body="Two.")
    with pytest.raises(StaleVersion) as stale:
        publishing.revise_entry(entry=entry, version=1, body="Three.")
    assert stale.value.current == 2
    entry.refresh_from_db()
    assert entry.body == "Two."
    assert head(blog) == 2


def test_the_same_words_again_are_no_revision(blog):
    entry = publish(blog, body="One.", authors=["Rosa"])
    assert revise(entry, body=" One. ", authors=["Rosa ", " "]).version == 1
    assert head(blog) == 1


def test_a_retracted_entry_is_restored_before_it_is_changed(blog):
    entry = publish(blog, body="One.")
    publishing.retract_entry(entry=entry, reason="No.")
    with pytest.raises(Conflict, match="restore it"):
        revise(entry, body="Two.")


def test_an_archived_blog_changes_no_more_but_a_closed_one_may(blog):
    entry = publish(blog, body="One.")
    publishing.close_blog(blog=blog)
    revise(entry, body="Two.")
    publishing.archive_blog(blog=blog)
    with pytest.raises(Conflict, match="archived"):
        revise(entry, body="Three.")


def test_what_is_no_field_of_an_entry_is_a_mistake_of_the_caller(blog):
    with pytest.raises(TypeError, match="status"):
        revise(publish(blog, body="One."), status="draft")


def test_a_bad_revision_is_refused_like_a_bad_entry(blog, clock):
    entry = publish(blog, body="One.")
    for changes, field in (
        ({"body": ""}, "body"),
        ({"body": "x" * 20_001}, "body"),
        ({"at": at("02:40")}, "at"),
        ({"kind": "rumour"}, "kind"),
        ({"body": "Two.", "reason": "x" * 301}, "reason"),
        ({"body": "Two.", "reason": "a\x00b"}, "reason"),
    ):
        with pytest.raises(Refused) as refused:
            revise(entry, **changes)
        assert [fault.field for fault in refused.value.faults] == [field]
    assert head(blog) == 1


def test_another_time_moves_it_and_those_that_name_its_time_are_told_again(blog):
    wrong = publish(blog, body="Nine.", at=at("01:00"))
    right = publish(blog, body="Ten.", corrects=wrong, at=at("01:30"))
    before = head(blog)
    revise(wrong, at=at("01:05"))
    assert told(blog, after=before) == ["put revised", "put revised"]
    assert "1.05am" in events(blog)[-1]["entry"]["html"]
    revise(right, at=at("01:35"))
    assert told(blog, after=before)[2:] == ["put revised", "put revised"]
    assert "1.35am" in events(blog)[-1]["entry"]["html"]
    assert events(blog)[-1]["entry"]["id"] == wrong.public_id


def test_a_pinned_entry_changes_among_the_pinned_too(blog):
    entry = publish(blog, headline="Guide", body="One.")
    publishing.pin_entry(entry=entry)
    revise(entry, headline="A better guide")
    assert told(blog)[-2:] == ["put revised", "blog"]
    assert "A better guide" in events(blog)[-1]["pinned_html"]


class TestFigures:
    def test_a_correction_is_a_second_declaration_that_says_why(self, blog):
        entry = publish(blog, result=northquay())
        before = head(blog)
        revised = revise(entry, result=corrected(), reason="Ten papers were found.")
        assert told(blog, after=before) == ["board", "put revised"]
        assert board(blog)["northquay"]["majority"] == 210
        assert board(blog)["northquay"]["corrected"]
        declaration = revised.declaration
        assert (declaration.version, declaration.stage) == (2, "corrected")
        assert declaration.reason == "Ten papers were found."
        assert contest("northquay").declarations.get(version=1).total_votes == 6_000

    def test_our_sentence_is_written_again_and_our_own_words_are_kept(self, blog):
        ours = publish(blog, result=northquay())
        revised = revise(ours, result=corrected(), reason="Ten papers.")
        assert "2,810 votes" in revised.headline
        assert revised.body.startswith("Ten papers. Majority 210")
        half = publish(blog, headline="Fenside!", turnout=TurnoutFigures("fenside", ballots=2_510))
        revised = revise(half, turnout=TurnoutFigures("fenside", ballots=2_520))
        assert revised.headline == "Fenside!"
        assert "2,520 ballot papers" in revised.body

    def test_words_typed_with_the_figures_win_over_both(self, blog):
        entry = publish(blog, result=northquay())
        revised = revise(entry, result=corrected(), body="By 210, then.", reason="Ten papers.")
        assert revised.body == "By 210, then."
        assert "2,810" in revised.headline

    def test_without_a_reason_they_are_refused(self, blog):
        entry = publish(blog, result=northquay())
        with pytest.raises(Refused) as refused:
            revise(entry, result=corrected())
        assert [fault.field for fault in refused.value.faults] == ["result.reason"]

    @pytest.mark.parametrize(
        "again",
        [
            northquay(),
            northquay(reason="For no reason."),
            northquay(rejected="40", votes={name: f"{n:,}" for name, n in NORTHQUAY.items()}),
            northquay(contest="quayshire-2024/northquay"),
        ],
    )
    def test_the_same_figures_typed_otherwise_are_no_correction(self, blog, again):
        entry = publish(blog, result=northquay())
        assert revise(entry, result=again).version == 1
        assert revise(entry, result=again, body="Words.").declaration.version == 1

    def test_the_same_turnout_typed_otherwise_is_no_new_report(self, blog):
        entry = publish(blog, turnout=TurnoutFigures("northquay", percentage="60.40"))
        assert revise(entry, turnout=TurnoutFigures("northquay", percentage=60.4)).version == 1

    def test_a_turnout_read_for_the_wrong_contest_is_taken_off_it(self, blog):
        low = TurnoutFigures("northquay", ballots=3_000, confirm=["startling_change"])
        entry = publish(blog, turnout=low)
        with pytest.raises(Refused) as refused:
            revise(entry, turnout=TurnoutFigures("fenside", ballots=3_000))
        assert [fault.field for fault in refused.value.faults] == ["turnout.reason"]
        assert contest("northquay").turnout is not None

        revised = revise(
            entry, turnout=TurnoutFigures("fenside", ballots=3_000), reason="The other table."
        )
        assert contest("northquay").turnout is None
        assert contest("fenside").turnout.ballots == 3_000
        assert [each.slug for each in revised.contests.all()] == ["fenside"]
        assert board(blog)["northquay"]["state"] == "awaiting"
        assert board(blog)["fenside"]["state"] == "turnout"

    def test_a_turnout_that_becomes_a_result_takes_the_turnout_back(self, blog):
        entry = publish(blog, turnout=TurnoutFigures("northquay", ballots=6_040))
        revised = revise(entry, result=northquay(reason="Typed on the wrong form."))
        assert contest("northquay").turnout is None
        assert contest("northquay").declaration == revised.declaration
        assert revised.turnout is None
        assert "card--result" in events(blog)[-1]["entry"]["html"]

    def test_figures_that_others_corrected_since_are_not_touched_by_a_change_of_words(self, blog):
        entry = publish(blog, result=northquay())
        publishing.declare_result(
            contest=contest("northquay"), figures=corrected(reason="Recount."), at=at("02:00")
        )
        revise(entry, result=northquay(), body="Words.")
        assert contest("northquay").declaration.version == 2

    def test_figures_can_be_added_to_words(self, blog):
        entry = publish(blog, body="She has it!")
        revised = revise(entry, result=northquay())
        assert revised.declaration.version == 1
        assert revised.body == "She has it!"
        assert [each.slug for each in revised.contests.all()] == ["northquay"]

    def test_a_draft_of_figures_alone_can_be_changed(self, blog):
        draft = publish(blog, status="draft", result=northquay())
        assert revise(draft, at=at("02:00")).at == at("02:00")
        revised = revise(draft, result=corrected())
        assert revised.declaration is None
        assert publishing.publish_draft(entry=revised).declaration.total_votes == 6_010

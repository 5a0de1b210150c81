import pytest

from liveblog import publishing
from liveblog.models import Entry
from liveblog.publishing import Conflict, Refused, StaleVersion, TurnoutFigures
from results.models import Contest
from tests.publishing.hall import board, corrected, events, head, northquay, offsets, told
from tests.results.night import at


def publish(blog, **wording):
    return publishing.publish_entry(blog=blog, **wording)[0]


def contest(slug="northquay"):
    return Contest.objects.get(slug=slug)


def test_readers_see_a_tombstone_with_the_reason_and_editors_the_history(blog, cast):
    entry = publish(blog, headline="A slip", body="Nine boxes.", by=cast.rosa)
    gone = publishing.retract_entry(entry=entry, reason=" It was ten. ", by=cast.edith)
    assert (gone.status, gone.version, gone.retraction_reason) == ("retracted", 2, "It was ten.")
    assert told(blog) == ["put published", "drop"]
    assert "It was ten." in events(blog)[-1]["html"]
    assert "Nine boxes" not in events(blog)[-1]["html"]
    assert [(each.why, each.body) for each in gone.revisions.all()] == [
        ("published", "Nine boxes."),
        ("retracted", "Nine boxes."),
    ]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301, "a\x00b"])
def test_it_needs_a_reason_that_can_be_shown(blog, reason):
    entry = publish(blog, body="One.")
    with pytest.raises(Refused) as refused:
        publishing.retract_entry(entry=entry, reason=reason)
    assert [fault.field for fault in refused.value.faults] == ["reason"]
    assert told(blog) == ["put published"]


def test_a_draft_or_what_is_gone_cannot_be_taken_back(blog):
    entry = publish(blog, body="One.")
    publishing.retract_entry(entry=entry, reason="No.")
    with pytest.raises(Conflict, match="retracted"):
        publishing.retract_entry(entry=entry, reason="No.")
    with pytest.raises(Conflict, match="draft"):
        publishing.retract_entry(entry=publish(blog, body="D.", status="draft"), reason="No.")


def test_a_version_that_was_not_read_is_not_taken_back(blog):
    entry = publish(blog, body="One.")
    publishing.revise_entry(entry=entry, version=1, body="Two.")
    with pytest.raises(StaleVersion):
        publishing.retract_entry(entry=entry, reason="No.", version=1)


def test_its_figures_are_withdrawn_and_the_board_moves_back(blog):
    entry = publish(blog, result=northquay())
    publishing.retract_entry(entry=entry, reason="The wrong table.")
    assert told(blog) == ["board", "put published", "board", "drop"]
    assert contest().declaration is None
    assert board(blog)["northquay"]["state"] == "withdrawn"
    assert board(blog)["northquay"]["reason"] == "The wrong table."


def test_figures_that_others_corrected_since_stand(blog):
    entry = publish(blog, result=northquay())
    publishing.declare_result(
        contest=contest(), figures=corrected(reason="Recount."), at=at("02:00")
    )
    publishing.retract_entry(entry=entry, reason="Clumsy.")
    assert contest().declaration.total_votes == 6_010


def test_what_it_corrected_is_uncorrected(blog):
    wrong = publish(blog, body="Nine.")
    right = publish(blog, body="Ten.", corrects=wrong)
    publishing.retract_entry(entry=right, reason="It was nine.")
    assert told(blog)[-2:] == ["drop", "put corrected"]
    assert "Corrected at" not in events(blog)[-1]["entry"]["html"]


def test_a_pinned_entry_leaves_the_pinned(blog):
    entry = publish(blog, headline="Guide")
    publishing.pin_entry(entry=entry)
    assert "Guide" in events(blog)[-1]["pinned_html"] or events(blog)[-1]["pinned"]
    publishing.retract_entry(entry=entry, reason="Old.")
    assert events(blog)[-1]["pinned"] == []
    assert not publishing.restore_entry(entry=entry).pinned


def test_a_restored_entry_is_back_where_it_was_with_a_version_of_its_own(blog, cast):
    entry = publish(blog, body="Nine boxes.")
    publishing.retract_entry(entry=entry, reason="Ten?")
    back = publishing.restore_entry(entry=entry, by=cast.edith, reason="It was nine.")
    assert (back.status, back.version, back.at) == ("published", 3, entry.at)
    assert (back.retraction_reason, back.retracted_at) == ("", None)
    assert told(blog) == ["put published", "drop", "put restored"]
    assert "Nine boxes." in events(blog)[-1]["entry"]["html"]
    assert back.revisions.last().reason == "It was nine."
    with pytest.raises(Conflict):
        publishing.restore_entry(entry=back)


def test_a_restored_result_is_declared_again(blog):
    entry = publish(blog, result=northquay())
    publishing.retract_entry(entry=entry, reason="Wrong?")
    back = publishing.restore_entry(entry=entry)
    assert contest().declaration == back.declaration
    assert (back.declaration.version, back.declaration.stage) == (3, "declared")
    assert board(blog)["northquay"]["majority"] == 200
    assert "majority 200" in events(blog)[-2]["html"] or "200" in events(blog)[-2]["html"]


def test_a_restored_correction_is_declared_again_though_nothing_stands_to_be_corrected(blog):
    entry = publish(blog, result=northquay())
    entry = publishing.revise_entry(entry=entry, version=1, result=corrected(reason="Ten papers."))
    publishing.retract_entry(entry=entry, reason="Wrong?")
    assert publishing.restore_entry(entry=entry, reason="Right.").declaration.total_votes == 6_010


def test_a_restored_turnout_is_reported_again(blog):
    entry = publish(blog, turnout=TurnoutFigures("northquay", ballots=6_040))
    publishing.retract_entry(entry=entry, reason="Wrong?")
    assert contest().turnout is None
    publishing.restore_entry(entry=entry)
    assert contest().turnout.ballots == 6_040


def test_a_restored_result_does_not_overthrow_what_was_declared_meanwhile(blog):
    entry = publish(blog, result=northquay())
    publishing.retract_entry(entry=entry, reason="Recount.")
    publish(blog, result=corrected())
    back = publishing.restore_entry(entry=entry)
    assert contest().declaration.total_votes == 6_010
    assert back.card["majority"] == 200
    assert offsets(blog) == list(range(1, head(blog) + 1))


class TestTakedown:
    """What was taken back is in no frame that the log still gives out."""

    SECRET = "her telephone number is 555 0100"

    def secrets(self, blog):
        return [e["offset"] for e in events(blog) if "555 0100" in str(e)]

    def test_its_text_is_out_of_every_frame_and_every_offset_is_still_there(self, blog):
        before = publish(blog, body="Before.")
        entry = publish(blog, body=self.SECRET, headline=self.SECRET, authors=["Rosa"])
        publishing.pin_entry(entry=entry)
        entry = publishing.revise_entry(entry=entry, version=1, body=f"Yes: {self.SECRET}.")
        publish(blog, body="Where?", corrects=entry)
        assert self.secrets(blog) == [2, 3, 4, 5, 7, 8]
        publishing.retract_entry(entry=entry, reason="Not ours to publish.")
        assert self.secrets(blog) == []
        assert offsets(blog) == list(range(1, head(blog) + 1))
        assert "Before." in events(blog)[0]["entry"]["html"]
        assert before.public_id == events(blog)[0]["entry"]["id"]

    def test_a_redacted_frame_carries_the_tombstone_and_says_that_it_was_redacted(self, blog):
        entry = publish(blog, body=self.SECRET)
        gone = publishing.retract_entry(entry=entry, reason="Not ours.")
        put, drop = events(blog)
        assert put["redacted"]
        assert put["entry"]["html"] == drop["html"]
        assert put["entry"]["version"] == drop["version"] == gone.version
        assert (put["type"], put["offset"], put["why"]) == ("put", 1, "published")
        assert put["entry"]["authors"] == put["entry"]["contests"] == []

    def test_what_is_restored_is_told_again_in_full_and_can_be_taken_back_again(self, blog):
        entry = publish(blog, body=self.SECRET)
        publishing.retract_entry(entry=entry, reason="No.")
        publishing.restore_entry(entry=entry)
        assert self.secrets(blog) == [3]
        publishing.retract_entry(entry=Entry.objects.get(pk=entry.pk), reason="No, really.")
        assert self.secrets(blog) == []

    def test_other_entries_of_the_same_words_keep_them(self, blog):
        entry = publish(blog, body="Same words.")
        publish(blog, body="Same words.")
        publishing.retract_entry(entry=entry, reason="Twice.")
        assert ["Same words." in str(event) for event in events(blog)] == [False, True, False]

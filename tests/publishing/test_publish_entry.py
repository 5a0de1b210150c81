import uuid
from datetime import UTC, datetime, timedelta

import pytest

from liveblog import publishing
from liveblog.models import Entry, EntryRevision
from liveblog.publishing import Conflict, Refused, ResultFigures, TurnoutFigures
from liveblog.realtime import log
from results.models import Declaration, TurnoutReport
from tests.publishing.hall import board, corrected, events, head, northquay, offsets, told
from tests.results.night import at


def publish(blog, **wording):
    return publishing.publish_entry(blog=blog, **wording)[0]


def faults(blog, **wording):
    """Field -> message of the one fault on it; nothing may have been written."""
    before = head(blog), Entry.objects.count(), Declaration.objects.count()
    with pytest.raises(Refused) as refused:
        publish(blog, **wording)
    assert (head(blog), Entry.objects.count(), Declaration.objects.count()) == before
    return {fault.field: fault.message for fault in refused.value.faults}


def test_an_entry_is_one_event_with_its_fragment_and_a_first_revision(blog, cast):
    entry = publish(blog, body="The doors are *open*.", by=cast.rosa)
    (event,) = events(blog)
    assert (event["type"], event["why"], event["offset"]) == ("put", "published", 1)
    assert event["entry"]["id"] == entry.public_id
    assert "<em>open</em>" in event["entry"]["html"]
    assert event["entry"]["authors"] == ["Rosa Reyes"]
    (revision,) = entry.revisions.all()
    assert (revision.version, revision.why, revision.by) == (1, "published", cast.rosa)


def test_offsets_are_gapless_over_every_deed(blog):
    entry = publish(blog, result=northquay())
    publish(blog, body="Words.", corrects=entry)
    publishing.pin_entry(entry=entry)
    entry.refresh_from_db()
    publishing.revise_entry(entry=entry, version=entry.version, body="Other words.")
    publishing.retract_entry(entry=entry, reason="No.")
    publishing.close_blog(blog=blog)
    assert offsets(blog) == list(range(1, head(blog) + 1))
    assert len(offsets(blog)) > 8


def test_a_result_moves_the_board_and_writes_its_own_sentence(blog):
    entry = publish(blog, result=northquay())
    assert told(blog) == ["board", "put published"]
    assert board(blog)["northquay"]["majority"] == 200
    assert (
        entry.headline
        == "RESULT for Northquay: Ada Quill (Harbour) holds the seat with 2,800 votes"
    )
    assert entry.body.startswith("Majority 200 over Ben Marsh (Orchard, 2,600 votes)")
    assert entry.key_event
    assert entry.kind == "result"


def test_counts_may_be_typed_with_commas_and_named_by_number(blog):
    candidacies = blog.contests.get(slug="northquay").candidacies.all()
    votes = {str(each.pk): f"{1_000 + number:,}" for number, each in enumerate(candidacies)}
    seen = ("startling_turnout", "startling_swing", "startling_share")
    entry = publish(blog, result=northquay(votes=votes, rejected="0", confirm=seen))
    assert entry.declaration.total_votes == 4_006
    assert entry.declaration.rejected == 0


def test_a_turnout_writes_its_own_sentence(blog):
    entry = publish(blog, turnout=TurnoutFigures("northquay", percentage="60.4", ballots="6,040"))
    assert entry.body.startswith("Turnout in Northquay is 60.4 per cent: 6,040 ballot papers")
    assert told(blog) == ["board", "put published"]


def test_our_own_words_are_kept_beside_figures(blog):
    entry = publish(blog, headline="She did it", body="What a night.", result=northquay())
    assert (entry.headline, entry.body) == ("She did it", "What a night.")


def test_every_blog_that_follows_the_contest_gets_the_board_and_only_one_the_entry(blog):
    beside = publishing.create_blog(
        slug="northquay-only", title="Northquay", polling_day=blog.polling_day, status="live",
        contests=[blog.contests.get(slug="northquay")],
    )  # fmt: skip
    elsewhere = publishing.create_blog(
        slug="elsewhere", title="Elsewhere", polling_day=blog.polling_day, status="live",
        contests=[blog.contests.get(slug="fenside")],
    )  # fmt: skip
    publish(blog, result=northquay())
    assert told(blog) == ["board", "put published"]
    assert told(beside) == ["board"]
    assert told(elsewhere) == []
    assert len(board(beside)) == 1
    assert len(board(blog)) == 5


@pytest.mark.parametrize("broken_at", [1, 2])
def test_a_failure_in_the_middle_leaves_nothing(blog, monkeypatch, broken_at):
    append, calls = log.append, []

    def breaks(*args, **kwargs):
        calls.append(args)
        if len(calls) == broken_at:
            raise ConnectionError("the database went away")
        return append(*args, **kwargs)

    monkeypatch.setattr(log, "append", breaks)
    with pytest.raises(ConnectionError):
        publish(blog, result=northquay())
    assert len(calls) == broken_at
    assert (Entry.objects.count(), EntryRevision.objects.count()) == (0, 0)
    assert (Declaration.objects.count(), head(blog), events(blog)) == (0, 0, [])


def test_the_same_client_id_returns_the_entry_it_made_whatever_is_said_now(blog):
    client_id = uuid.uuid4()
    first, created = publishing.publish_entry(blog=blog, body="Once.", client_id=client_id)
    assert created
    for again in (
        {"body": "Once."},
        {"body": "Other words."},
        {"body": ""},
        {"result": northquay()},
        {"result": ResultFigures("nowhere", {})},
    ):
        entry, created = publishing.publish_entry(blog=blog, client_id=client_id, **again)
        assert (entry.pk, entry.body, created) == (first.pk, "Once.", False)
    assert offsets(blog) == [1]
    publishing.close_blog(blog=blog)
    assert not publishing.publish_entry(blog=blog, body="Once.", client_id=client_id)[1]


def test_the_same_client_id_in_another_blog_is_another_entry(blog):
    other = publishing.create_blog(
        slug="other", title="Other", polling_day=blog.polling_day, status="live"
    )
    client_id = uuid.uuid4()
    publish(blog, body="Here.", client_id=client_id)
    assert publishing.publish_entry(blog=other, body="There.", client_id=client_id)[1]


def test_a_correction_and_what_it_corrects_show_each_other(blog):
    wrong = publish(blog, body="Nine boxes.", at=at("01:00"))
    right = publish(blog, kind="correction", body="Ten boxes.", corrects=wrong, at=at("01:30"))
    assert told(blog) == ["put published", "put published", "put corrected"]
    *_, correction, corrected_one = events(blog)
    assert wrong.get_absolute_url() in correction["entry"]["html"]
    assert "1.00am" in correction["entry"]["html"]
    assert corrected_one["entry"]["id"] == wrong.public_id
    assert corrected_one["entry"]["version"] == 2
    assert right.get_absolute_url() in corrected_one["entry"]["html"]
    assert "Corrected at" in corrected_one["entry"]["html"]
    assert [each.why for each in wrong.revisions.all()] == ["published", "corrected"]


def test_a_draft_tells_nobody_and_declares_nothing(blog):
    entry = publish(blog, status="draft", result=northquay())
    assert (entry.status, head(blog), Declaration.objects.count()) == ("draft", 0, 0)
    assert [each.why for each in entry.revisions.all()] == ["draft"]


@pytest.mark.parametrize("close", ["close", "archive"])
def test_a_blog_that_is_over_takes_no_entries(blog, close):
    publishing.close_blog(blog=blog)
    if close == "archive":
        publishing.archive_blog(blog=blog)
    with pytest.raises(Conflict, match="takes no entries"):
        publish(blog, body="Too late.")


class TestBadInput:
    """Each fault names its field, and nothing is written."""

    def test_nothing_at_all(self, blog):
        assert faults(blog, body="  \n") == {
            "body": "Write something: an entry has a text, a headline or figures."
        }

    def test_a_body_of_100_kb(self, blog):
        assert faults(blog, body="x" * 100_000) == {
            "body": "100,000 characters; an entry has 20,000 at most."
        }

    def test_a_long_headline_and_a_long_speaker_are_both_named(self, blog):
        found = faults(
            blog, body="x", headline="h" * 201, speaker="s" * 121, speaker_role="r" * 161
        )
        assert set(found) == {"headline", "speaker", "speaker_role"}

    @pytest.mark.parametrize("field", ["body", "headline", "speaker", "speaker_role"])
    @pytest.mark.parametrize("character", ["\x00", "\ud83d"])
    def test_what_no_database_keeps(self, blog, field, character):
        assert "no database keeps" in faults(blog, **{"body": "x", field: f"a{character}b"})[field]

    def test_authors(self, blog):
        assert set(faults(blog, body="x", authors=["a" * 121])) == {"authors"}
        assert set(faults(blog, body="x", authors=["a"] * 9)) == {"authors"}
        assert set(faults(blog, body="x", authors=["\x00"])) == {"authors"}

    def test_an_unknown_kind_or_status(self, blog):
        assert set(faults(blog, body="x", kind="rumour")) == {"kind"}
        assert set(faults(blog, body="x", status="retracted")) == {"status"}

    def test_a_quote_of_nothing(self, blog):
        assert set(faults(blog, kind="quote", headline="She spoke")) == {"body"}

    def test_a_stamp_in_the_future(self, blog, clock):
        found = faults(blog, body="x", at=clock.now + timedelta(minutes=3))
        assert found == {
            "at": "02:33 on 3 May 2024 is in the future (it is 02:30 on 3 May 2024). Schedule the"
            " entry, or correct its time."
        }
        publish(
            blog, body="A phone's clock may be a little fast.", at=clock.now + timedelta(minutes=2)
        )

    def test_a_stamp_without_its_offset(self, blog):
        assert "offset from UTC" in faults(blog, body="x", at=datetime(2024, 5, 3, 1))["at"]
        found = faults(
            blog, body="x", status="scheduled", at=at("02:00"), publish_at=datetime(2024, 5, 3, 4)
        )
        assert "offset from UTC" in found["publish_at"]

    @pytest.mark.parametrize("instant", [datetime.min, datetime.max])
    def test_a_stamp_at_the_end_of_time(self, blog, instant):
        for hours in (-14, 14):
            from datetime import timezone as fixed

            zone = fixed(timedelta(hours=hours))
            assert set(faults(blog, body="x", at=instant.replace(tzinfo=zone))) == {"at"}

    def test_a_stamp_long_before_polling_day(self, blog):
        found = faults(blog, body="x", at=datetime(2023, 5, 3, tzinfo=UTC))
        assert "more than 60 days before polling day, 2 May 2024" in found["at"]

    def test_an_embargo_on_what_is_published_at_once(self, blog, clock):
        found = faults(blog, body="x", publish_at=clock.now + timedelta(hours=1))
        assert "scheduled" in found["publish_at"]

    def test_a_schedule_without_a_time_or_in_the_past(self, blog, clock):
        assert set(faults(blog, body="x", status="scheduled")) == {"publish_at"}
        assert set(faults(blog, body="x", status="scheduled", publish_at=clock.now)) == {
            "publish_at"
        }

    def test_a_correction_of_another_blogs_entry_or_of_a_draft(self, blog):
        other = publishing.create_blog(
            slug="other", title="Other", polling_day=blog.polling_day, status="live"
        )
        abroad = publish(other, body="There.")
        assert faults(blog, body="x", corrects=abroad) == {
            "corrects": "That entry is in another blog."
        }
        draft = publish(blog, body="Here.", status="draft")
        assert "not published" in faults(blog, body="x", corrects=draft)["corrects"]

    @pytest.mark.parametrize(
        ("votes", "field", "words"),
        [
            ({"ada-quill": -1}, "result.votes.ada-quill", "below nought"),
            ({"ada-quill": "21,50x"}, "result.votes.ada-quill", "not a whole number"),
            ({"ada-quill": 9_990}, "result.votes", "more than the electorate of 10,000"),
            ({"ada-quill": 10_001}, "result.votes.ada-quill", "more than the electorate of 10,000"),
            ({"nobody": 1}, "result.votes.nobody", "not a candidate in Northquay"),
        ],
    )
    def test_votes(self, blog, votes, field, words):
        found = faults(blog, result=northquay(votes={**northquay().votes, **votes}))
        assert words in found[field]

    def test_a_missing_candidate(self, blog):
        found = faults(blog, result=northquay(votes={"ada-quill": 2_800}))
        assert set(found) == {
            "result.votes.ben-marsh", "result.votes.cleo-finch", "result.votes.dov-reed"
        }  # fmt: skip

    def test_the_same_candidate_by_name_and_by_number(self, blog):
        quill = blog.contests.get(slug="northquay").candidacies.get(slug="ada-quill")
        found = faults(blog, result=northquay(votes={**northquay().votes, str(quill.pk): 2_800}))
        assert found == {"result.votes.ada-quill": "Ada Quill is given twice."}

    def test_an_unknown_contest(self, blog):
        assert faults(blog, result=northquay(contest="westquay")) == {
            "result.contest": "This blog follows no contest “westquay”."
        }

    def test_a_second_declaration_without_a_reason(self, blog):
        publish(blog, result=northquay())
        assert "already declared" in faults(blog, result=corrected())["result.reason"]

    def test_a_reason_that_is_a_novel(self, blog):
        publish(blog, result=northquay())
        found = faults(blog, result=corrected(reason="x" * 301))
        assert found == {"result.reason": "301 characters; the limit is 300."}

    def test_a_result_before_the_close_of_poll_is_a_fault_of_the_entrys_time(self, blog):
        found = faults(blog, result=northquay(), at=datetime(2024, 5, 2, 20, tzinfo=UTC))
        assert "polls close" in found["at"]

    def test_faults_of_words_and_of_figures_are_told_together(self, blog):
        found = faults(blog, headline="h" * 201, result=northquay(rejected="some"))
        assert set(found) == {"headline", "result.rejected"}

    @pytest.mark.parametrize(
        ("turnout", "field"),
        [
            ({"percentage": "101"}, "percentage"),
            ({"percentage": "much"}, "percentage"),
            ({"percentage": "nan"}, "percentage"),
            ({"ballots": 10_001}, "ballots"),
            ({"percentage": "10", "ballots": 6_040}, "percentage"),
            ({}, "percentage"),
            ({"percentage": "60", "definition": "guess"}, "definition"),
        ],
    )
    def test_turnout(self, blog, turnout, field):
        assert set(faults(blog, turnout=TurnoutFigures("northquay", **turnout))) == {
            f"turnout.{field}"
        }
        assert TurnoutReport.objects.count() == 0


def test_an_answer_that_reads_well_says_every_field(blog):
    with pytest.raises(Refused) as refused:
        publish(blog, kind="rumour", headline="h" * 201)
    assert str(refused.value).startswith("kind: “rumour” is not one of")
    assert list(refused.value.by_field()) == ["kind", "body", "headline"][0::2]

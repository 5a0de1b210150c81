"""Bad input: each fault names its field, and nothing is written."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from liveblog import publishing
from liveblog.models import Entry
from liveblog.publishing import Refused, TurnoutFigures
from results.models import Declaration, TurnoutReport
from tests.publishing.hall import corrected, head, northquay
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


class TestBadInput:
    """Each fault names its field, and nothing is written."""

    def test_nothing_at_all(self, blog):
        assert faults(blog, body="  \n") == {
            "body": "Write something: an entry has a text, a headline, figures or a picture."
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
            zone = timezone(timedelta(hours=hours))
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

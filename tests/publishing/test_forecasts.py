"""An exit poll as an entry: never before the polls close, never in the tally, kept by version."""

from datetime import timedelta

import pytest

from liveblog import publishing, replaying
from liveblog.models import Entry
from liveblog.publishing import Conflict, ForecastFigures, Refused, TurnoutFigures
from results.forecast_card import forecast_beside
from results.models import Election, Forecast
from tests.publishing.hall import Clock, board, head, northquay, told
from tests.results.night import at

SEATS = {"harbour": 2, "Orc": "2", "the Lantern Party": 1}
CLOSE = at("01:00") - timedelta(hours=3)  # 10pm


def exit_poll(**more) -> ForecastFigures:
    return ForecastFigures(
        **{"election": "quayshire-2024", "source": "Quay TV", "seats": SEATS, **more}
    )


def publish(blog, *, forecast=None, **wording) -> Entry:
    given = forecast or exit_poll()
    return publishing.publish_entry(blog=blog, forecast=given, **wording)[0]


def faults(blog, **wording) -> dict[str, str]:
    before = head(blog), Entry.objects.count(), Forecast.objects.count()
    with pytest.raises(Refused) as refused:
        publish(blog, **wording)
    assert (head(blog), Entry.objects.count(), Forecast.objects.count()) == before
    return {fault.field: fault.message for fault in refused.value.faults}


def standing() -> Forecast | None:
    return Election.objects.get().forecast


def test_the_sentence_is_written_from_the_seats(blog):
    entry = publish(blog, forecast=exit_poll(seats={"harbour": 3, "orchard": 1}, others=1))
    assert entry.kind == "forecast"
    assert entry.headline == "Exit poll: Harbour Party on course for a majority of 1"
    assert entry.body == (
        "The Quay TV forecast gives 3 for the Harbour Party, 1 for the Orchardists and 1 for "
        "others. That is an overall majority of 1 for the Harbour Party. It is a forecast, not a "
        "result."
    )


def test_short_of_a_majority_is_counted_from_the_majority_line(blog):
    entry = publish(blog, forecast=exit_poll(seats={"orchard": 2, "harbour": 1}, others=2))
    assert entry.headline == "Exit poll: Orchardists largest, 1 short of a majority"
    assert (entry.card["short"], entry.card["majority"], entry.card["majority_line"]) == (
        1,
        None,
        3,
    )


def test_parties_that_are_level_have_no_largest(blog):
    entry = publish(blog)
    assert entry.headline == "Exit poll: level at the top"
    assert (entry.card["largest"], entry.card["short"]) == (None, None)


def test_words_of_ones_own_stay(blog):
    entry = publish(blog, headline="Hung!", body="Nobody wins.")
    assert (entry.headline, entry.body) == ("Hung!", "Nobody wins.")


def test_a_forecast_is_one_event_and_moves_no_board(blog):
    before = head(blog)
    publish(blog)
    assert told(blog, after=before) == ["put published"]


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"seats": {"harbour": 2, "orchard": 2}}, "seats", "2 + 2 make 4, not the 5 seats of"),
        ({"seats": {"harbour": 4, "orchard": 2}}, "seats", "1 too many"),
        ({"seats": {"harbour": 2, "orchard": 2}, "others": 2}, "seats", "2 + 2 + 2 make 6"),
        ({"seats": {"harbour": 4, "gulls": 1}}, "seats", "“gulls” is no party"),
        ({"seats": {"harbour": 4, "Har": 1}}, "seats", "Harbour is given twice"),
        ({"seats": {"harbour": 4, "ind": 1}}, "seats", "among the others"),
        ({"seats": {"harbour": "4.5", "orchard": 1}}, "seats", "harbour: “4.5” is not a whole"),
        ({"seats": {"harbour": -1}}, "seats", "below nought"),
        ({"seats": {"harbour": ""}}, "seats", "Harbour has no number"),
        ({"seats": {}}, "seats", "at least one party"),
        ({"others": "few"}, "others", "not a whole number"),
        ({"source": " "}, "source", "whose forecast"),
        ({"source": "x" * 121}, "source", "121 characters; the limit is 120"),
        ({"note": "x" * 301}, "note", "301 characters"),
        ({"note": "\x00"}, "note", "no database keeps"),
        ({"election": "mars-2024"}, "election", "no contest of an election “mars-2024”"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(blog, more, field, words):
    found = faults(blog, forecast=exit_poll(**more))
    assert words in found[f"forecast.{field}"]


def test_seats_of_an_election_of_unknown_size_cannot_be_added_up(blog):
    Election.objects.update(seats=None)
    assert "is not known" in faults(blog)["forecast.seats"]


def test_an_entry_carries_a_forecast_or_what_was_counted(blog):
    assert "another entry" in faults(blog, result=northquay())["forecast"]
    entry = publish(blog)
    papers = TurnoutFigures("northquay", ballots=6_040)
    with pytest.raises(Refused, match="carries a forecast"):
        publishing.revise_entry(entry=entry, version=1, turnout=papers)


class TestBeforeThePollsClose:
    """Representation of the People Act 1983, section 66A: nobody overrides it."""

    def test_a_minute_is_too_early_and_a_fast_clock_no_excuse(self, blog, clock: Clock):
        clock.now = CLOSE - timedelta(minutes=1)
        for moment in (None, clock.now, CLOSE):
            assert "section 66A" in faults(blog, at=moment)["at"]

    def test_a_time_that_is_typed_too_early_is_refused_later_too(self, blog):
        found = faults(blog, at=CLOSE - timedelta(seconds=1))
        assert found["at"].startswith("The polls close at 22:00 on 2 May 2024")

    def test_at_the_close_to_the_second_it_is_published(self, blog, clock: Clock):
        clock.now = CLOSE
        assert publish(blog).at == CLOSE

    def test_it_waits_for_the_close_and_comes_out_by_itself(self, blog, clock: Clock):
        clock.now = CLOSE - timedelta(hours=2)
        entry = publish(blog, status="scheduled", publish_at=CLOSE)
        assert (standing(), entry.headline) == (None, "")
        clock.now = CLOSE - timedelta(seconds=1)
        assert publishing.publish_due() == 0
        clock.now = CLOSE
        assert publishing.publish_due() == 1
        entry.refresh_from_db()
        assert (entry.status, entry.at, standing().source) == ("published", CLOSE, entry.public_id)

    def test_once_out_it_is_not_moved_to_before_the_close(self, blog):
        entry = publish(blog)
        early = CLOSE - timedelta(minutes=1)
        with pytest.raises(Refused, match="66A"):
            publishing.revise_entry(entry=entry, version=1, at=early)
        moved = publishing.revise_entry(entry=entry, version=1, at=CLOSE)
        assert moved.at == CLOSE

    def test_scheduled_for_too_early_or_with_a_wrong_sum_it_is_refused_now(self, blog, clock):
        clock.now = CLOSE - timedelta(hours=2)
        early = CLOSE - timedelta(minutes=1)
        assert "section 66A" in faults(blog, status="scheduled", publish_at=early)["at"]
        wrong = exit_poll(seats={"harbour": 9})
        found = faults(blog, forecast=wrong, status="scheduled", publish_at=CLOSE)
        assert "4 too many" in found["forecast.seats"]

    def test_a_draft_may_be_half_a_thought_but_comes_out_only_after_the_close(self, blog, clock):
        clock.now = CLOSE - timedelta(hours=2)
        draft = publish(blog, forecast=exit_poll(seats={"harbour": 1}), status="draft")
        whole = publishing.revise_entry(entry=draft, version=1, forecast=exit_poll())
        with pytest.raises(Refused, match="66A"):
            publishing.publish_draft(entry=whole)
        clock.now = CLOSE
        assert publishing.publish_draft(entry=whole).card["seats"] == 5

    def test_where_the_close_is_wrong_it_is_the_election_that_is_corrected(self, blog, clock):
        clock.now = CLOSE - timedelta(hours=1)
        Election.objects.update(polls_close_at=clock.now)
        assert publish(blog).status == "published"


class TestVersions:
    def test_the_same_again_is_refused_and_other_seats_need_a_reason(self, blog):
        publish(blog)
        assert "already" in faults(blog)["forecast.seats"]
        other = {"harbour": 3, "orchard": 2}
        assert "Say why" in faults(blog, forecast=exit_poll(seats=other))["forecast.reason"]
        entry = publish(blog, forecast=exit_poll(seats=other, reason="Two late boxes."))
        assert entry.body.startswith("Two late boxes. The Quay TV forecast gives 3")
        assert (entry.card["version"], entry.card["corrected"]) == (2, True)

    def test_another_source_is_another_forecast_and_the_newest_is_shown(self, blog, clock: Clock):
        publish(blog)
        clock.tick()
        publish(blog, forecast=exit_poll(source="Fen Radio"))
        assert (standing().publisher, standing().version) == ("Fen Radio", 1)

    def test_revised_it_says_why_and_its_own_sentence_is_written_again(self, blog):
        entry = publish(blog)
        changed = exit_poll(seats={"harbour": 3, "orchard": 2})
        with pytest.raises(Refused, match="Say why"):
            publishing.revise_entry(entry=entry, version=1, forecast=changed)
        entry = publishing.revise_entry(
            entry=entry, version=1, forecast=changed, reason="A slip of the thumb."
        )
        assert "A slip of the thumb. The Quay TV forecast gives 3" in entry.body
        assert standing().version == 2

    def test_under_another_name_the_old_one_is_withdrawn(self, blog):
        entry = publish(blog)
        publishing.revise_entry(
            entry=entry, version=1, forecast=exit_poll(source="Fen Radio"), reason="Theirs."
        )
        newest = Forecast.objects.filter(publisher="Quay TV").last()
        assert (newest.is_withdrawn, newest.reason) == (True, "Theirs.")
        assert standing().publisher == "Fen Radio"

    def test_retracted_it_is_withdrawn_and_restored_it_stands_again(self, blog):
        entry = publish(blog)
        publishing.retract_entry(entry=entry, reason="Embargo.")
        assert standing() is None
        publishing.restore_entry(entry=entry)
        assert (standing().version, standing().others) == (3, 0)

    def test_restored_beside_a_newer_one_it_leaves_that_alone(self, blog):
        entry = publish(blog)
        publishing.retract_entry(entry=entry, reason="Embargo.")
        publish(blog, forecast=exit_poll(seats={"harbour": 5}))
        publishing.restore_entry(entry=entry)
        assert [each.seats for each in standing().ranked()] == [5]

    def test_a_version_is_never_edited(self, blog):
        publish(blog)
        with pytest.raises(TypeError, match="never edited"):
            standing().save()

    def test_a_draft_without_its_figures_changed_stays_as_it_is(self, blog):
        entry = publish(blog)
        assert publishing.revise_entry(entry=entry, version=1, forecast=exit_poll()).version == 1
        with pytest.raises(Conflict):
            publishing.publish_draft(entry=entry)


def test_played_again_it_is_of_the_copy(blog):
    publish(blog)
    publishing.close_blog(blog=blog)
    for _once_more in range(2):
        again = replaying.prepare(blog, slug="again")
        replaying.play(
            blog, again, speed=1e9, longest_gap=0, told=lambda *_: None, sleep=lambda _: None
        )
        election = again.contests.first().election
        assert (election.slug == "quayshire-2024", election.forecast.version) == (False, 1)
    assert Election.objects.get(slug="quayshire-2024").forecast.version == 1


def test_beside_what_is_declared_nothing_of_it_is_in_the_tally(blog):
    publish(blog)
    publishing.publish_entry(blog=blog, result=northquay())
    newest = next(iter(board(blog).values()))
    assert newest["election"] == "quayshire-2024"
    election = Election.objects.get()
    figures = {"declared": 1, "seats": 5, "parties": [{"party": {"slug": "harbour"}, "seats": 1}]}
    beside = forecast_beside(figures, election)
    rows = {row["party"]["slug"]: row for row in beside["parties"]}
    assert beside["to_go"] == 4
    assert (rows["harbour"]["declared"], rows["harbour"]["possible"]) == (1, 5)
    assert rows["orchard"]["state"] == "open"

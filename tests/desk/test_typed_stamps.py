"""The time that a reporter types."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveblog import nightclock
from liveblog.desk.stamps import Misread, read_due, read_stamp

LONDON = ZoneInfo("Europe/London")
NIGHT = SimpleNamespace(polling_day=datetime(2024, 5, 2).date(), zone=LONDON)
HALF_PAST_TWO = datetime(2024, 5, 3, 2, 30, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2.07am", "2024-05-03T02:07:00+01:00"),
        ("2:07 am", "2024-05-03T02:07:00+01:00"),
        ("02:07", "2024-05-03T02:07:00+01:00"),
        ("23:40", "2024-05-02T23:40:00+01:00"),
        ("11.40pm", "2024-05-02T23:40:00+01:00"),
        ("2am", "2024-05-03T02:00:00+01:00"),
        ("12.05am", "2024-05-03T00:05:00+01:00"),
        ("2024-05-02 9.15pm", "2024-05-02T21:15:00+01:00"),
        ("2024-05-02T21:15", "2024-05-02T21:15:00+01:00"),
        ("2024-05-03 12.10am", "2024-05-03T00:10:00+01:00"),
    ],
)
def test_house_style_and_the_24_hour_clock_are_read(text: str, meant: str):
    assert read_stamp(text, blog=NIGHT, near=HALF_PAST_TWO) == datetime.fromisoformat(meant)


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_typed_means_now(text: str):
    assert read_stamp(text, blog=NIGHT, near=HALF_PAST_TWO) is None


@pytest.mark.parametrize("text", ["12.52pm", "2.07pm"])
def test_a_slip_is_asked_back_with_what_was_probably_meant(text: str):
    with pytest.raises(ValueError, match="Did you mean") as refusal:
        read_stamp(text, blog=NIGHT, near=HALF_PAST_TWO)
    assert text.replace("pm", "am") in str(refusal.value)


def test_a_slip_that_was_meant_can_be_insisted_on_with_its_day():
    with pytest.raises(ValueError, match=r"or 2024-05-02 12\.52pm if you did not"):
        read_stamp("12.52pm", blog=NIGHT, near=HALF_PAST_TWO)
    insisted = read_stamp("2024-05-02 12.52pm", blog=NIGHT, near=HALF_PAST_TWO)
    assert insisted == datetime(2024, 5, 2, 12, 52, tzinfo=LONDON)


@pytest.mark.parametrize("text", ["2024-13-40 9pm", "2024-05-02 ninish"])
def test_a_day_that_cannot_be_is_refused(text: str):
    with pytest.raises(ValueError, match="is not a day and a time"):
        read_stamp(text, blog=NIGHT, near=HALF_PAST_TWO)


@given(minutes=st.integers(0, 4 * 60))
def test_a_time_of_the_last_four_hours_in_house_style_is_that_time(minutes: int):
    happened = HALF_PAST_TWO - timedelta(minutes=minutes)
    text = nightclock.house_time(happened, LONDON)
    assert read_stamp(text, blog=NIGHT, near=HALF_PAST_TWO) == happened


@given(text=st.text(max_size=40))
def test_whatever_is_typed_is_a_time_or_is_refused_in_words(text: str):
    try:
        meant = read_stamp(text, blog=NIGHT, near=HALF_PAST_TWO)
    except ValueError as refusal:
        meant, words = None, str(refusal)
    else:
        words = "empty" if not text.strip() else ""
    assert bool(words) != bool(meant and meant.tzinfo)


class TestHowLongAgo:
    @pytest.mark.parametrize(
        ("text", "minutes"),
        [
            ("10 minutes ago", 10),
            ("10 min", 10),
            ("10min ago", 10),
            ("5m ago", 5),
            ("1 minute ago", 1),
            ("an hour ago", 60),
            ("half an hour ago", 30),
            ("2 hours ago", 120),
            ("now", 0),
            ("Just  now", 0),
        ],
    )
    def test_it_is_counted_from_the_press(self, text: str, minutes: int):
        meant = read_stamp(text, blog=NIGHT, near=HALF_PAST_TWO)
        assert meant == HALF_PAST_TWO - timedelta(minutes=minutes)

    @pytest.mark.parametrize("text", ["in 10 minutes", "10 minutes later", "an hour from now"])
    def test_what_is_to_come_has_not_happened(self, text: str):
        with pytest.raises(Misread, match="still to come"):
            read_stamp(text, blog=NIGHT, near=HALF_PAST_TWO)


class TestProposals:
    def test_a_slip_has_what_was_meant_and_what_was_written(self):
        with pytest.raises(Misread) as misread:
            read_stamp("12.52pm", blog=NIGHT, near=HALF_PAST_TWO)
        assert misread.value.proposals == ("12.52am", "2024-05-02 12.52pm")

    def test_two_readings_are_both_offered(self):
        with pytest.raises(Misread) as misread:
            read_stamp("9.30", blog=NIGHT, near=datetime(2024, 5, 3, 11, 0, tzinfo=LONDON))
        assert misread.value.proposals == ("9.30am", "9.30pm")

    @given(minutes=st.integers(0, 24 * 60 - 1), past=st.integers(0, 18 * 60))
    def test_whatever_is_proposed_is_taken(self, minutes: int, past: int):
        near = datetime(2024, 5, 2, 12, 0, tzinfo=LONDON) + timedelta(minutes=past)
        text = f"{minutes // 60 % 12 or 12}.{minutes % 60:02}{['am', 'pm', ''][minutes % 3]}"
        for read in (read_stamp, lambda *a, **k: read_due(*a, **k, now=near)):
            try:
                read(text, blog=NIGHT, near=near)
            except Misread as misread:
                for each in misread.proposals:
                    assert read(each, blog=NIGHT, near=near) is not None


class TestWhenItIsDue:
    EIGHT = datetime(2024, 5, 2, 20, 0, tzinfo=LONDON)

    def due(self, text: str, *, press: datetime = EIGHT, now: datetime | None = None):
        return read_due(text, blog=NIGHT, near=press, now=now or press)

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("10pm", "2024-05-02T22:00:00+01:00"),
            ("22:00", "2024-05-02T22:00:00+01:00"),
            ("10.00pm", "2024-05-02T22:00:00+01:00"),
            ("in 20 minutes", "2024-05-02T20:20:00+01:00"),
            ("20 min", "2024-05-02T20:20:00+01:00"),
            ("in an hour", "2024-05-02T21:00:00+01:00"),
            ("5.07am", "2024-05-03T05:07:00+01:00"),
            ("midnight", "2024-05-03T00:00:00+01:00"),
            ("2024-05-04 9am", "2024-05-04T09:00:00+01:00"),
        ],
    )
    def test_it_is_the_next_such_time(self, text: str, meant: str):
        assert self.due(text) == datetime.fromisoformat(meant)

    def test_empty_is_no_time(self):
        assert self.due("  ") is None

    def test_two_readings_are_asked_back(self):
        with pytest.raises(Misread, match=r"could be 10\.00pm or 10\.00am") as misread:
            self.due("10.00")
        assert misread.value.proposals == ("10.00pm", "10.00am")

    def test_a_time_that_has_just_passed_is_not_tomorrow_in_silence(self):
        five_past = self.EIGHT.replace(hour=22, minute=5)
        with pytest.raises(Misread, match="10pm is past today; the next is on Friday") as misread:
            self.due("10pm", press=five_past)
        assert misread.value.proposals == ("2024-05-03 10pm",)

    @pytest.mark.parametrize(
        "text", ["2024-05-02 7pm", "10 minutes ago", "in 20 minutes", "8.10pm"]
    )
    def test_what_is_past_when_it_arrives_is_refused(self, text: str):
        with pytest.raises(Misread, match="past"):
            self.due(text, now=self.EIGHT + timedelta(minutes=40))

    @given(text=st.text(max_size=40))
    def test_whatever_is_typed_is_a_time_to_come_or_is_refused_in_words(self, text: str):
        try:
            due = self.due(text)
        except Misread as misread:
            due, words = None, str(misread)
        else:
            words = "" if due else "empty"
        assert bool(words) != bool(due and due > self.EIGHT)

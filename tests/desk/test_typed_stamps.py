"""The time that a reporter types."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveblog import nightclock
from liveblog.desk.stamps import read_stamp

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

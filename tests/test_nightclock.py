"""The night clock: what a printed time means, and never silently the wrong thing."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liveblog.nightclock import (
    Order,
    Resolved,
    candidates,
    house_date,
    house_time,
    night_of,
    order_of,
    propose,
    read_clock,
    resolve,
    strain,
)

LONDON = ZoneInfo("Europe/London")
MAY = date(2010, 5, 6)
CLOCKS_GO_BACK = date(2024, 10, 26)
CLOCKS_GO_FORWARD = date(2024, 3, 30)


def at(hour: int, minute: int = 0, *, day: date = MAY, fold: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON, fold=fold)


NEXT_DAY = MAY + timedelta(days=1)


def resolved(*stamps: str, day: date = MAY, order: Order | None = None) -> list[Resolved]:
    clocks = [read_clock(stamp) for stamp in stamps]
    return resolve(clocks, polling_day=day, tz=LONDON, order=order)


def times(*stamps: str, day: date = MAY) -> list[str]:
    return [f"{each.at:%d %H:%M}" for each in resolved(*stamps, day=day)]


@pytest.mark.parametrize(
    ("hour", "minute", "printed"),
    [
        (0, 0, "12.00am"),
        (0, 5, "12.05am"),
        (5, 30, "5.30am"),
        (12, 0, "12.00pm"),
        (22, 37, "10.37pm"),
    ],
)
def test_times_are_printed_in_house_style(hour, minute, printed):
    assert house_time(at(hour, minute), LONDON) == printed


def test_a_time_is_printed_by_the_clock_of_the_zone_at_that_instant():
    assert house_time(datetime(2010, 5, 7, 4, 30, tzinfo=UTC), LONDON) == "5.30am"
    assert house_time(datetime(2019, 12, 13, 4, 30, tzinfo=UTC), LONDON) == "4.30am"


def test_a_day_is_printed_without_a_leading_zero():
    assert house_date(datetime(2010, 5, 6, 23, 30, tzinfo=UTC), LONDON) == "Friday 7 May 2010"


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        house_time(datetime(2010, 5, 6, 22), LONDON)


def test_a_night_runs_from_early_on_polling_day_to_the_end_of_the_next():
    assert night_of(MAY, LONDON) == (at(5), at(0, day=MAY + timedelta(days=2)))


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("5.30am", 5, 30),
        ("05:30 am", 5, 30),
        ("5.30 p.m.", 5, 30),
        ("2am", 2, 0),
        ("23.40hrs", 23, 40),
        ("2340hrs", 23, 40),
        ("23:56 BST", 23, 56),
        ("24:05", 0, 5),
        ("12 midnight", 0, 0),
        ("noon", 12, 0),
    ],
)
def test_clock_times_are_read_as_newspapers_print_them(text, hour, minute):
    clock = read_clock(text)
    assert (clock.hour, clock.minute) == (hour, minute)


@pytest.mark.parametrize("text", ["", "25:00", "5.70am", "13am", "3.5", "half past two", "21.506"])
def test_what_is_no_clock_time_is_refused_by_name(text):
    with pytest.raises(ValueError, match=f"“{text}” is not a time"):
        read_clock(text)


def test_a_printed_time_can_mean_either_day_and_either_half_of_it():
    readings = candidates(read_clock("6.00am"), polling_day=MAY, tz=LONDON)
    meant = {(f"{reading.at:%d %H:%M}", reading.is_slip) for reading in readings}
    assert meant == {
        ("06 06:00", False), ("07 06:00", False), ("06 18:00", True), ("07 18:00", True),
    }  # fmt: skip


def test_a_night_without_faults_is_read_as_printed_whichever_way_it_runs():
    stamps = ["10.37pm", "11.29pm", "12.00am", "1.05am", "6.00am"]
    expected = ["06 22:37", "06 23:29", "07 00:00", "07 01:05", "07 06:00"]
    assert times(*stamps) == expected
    assert times(*stamps[::-1]) == expected[::-1]
    clocks = [read_clock(stamp) for stamp in stamps]
    assert order_of(clocks, polling_day=MAY, tz=LONDON) is Order.OLDEST_FIRST
    assert order_of(clocks[::-1], polling_day=MAY, tz=LONDON) is Order.NEWEST_FIRST
    assert strain(clocks, polling_day=MAY, tz=LONDON) == 0


def test_noon_printed_for_midnight_is_a_slip_and_keeps_what_was_printed():
    slipped = resolved("11.29pm", "12.00pm", "12.52pm", "1.05am")
    assert [each.slip.printed for each in slipped if each.slip] == ["12.00pm", "12.52pm"]
    assert slipped[1].slip.at == slipped[1].at == at(0, day=NEXT_DAY)
    assert slipped[1].slip.as_printed.hour == 12
    assert "12.52pm is 12.52am" in slipped[2].reason
    assert not any(each.ambiguous for each in slipped)


def test_an_afternoon_in_the_small_hours_is_a_slip():
    (_, slipped, _) = resolved("2.47am", "3.00pm", "3.10am")
    assert slipped.at == at(3, day=NEXT_DAY)
    assert slipped.slip.printed == "3.00pm"


def test_a_pair_printed_out_of_order_stays_where_it_is():
    assert times("1.35am", "1.18am", "1.19am", "1.05am") == [
        "07 01:35", "07 01:18", "07 01:19", "07 01:05",
    ]  # fmt: skip


def test_a_day_of_coverage_before_the_night_is_taken_at_its_word():
    stamps = ["7.00am", "9.15am", "12.10pm", "3.00pm", "6.30pm", "10.00pm", "12.20am", "4.00am"]
    read = resolved(*stamps)
    assert [each.slip for each in read] == [None] * 8
    assert read[0].at == at(7)
    assert read[-1].at == at(4, day=NEXT_DAY)


def test_a_count_on_the_day_after_is_taken_at_its_word():
    stamps = ["9.00am", "10.30am", "12.15pm", "1.00pm", "2.40pm", "4.00pm", "5.05pm"]
    assert [each.slip for each in resolved(*stamps)] == [None] * 7
    assert times(*stamps)[0] == "07 09:00"


def test_one_evening_stamp_alone_is_of_polling_day():
    (alone,) = resolved("10.37pm")
    assert (alone.at, alone.ambiguous) == (at(22, 37), False)


def test_a_count_may_run_into_the_next_evening():
    stamps = ["4.00pm", "6.30pm", "8.15pm", "9.40pm", "11.00pm"]
    assert times("2.00am", "11.00am", *stamps)[-1] == "07 23:00"


def test_times_of_a_24_hour_clock_are_never_slips():
    assert times("23:40", "00:15", "1:20", "12:30") == [
        "06 23:40", "07 00:15", "07 01:20", "07 12:30",
    ]  # fmt: skip


def test_times_without_am_or_pm_are_read_by_their_order():
    assert times("10.50", "11.40", "12.15", "1.20", "5.30") == [
        "06 22:50", "06 23:40", "07 00:15", "07 01:20", "07 05:30",
    ]  # fmt: skip


def test_a_last_stamp_that_may_be_evening_or_a_slip_is_given_with_both_readings():
    last = resolved("10.37pm", "1.05am", "5.45am", "6.00pm")[-1]
    assert last.ambiguous
    assert {f"{each:%d %H:%M}" for each in (last.at, *last.others)} >= {"07 06:00", "07 18:00"}
    assert "could also be" in last.reason


def test_in_the_hour_that_october_repeats_the_order_decides():
    first, second = resolved("1.50am", "1.10am", day=CLOCKS_GO_BACK, order=Order.OLDEST_FIRST)
    assert (second.at.timestamp() - first.at.timestamp()) / 60 == 20
    assert (first.at.tzname(), second.at.tzname()) == ("BST", "GMT")


def test_in_the_hour_that_october_repeats_a_printed_zone_decides():
    _, stamp, _ = resolved("23:50 BST", "01:30 GMT", "02:10 GMT", day=CLOCKS_GO_BACK)
    assert stamp.at.tzname() == "GMT"
    assert not stamp.ambiguous


def test_in_the_hour_that_october_repeats_a_stamp_alone_is_ambiguous():
    read = resolved("12.50am", "1.30am", "2.10am", day=CLOCKS_GO_BACK)
    assert read[1].others == (at(1, 30, day=date(2024, 10, 27), fold=1),)
    assert read[1].others[0].timestamp() - read[1].at.timestamp() == 3600


def test_a_time_that_march_skips_is_read_by_the_old_clock():
    (stamp,) = resolved("1.30am", day=CLOCKS_GO_FORWARD)
    assert house_time(stamp.at, LONDON) == "2.30am"


def test_a_zone_that_did_not_hold_that_night_is_remarked_on():
    _, stamp, _ = resolved("22:37 BST", "23:56 GMT", "00:10 BST")
    assert stamp.at == at(23, 56)
    assert stamp.reason == "GMT is printed, but the clocks showed BST"


def test_the_composer_proposes_midnight_for_noon():
    proposed = propose("12.52pm", now=at(0, 53, day=NEXT_DAY), polling_day=MAY, tz=LONDON)
    assert proposed.at == at(0, 52, day=NEXT_DAY)
    assert proposed.slip.printed == "12.52pm"


def test_the_composer_takes_a_right_time_as_it_is():
    now = at(23, 50)
    proposed = propose("11.45pm", now=now, polling_day=MAY, tz=LONDON, previous=at(23, 30))
    assert (proposed.at, proposed.slip, proposed.ambiguous) == (at(23, 45), None, False)


def test_the_composer_goes_by_its_own_day_long_after_the_night():
    later = date(2010, 5, 20)
    proposed = propose("2.10pm", now=at(14, 12, day=later), polling_day=MAY, tz=LONDON)
    assert proposed.at == at(14, 10, day=later)


def test_the_composer_refuses_what_is_no_time():
    with pytest.raises(ValueError, match="“soon”"):
        propose("soon", now=at(23), polling_day=MAY, tz=LONDON)


MINUTES = st.lists(st.integers(21 * 60, 31 * 60 - 1), min_size=1, max_size=30, unique=True)
NIGHTS = st.sampled_from([MAY, date(2019, 12, 12), CLOCKS_GO_BACK, CLOCKS_GO_FORWARD])


def _true_instants(minutes: list[int], night: date) -> list[datetime]:
    start = datetime(night.year, night.month, night.day, tzinfo=LONDON).timestamp()
    return [datetime.fromtimestamp(start + minute * 60, UTC) for minute in sorted(minutes)]


def _exchanged(stamp: str) -> str:
    return stamp[:-2] + {"am": "pm", "pm": "am"}[stamp[-2:]]


@settings(max_examples=400, deadline=None)
@given(MINUTES, NIGHTS, st.booleans(), st.data())
def test_damage_to_one_stamp_in_ten_is_found_or_reported_and_never_silently_wrong(
    minutes, night, newest_first, data
):
    true = _true_instants(minutes, night)[:: -1 if newest_first else 1]
    tens = range(0, len(true), 10)
    damaged = {data.draw(st.integers(start, min(start + 10, len(true)) - 1)) for start in tens}
    printed = [house_time(instant, LONDON) for instant in true]
    printed = [_exchanged(p) if i in damaged else p for i, p in enumerate(printed)]
    read = resolved(*printed, day=night)
    assert [each.clock.text for each in read] == printed
    for i, (each, instant) in enumerate(zip(read, true, strict=True)):
        if each.at.timestamp() == instant.timestamp():
            assert (each.slip is not None) == (i in damaged)
        else:
            assert instant.timestamp() in {other.timestamp() for other in each.others}


@settings(max_examples=300, deadline=None)
@given(MINUTES.filter(lambda minutes: len(minutes) > 2), st.booleans(), st.data())
def test_damage_between_two_sound_stamps_is_always_repaired(minutes, newest_first, data):
    true = _true_instants(minutes, MAY)[:: -1 if newest_first else 1]
    hurt = data.draw(st.integers(1, len(true) - 2))
    printed = [house_time(instant, LONDON) for instant in true]
    printed[hurt] = _exchanged(printed[hurt])
    order = Order.NEWEST_FIRST if newest_first else Order.OLDEST_FIRST
    read = resolved(*printed, order=order)
    assert [each.at.timestamp() for each in read] == [instant.timestamp() for instant in true]
    assert [i for i, each in enumerate(read) if each.slip] == [hurt]


@given(MINUTES, NIGHTS)
def test_an_instant_printed_in_house_style_is_among_the_readings_of_what_was_printed(
    minutes, night
):
    for instant in _true_instants(minutes, night):
        clock = read_clock(house_time(instant, LONDON))
        readings = candidates(clock, polling_day=night, tz=LONDON)
        assert instant.timestamp() in {r.seconds for r in readings if not r.is_slip}

"""House style in templates."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveblog.templatetags import house

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("figure", "text"),
    [(2.0, "+2.0"), (-5.4, "−5.4"), (0.0, "0.0"), (-0.0, "0.0"), (None, "")],
)
def test_points_carry_their_sign(figure: float | None, text: str) -> None:
    assert house.points(figure) == text


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (6.1, "up 6.1 points"),
        (-1.0, "down 1.0 point"),
        (1.0, "up 1.0 point"),
        (0.0, "level"),
        (None, ""),
    ],
)
def test_points_are_never_called_per_cent(figure: float | None, text: str) -> None:
    assert house.in_points(figure) == text


@pytest.mark.parametrize(
    ("count", "text"), [(21_506, "21,506"), (0, "0"), (None, ""), (-38, "−38")]
)
def test_counts_are_grouped_and_the_unknown_is_not_nought(count: int | None, text: str) -> None:
    assert house.thousands(count) == text


@pytest.mark.parametrize(("net", "text"), [(3, "+3"), (-2, "−2"), (0, "0"), (1_234, "+1,234")])
def test_gains_and_losses_carry_their_sign(net: int, text: str) -> None:
    assert house.signed(net) == text


@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)))
def test_a_times_machine_form_names_the_instant_whatever_the_season(instant: datetime) -> None:
    instant = instant.replace(microsecond=0)
    assert datetime.fromisoformat(house.iso(instant, LONDON)) == instant


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_no_bar_is_longer_than_the_longest(votes: int, more: int) -> None:
    length = house.length_beside(votes, votes + more)
    assert 0 <= float(length.rstrip("%")) <= 100


def test_the_hour_that_october_repeats_is_told_apart_by_its_zone() -> None:
    first = datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    second = datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
    assert house.full_time(first, LONDON) == "Sunday 27 October 2024, 1.30am BST"
    assert house.full_time(second, LONDON) == "Sunday 27 October 2024, 1.30am GMT"

import re
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from results.figures import MOST, parse_count, parse_percentage


@given(st.integers(0, MOST))
def test_a_count_is_read_back_however_it_is_printed(number):
    assert parse_count(number) == parse_count(str(number)) == parse_count(f" {number:,} ") == number


@pytest.mark.parametrize(
    "typed", ["21,50x", "21,50", "1,2345", ",5", "21.506", "", " ", "two", "２１", None, True, 1.0]
)
def test_what_must_be_guessed_at_is_not_a_count(typed):
    with pytest.raises(ValueError, match=f"“{typed}” is not a whole number"):
        parse_count(typed)


@pytest.mark.parametrize("typed", [-1, "-1", "−1,000"])
def test_a_count_below_nought_is_refused_by_its_name(typed):
    with pytest.raises(ValueError, match=f"“{typed}” is below nought"):
        parse_count(typed)


@pytest.mark.parametrize("typed", [MOST + 1, "9" * 12, "999,999,999,999"])
def test_a_count_beyond_any_electorate_is_refused(typed):
    with pytest.raises(ValueError, match="more than any electorate"):
        parse_count(typed)


@given(st.text())
def test_any_other_text_is_refused_by_its_own_words(typed):
    assume(not re.search(r"\d", typed))
    with pytest.raises(ValueError, match="is not a whole number") as refused:
        parse_count(typed)
    assert f"“{typed}”" in str(refused.value)


@pytest.mark.parametrize(
    "typed", ["65.2", "65.20", "65.2%", "65.2 %", "65.2 per cent", "65.2pc", 65.2, Decimal("65.2")]
)
def test_a_percentage_is_read_as_people_write_it(typed):
    assert parse_percentage(typed) == Decimal("65.2")


def test_a_percentage_is_kept_to_two_decimals():
    assert parse_percentage(65.238) == Decimal("65.24")
    assert parse_percentage("-3") == Decimal(-3)


@pytest.mark.parametrize("typed", ["65,2", "sixty", "", "nan", float("nan"), True, "65..2", "1e2"])
def test_anything_else_is_not_a_percentage(typed):
    with pytest.raises(ValueError, match="is not a percentage"):
        parse_percentage(typed)


@given(st.decimals(0, 100, places=2))
def test_a_percentage_of_two_decimals_is_read_back(number):
    assert parse_percentage(str(number)) == number

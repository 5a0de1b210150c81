from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.importing.reading import (
    Cells,
    code_at_the_end,
    day_in_id,
    encoding_of,
    heading,
    parse_moment,
    table,
)


def cell(text):
    return Cells({"it": ("it",)}, {"it": text})


@given(st.integers(min_value=0, max_value=999_999_999))
def test_a_count_is_read_with_and_without_commas_and_as_a_spreadsheet_writes_it(number):
    for written in (f"{number}", f"{number:,}", f" {number}.0 "):
        assert cell(written).whole("it") == number


@given(st.text(max_size=12))
def test_whatever_is_in_a_cell_is_a_count_or_unknown_or_complained_of(text):
    cells = cell(text)
    number = cells.whole("it")
    assert number is None or (number >= 0 and not cells.complaints)


@pytest.mark.parametrize("text", ["", "[x]", " - ", "n/a", "..", "[X]"])
def test_what_is_not_known_is_none_and_not_nought(text):
    cells = cell(text)
    assert (cells.whole("it"), cells.complaints) == (None, [])


@pytest.mark.parametrize("text", ["70791.5", "-3", "4 per cent", "1e6", "²"])
def test_what_is_no_count_is_named_with_its_column(text):
    cells = cell(text)
    assert cells.whole("it") is None
    assert cells.complaints == [f"it: “{text}” is not a whole number of nought or more."]


@pytest.mark.parametrize("text", ["2024-07-04", "04/07/2024", "4 July 2024", "04/07/24"])
def test_days_are_iso_or_day_first(text):
    assert cell(text).day("it") == date(2024, 7, 4)


def test_a_month_first_day_is_complained_of():
    cells = cell("07/31/2024")
    assert (cells.day("it"), len(cells.complaints)) == (None, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2010-05-07T03:05+01:00",
        "2010-05-07 03:05:00",
        "07/05/2010 03:05",
        "2010-05-07T02:05:00+00:00",
    ],
)
def test_a_moment_without_a_zone_is_londons(text):
    assert parse_moment(text) == datetime(2010, 5, 7, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2010-05-07", "tea-time", "07/05/2010", "25:00"])
def test_a_day_without_a_time_is_no_moment(text):
    assert parse_moment(text) is None


def test_utf_8_with_a_mark_and_windows_1252_are_both_read(written):
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        path = written("a.csv", "constituency\r\nYnys Môn\r\n\r\n", encoding)
        assert [row for _, row in table(path)] == [["constituency"], ["Ynys Môn"]]
    assert encoding_of(path) == "cp1252"


def test_a_letter_across_the_border_of_two_blocks_is_still_utf_8(written):
    assert encoding_of(written("a.csv", "a" * 65_535 + "ô")) == "utf-8-sig"


def test_headers_are_the_same_in_any_dress():
    assert heading("ONS ID") == heading("ons_id") == heading(" Ons-Id ") == "ons_id"


def test_ids_hold_days_and_codes():
    assert day_in_id("parl.ilford-north.2010-05-06") == date(2010, 5, 6)
    assert day_in_id("parl.2005-05-05.notional-2010-boundaries") == date(2005, 5, 5)
    assert day_in_id("parl.2010-13-45") is None
    assert code_at_the_end("WMC:E14000793") == "E14000793"
    assert code_at_the_end("http://example.org/id/E05000819") == "E05000819"
    assert code_at_the_end("WMC:Ilford") == ""

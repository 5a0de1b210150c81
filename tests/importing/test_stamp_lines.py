"""Which lines of a text blog begin an entry."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from liveblog.importing.choosing import find_stamps
from liveblog.importing.parsed import Line
from liveblog.importing.stamps import read_line

LONDON = ZoneInfo("Europe/London")
MAY = date(2010, 5, 6)


def stamps_of(*texts: str) -> tuple[list[str], list[str]]:
    """The printed times that were taken as stamps, and the lines that were left with a doubt."""
    lines = [Line(number, text) for number, text in enumerate(texts, start=1)]
    found, doubts = find_stamps(lines, polling_day=MAY, tz=LONDON)
    return [stamp.clock.text for stamp in found], [doubt.text for doubt in doubts]


NIGHT = ("10.00pm - Polls have closed.", "11.15pm - Boxes are in.", "12.40am - Piles grow.")


@pytest.mark.parametrize(
    ("line", "printed", "rest"),
    [
        ("5.30am - Boxes.", "5.30am", "Boxes."),
        ("5.30am – Boxes.", "5.30am", "Boxes."),
        ("5.30am: boxes", "5.30am", "boxes"),
        ("5.30am. Boxes.", "5.30am", "Boxes."),
        ("5.30am | Boxes.", "5.30am", "Boxes."),
        ("5.30am - 21,506 votes for Rosa Reyes", "5.30am", "21,506 votes for Rosa Reyes"),
        ("1.19am", "1.19am", ""),
        ("2am: Boxes.", "2am", "Boxes."),
        ("05.06am - Boxes.", "05.06am", "Boxes."),
        ("5.30 a.m. - Boxes.", "5.30 a.m.", "Boxes."),
        ("23.40hrs: Boxes.", "23.40hrs", "Boxes."),
        ("2340hrs: Boxes.", "2340hrs", "Boxes."),
        ("23:56 BST", "23:56 BST", ""),
        ("Update 5:06am: Boxes.", "5:06am", "Boxes."),
        ("UPDATED AT 5.06am - Boxes.", "5.06am", "Boxes."),
        ("[23:15] Boxes.", "23:15", "Boxes."),
        ("(23:15) Boxes.", "23:15", "Boxes."),
        ("**11.40pm** Boxes.", "11.40pm", "Boxes."),
        ("**11.40pm: Boxes**", "11.40pm", "Boxes"),
        ("### 11.40pm", "11.40pm", ""),
        ("12 midnight - Boxes.", "midnight", "Boxes."),
        ("ROSA REYES REPORTING LIVE: 6.00am", "6.00am", ""),
        ("Rosa Reyes reports: 6.00am - Boxes.", "6.00am", "Boxes."),
        ("1.35am Prime time for boxes.", "1.35am", "Prime time for boxes."),
    ],
)
def test_stamps_are_read_as_papers_print_them(line, printed, rest):
    found = read_line(Line(7, line))
    assert found is not None
    assert (found.clock.text, found.rest) == (printed, rest)
    assert stamps_of(line)[0] == [printed]


@pytest.mark.parametrize(
    "line",
    [
        "4.30am is a silly time to count votes, he said.",
        "4.30am, and still no result.",
        "4.30am Friday was the time they gave us.",
        "10.30pm's news was no news.",
        "5.30am-6am: the hall is shut.",
        "10.15  Marsh",
        "10.15",
        "10,15 votes",
        "21.506 Lee Marsh",
        "3.5 per cent swing to the Orchard party",
        "12.50 per cent of the papers are in.",
        "11.30 train to the next count",
        "11.30 - Marsh",
        "5.30am – a silly time to count votes, he said.",
        "By 10pm: everything was over.",
    ],
)
def test_a_time_or_a_number_in_a_sentence_or_a_table_is_no_stamp(line):
    accepted, _ = stamps_of(*NIGHT, line, "1.20am - The count begins.")
    assert accepted == ["10.00pm", "11.15pm", "12.40am", "1.20am"]


def test_a_line_that_might_have_been_a_stamp_is_reported():
    line = "4.30am is a silly time to count votes, he said."
    assert stamps_of(*NIGHT, line)[1] == [line]


def test_a_stamp_without_a_dash_must_fit_between_its_neighbours():
    assert stamps_of(*NIGHT[:2], "11.50pm Marsh is here.", NIGHT[2])[0][2] == "11.50pm"
    accepted, doubts = stamps_of(*NIGHT[:2], "4.30pm Marsh left home.", NIGHT[2])
    assert accepted == ["10.00pm", "11.15pm", "12.40am"]
    assert doubts == ["4.30pm Marsh left home."]


def test_bare_times_are_stamps_where_they_are_the_style_of_the_file():
    assert stamps_of("22:05 Polls close.", "22:40 Boxes.", "00:10 Piles.")[0] == [
        "22:05", "22:40", "00:10",
    ]  # fmt: skip
    assert stamps_of("22:05 - Polls close.", "22:40 - Boxes.", "00:10 - Piles.")[0] == [
        "22:05", "22:40", "00:10",
    ]  # fmt: skip


def test_four_digits_are_a_year_unless_they_are_the_style_of_the_file():
    assert stamps_of("2155: Polls close.", "2240: Boxes.", "0010: Piles.")[0] == [
        "2155", "2240", "0010",
    ]  # fmt: skip
    assert stamps_of(*NIGHT, "2010: a hung Parliament.")[0] == ["10.00pm", "11.15pm", "12.40am"]


def test_stamps_followed_by_small_letters_count_where_that_is_the_style_of_the_file():
    night = ["10.05pm - polls close", "10.40pm - boxes come in", "12.10am - piles grow"]
    assert stamps_of(*night)[0] == ["10.05pm", "10.40pm", "12.10am"]


def test_a_timetable_inside_an_entry_is_left_there_and_reported():
    timetable = ["2am - Northquay", "3.30am - Southmere", "4am - Eastfield"]
    blog = ["1.20am - Counting.", "12.40am - Piles.", "11.15pm - Expected times:", *timetable]
    accepted, doubts = stamps_of(*blog, "10.00pm - Polls have closed.")
    assert accepted == ["1.20am", "12.40am", "11.15pm", "10.00pm"]
    assert doubts == timetable


def test_a_blog_of_short_lines_with_many_slips_keeps_every_entry():
    slips = {2: "10.40am", 4: "11.50am", 7: "1.10pm", 9: "2.20pm", 11: "3.15pm"}
    night = [
        "10.05pm", "10.20pm", "10.40pm", "11.10pm", "11.50pm", "12.10am", "12.40am", "1.10am",
        "1.50am", "2.20am", "2.50am", "3.15am", "4.00am",
    ]  # fmt: skip
    printed = [f"{slips.get(i, stamp)} - Short." for i, stamp in enumerate(night)]
    assert len(stamps_of(*printed)[0]) == len(stamps_of(*printed[::-1])[0]) == len(night)


def test_one_misprinted_hour_does_not_cost_the_entry_or_its_neighbours():
    stamps = ["10.00pm - A.", "10.30pm - B.", "11.00pm - C.", "7.10pm - D.", "11.20pm - E."]
    assert len(stamps_of(*stamps)[0]) == 5

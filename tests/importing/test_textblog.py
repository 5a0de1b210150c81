"""Text blogs of made-up papers, each with its own habits."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liveblog.importing.parsed import ParsedBlog
from liveblog.importing.textblog import parse
from liveblog.nightclock import Order

LONDON = ZoneInfo("Europe/London")
MAY = date(2010, 5, 6)


def parsed(text: str) -> ParsedBlog:
    return parse(text, polling_day=MAY, tz=LONDON)


def times(blog: ParsedBlog) -> list[str]:
    return [f"{entry.at:%d %H:%M}" for entry in blog.entries]


def test_newest_first_is_kept_in_the_order_of_the_file():
    blog = parsed("1.10am - Third.\n\n11.50pm - Second.\n\n10.37pm - First.\n")
    assert blog.order is Order.NEWEST_FIRST
    assert [entry.body for entry in blog.entries] == ["Third.", "Second.", "First."]
    assert times(blog) == ["07 01:10", "06 23:50", "06 22:37"]
    assert [entry.body for entry in blog.oldest_first()] == ["First.", "Second.", "Third."]


def test_oldest_first_is_kept_in_the_order_of_the_file():
    blog = parsed("10.37pm - First.\n11.50pm - Second.\n1.10am - Third.\n")
    assert blog.order is Order.OLDEST_FIRST
    assert times(blog) == ["06 22:37", "06 23:50", "07 01:10"]


def test_a_pair_printed_out_of_order_keeps_its_place_and_its_times():
    blog = parsed("1.35am - D.\n1.18am - B.\n1.19am - C.\n1.05am - A.\n")
    assert [entry.body for entry in blog.entries] == ["D.", "B.", "C.", "A."]
    assert [entry.body for entry in blog.oldest_first()] == ["A.", "B.", "C.", "D."]


def test_a_slip_keeps_the_stamp_as_printed():
    blog = parsed("1.05am - C.\n12.52pm - B.\n11.29pm - A.\n")
    (slipped,) = blog.slips
    assert (slipped.stamp, slipped.corrected_from) == ("12.52pm", "12.52pm")
    assert times(blog)[1] == "07 00:52"


def test_every_line_below_a_stamp_is_a_paragraph():
    blog = parsed("10.37pm - One.\nTwo.\n\n\nThree.\n11.00pm - Four.")
    assert blog.entries[0].body == "One.\n\nTwo.\n\nThree."


def test_a_short_line_under_a_stamp_of_its_own_is_the_headline():
    blog = parsed("23:15\nBoxes arrive\nThe first boxes are in.\n23:40\nOnly a sentence.\nMore.")
    assert blog.entries[0].headline.text == "Boxes arrive"
    assert blog.entries[0].body == "The first boxes are in."
    assert blog.entries[0].text == "Boxes arrive\n\nThe first boxes are in."
    assert blog.entries[1].headline is None


def test_a_bold_line_under_a_stamp_is_the_headline_without_its_stars():
    blog = parsed("**11.40pm**\n**Boxes arrive!**\nThe first boxes are in.")
    assert blog.entries[0].headline.text == "Boxes arrive!"


def test_the_byline_is_read_from_the_stamp_of_a_reporter():
    blog = parsed("ROSA O'NEILL REPORTING LIVE: 1.10am\nPiles.\n11.50pm - Boxes.")
    assert blog.byline == "Rosa O'Neill"
    assert blog.entries[0].byline == "Rosa O'Neill"
    assert blog.entries[0].body == "Piles."


@pytest.mark.parametrize("line", ["By Rosa Reyes", "ROSA REYES REPORTING LIVE", "by Rosa Reyes:"])
def test_the_byline_is_read_from_a_line_before_the_first_stamp(line):
    blog = parsed(f"Election night in Northquay\n{line}\nIt will be long.\n10.37pm - Boxes.")
    assert blog.byline == "Rosa Reyes"
    assert blog.title.text == "Election night in Northquay"
    assert blog.standfirst == "It will be long."


def test_capitals_before_a_stamp_that_name_nobody_are_a_headline():
    blog = parsed("BREAKING: 1.10am - Recount.\n11.50pm - Boxes.")
    assert blog.entries[0].headline.text == "BREAKING"
    assert blog.byline == ""


def test_page_furniture_after_the_last_entry_is_left_out_with_its_lines():
    blog = parsed("1.10am - Piles.\n11.50pm - Boxes.\nComments: Our rules\nBe kind.\n2am: hi")
    assert blog.entries[-1].body == "Boxes."
    assert [line.number for line in blog.furniture] == [3, 4, 5]


def test_a_heading_for_comments_above_the_blog_ends_nothing():
    blog = parsed("Comments (12)\n1.10am - Piles.\n11.50pm - Boxes.")
    assert len(blog.entries) == 2


def test_furniture_between_entries_is_reported_and_not_part_of_an_entry():
    blog = parsed("1.10am - Piles.\nAdvertisement\nMore piles.\n11.50pm - Boxes.")
    assert blog.entries[0].body == "Piles.\n\nMore piles."
    assert [(note.number, note.text) for note in blog.unplaced] == [(2, "Advertisement")]


def test_a_day_on_a_line_of_its_own_is_reported_and_not_part_of_an_entry():
    blog = parsed("Friday 7 May\n1.10am - Piles.\nThursday, May 6th, 2010\n11.50pm - Boxes.")
    assert blog.title is None
    assert [entry.body for entry in blog.entries] == ["Piles.", "Boxes."]
    assert [note.number for note in blog.unplaced] == [1, 3]


def test_a_stamp_with_nothing_under_it_is_reported():
    blog = parsed("1.10am - Piles.\n12.30am -\n11.50pm - Boxes.")
    assert len(blog.entries) == 2
    assert [(note.number, note.why) for note in blog.unplaced] == [
        (2, "a stamp with nothing under it")
    ]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing():
    blog = parsed("\ufeff10.37pm - One.\r\nTwo.\r\n11.00pm - Three.\r\n")
    assert [(entry.line, entry.body) for entry in blog.entries] == [
        (1, "One.\n\nTwo."), (3, "Three."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the text is empty"),
        (" \n\t\n", "the text is empty"),
        ("No times here.\nNone.", "no stamp such as “5.30am -” in 2 lines"),
        ("1.10am\nComments: Our rules", "no text under any of the 1 stamps"),
    ],
)
def test_a_text_that_is_no_blog_is_refused_with_the_reason(text, message):
    with pytest.raises(ValueError, match=message):
        parsed(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("RESULT for Northquay, Ada Quill holds seat with 4,210 votes.", "result"),
        ("Turnout for Northquay is 61.2 per cent.", "turnout"),
        ("I stand corrected. The recount is in Southmere.", "correction"),
        ("Correction: the recount is in Southmere.", "correction"),
        ('Ada Quill is glad.\nShe said: "I am glad.\n"I am tired."', "quote"),
        ("First result of the night from Eastfield, far away.", "national"),
        ("The Prime Minister has gone to bed.", "national"),
        ("Boxes are in. The turnout is not yet known.", "update"),
        ("The result is awaited, as it is across the country.", "national"),
    ],
)
def test_the_kind_is_read_from_the_text_and_is_an_update_in_doubt(text, kind):
    blog = parsed(f"1.10am - {text}\n11.50pm - Boxes.")
    assert blog.entries[0].kind == kind


def test_who_is_quoted_is_named():
    blog = parsed(
        "1.10am - Labour candidate for Northquay Ada Quill is glad.\n"
        'She said: "I am glad."\n'
        "12.40am - RESULT for Northquay, Ada Quill wins with 4,210 votes.\n"
        '11.50pm - Ben Marsh said: "Not yet."'
    )
    assert [entry.speaker for entry in blog.entries] == ["Ada Quill", "", "Ben Marsh"]


def test_a_contest_with_figures_is_found_wherever_it_is_mentioned():
    blog = parsed(
        "1.10am - RESULT for North Quay, Ada Quill wins with 4,210 votes.\n"
        "12.40am - The piles for North Quay grow.\n11.50pm - Boxes."
    )
    assert [entry.contests for entry in blog.entries] == [("North Quay",), ("North Quay",), ()]


TEXTS = st.one_of(
    st.sampled_from([
        "10.37pm - Boxes.", "11.29pm", "12.15pm Boxes", "1.05am – Piles.", "2am:", "23:56 BST",
        "Update 5:06am: Piles", "[23:15] Piles", "ROSA REYES REPORTING LIVE: 6.00am",
        "By Rosa Reyes",
        "Comments: Our rules", "Advertisement", "4.30am is silly", "10.15  Marsh", "LIVE: 3.00am",
        "RESULT for Northquay, Ada Quill holds with 4,210 votes.", "**Bold**", "", "   ",
        "BREAKING:",
        "Turnout for Northquay is 61.2 per cent.", '"Glad.', "**11.40pm**", "noon", "12.00pm -",
    ]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(TEXTS, max_size=14))
def test_every_line_that_is_not_blank_ends_in_exactly_one_place(lines):
    try:
        blog = parsed("\n".join(lines))
    except ValueError:
        return
    stamp_lines = [entry.line for entry in blog.entries]
    below = [line for e in blog.entries for line in (e.headline, *e.lines) if line]
    led = [line for line in blog.byline_lines if line.number in stamp_lines]
    rest = [line for line in below if line.number not in stamp_lines]
    rest += [blog.title] if blog.title else []
    rest += [line for line in (*blog.byline_lines, *blog.introduction) if line not in led]
    rest += [*blog.furniture, *blog.unplaced]
    placed = sorted([*stamp_lines, *(each.number for each in rest)])
    unplaced_numbers = {note.number for note in blog.unplaced}
    leads = {line.number for line in blog.byline_lines} & unplaced_numbers
    source = {n: text.strip() for n, text in enumerate(lines, start=1) if text.strip()}
    assert sorted(set(placed)) == sorted(source)
    assert len(placed) == len(source) + len(leads)
    for each in [*below, *rest]:
        assert each.text in source[each.number].lstrip("\ufeff")

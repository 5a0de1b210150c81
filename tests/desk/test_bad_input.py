"""What is refused: each fault beside its field, and every word that was typed still there."""

from html import escape
from typing import Any

import pytest
from django.test import Client

from liveblog.models import Blog
from results.models import Declaration
from tests.desk.sent import DESK, northquay, typed

NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


def refused(desk: Client, form: dict[str, Any]) -> tuple[dict[str, list[str]], str]:
    """The faults by field, and the page; nothing may have been written."""
    answer = desk.post(DESK, form)
    assert answer.status_code == 422
    assert not Blog.objects.get().entries.exists()
    assert not Declaration.objects.exists()
    return dict(answer.context["form"].errors), answer.content.decode()


def still_typed(page: str, form: dict[str, Any]) -> bool:
    return all(escape(str(value)).replace("&#x27;", "&#39;") in page.replace("&#x27;", "&#39;")
               for value in form.values())  # fmt: skip


def test_a_body_of_100_kb_is_refused_with_its_length_and_given_back_whole(desk: Client):
    form = typed(body="Längstes Wort. " * 7_000, headline="Long", at="2.10am")
    faults, page = refused(desk, form)
    assert faults == {"body": ["104,999 characters; an entry has 20,000 at most."]}
    assert still_typed(page, form)


def test_an_empty_entry_is_refused_beside_its_text(desk: Client):
    faults, _ = refused(desk, typed(body="  \r\n "))
    assert faults["body"] == [
        "Write something: an entry has a text, a headline, figures or a picture."
    ]


def test_a_stamp_in_the_future_is_refused(desk: Client):
    form = typed(body="Later.", at="2.45am")
    faults, page = refused(desk, form)
    assert "02:45 on 3 May 2024 is in the future" in faults["at"][0]
    assert still_typed(page, form)


def test_a_slip_of_am_and_pm_is_asked_back(desk: Client):
    form = typed(body="Past midnight.", at="12.52pm")
    faults, page = refused(desk, form)
    assert "Did you mean 12.52am?" in faults["at"][0]
    assert still_typed(page, form)


@pytest.mark.parametrize("at", ["soon", "25:00", "2.75am", NASTY])
def test_what_is_no_time_is_refused(desk: Client, at: str):
    form = typed(body="When?", at=at)
    faults, page = refused(desk, form)
    assert "is not a time" in faults["at"][0]
    assert still_typed(page, form)


@pytest.mark.parametrize(
    ("votes", "why"),
    [
        ("-5", "“-5” is below nought."),
        ("lots", "“lots” is not a whole number."),
        ("21.5", "“21.5” is not a whole number."),
        ("21,50", "“21,50” is not a whole number."),
        ("", "Ben Marsh (Orchard) has no votes entered."),
        ("10001", "10,001 votes for Ben Marsh are more than the electorate of 10,000: 1 too many."),
        (NASTY, f"“{NASTY}” is not a whole number."),
    ],
)
def test_impossible_votes_are_refused_beside_their_candidate(desk: Client, votes: str, why: str):
    form = northquay(body="Declared!", **{"result.votes.ben-marsh": votes})
    faults, page = refused(desk, form)
    assert faults["result.votes.ben-marsh"] == [why]
    assert still_typed(page, form)


def test_votes_above_the_electorate_together_are_refused_with_their_sum(desk: Client):
    form = northquay(**{"result.votes.ada-quill": "9,000", "result.rejected": "197"})
    faults, page = refused(desk, form)
    assert "12,200 votes and 197 rejected make 12,397" in faults["__all__"][0]
    assert "more than the electorate of 10,000" in page
    assert still_typed(page, form)


def test_impossible_rejected_papers_are_refused_beside_their_field(desk: Client):
    faults, _ = refused(desk, northquay(**{"result.rejected": "some"}))
    assert faults["result.rejected"] == ["“some” is not a whole number."]


def test_equal_votes_ask_who_won_the_lot(desk: Client, blog: Blog):
    form = northquay(**{"result.votes.ben-marsh": "2800"})
    faults, page = refused(desk, form)
    assert "who won the lot?" in faults["result.lot_winner"][0]
    assert 'name="result.lot_winner"' in page
    assert desk.post(DESK, {**form, "result.lot_winner": "ben-marsh"}).status_code == 302
    assert blog.entries.get().declaration.lot_winner.slug == "ben-marsh"


def test_a_contest_that_the_blog_does_not_follow_is_refused(desk: Client):
    form = northquay(body="Where?", **{"result.contest": "atlantis", "result.shown": "atlantis"})
    faults, page = refused(desk, form)
    assert faults["result.contest"] == ["This blog follows no contest “atlantis”."]
    assert 'value="2,800"' in page
    form = typed("turnout", turnout__contest="atlantis", turnout__ballots="6000")
    faults, page = refused(desk, form)
    assert faults["turnout.contest"] == ["This blog follows no contest “atlantis”."]
    assert 'value="6000"' in page


def test_a_candidate_sent_twice_with_different_votes_is_refused(desk: Client):
    form = northquay(body="Which?", **{"result.votes.ben-marsh": ["2,600", "2,060"]})
    faults, page = refused(desk, form)
    assert faults["result.votes.ben-marsh"] == [
        "Ben Marsh was sent twice, with “2,600” and “2,060”: which is right?"
    ]
    assert "Which?" in page


def test_votes_for_somebody_who_does_not_stand_are_refused(desk: Client):
    faults, page = refused(desk, northquay(**{"result.votes.nobody": "12"}))
    assert faults["__all__"] == ["“nobody” is not a candidate in Northquay."]
    assert 'value="2,800"' in page


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("percentage", "sixty", "“sixty” is not a percentage."),
        ("percentage", "160", "160"),
        ("ballots", "-3", "“-3” is below nought."),
        ("ballots", "10,001", "more than the electorate of 10,000"),
    ],
)
def test_impossible_turnout_is_refused_beside_its_field(
    desk: Client, field: str, value: str, why: str
):
    form = typed("turnout", turnout__contest="northquay", body="Hm.")
    form[f"turnout.{field}"] = value
    faults, page = refused(desk, form)
    assert why in faults[f"turnout.{field}"][0]
    assert still_typed(page, form)


def test_a_turnout_without_a_figure_is_refused(desk: Client):
    faults, _ = refused(desk, typed("turnout", turnout__contest="northquay"))
    assert "turnout.percentage" in faults


def test_markup_in_every_field_comes_back_as_text_and_is_published_as_text(
    desk: Client, blog: Blog
):
    words = {name: f"{name} {NASTY}" for name in ("body", "headline", "speaker", "speaker_role")}
    form = typed("quote", **words, at="soon")
    faults, page = refused(desk, form)
    assert list(faults) == ["at"]
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert still_typed(page, form)
    assert desk.post(DESK, {**form, "at": ""}).status_code == 302
    for address in (DESK, f"/newsroom/quay-night/{blog.entries.get().public_id}/history/"):
        page = desk.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert escape("headline <script>") in page


def test_a_nul_character_is_refused_beside_its_field(desk: Client):
    faults, _ = refused(desk, typed(body="A\x00B", headline="A\x00B"))
    assert "Null characters" in faults["body"][0]
    assert "Null characters" in faults["headline"][0]


def test_a_headline_that_is_too_long_is_refused_and_given_back(desk: Client):
    form = typed(headline="H" * 201)
    faults, page = refused(desk, form)
    assert faults["headline"] == ["201 characters; the limit is 200."]
    assert still_typed(page, form)


def test_a_kind_that_does_not_exist_is_refused_and_the_words_are_kept(desk: Client):
    faults, page = refused(desk, typed("rumour", body="They say."))
    assert "rumour" in faults["kind"][0]
    assert "They say." in page


def test_a_correction_of_nothing_is_refused(desk: Client):
    faults, _ = refused(desk, typed("correction", body="Wrong."))
    assert faults["corrects"] == ["Choose the entry that this corrects."]
    faults, _ = refused(desk, typed("correction", body="Wrong.", corrects=NASTY))
    assert "is on the page" in faults["corrects"][0]


def test_a_refused_field_says_so_to_a_screen_reader(desk: Client):
    _, page = refused(desk, typed(body="When?", at="soon"))
    assert 'aria-invalid="true"' in page
    assert 'id="id_at_error"' in page
    assert 'aria-describedby="id_at_error"' in page

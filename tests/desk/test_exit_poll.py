"""The exit poll in the composer: typed as it is read out, checked, and out at ten."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from liveblog.desk.forms.forecasts import read_seats
from liveblog.models import Blog, Entry
from liveblog.publishing import Refused
from results.models import Election
from tests.desk.sent import DESK, typed


def exit_poll(**more: str) -> dict[str, str]:
    return typed(
        "forecast",
        **{
            "forecast__election": "quayshire-2024",
            "forecast__source": "Quay TV",
            "forecast__seats": "Har 2, Orc 2\nothers 1",
            **more,
        },
    )


def test_an_exit_poll_is_typed_in_one_field(desk: Client, blog: Blog):
    assert desk.post(DESK, exit_poll()).status_code == 302
    entry = blog.entries.get()
    assert (entry.kind, entry.card["others"], entry.card["source"]) == ("forecast", 1, "Quay TV")
    assert entry.headline == "Exit poll: level at the top"


def test_a_wrong_sum_comes_back_with_every_word(desk: Client, blog: Blog):
    answer = desk.post(DESK, exit_poll(forecast__seats="Har 2, Orc 2", body="So <close>."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 + 2 make 4, not the 5 seats of Quayshire 2024: 1 too few." in page
    assert "Har 2, Orc 2</textarea>" in page
    assert "So &lt;close&gt;." in page
    assert not blog.entries.exists()


@pytest.mark.parametrize(
    ("seats", "words"),
    [
        ("Harbour", "“Harbour” has no number"),
        ("Har 2, Har 3", "“Har” is given twice"),
        ("Har 2, others 1, Other 2", "“others” is given twice"),
        ("Har 5, others few", "not a whole number"),
        ("Har 4, Gulls 1", "“Gulls” is no party"),
        ("", "at least one party"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_seats(desk: Client, blog: Blog, seats, words):
    answer = desk.post(DESK, exit_poll(forecast__seats=seats))
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors["forecast.seats"])


def test_before_the_close_it_is_refused_and_can_wait_by_itself(desk, blog, monkeypatch):
    close = Election.objects.get().polls_close_at
    monkeypatch.setattr(timezone, "now", lambda: close - timedelta(hours=2))
    answer = desk.post(DESK, exit_poll())
    assert "section 66A" in answer.content.decode()
    assert "When the polls close, 10.00pm" in answer.content.decode()
    answer = desk.post(DESK, exit_poll(when="close"), follow=True)
    assert "Comes out by itself when the polls close" in answer.content.decode()
    entry = blog.entries.get()
    assert (entry.status, entry.publish_at) == (Entry.Status.SCHEDULED, close)


def test_after_the_close_there_is_nothing_to_wait_for(desk: Client, blog: Blog):
    assert "When the polls close" not in desk.get(DESK).content.decode()


def test_a_second_forecast_of_the_same_source_asks_why(desk: Client, blog: Blog):
    desk.post(DESK, exit_poll())
    changed = exit_poll(forecast__seats="Har 5")
    answer = desk.post(DESK, changed)
    assert "Why does the forecast change?" in answer.content.decode()
    assert desk.post(DESK, {**changed, "forecast.reason": "Late boxes."}).status_code == 302


def test_it_is_edited_where_it_is(desk: Client, blog: Blog):
    desk.post(DESK, exit_poll())
    entry = blog.entries.get()
    address = f"{DESK}{entry.public_id}/"
    form = desk.get(address).context["form"]
    assert form["forecast.seats"].value() == "Har 2\nOrc 2\nothers 1"
    sent = {name: form[name].value() or "" for name in form.fields}
    assert desk.post(address, {**sent, "body": "Close!"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.version, entry.forecast.version, entry.body) == (2, 1, "Close!")
    sent |= {"version": "2", "forecast.seats": "Har 5"}
    answer = desk.post(address, sent)
    assert "Say why the forecast" in " ".join(answer.context["form"].errors["reason"])
    assert desk.post(address, {**sent, "reason": "Misheard."}).status_code == 302
    entry.refresh_from_db()
    assert entry.card["majority"] == 5


NAMES = st.text("abcdefghij -’.", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.dictionaries(NAMES, st.integers(0, 650), max_size=8), st.sampled_from([", ", "\n", ";"]))
def test_what_is_written_by_the_house_is_read_again(seats, between):
    text = between.join(f"{party} {number}" for party, number in seats.items())
    read, others = read_seats(text)
    assert (read, others) == ({party: str(number) for party, number in seats.items()}, None)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text):
    try:
        seats, _others = read_seats(text)
    except Refused:
        seats = {}
    assert all(party.strip() and number for party, number in seats.items())

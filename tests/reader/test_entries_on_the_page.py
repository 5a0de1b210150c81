"""What each kind of entry shows in the stream."""

import re

import pytest
from django.test import Client

from liveblog import publishing
from tests.reader.conftest import Publish
from tests.reader.markup import page_of, read, stream_of

URL = "/quayshire/"


def test_the_time_is_short_to_read_and_whole_to_a_machine(client: Client, publish: Publish) -> None:
    publish("Half past five.", "05:30")
    time = stream_of(page_of(client))[0].one("time")
    assert time.text == "5.30am"
    assert time["datetime"] == "2024-05-03T05:30:00+01:00"
    assert time["title"] == "Friday 3 May 2024, 5.30am BST"


@pytest.mark.parametrize(
    ("stamp", "shown"),
    [
        ("12.52pm", "printed as 12.52pm"),
        ("12.52am", ""),
        ("00:52", ""),
        ("0:52", ""),
        ("12.52", ""),
        ("1.52am", "printed as 1.52am"),
        ("12.51am", "printed as 12.51am"),
        ("about one", "printed as about one"),
    ],
)
def test_the_printed_stamp_is_shown_where_it_names_another_time(
    client: Client, publish: Publish, stamp: str, shown: str
) -> None:
    publish("As printed.", "00:52", stamp=stamp)
    article = stream_of(page_of(client))[0]
    assert [small.text for small in article.all("small")] == ([shown] if shown else [])


def test_a_retracted_entry_leaves_its_reason_and_nothing_else(
    client: Client, publish: Publish
) -> None:
    entry = publish("Fenside has a recount.", headline="Recount at Fenside")
    publishing.retract_entry(entry=entry, reason="The returning officer denies it.")
    html = client.get(URL).content.decode()
    assert "recount" not in html.lower()
    assert "The returning officer denies it." in stream_of(read(html))[0].text


def test_what_is_typed_is_shown_and_never_obeyed(client: Client, publish: Publish) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    publish(evil, headline=evil, kind="quote", speaker=evil, speaker_role=evil, authors=[evil])
    html = client.get(URL).content.decode()
    assert "<img" not in html
    page = read(html)
    assert [script["type"] for script in page.all("script")] == ["application/ld+json", "module"]
    assert evil in stream_of(page)[0].text


def test_a_result_card_ranks_the_candidates_and_tells_what_the_win_means(
    client: Client, publish: Publish, result: publishing.ResultFigures
) -> None:
    publish("", result=result)
    card = stream_of(page_of(client))[0].one(class_="card")
    rows = [row.text for row in card.one("tbody").all("tr")]
    assert rows == [
        "Ada Quill Harbour · elected 2,800 46.7% −3.3",
        "Ben Marsh Orchard 2,600 43.3% +3.3",
        "Cleo Finch Lantern · lost deposit 300 5.0% −5.0",
        "Dov Reed Independent · lost deposit 300 5.0%",
    ]
    assert card.one(class_="card__verdict").text == "Harbour hold"
    facts = [fact.text for fact in card.one("dl").all("div")]
    assert "Majority 200 was 600 in 2019" in facts
    assert "Swing 3.3 points, Harbour to Orchard" in facts
    assert "Turnout 60.4% ballot papers verified, level" in facts


def test_the_length_of_a_bar_is_measured_by_the_winners(
    client: Client, publish: Publish, result: publishing.ResultFigures
) -> None:
    publish("", result=result)
    bars = stream_of(page_of(client))[0].all(class_="bar")
    lengths = [re.search(r"--w:([\d.]+%)", bar["style"])[1] for bar in bars]
    assert lengths == ["100.0%", "92.9%", "10.7%", "10.7%"]


def test_the_sentence_written_from_the_figures_is_not_repeated_under_the_card(
    client: Client, publish: Publish, result: publishing.ResultFigures
) -> None:
    ours = publish("", result=result)
    assert not stream_of(page_of(client))[0].all(class_="entry__body")
    publishing.revise_entry(entry=ours, version=1, body="She wept.")
    assert stream_of(page_of(client))[0].one(class_="entry__body").text == "She wept."


def test_a_turnout_names_both_definitions_where_they_differ(
    client: Client, publish: Publish, turnout: publishing.TurnoutFigures
) -> None:
    publish("", turnout=turnout)
    card = stream_of(page_of(client))[0].one(class_="card").text
    assert "52.8%" in card
    assert "4,220 ballot papers verified, of 8,000 electors" in card
    assert "Up 2.8 points from 50.0% in 2019 (notional), which counts valid votes" in card


def test_a_correction_and_what_it_corrects_point_at_each_other(
    client: Client, publish: Publish
) -> None:
    wrong = publish("They have stopped.", "00:52")
    right = publish("It was their tea.", "01:30", kind="correction", corrects=wrong)
    newer, older = stream_of(page_of(client))
    assert newer.one(class_="entry__note").text == "This corrects the entry of 12.52am."
    assert newer.one(class_="entry__note").one("a")["href"] == wrong.get_absolute_url()
    assert older.one(class_="entry__note").text == "Corrected at 1.30am."
    assert older.one(class_="entry__note").one("a")["href"] == right.get_absolute_url()


def test_a_correction_that_is_retracted_no_longer_corrects(
    client: Client, publish: Publish
) -> None:
    wrong = publish("They have stopped.", "00:52")
    right = publish("It was their tea.", "01:30", kind="correction", corrects=wrong)
    publishing.retract_entry(entry=right, reason="They had stopped.")
    assert not stream_of(page_of(client))[1].all(class_="entry__note")


def test_a_quote_names_who_said_it(client: Client, publish: Publish) -> None:
    publish("We held it.", kind="quote", speaker="Ada Quill", speaker_role="the winner")
    figure = stream_of(page_of(client))[0].one("figure")
    assert figure.one("blockquote").text == "We held it."
    assert figure.one("figcaption").text == "Ada Quill, the winner"


def test_an_edit_is_told_with_its_time(client: Client, publish: Publish) -> None:
    entry = publish("Milbrook.")
    assert "Edited" not in stream_of(page_of(client))[0].text
    publishing.revise_entry(entry=entry, version=1, body="Millbrook.")
    article = stream_of(page_of(client))[0]
    assert "Edited at" in article.text
    assert article["data-version"] == "2"

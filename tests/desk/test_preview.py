"""The look ahead: what the form would be on the page, without a word of it written."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liveblog import presentation, publishing
from liveblog.models import Blog, Entry
from results.models import Contest, Declaration
from tests.desk.sent import DESK, northquay, typed

PREVIEW = f"{DESK}preview/"

KINDS: dict[str, dict[str, Any]] = {
    "update": typed(body="The *doors* are open.", headline="Open"),
    "quote": typed("quote", body="Quiet.", speaker="A teller", speaker_role="table nine"),
    "turnout": typed(
        "turnout", turnout__contest="northquay", turnout__ballots="6,040", turnout__percentage=""
    ),
    "result": northquay(at="2.20am"),
    "result in our own words": northquay(body="By a whisker.", headline="Two hundred"),
    "provisional result": northquay(**{"result.provisional": "on"}),
    "forecast": typed(
        "forecast",
        forecast__election="quayshire-2024",
        forecast__source="Quay TV",
        forecast__seats="Har 3, Orc 1, others 1",
    ),
}


def bare(html: str) -> str:
    """A fragment without what only a kept entry has: its name and its place."""
    html = re.sub(r"entry-[a-z0-9]+|data-entry-id=\"\w+\"|data-order=\"[^\"]*\"", "", html)
    return re.sub(r'href="/quay-night/entry/[a-z0-9]+/"', "", html)


@pytest.mark.parametrize("form", KINDS.values(), ids=KINDS.keys())
def test_it_is_the_fragment_that_readers_get(desk: Client, blog: Blog, form: dict[str, Any]):
    seen = desk.post(PREVIEW, form).json()
    assert seen["faults"] == []
    assert desk.post(DESK, form).status_code == 302
    entry = Entry.objects.for_fragments().get()
    assert bare(seen["html"]) == bare(presentation.entry_html(entry))
    sentence = (entry.card or {}).get("sentence", {"headline": "", "body": ""})
    assert (seen["headline"], seen["body"]) == (sentence["headline"], sentence["body"])


def test_a_correction_is_seen_with_its_reason(desk: Client, result: Entry, contests: list[Contest]):
    form = {
        **typed("result", result__contest="southquay", result__shown="southquay"),
        "result.votes.eve-stone": "1,900",
        "result.votes.finn-larch": "2,100",
        "result.votes.gus-pike": "300",
    }
    assert desk.post(PREVIEW, form).json()["faults"][0]["field"] == "reason"
    seen = desk.post(PREVIEW, {**form, "reason": "A bundle was miscounted."}).json()
    assert seen["headline"].startswith("CORRECTED RESULT")
    assert "A bundle was miscounted." in seen["html"]


def test_it_takes_no_lock_and_writes_nothing(desk: Client, blog: Blog):
    with CaptureQueriesContext(connection) as queries:
        desk.post(PREVIEW, northquay())
    statements = [each["sql"].split()[0] for each in queries]
    assert set(statements) == {"SELECT"}
    assert not any("FOR UPDATE" in each["sql"] for each in queries)
    assert len(statements) < 40
    assert not Declaration.objects.exists()
    assert not blog.entries.exists()


def test_what_is_doubtful_is_told_beside_its_field(desk: Client, blog: Blog, rosa: User):
    figures = publishing.TurnoutFigures("northquay", ballots="6,045")
    publishing.publish_entry(blog=blog, turnout=figures, by=rosa)
    seen = desk.post(PREVIEW, northquay()).json()
    assert seen["faults"] == []
    assert [each["severity"] for each in seen["remarks"]] == ["warning", "info"]
    assert seen["remarks"][0]["path"].startswith("result.")
    assert "6,045" in seen["remarks"][0]["message"]
    assert seen["html"]


def test_what_is_missing_is_told_beside_its_field_and_nothing_is_shown(desk: Client):
    seen = desk.post(PREVIEW, northquay(**{"result.votes.dov-reed": ""})).json()
    assert [(each["field"], each["code"]) for each in seen["faults"]] == [
        ("result.votes.dov-reed", "candidacy_missing")
    ]
    assert (seen["html"], seen["headline"]) == ("", "")


def test_a_tie_without_a_lot_names_no_winner(desk: Client):
    votes = {"result.votes.ada-quill": "2,700", "result.votes.ben-marsh": "2,700"}
    seen = desk.post(PREVIEW, northquay(**votes)).json()
    assert [each["field"] for each in seen["faults"]] == ["result.lot_winner"]
    assert seen["html"] == ""
    won = desk.post(PREVIEW, northquay(**votes, **{"result.lot_winner": "ben-marsh"})).json()
    assert "Ben Marsh" in won["headline"]
    assert "after lots were drawn" in won["headline"]


ODD: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a kind alone": {"kind": "result"},
    "an unknown kind": typed("nonsense"),
    "an unknown contest": northquay(**{"result.contest": "nowhere"}),
    "too many digits": northquay(**{"result.votes.ada-quill": "9" * 400}),
    "an unknown candidate": northquay(**{"result.votes.nobody": "12"}),
    "a book": typed(body="x" * 200_000),
    "a character that cannot be kept": typed(body="a\x00b"),
    "no time": typed(at="half past never"),
    "a correction of nothing": typed("correction", corrects="gone"),
    "a turnout in words": typed(
        "turnout", turnout__contest="northquay", turnout__percentage="lots"
    ),
    "a forecast of another planet": typed(
        "forecast", forecast__election="mars", forecast__seats="a b c"
    ),
}


@pytest.mark.parametrize("form", ODD.values(), ids=ODD.keys())
def test_whatever_is_sent_is_answered_in_words(desk: Client, form: dict[str, Any]):
    answer = desk.post(PREVIEW, form)
    assert answer.status_code == 200
    assert answer.json()["faults"]


def test_it_is_for_those_who_write_here(client: Client, stan: User, seat: Callable, blog: Blog):
    assert client.post(PREVIEW, typed(body="Hello.")).status_code == 302
    assert seat(stan).post(PREVIEW, typed(body="Hello.")).status_code == 404
    assert seat(stan).get(PREVIEW).status_code == 405

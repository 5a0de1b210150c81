"""Provisional, declared, corrected, withdrawn: one press each, and all are on record."""

import re

import pytest
from django.test import Client

from liveblog.models import Blog, Entry
from results.models import Contest, Declaration
from tests.desk.sent import DESK, northquay


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


def edited(desk: Client, entry: Entry, **changes: str | None) -> None:
    """The edit form as it is shown, with changes; None takes a tick out."""
    address = f"{DESK}{entry.public_id}/"
    form = desk.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent = {name: value for name, value in (sent | changes).items() if value not in (None, False)}
    answer = desk.post(address, sent)
    assert answer.status_code == 302, answer.content.decode()


@pytest.fixture
def counted(desk: Client, blog: Blog, contests: list[Contest]) -> Entry:
    """Northquay as the agents have it."""
    assert desk.post(DESK, northquay(**{"result.provisional": "on"})).status_code == 302
    return Entry.objects.get()


def test_each_is_one_press_and_all_of_them_stay_readable(
    desk: Client, counted: Entry, client: Client
):
    assert counted.headline.startswith("PROVISIONAL COUNT for Northquay")
    assert "Provisional count" in client.get(counted.get_absolute_url()).content.decode()
    edited(desk, counted, **{"result.provisional": None, "reason": "From the stage."})
    corrected = {"result.votes.ada-quill": "2,810", "reason": "Ten more."}
    edited(desk, counted, **corrected)
    sent = {"reason": "A recount is ordered.", "version": "3"}
    assert desk.post(f"{DESK}{counted.public_id}/retract/", sent).status_code == 302

    stages = list(Declaration.objects.values_list("stage", "reason"))
    assert stages == [
        ("provisional", ""),
        ("declared", "From the stage."),
        ("corrected", "Ten more."),
        ("withdrawn", "A recount is ordered."),
    ]
    history = text(desk.get(f"{DESK}{counted.public_id}/history/").content.decode())
    for stage in ("Provisional", "Declared", "Corrected", "Withdrawn"):
        assert stage in history.partition("Every declaration of Northquay")[2]
    assert "Ada Quill 2,800" in history
    assert "Ada Quill 2,810" in history
    page = text(client.get("/elections/quayshire-2024/northquay/").content.decode())
    assert "Ada Quill 2,800" in page
    assert "Ada Quill 2,810" in page
    assert "Withdrawn: A recount is ordered." in page


def test_a_declaration_says_so_on_the_entry_of_the_provisional_count(
    desk: Client, counted: Entry, client: Client
):
    assert desk.post(DESK, northquay(**{"result.votes.ada-quill": "2,900"})).status_code == 302
    page = text(client.get(counted.get_absolute_url()).content.decode())
    assert "Declared at 2.30am ." in page
    assert "This corrects" not in client.get(f"/{counted.blog.slug}/").content.decode()


def test_a_provisional_count_cannot_follow_the_declaration(desk: Client, blog: Blog, contests):
    desk.post(DESK, northquay())
    later = {"result.votes.ada-quill": "2,900", "result.provisional": "on"}
    answer = desk.post(DESK, northquay(**later))
    assert answer.status_code == 422
    assert "is already declared" in answer.content.decode()

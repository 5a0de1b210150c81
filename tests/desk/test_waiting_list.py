"""The waiting-for list at the desk: opened from an entry, ticked off, given up, and nagging."""

import pytest
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Awaited, Blog, Entry
from tests.desk.sent import DESK, typed
from tests.results.night import at

COUNT = f"{DESK}count/"
WAIT = f"{DESK}waiting/"


@pytest.fixture
def wards(blog: Blog, rosa) -> Awaited:
    return publishing.await_figure(blog=blog, what="ward figures", due_at=at("03:00"), by=rosa)


def test_a_figure_is_waited_for(desk: Client, blog: Blog, rosa):
    sent = {"kind": "turnout", "contest": "northquay", "due_at": "3.15am"}
    assert desk.post(WAIT, sent).status_code == 302
    awaited = blog.awaited.get()
    assert (awaited.what, awaited.opened_by) == ("turnout in Northquay", rosa)
    assert awaited.due_at == at("03:15")
    assert "Turnout in Northquay" in desk.get(COUNT).content.decode()


def test_an_entry_can_promise_it(desk: Client, blog: Blog, entry: Entry):
    assert f"{COUNT}?from={entry.public_id}#wait" in desk.get(DESK).content.decode()
    page = desk.get(f"{COUNT}?from={entry.public_id}").content.decode()
    assert f'name="from_entry" value="{entry.public_id}"' in page
    sent = {"kind": "other", "what": "Wards", "from_entry": entry.public_id}
    assert desk.post(WAIT, sent).status_code == 302
    assert blog.awaited.get().from_entry == entry


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"kind": "other"}, "Say what was promised"),
        ({"kind": "turnout"}, "Choose the contest of which the turnout is due."),
        ({"kind": "turnout", "contest": "nowhere"}, "This blog follows no contest “nowhere”."),
        ({"kind": "other", "what": "Wards", "due_at": "soon"}, "“soon” is not a time."),
        ({"kind": "other", "what": "Wards", "due_at": "1.00am"}, "That time has passed already."),
        ({"kind": "rumour", "what": "Wards"}, "rumour is not one of the available choices."),
    ],
)
def test_what_cannot_be_waited_for_is_said_beside_the_field(desk: Client, blog: Blog, sent, says):
    answer = desk.post(WAIT, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    for value in ("Wards", "soon"):
        assert value not in sent.values() or f'value="{value}"' in page
    assert not blog.awaited.exists()


def test_it_is_ticked_off_with_the_entry_that_brings_it(desk: Client, wards: Awaited, entry: Entry):
    address = f"{WAIT}{wards.pk}/settle/"
    assert desk.post(address, {"entry": "nobody"}).status_code == 422
    assert desk.post(address, {"entry": entry.public_id}).status_code == 302
    wards.refresh_from_db()
    assert wards.closed_with_entry == entry
    page = desk.post(address, {"entry": ""}, follow=True).content.decode()
    assert "not waited for any more" in page


def test_it_is_given_up_with_a_reason(desk: Client, wards: Awaited):
    address = f"{WAIT}{wards.pk}/drop/"
    answer = desk.post(address, {"reason": ""})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    assert desk.post(address, {"reason": "Next week."}).status_code == 302
    assert "“Next week.”" in desk.get(COUNT).content.decode()


def test_it_nags_once_it_is_overdue(desk: Client, wards: Awaited, monkeypatch: pytest.MonkeyPatch):
    assert "overdue" not in desk.get(DESK).content.decode()
    monkeypatch.setattr(timezone, "now", lambda: at("03:01"))
    for page in (DESK, COUNT):
        told = desk.get(page).content.decode()
        assert '<b class="nag">1 overdue</b>' in told
        assert "Overdue since" in told
        assert "ward figures" in told


def test_a_composed_result_is_from_the_stage_unless_it_is_said_otherwise(desk: Client, blog: Blog):
    southquay = {
        **typed("result"),
        "result.contest": "southquay",
        "result.shown": "southquay",
        "result.votes.eve-stone": "1800",
        "result.votes.finn-larch": "2100",
        "result.votes.gus-pike": "300",
        "result.rejected": "20",
    }
    assert desk.post(DESK, southquay).status_code == 302
    assert desk.post(DESK, typed(body="They say.", provenance="agent")).status_code == 302
    assert desk.post(DESK, typed(body="Quiet.")).status_code == 302
    told = blog.entries.order_by("pk").values_list("provenance", flat=True)
    assert list(told) == ["stage", "agent", ""]


def test_an_entry_is_edited_to_say_how_it_is_known(desk: Client, entry: Entry):
    sent = {"version": 1, "headline": "", "body": entry.body, "at": "2.30am"}
    answer = desk.post(f"{DESK}{entry.public_id}/", {**sent, "provenance": "observed"})
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert entry.provenance == "observed"
    assert "Seen in the hall" in desk.get(f"{DESK}{entry.public_id}/history/").content.decode()

"""Connie contributes: which doors of the desk she comes through, and what the desk sees of hers."""

import re
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.desk.urls import urlpatterns
from liveblog.models import Blog, Entry, Membership, Proposal
from tests.desk.sent import DESK, northquay, typed
from tests.desk.test_desk_access import ROUTES as OTHERS

ROLES = ("connie", "rosa", "edith", "stan")

# What each gets: Connie, Rosa and Edith at their own desk, Stan who is a stranger. {entry} is
# Connie's own and published, {draft} is her draft, {other} is Rosa's, {mine} waits and is Connie's,
# {hers} waits and is Rosa's.
ROUTES = [
    ("", "get", 200, 200, 200, 404),
    ("", "post", 422, 422, 422, 404),
    ("entries/", "get", 200, 200, 200, 404),
    ("proposals/", "get", 200, 200, 200, 404),
    ("proposals/{mine}/confirm/", "post", 403, 302, 302, 404),
    ("proposals/{mine}/edit/", "get", 403, 200, 200, 404),
    ("proposals/{mine}/edit/", "post", 403, 422, 422, 404),
    ("proposals/{mine}/send-back/", "post", 403, 422, 422, 404),
    ("proposals/{mine}/take-back/", "post", 302, 302, 302, 404),
    ("proposals/{hers}/confirm/", "post", 403, 302, 302, 404),
    ("proposals/{hers}/take-back/", "post", 403, 302, 302, 404),
    ("settings/", "get", 403, 403, 200, 404),
    ("settings/", "post", 403, 403, 422, 404),
    ("members/", "get", 403, 403, 200, 404),
    ("members/", "post", 403, 403, 422, 404),
    ("members/{member}/remove/", "post", 403, 403, 302, 404),
    ("open/", "post", 403, 403, 302, 404),
    ("close/", "get", 403, 403, 200, 404),
    ("close/", "post", 403, 403, 302, 404),
    ("reopen/", "post", 403, 403, 302, 404),
    ("archive/", "get", 403, 403, 200, 404),
    ("archive/", "post", 403, 403, 302, 404),
    ("archive/download/", "get", 403, 403, 404, 404),
    ("count/", "get", 403, 200, 200, 404),
    ("count/rows/", "get", 403, 200, 200, 404),
    ("count/{contest}/move/", "post", 403, 422, 422, 404),
    ("count/{contest}/expect/", "post", 403, 302, 302, 404),
    ("waiting/", "post", 403, 422, 422, 404),
    ("manifest.webmanifest", "get", 200, 200, 200, 404),
    ("pictures/{picture}/", "head", 404, 404, 404, 404),
    ("roster/", "get", 200, 200, 200, 404),
    ("preview/", "post", 200, 200, 200, 404),
    ("upcoming/", "get", 403, 200, 200, 404),
    ("presence/", "post", 400, 400, 400, 404),
    ("hall/", "get", 403, 200, 200, 404),
    ("hall/rows/", "get", 403, 200, 200, 404),
    ("hall/begin/", "post", 403, 422, 422, 404),
    ("hall/{shift}/heard/", "post", 403, 302, 302, 404),
    ("hall/{shift}/end/", "post", 403, 403, 302, 404),
    ("{entry}/take-over/", "post", 302, 403, 302, 404),
    ("{other}/take-over/", "post", 403, 302, 302, 404),
    ("at-a-glance/", "get", 403, 403, 200, 404),
    ("at-a-glance/preview/", "get", 403, 403, 200, 404),
    ("at-a-glance/publish/", "post", 403, 403, 302, 404),
    ("{entry}/", "get", 200, 403, 200, 404),
    ("{entry}/", "post", 422, 403, 422, 404),
    ("{entry}/history/", "get", 200, 200, 200, 404),
    ("{entry}/retract/", "get", 403, 403, 200, 404),
    ("{entry}/retract/", "post", 403, 403, 422, 404),
    ("{entry}/restore/", "post", 403, 403, 302, 404),
    ("{entry}/pin/", "post", 403, 403, 302, 404),
    ("{draft}/", "get", 200, 403, 200, 404),
    ("{draft}/publish/", "post", 302, 403, 302, 404),
    ("{draft}/discard/", "get", 200, 403, 200, 404),
    ("{draft}/discard/", "post", 302, 403, 302, 404),
    ("{draft}/bring-back/", "post", 302, 403, 302, 404),
    ("{draft}/retract/", "get", 403, 403, 200, 404),
    ("{other}/", "get", 403, 200, 200, 404),
    ("{other}/", "post", 403, 422, 422, 404),
    ("{other}/history/", "get", 403, 200, 200, 404),
    ("{other}/publish/", "post", 403, 302, 302, 404),
    ("{other}/retract/", "post", 403, 422, 422, 404),
]


@pytest.fixture
def connie(blog: Blog) -> User:
    user = User.objects.create_user("connie", first_name="Connie")
    Membership.objects.create(blog=blog, user=user, role=Membership.Role.CONTRIBUTOR)
    return user


@pytest.fixture
def contributor(connie: User, seat) -> Client:
    """Connie's browser."""
    return seat(connie)


@pytest.fixture
def places(blog: Blog, connie, rosa, edith, contests) -> dict[str, Any]:
    """What the addresses of the table name."""

    def written(body: str, by: User, **more: Any) -> Entry:
        return publishing.publish_entry(blog=blog, body=body, by=by, **more)[0]

    published = written("Published, by Connie.", connie)
    publishing.confirm_proposal(proposal=Proposal.objects.get(), by=edith)
    other = written("By Rosa.", rosa)
    publishing.edit_blog(blog=blog, needs_second_look=True)
    votes = {"eve-stone": "1,800", "finn-larch": "2,100", "gus-pike": "300"}
    hers = publishing.publish_entry(
        blog=blog, result=publishing.ResultFigures("southquay", votes=votes), by=rosa
    )[0]
    return {
        "entry": published.public_id,
        "other": other.public_id,
        "draft": written("A draft.", connie, status="draft").public_id,
        "mine": Proposal.objects.get(entry=written("Waiting.", connie)).pk,
        "hers": Proposal.objects.get(entry=hers).pk,
        "contest": contests[0].pk,
        "picture": uuid4(),
        "shift": publishing.begin_shift(blog=blog, user=edith, place="Town Hall").pk,
        "member": blog.memberships.get(user=rosa).pk,
    }


@pytest.mark.parametrize("who", ROLES)
def test_every_door_is_open_to_whom_it_should_be(
    request: pytest.FixtureRequest, seat, places: dict[str, Any], who: str
):
    """One table, and each row in a transaction of its own, so that no deed spoils the next."""
    browser = seat(request.getfixturevalue(who))
    column = ROLES.index(who)
    for route, method, *expected in ROUTES:
        with transaction.atomic():
            answer = getattr(browser, method)(DESK + route.format(**places))
            transaction.set_rollback(True)
        assert answer.status_code == expected[column], f"{who}: {method} {route}"


def test_every_address_of_the_desk_is_in_the_table_of_doors():
    """Whoever adds an address says who may come through it."""
    elsewhere = {"", "new/", "status/", "status/now/", "token.json", "worker.js"}
    known = {re.sub(r"\{(entry|draft|other)\}", "X", route) for route, *_ in ROUTES}
    known |= {route.replace("{entry}", "X") for route, *_ in OTHERS}
    known |= {f"waiting/1/{deed}/" for deed in ("settle", "drop")}  # below
    patterns = [str(each.pattern) for each in urlpatterns]
    shapes = {
        re.sub(r"<(int|uuid):\w+>", "N", each)
        .removeprefix("<slug:slug>/")
        .replace("<str:public_id>", "X")
        for each in patterns
        if each not in elsewhere
    }
    named = {re.sub(r"\{\w+\}|\b1\b", "N", each) for each in known}
    assert shapes - named == set()


def test_contributors_settle_and_drop_nothing(contributor: Client, blog: Blog):
    awaited = publishing.await_figure(blog=blog, what="Turnout in Wanstead")
    for deed in ("settle", "drop"):
        answer = contributor.post(f"{DESK}waiting/{awaited.pk}/{deed}/", {"reason": "x"})
        assert answer.status_code == 403
    awaited.refresh_from_db()
    assert awaited.is_open


def test_her_page_shows_what_is_hers_and_offers_no_more(contributor, desk, places, blog):
    page = contributor.get(DESK).content.decode()
    for hers in ("Published, by Connie.", "A draft.", "Waiting.", "1 of yours waits for the desk"):
        assert hers in page
    for not_hers in ("Eve Stone", "Retract", "/count/", "Settings", "Edit and publish"):
        assert not_hers not in page
    assert f'data-row="{places["other"]}"' not in page
    assert "Send to the desk" in page


def test_what_she_sends_is_said_to_wait_and_the_desk_sees_it_with_her_name(
    contributor: Client, desk: Client
):
    sent = contributor.post(DESK, typed(body="The <b>hall</b> is full."), follow=True)
    page = sent.content.decode()
    assert "Readers see it once a reporter or an editor approves." in page
    assert "Waiting for a reporter or an editor of this blog." in page
    seen = desk.get(f"{DESK}proposals/").content.decode()
    assert "1 entry waits for you at the desk" in seen
    assert "by Connie, a contributor" in seen
    assert "The &lt;b&gt;hall&lt;/b&gt; is full." in seen
    assert "Edit and publish" in seen


def test_a_result_of_hers_is_shown_with_its_card_and_approved(contributor, desk):
    contributor.post(DESK, northquay())
    seen = desk.get(f"{DESK}proposals/").content.decode()
    assert "card--result" in seen
    waiting = Proposal.objects.get()
    desk.post(f"{DESK}proposals/{waiting.pk}/confirm/")
    assert Entry.objects.get().status == "published"
    assert "On the page" in desk.get(DESK).content.decode()


def test_an_exit_poll_of_hers_that_is_to_come_out_later_shows_what_it_says(
    contributor, desk, blog, contests, monkeypatch
):
    evening = datetime.fromisoformat("2024-05-02T20:30:00+01:00")
    monkeypatch.setattr(timezone, "now", lambda: evening)
    sent = typed(
        "forecast",
        forecast__election="quayshire-2024",
        forecast__source="The Quay Post",
        forecast__seats="Harbour 5",
        when="close",
    )
    answer = contributor.post(DESK, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    seen = desk.get(f"{DESK}proposals/").content.decode()
    assert "Meant for" in seen
    assert "The Quay Post" in seen
    waiting = Proposal.objects.get()
    said = desk.post(f"{DESK}proposals/{waiting.pk}/confirm/", follow=True).content.decode()
    assert "It comes out by itself at its time." in said
    assert Entry.objects.get().status == "scheduled"


def test_edit_and_publish_is_one_press(contributor, desk, rosa):
    contributor.post(DESK, typed(body="The hall is ful."))
    address = f"{DESK}proposals/{Proposal.objects.get().pk}/edit/"
    form = desk.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert sent["body"] == "The hall is ful."
    refused = desk.post(address, {**sent, "body": "x" * 20_001})
    assert (refused.status_code, Entry.objects.get().status) == (422, "proposed")
    done = desk.post(address, {**sent, "body": "The hall is full."}, follow=True)
    assert "On the page" in done.content.decode()
    entry = Entry.objects.get()
    assert (entry.status, entry.body, entry.authors) == (
        "published",
        "The hall is full.",
        ["Connie"],
    )
    late = desk.post(address, sent)
    assert late.status_code == 409
    assert "It was amended already, by Rosa." in late.content.decode()


def test_the_figures_of_a_result_are_put_right_on_the_way_out_without_a_reason(contributor, desk):
    contributor.post(DESK, northquay(**{"result.votes.ada-quill": "2,080"}))
    address = f"{DESK}proposals/{Proposal.objects.get().pk}/edit/"
    form = desk.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert sent["result.votes.ada-quill"] == "2,080"
    answer = desk.post(address, {**sent, "result.votes.ada-quill": "2,800"})
    assert answer.status_code == 302
    entry = Entry.objects.get()
    assert entry.status == "published"
    assert "2,800" in entry.headline


def test_a_change_of_words_is_shown_as_what_went_out_and_what_came_in(
    contributor, desk, connie, edith, blog
):
    publishing.publish_entry(blog=blog, body="Two boxes are open.", by=connie)
    entry = publishing.confirm_proposal(proposal=Proposal.objects.get(), by=edith)
    form = {"version": entry.version, "body": "Three boxes are open.", "at": "2.30am"}
    answer = contributor.post(f"{DESK}{entry.public_id}/", form, follow=True)
    assert "Kept, and shown to the desk." in answer.content.decode()
    seen = desk.get(f"{DESK}proposals/").content.decode()
    assert "<b>Other words</b>" in seen
    assert "taken out: </span>Two<" in seen
    assert "put in: </span>Three<" in seen
    entry.refresh_from_db()
    assert entry.body == "Two boxes are open."


def test_sent_back_she_reads_why_and_sends_it_again(contributor, desk):
    contributor.post(DESK, typed(body="The hall is full."))
    waiting = Proposal.objects.get()
    desk.post(f"{DESK}proposals/{waiting.pk}/send-back/", {"reason": "Which <hall>?"})
    page = contributor.get(DESK).content.decode()
    assert "Sent back to you" in page
    assert "Which &lt;hall&gt;?" in page
    entry = Entry.objects.get()
    contributor.post(f"{DESK}{entry.public_id}/publish/")
    assert Entry.objects.get().status == "proposed"


def test_an_editor_seats_and_removes_people(editor: Client, stan, blog: Blog):
    page = editor.post(
        f"{DESK}members/", {"username": "stan", "role": "contributor"}, follow=True
    ).content.decode()
    assert "stan: contributor." in page
    refused = editor.post(f"{DESK}members/", {"username": "<b>", "role": "reporter"})
    assert refused.status_code == 422
    assert "Nobody logs in as “&lt;b&gt;”" in refused.content.decode()
    assert 'value="&lt;b&gt;"' in refused.content.decode()
    member = blog.memberships.get(user=stan)
    editor.post(f"{DESK}members/{member.pk}/remove/")
    assert not blog.memberships.filter(user=stan).exists()
    own = blog.memberships.get(user__username="edith")
    said = editor.post(f"{DESK}members/{own.pk}/remove/", follow=True).content.decode()
    assert "A desk needs an editor" in said

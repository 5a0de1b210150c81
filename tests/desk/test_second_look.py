"""At the desk: what waits is shown to everybody there, and somebody else confirms it."""

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, Entry, Membership, Proposal
from results.models import Declaration
from tests.desk.sent import DESK, northquay, typed

WAITING = f"{DESK}proposals/"


@pytest.fixture(autouse=True)
def careful(blog: Blog) -> Blog:
    return publishing.edit_blog(blog=blog, needs_second_look=True)


@pytest.fixture
def proposal(desk: Client, careful: Blog) -> Proposal:
    """Northquay, sent by Rosa."""
    assert desk.post(DESK, northquay(**{"result.votes.ada-quill": "2,800"})).status_code == 302
    return Proposal.objects.get()


def to(proposal: Proposal, deed: str) -> str:
    return f"{WAITING}{proposal.pk}/{deed}/"


def said(client: Client) -> str:
    """The newest notices."""
    page = client.get(DESK).content.decode()
    return page.partition('class="notices"')[2].partition("</div>")[0]


def test_an_editor_asks_for_it_in_the_settings_and_every_desk_says_so(editor: Client, blog: Blog):
    contests = [each.pk for each in blog.contests.all()]
    head = {"title": blog.title, "contests": contests}
    assert "checked" in str(editor.get(f"{DESK}settings/").context["form"]["needs_second_look"])
    assert "Results need a second look" in editor.get(DESK).content.decode()
    assert editor.post(f"{DESK}settings/", head).status_code == 302
    blog.refresh_from_db()
    assert not blog.needs_second_look
    assert "Results need a second look" not in editor.get(DESK).content.decode()
    editor.post(f"{DESK}settings/", {**head, "needs_second_look": "on"})
    blog.refresh_from_db()
    assert blog.needs_second_look


def test_a_new_blog_may_begin_with_it(seat, chief, contests):
    asked = {"title": "C", "slug": "c", "polling_day": "2024-05-02", "time_zone": "Europe/London"}
    seat(chief).post("/newsroom/new/", {**asked, "needs_second_look": "on"})
    assert Blog.objects.get(slug="c").needs_second_look


def test_its_writer_is_told_that_it_waits_and_is_offered_no_confirmation(
    desk: Client, proposal: Proposal
):
    page = desk.get(DESK).content.decode()
    assert "It is public once somebody else has confirmed it." in page
    assert "Waiting for somebody else of this blog" in page
    assert "Take it back to change it" in page
    assert "Confirm and publish" not in page


def test_everybody_else_reads_the_figures_in_words_and_as_the_card(
    editor: Client, proposal: Proposal
):
    for address in (DESK, WAITING):
        page = editor.get(address).content.decode()
        assert "1 result waits for a second look" in page
        assert "RESULT for Northquay: Ada Quill (Harbour) holds the seat with 2,800 votes" in page
        assert "Majority 200 over Ben Marsh" in page
        assert "Typed by Rosa, waiting since" in page
        assert "card--result" in page
        assert "Confirm and publish" in page
    assert 'data-row="' not in editor.get(DESK).content.decode()  # it is not among the entries


def test_another_presses_confirm_and_it_is_on_the_page(
    editor: Client, proposal: Proposal, client: Client, edith
):
    assert editor.post(to(proposal, "confirm")).status_code == 302
    assert "Confirmed. On the page:" in said(editor)
    assert Declaration.objects.get().confirmed_by == edith
    assert "2,800" in client.get("/quay-night/").content.decode()
    editor.post(to(proposal, "confirm"))  # the press was sent twice
    assert "Confirmed." in said(editor)
    history = editor.get(f"{DESK}{proposal.entry.public_id}/history/").content.decode()
    assert "confirmed by Edith" in history
    assert "Ada Quill 2,800; Ben Marsh 2,600" in history


def test_who_wrote_it_does_not_confirm_it(desk: Client, proposal: Proposal):
    assert desk.post(to(proposal, "confirm")).status_code == 302
    assert "Somebody else has to confirm" in said(desk)
    assert not Declaration.objects.exists()


def test_an_editor_does_not_confirm_their_own(editor: Client, desk: Client, careful):
    editor.post(DESK, northquay())
    own = Proposal.objects.get()
    editor.post(to(own, "confirm"))
    assert not Declaration.objects.exists()
    desk.post(to(own, "confirm"))
    assert Declaration.objects.exists()


@pytest.mark.parametrize("deed", ["confirm", "send-back", "take-back"])
def test_strangers_and_those_who_are_not_logged_in_do_nothing(proposal, seat, stan, client, deed):
    assert seat(stan).post(to(proposal, deed), {"reason": "x"}).status_code == 404
    assert seat(stan).get(WAITING).status_code == 404
    assert client.post(to(proposal, deed)).status_code == 302
    assert Proposal.objects.get().is_waiting


@pytest.mark.parametrize("deed", ["confirm", "send-back", "take-back"])
def test_a_proposal_is_decided_at_its_own_desk(proposal, editor, edith, deed):
    other = publishing.create_blog(
        slug="other", title="Other", polling_day=proposal.entry.blog.polling_day, by=edith
    )
    address = to(proposal, deed).replace("quay-night", other.slug)
    assert editor.post(address, {"reason": "x"}).status_code == 404


def test_it_is_sent_back_with_a_reason_that_its_writer_reads(
    editor: Client, desk: Client, proposal: Proposal
):
    without = editor.post(to(proposal, "send-back"), {"reason": " "})
    assert without.status_code == 422
    assert "Say why: whoever proposed it" in without.content.decode()
    long = editor.post(to(proposal, "send-back"), {"reason": "x" * 301})
    assert "301 characters" in long.content.decode()
    assert "x" * 301 in long.content.decode()
    sent = editor.post(to(proposal, "send-back"), {"reason": "<Marsh> had 2,610"})
    assert sent.status_code == 302
    page = desk.get(DESK).content.decode()
    assert "Sent back to you" in page
    assert "&lt;Marsh&gt; had 2,610" in page
    assert "Sent back to you" not in editor.get(DESK).content.decode()
    entry = Entry.objects.get()
    assert entry.status == "draft"
    desk.post(f"{DESK}{entry.public_id}/publish/")
    assert Entry.objects.get().status == "proposed"


def test_its_writer_takes_it_back_and_is_where_it_can_be_changed(
    desk: Client, editor: Client, proposal: Proposal
):
    answer = desk.post(to(proposal, "take-back"))
    assert answer["Location"] == f"{DESK}{proposal.entry.public_id}/"
    form = desk.get(answer["Location"]).context["form"]
    assert str(form["result.votes.ada-quill"].value()) == "2,800"
    editor.post(to(proposal, "confirm"))
    assert "It was withdrawn already, by Rosa." in said(editor)


def test_a_doubt_that_came_meanwhile_takes_a_press_of_its_own(
    editor: Client, desk: Client, proposal: Proposal
):
    desk.post(DESK, typed("turnout", turnout__contest="northquay", turnout__ballots="6,050"))
    answer = editor.post(to(proposal, "confirm"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "a difference of 10." in page
    assert "Publish all the same" in page
    assert editor.post(to(proposal, "confirm"), {"confirm": "differs_from_ballots"}).status_code
    assert Declaration.objects.get().confirmed[0]["code"] == "differs_from_ballots"


def test_figures_that_can_be_published_no_more_say_why(editor: Client, proposal: Proposal, blog):
    votes = {"ada-quill": 1_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}
    other = publishing.ResultFigures("northquay", votes, confirm=None)
    publishing.publish_entry(blog=blog, result=other)
    answer = editor.post(to(proposal, "confirm"))
    assert answer.status_code == 422
    assert "already declared" in answer.content.decode()


def test_other_figures_wait_beside_the_entry_and_say_what_changes(
    editor: Client, desk: Client, proposal: Proposal
):
    editor.post(to(proposal, "confirm"))
    address = f"{DESK}{proposal.entry.public_id}/"
    form = desk.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"result.votes.ada-quill": "2,810", "reason": "Ten more were found."}
    assert desk.post(address, sent).status_code == 302
    assert "somebody else has confirmed it" in said(desk)
    assert Declaration.objects.count() == 1
    page = editor.get(DESK).content.decode()
    assert "Other figures" in page
    assert "<td>2,800</td><td><b>2,810</b></td>" in page
    assert "Ten more were found." in page
    waiting = Proposal.objects.get(outcome="")
    editor.post(to(waiting, "send-back"), {"reason": "Which ten?"})
    back = desk.get(DESK).content.decode()
    assert f"{address}?returned={waiting.pk}" in back
    again = desk.get(f"{address}?returned={waiting.pk}").context["form"]
    assert str(again["result.votes.ada-quill"].value()) == "2,810"
    assert again["reason"].value() == "Ten more were found."
    desk.post(to(waiting, "take-back"))
    assert "Sent back to you" not in desk.get(DESK).content.decode()


def test_a_reporter_of_the_blog_may_confirm_too(desk, editor, seat, stan, blog, proposal):
    Membership.objects.create(blog=blog, user=stan, role=Membership.Role.REPORTER)
    assert seat(stan).post(to(proposal, "confirm")).status_code == 302
    assert Declaration.objects.get().confirmed_by == stan


def test_once_nobody_asks_for_it_its_writer_is_offered_to_publish(desk, blog, proposal):
    publishing.edit_blog(blog=blog, needs_second_look=False)
    assert "Nobody asks for a second look any more." in desk.get(DESK).content.decode()
    desk.post(to(proposal, "confirm"))
    assert Entry.objects.get().status == "published"


def test_who_closes_the_blog_is_told_of_what_waits(editor: Client, proposal: Proposal):
    page = editor.get(f"{DESK}close/").content.decode()
    assert "1 entry that waits for a second look stays unpublished" in page

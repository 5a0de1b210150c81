"""A projection or a swing that is typed, and that no votes bear out, takes a second press."""

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog
from tests.api.conftest import problem
from tests.desk.sent import DESK, northquay, typed
from tests.desk.test_second_press import doubted_in

# Northquay 2019: Harbour 3,000, Orchard 2,400, of 6,000 votes; 5 points make 600 + 600.
SAID = (
    "A swing of 5 points from Orchard to Harbour, if repeated in Northquay, would make a "
    "majority of {}."
)
WRONG = SAID.format("900")
SUM = (
    "5.0 points make 1,200 in Northquay: 600 + 2 × 5% of 6,000 = 1,200, on 2019. You wrote 900; "
    "a swing counts twice in a majority."
)


def test_a_wrong_projection_comes_back_with_its_sum_and_every_word(desk: Client, blog: Blog):
    answer = desk.post(DESK, typed(body=WRONG, headline="What if?"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert SUM in page
    assert WRONG in page
    assert 'value="What if?"' in page
    assert not blog.entries.exists()


def test_the_second_press_publishes_it_and_is_kept_in_the_history(desk: Client, blog: Blog):
    sent = typed(body=WRONG)
    doubted = doubted_in(desk.post(DESK, sent).content.decode())
    assert desk.post(DESK, {**sent, "doubted": doubted}).status_code == 422
    assert desk.post(DESK, {**sent, "doubted": doubted, "anyway": "1"}).status_code == 302
    entry = blog.entries.get()
    assert entry.revisions.get().reason == f"Published knowingly. {SUM}"


def test_other_words_are_asked_about_again(desk: Client, blog: Blog):
    sent = typed(body=WRONG)
    doubted = doubted_in(desk.post(DESK, sent).content.decode())
    other = {**sent, "body": SAID.format("950"), "doubted": doubted, "anyway": "1"}
    assert "You wrote 950" in desk.post(DESK, other).content.decode()


@pytest.mark.parametrize("body", [SAID.format("1,200"), "Empty swings.", "A swing of 9.9%."])
def test_what_is_right_or_says_nothing_of_our_contests_is_published_at_once(desk, blog, body):
    assert desk.post(DESK, typed(body=body)).status_code == 302


def test_a_doubtful_count_with_a_wrong_swing_in_its_words_is_published_knowingly(
    desk: Client, blog: Blog, rosa
):
    papers = publishing.TurnoutFigures("northquay", ballots=6_040)
    publishing.publish_entry(blog=blog, turnout=papers, by=rosa)
    sent = northquay(body="Northquay is held on a swing of 9.9 points from Harbour to Orchard.")
    sent["result.votes.ada-quill"] = "2,810"
    # The swing is known once the count goes through: it may be asked about after that.
    for _press in range(3):
        page = desk.post(DESK, sent)
        if page.status_code == 302:
            break
        sent |= {"doubted": doubted_in(page.content.decode()), "anyway": "1"}
    assert blog.entries.filter(kind="result").exists()


def test_a_change_of_the_words_is_asked_about_and_a_change_of_the_time_is_not(desk, blog, entry):
    address = f"{DESK}{entry.public_id}/"
    form = desk.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"body": WRONG}
    page = desk.post(address, sent)
    assert page.status_code == 422
    pressed = {**sent, "doubted": doubted_in(page.content.decode()), "anyway": "1"}
    assert desk.post(address, pressed).status_code == 302
    moved = {**sent, "version": "2", "at": "2.15am"}
    assert desk.post(address, moved).status_code == 302


def test_a_draft_is_asked_about_when_it_is_published(desk: Client, blog: Blog, rosa):
    draft, _ = publishing.publish_entry(blog=blog, body=WRONG, by=rosa, status="draft")
    address = f"{DESK}{draft.public_id}/publish/"
    answer = desk.post(address)
    assert answer.status_code == 422
    assert SUM in answer.content.decode()
    confirmed = {"confirm": "projection_differs", "version": "1"}
    assert desk.post(address, confirmed).status_code == 302


def test_figures_of_record_ask_nobody(blog: Blog, rosa):
    entry, _ = publishing.publish_entry(blog=blog, body=WRONG, by=rosa)
    assert entry.status == "published"


def test_programs_confirm_it_by_its_code(desk: Client, blog: Blog):
    address = f"/api/blogs/{blog.slug}/entries"

    def send(**more):
        return desk.post(address, {"body": WRONG, **more}, content_type="application/json")

    answer = send()
    assert problem(answer, 422) == {}
    [told] = answer.json()["warnings"]
    assert (told["code"], told["message"]) == ("projection_differs", SUM)
    assert send(confirm=["projection_differs"]).status_code == 201

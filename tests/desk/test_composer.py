"""Writing an entry: what gets onto the page, and once."""

from uuid import uuid4

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, Entry
from results.models import Contest
from tests.desk.sent import DESK, northquay, typed


def test_an_update_is_on_the_page_and_the_composer_is_empty_again(desk: Client, blog: Blog):
    answer = desk.post(DESK, typed(body="The doors are open."), follow=True)
    entry = blog.entries.get()
    assert answer.redirect_chain == [(DESK, 302)]
    assert entry.get_absolute_url() in answer.content.decode()
    assert (entry.body, entry.kind, entry.status) == ("The doors are open.", "update", "published")
    assert entry.authors == ["Rosa"]
    assert answer.context["form"]["body"].value() is None


def test_pressing_twice_makes_one_entry(desk: Client, blog: Blog):
    form = typed(body="The doors are open.")
    assert [desk.post(DESK, form).status_code for _ in range(3)] == [302, 302, 302]
    assert blog.entries.count() == 1


def test_a_result_sent_twice_is_one_declaration(desk: Client, blog: Blog, contests: list[Contest]):
    form = northquay()
    assert [desk.post(DESK, form).status_code for _ in range(2)] == [302, 302]
    assert (blog.entries.count(), contests[0].declarations.count()) == (1, 1)


def test_an_old_form_with_new_words_loses_neither(desk: Client, blog: Blog):
    form = typed(body="The doors are open.")
    desk.post(DESK, form)
    answer = desk.post(DESK, {**form, "body": "The first box is in."})
    assert answer.status_code == 409
    assert "The first box is in." in answer.content.decode()
    again = answer.context["form"]["client_id"].value()
    desk.post(DESK, {**form, "client_id": again, "body": "The first box is in."})
    assert set(blog.entries.values_list("body", flat=True)) == {
        "The doors are open.",
        "The first box is in.",
    }


def test_a_quote_says_who_said_it(desk: Client, blog: Blog):
    desk.post(DESK, typed("quote", body="Quiet.", speaker="A teller", speaker_role="table nine"))
    entry = blog.entries.get()
    assert (entry.kind, entry.speaker, entry.speaker_role) == ("quote", "A teller", "table nine")


def test_the_fields_of_another_kind_do_not_get_into_the_entry(desk: Client, blog: Blog):
    desk.post(DESK, {**northquay(), "kind": "update", "body": "Soon.", "speaker": "Nobody"})
    entry = blog.entries.get()
    assert (entry.figures, entry.speaker, entry.declaration) == ({}, "", None)


def test_a_turnout_without_words_is_told_in_house_style(desk: Client, blog: Blog):
    form = typed("turnout", turnout__contest="northquay", turnout__ballots="6,010")
    assert desk.post(DESK, form).status_code == 302
    entry = blog.entries.get()
    assert entry.turnout.ballots == 6010
    assert not entry.turnout.provisional
    assert "6,010" in entry.body


def test_a_result_without_words_is_told_in_house_style(desk: Client, blog: Blog):
    assert desk.post(DESK, northquay()).status_code == 302
    entry = blog.entries.get()
    assert entry.declaration.majority == 200
    assert "Ada Quill" in entry.headline
    assert entry.key_event


def test_the_reporters_own_words_stand_instead_of_ours(desk: Client, blog: Blog):
    desk.post(DESK, northquay(body="By a whisker."))
    assert blog.entries.get().body == "By a whisker."


def test_a_correction_is_tied_to_what_it_corrects(desk: Client, blog: Blog, entry: Entry):
    desk.post(DESK, typed("correction", body="They were shut.", corrects=entry.public_id))
    assert blog.entries.get(kind="correction").corrects == entry


def test_a_declared_contest_is_declared_again_only_with_a_reason(
    desk: Client, result: Entry, contests: list[Contest]
):
    form = {
        **typed("result", result__contest="southquay", result__shown="southquay"),
        "result.votes.eve-stone": "1,900",
        "result.votes.finn-larch": "2,100",
        "result.votes.gus-pike": "300",
    }
    refused = desk.post(DESK, form)
    assert refused.status_code == 422
    assert "already declared" in refused.context["form"].errors["reason"][0]
    assert desk.post(DESK, {**form, "reason": "A bundle was miscounted."}).status_code == 302
    assert contests[1].declarations.last().stage == "corrected"


@pytest.mark.parametrize("kind", ["update", "quote", "turnout", "result", "correction"])
def test_a_link_can_ask_for_a_kind(desk: Client, kind: str):
    form = desk.get(DESK, {"kind": kind}).context["form"]
    assert form["kind"].value() == kind


def test_a_link_can_ask_for_a_contest_and_gets_its_candidates(desk: Client):
    page = desk.get(DESK, {"kind": "result", "contest": "southquay"}).content.decode()
    assert 'name="result.votes.eve-stone"' in page
    assert 'name="result.votes.ada-quill"' not in page


def test_candidates_stand_in_ballot_order(desk: Client):
    page = desk.get(DESK, {"kind": "result", "contest": "northquay"}).content.decode()
    names = ["ada-quill", "ben-marsh", "cleo-finch", "dov-reed"]
    places = [page.index(f'name="result.votes.{name}"') for name in names]
    assert places == sorted(places)


def test_the_next_contest_to_be_declared_comes_first(desk: Client, entry: Entry):
    assert desk.get(DESK).context["form"].shown == "northquay"
    desk.post(DESK, northquay())
    assert desk.get(DESK).context["form"].shown == "southquay"


def test_without_a_script_another_contest_is_chosen_and_no_word_is_lost(desk: Client, blog: Blog):
    form = northquay(body="What a night.", at="2.10am", show="candidates")
    answer = desk.post(DESK, {**form, "result.contest": "southquay"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="result.votes.eve-stone"' in page
    assert "What a night." in page
    assert 'value="2.10am"' in page
    assert f'value="{form["client_id"]}"' in page
    assert not blog.entries.exists()


def test_votes_of_one_contest_are_not_declared_in_another(desk: Client, blog: Blog):
    answer = desk.post(DESK, northquay(**{"result.contest": "southquay"}))
    assert answer.status_code == 422
    assert "those of Northquay" in answer.context["form"].errors["result.contest"][0]
    assert 'value="2,800"' in answer.content.decode()
    assert not blog.entries.exists()


def test_a_closed_blog_takes_no_entry_and_gives_the_words_back(desk: Client, blog: Blog):
    publishing.close_blog(blog=blog)
    answer = desk.post(DESK, typed(body="One more thing."))
    assert answer.status_code == 409
    assert "takes no entries" in answer.content.decode()
    assert "One more thing." in answer.content.decode()


def test_the_newest_entries_carry_only_the_controls_that_i_may_use(
    desk: Client, editor: Client, entry: Entry, blog: Blog, edith
):
    theirs, _ = publishing.publish_entry(blog=blog, body="From the editor.", by=edith)
    mine = f"{DESK}{entry.public_id}/"
    for page in (desk.get(DESK), desk.get(f"{DESK}entries/")):
        text = page.content.decode()
        assert f'href="{mine}"' in text
        assert f'href="{DESK}{theirs.public_id}/"' not in text
        assert f"{mine}pin/" not in text
    assert f"{mine}pin/" in editor.get(DESK).content.decode()


def test_a_draft_is_seen_by_its_writer_and_the_editor_alone(
    desk: Client, editor: Client, blog: Blog, edith
):
    draft, _ = publishing.publish_entry(blog=blog, body="Not yet.", by=edith, status="draft")
    assert "Not yet." not in desk.get(DESK).content.decode()
    assert "Draft: readers do not see it" in editor.get(DESK).content.decode()
    assert editor.post(f"{DESK}{draft.public_id}/publish/").status_code == 302
    assert "Not yet." in desk.get(DESK).content.decode()


def test_a_page_of_the_desk_costs_the_same_with_one_entry_as_with_thirty(
    desk: Client, blog: Blog, entry: Entry, rosa, django_assert_max_num_queries
):
    for number in range(29):
        publishing.publish_entry(blog=blog, body=f"Box {number} is in.", by=rosa)
    with django_assert_max_num_queries(28):
        desk.get(DESK)


def test_the_identity_of_an_entry_cannot_be_left_out(desk: Client, blog: Blog):
    form = typed(body="Who am I?")
    for client_id in ("", "not-a-uuid"):
        assert desk.post(DESK, {**form, "client_id": client_id}).status_code == 422
    assert desk.post(DESK, {**form, "client_id": str(uuid4())}).status_code == 302

"""Rosa and Edith change one entry at once: both changes are put together, or both are shown."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, Entry, EntryRevision, Picture
from tests.desk.sent import DESK
from tests.desk.test_revising import address, edited

BODY = "The hall is full.\n\nTea is served.\n\nThe clerk waits."


@pytest.fixture
def entry(blog: Blog, rosa) -> Entry:
    return publishing.publish_entry(blog=blog, body=BODY, headline="Full", by=rosa)[0]


def test_changes_in_different_paragraphs_come_back_as_one_text_that_is_not_saved(
    desk: Client, editor: Client, entry: Entry
):
    mine = edited(entry, body=BODY.replace("full", "<packed>").replace("\n", "\r\n"))
    editor.post(address(entry), edited(entry, body=f"{BODY}\n\nSilence.", headline="Silence"))
    answer = desk.post(address(entry), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    form = answer.context["form"]
    assert form["body"].value() == BODY.replace("full", "<packed>") + "\n\nSilence."
    assert (form["headline"].value(), form["version"].value()) == ("Silence", 2)
    assert "both changes are put together in the form" in page
    assert "Headline: Edith’s" in page
    assert "Text: yours and Edith’s" in page
    assert "[put in: </span>The hall is &lt;packed&gt;." in page
    assert Entry.objects.get().body == f"{BODY}\n\nSilence."
    sent = {name: form[name].value() or "" for name in form.fields}
    assert desk.post(address(entry), sent).status_code == 302
    assert Entry.objects.get().body == BODY.replace("full", "<packed>") + "\n\nSilence."


def test_where_both_changed_the_same_line_what_was_typed_stays_and_the_difference_is_marked(
    desk: Client, editor: Client, entry: Entry
):
    mine = edited(entry, body=BODY.replace("full", "packed"))
    theirs = edited(entry, body=BODY.replace("full", "empty"), headline="Empty")
    editor.post(address(entry), theirs)
    answer = desk.post(address(entry), mine)
    page = answer.content.decode()
    form = answer.context["form"]
    assert form["body"].value() == BODY.replace("full", "packed")
    assert form["headline"].value() == "Empty"  # that was Edith's alone
    assert "you both changed this; in the form stands yours" in page
    assert "[only Edith’s: </span>empty" in page
    assert "[only yours: </span>packed" in page


def test_votes_are_merged_candidate_by_candidate(desk: Client, editor: Client, result: Entry):
    corrected = {"result.votes.eve-stone": "1,900", "reason": "A bundle was missed."}
    mine = edited(result, **{"result.rejected": "25", "reason": "Five more."})
    assert editor.post(address(result), edited(result, **corrected)).status_code == 302
    form = desk.post(address(result), mine).context["form"]
    assert form["result.votes.eve-stone"].value() == "1,900"
    assert form["result.rejected"].value() == "25"
    assert form["reason"].value() == "Five more."
    sent = {name: form[name].value() or "" for name in form.fields}
    assert desk.post(address(result), sent).status_code == 302
    result.refresh_from_db()
    assert result.figures["result"]["votes"]["eve-stone"] == "1,900"
    assert result.figures["result"]["rejected"] == "25"


def test_the_same_count_changed_by_both_is_for_a_person(desk, editor, result: Entry):
    theirs = {"result.votes.eve-stone": "1,900", "reason": "A bundle was missed."}
    mine = edited(result, **{"result.votes.eve-stone": "1,950", "reason": "Two were."})
    editor.post(address(result), edited(result, **theirs))
    answer = desk.post(address(result), mine)
    assert answer.context["form"]["result.votes.eve-stone"].value() == "1,950"
    assert answer.context["combined"].clashes == ["Eve Stone"]
    assert "1,900" in answer.content.decode()


def test_the_same_count_with_a_comma_is_no_clash(desk, editor, result: Entry):
    theirs = {"result.votes.eve-stone": "1,900", "reason": "A bundle was missed."}
    editor.post(address(result), edited(result, **theirs))
    mine = edited(result, **{"result.votes.eve-stone": "1900", "body": "Close."})
    answer = desk.post(address(result), mine)
    assert answer.context["combined"].clashes == ["Text"]  # it was written from the figures


def test_of_a_version_whose_figures_were_not_kept_every_difference_is_shown(
    desk, editor, result: Entry
):
    EntryRevision.objects.update(figures=None)
    theirs = {"result.votes.eve-stone": "1,900", "reason": "A bundle was missed."}
    editor.post(address(result), edited(result, **theirs))
    answer = desk.post(address(result), edited(result))
    assert "Eve Stone" in answer.context["combined"].clashes


def test_a_stamp_that_nobody_touched_stays_what_it_was(desk, editor, entry: Entry):
    at = entry.at.replace(second=41)
    Entry.objects.filter(pk=entry.pk).update(at=at)
    editor.post(address(entry), edited(entry, body=f"{BODY}\n\nSilence."))
    form = desk.post(address(entry), edited(entry, headline="Packed")).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    desk.post(address(entry), sent)
    done = Entry.objects.get()
    assert (done.at, done.headline) == (at, "Packed")


@pytest.mark.parametrize("version", ["", "0", "77", "x", "9" * 30, "-1"])
def test_a_version_that_never_was_loses_nothing(desk, entry: Entry, version: str):
    answer = desk.post(address(entry), edited(entry, body="Mine.", version=version))
    assert answer.status_code in {409, 422}
    assert "Mine." in answer.content.decode()
    assert Entry.objects.get().body == BODY


def test_what_was_retracted_meanwhile_is_said_and_the_text_is_kept(desk, editor, entry: Entry):
    editor.post(f"{DESK}{entry.public_id}/retract/", {"reason": "Wrong hall.", "version": 1})
    answer = desk.post(address(entry), edited(entry, body="Mine."))
    assert answer.status_code == 409
    assert "It was retracted" in answer.content.decode()
    assert answer.context["form"]["body"].value() == "Mine."


class TestPictures:
    """They are one field, whose order and words belong together."""

    @pytest.fixture
    def pictures(self, blog: Blog, rosa) -> list[Picture]:
        made = []
        for number in range(2):
            picture = Picture(blog=blog, client_id=uuid4(), uploaded_by=rosa, width=40, height=30)
            picture.file.name = f"pictures/{number}.jpg"
            picture.save()
            made.append(picture)
        return made

    def listed(self, *pictures: Picture, alt: str = "") -> str:
        return json.dumps([{"id": str(each.client_id), "alt": alt} for each in pictures])

    def test_hers_stay_where_only_the_words_were_ours(self, desk, editor, entry, pictures):
        sent = edited(entry, pictures=self.listed(pictures[0], alt="The urn"))
        editor.post(address(entry), sent)
        answer = desk.post(address(entry), edited(entry, headline="Packed"))
        assert "Pictures: Edith’s" in answer.content.decode()
        assert answer.context["form"].picture_words()[0].alt == "The urn"

    def test_two_different_choices_are_for_a_person(self, desk, editor, entry, pictures):
        editor.post(address(entry), edited(entry, pictures=self.listed(pictures[0], alt="The urn")))
        mine = edited(entry, pictures=self.listed(pictures[1], alt="The clerk"))
        answer = desk.post(address(entry), mine)
        assert answer.context["combined"].clashes == ["Pictures"]
        assert answer.context["form"].picture_words()[0].alt == "The clerk"

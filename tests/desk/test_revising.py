"""Changing an entry, taking it back, and what remains to be read of it."""

from typing import Any

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, Entry
from results.models import Contest
from tests.desk.sent import DESK


def edited(entry: Entry, **changes: Any) -> dict[str, Any]:
    """What the edit form of this entry sends, with these fields changed."""
    shown: dict[str, Any] = {
        "version": entry.version,
        "headline": entry.headline,
        "body": entry.body,
        "at": "2.30am",
        "reason": "",
    }
    if result := entry.figures.get("result"):
        shown |= {f"result.votes.{slug}": votes for slug, votes in result["votes"].items()}
        shown["result.rejected"] = result.get("rejected", "")
    return {**shown, **changes}


def address(entry: Entry, room: str = "") -> str:
    return f"{DESK}{entry.public_id}/{room}"


def test_new_words_replace_the_old_ones_which_the_history_keeps(desk: Client, entry: Entry):
    form = edited(entry, body="The doors are shut.", reason="Misheard.")
    assert desk.post(address(entry), form).status_code == 302
    entry.refresh_from_db()
    assert (entry.body, entry.version) == ("The doors are shut.", 2)
    history = desk.get(address(entry, "history/")).content.decode()
    for said in ("The doors are open.", "The doors are shut.", "Misheard.", "Version 2", "Rosa"):
        assert said in history


def test_saving_without_a_change_makes_no_version(desk: Client, entry: Entry, result: Entry):
    for each in (entry, result):
        assert desk.post(address(each), edited(each)).status_code == 302
        each.refresh_from_db()
        assert each.version == 1


def test_a_stamp_left_alone_keeps_its_seconds(desk: Client, blog: Blog, entry: Entry):
    at = entry.at.replace(second=41, microsecond=7)
    Entry.objects.filter(pk=entry.pk).update(at=at)
    desk.post(address(entry), edited(entry, body="Open at last."))
    entry.refresh_from_db()
    assert (entry.body, entry.at) == ("Open at last.", at)


def test_a_new_stamp_is_read_near_the_old_one(desk: Client, blog: Blog, entry: Entry):
    desk.post(address(entry), edited(entry, at="11.58pm"))
    entry.refresh_from_db()
    assert entry.at.isoformat() == "2024-05-02T22:58:00+00:00"


def test_two_edits_of_one_entry_show_both_texts_and_the_second_goes_on(
    desk: Client, editor: Client, entry: Entry
):
    mine = edited(entry, body="Shut, says Rosa.")
    editor.post(address(entry), edited(entry, body="Ajar, says Edith."))
    answer = desk.post(address(entry), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Shut, says Rosa." in page
    assert "Ajar, says Edith." in page
    assert answer.context["form"]["version"].value() == 2
    entry.refresh_from_db()
    assert entry.body == "Ajar, says Edith."
    assert desk.post(address(entry), {**mine, "version": 2}).status_code == 302
    entry.refresh_from_db()
    assert (entry.body, entry.version) == ("Shut, says Rosa.", 3)


def test_the_other_edit_is_told_before_any_other_fault(desk: Client, editor: Client, result: Entry):
    """Figures that differ because Edith changed them are not Rosa's to give a reason for."""
    mine = edited(result, body="Close.")
    corrected = {"result.votes.eve-stone": "1,900", "reason": "A bundle was missed."}
    assert editor.post(address(result), edited(result, **corrected)).status_code == 302
    assert desk.post(address(result), mine).status_code == 409


def test_figures_change_only_with_a_reason_and_then_as_a_correction(
    desk: Client, result: Entry, contests: list[Contest]
):
    form = edited(result, **{"result.votes.eve-stone": "1,900"})
    refused = desk.post(address(result), form)
    assert refused.status_code == 422
    assert "Say why" in refused.context["form"].errors["reason"][0]
    assert 'value="1,900"' in refused.content.decode()
    assert desk.post(address(result), {**form, "reason": "A bundle was missed."}).status_code == 302
    result.refresh_from_db()
    assert (result.declaration.stage, result.declaration.version) == ("corrected", 2)
    assert result.card["majority"] == 200
    assert contests[1].declarations.count() == 2


def test_a_comma_more_or_less_is_no_change_of_figures(desk: Client, result: Entry):
    form = edited(result, **{"result.votes.eve-stone": "1800"})
    assert desk.post(address(result), form).status_code == 302
    result.refresh_from_db()
    assert result.version == 1


def test_every_fault_of_new_figures_is_told_at_once(desk: Client, result: Entry):
    form = edited(result, **{"result.votes.eve-stone": "many", "body": "B" * 20_001})
    errors = desk.post(address(result), {**form, "reason": "Why not."}).context["form"].errors
    assert {"body", "result.votes.eve-stone"} <= set(errors)


def test_a_turnouts_figures_change_with_a_reason(desk: Client, blog: Blog, rosa):
    figures = publishing.TurnoutFigures("northquay", percentage="60.1", ballots="6010")
    entry, _ = publishing.publish_entry(blog=blog, turnout=figures, by=rosa)
    form = edited(entry) | {
        "turnout.percentage": "60.1",
        "turnout.ballots": "6,010",
        "turnout.definition": "ballots_verified",
        "turnout.provisional": "on",
    }
    assert desk.post(address(entry), form).status_code == 302
    entry.refresh_from_db()
    assert entry.version == 1
    final = {name: form[name] for name in form if name != "turnout.provisional"}
    assert desk.post(address(entry), final).status_code == 422
    assert desk.post(address(entry), {**final, "reason": "Final now."}).status_code == 302
    entry.refresh_from_db()
    assert not entry.turnout.provisional


def test_the_figures_of_a_program_that_sent_ids_are_shown_and_kept(
    desk: Client, blog: Blog, contests: list[Contest], rosa
):
    votes = {str(each.pk): 100 + each.order for each in contests[1].candidacies.all()}
    figures = publishing.ResultFigures("southquay", votes=votes, confirm=None)
    entry, _ = publishing.publish_entry(blog=blog, result=figures, by=rosa)
    form = desk.get(address(entry)).context["form"]
    shown = {row.field.html_name: row.field.value() for row in form.votes_rows()}
    assert list(shown.values()) == list(votes.values())
    sent = edited(entry, **shown) | {"result.rejected": "", "at": form["at"].value()}
    assert desk.post(address(entry), sent).status_code == 302
    entry.refresh_from_db()
    assert entry.version == 1


def test_taking_back_needs_a_reason_that_readers_see(desk: Client, client: Client, entry: Entry):
    refused = desk.post(address(entry, "retract/"), {"reason": " ", "version": 1})
    assert refused.status_code == 422
    assert "Say why" in refused.context["form"].errors["reason"][0]
    kept = desk.post(address(entry, "retract/"), {"reason": "R" * 301, "version": 1})
    assert (kept.status_code, "R" * 301 in kept.content.decode()) == (422, True)
    taken = desk.post(address(entry, "retract/"), {"reason": "Wrong hall.", "version": 1})
    assert taken.status_code == 302
    entry.refresh_from_db()
    assert (entry.is_retracted, entry.retraction_reason) == (True, "Wrong hall.")


def test_what_was_changed_meanwhile_is_read_again_before_it_is_taken_back(
    desk: Client, editor: Client, entry: Entry
):
    editor.post(address(entry), edited(entry, body="Ajar."))
    answer = desk.post(address(entry, "retract/"), {"reason": "Wrong hall.", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ajar." in page
    assert "Wrong hall." in page
    again = {"reason": "Wrong hall.", "version": answer.context["form"]["version"].value()}
    assert desk.post(address(entry, "retract/"), again).status_code == 302


def test_a_retracted_entry_comes_back_with_its_figures(
    desk: Client, editor: Client, result: Entry, contests: list[Contest]
):
    desk.post(address(result, "retract/"), {"reason": "Not yet.", "version": 1})
    assert Contest.objects.get(pk=contests[1].pk).declaration is None
    assert editor.post(address(result, "restore/")).status_code == 302
    assert Contest.objects.get(pk=contests[1].pk).declaration.total_votes == 4200


def test_a_retracted_entry_is_not_edited(desk: Client, entry: Entry):
    form = edited(entry, body="Anyway.")
    desk.post(address(entry, "retract/"), {"reason": "Wrong hall.", "version": 1})
    answer = desk.post(address(entry), {**form, "version": 2})
    assert answer.status_code == 409
    assert "Anyway." in answer.content.decode()


def test_the_editor_pins_and_unpins(editor: Client, entry: Entry):
    for pinned in (True, False):
        editor.post(address(entry, "pin/"), {"pinned": str(int(pinned))})
        entry.refresh_from_db()
        assert entry.pinned is pinned


@pytest.mark.parametrize("room", ["pin/", "restore/", "publish/"])
def test_what_cannot_be_done_is_said_and_not_done(editor: Client, entry: Entry, room: str):
    if room == "pin/":
        publishing.retract_entry(entry=entry, reason="Wrong hall.")
    page = editor.post(address(entry, room), follow=True).content.decode()
    assert "notice--error" in page

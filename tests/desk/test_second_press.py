"""Warnings are shown with their sums; “Publish all the same” is a deliberate second press."""

import re

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog
from results.models import Contest, Declaration
from tests.desk.sent import DESK, northquay, typed

TEN_MORE = {"result.votes.ada-quill": "2,810"}
SUM = "6,010 votes and 40 rejected make 6,050; 6,040 papers were verified, a difference of 10."


@pytest.fixture
def counted(blog: Blog, contests: list[Contest], rosa) -> Blog:
    papers = publishing.TurnoutFigures("northquay", ballots=6_040)
    publishing.publish_entry(blog=blog, turnout=papers, by=rosa)
    return blog


def doubted_in(html: str) -> str:
    [value] = re.findall(r'name="doubted" value="([^"]*)"', html)
    return value


def test_a_warning_comes_back_with_its_sum_and_every_word_that_was_typed(desk: Client, counted):
    sent = northquay(**TEN_MORE, body="They <cheer>.", headline="Quill again")
    answer = desk.post(DESK, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert SUM in page
    assert "Publish all the same" in page
    assert 'value="2,810"' in page
    assert "They &lt;cheer&gt;." in page
    assert 'value="Quill again"' in page
    assert sent["client_id"] in page
    assert not Declaration.objects.exists()


def test_the_second_press_publishes_and_is_kept(desk: Client, counted, rosa):
    sent = northquay(**TEN_MORE)
    doubted = doubted_in(desk.post(DESK, sent).content.decode())
    answer = desk.post(DESK, {**sent, "doubted": doubted, "anyway": "1"})
    assert answer.status_code == 302
    declaration = Declaration.objects.get()
    assert [each["message"] for each in declaration.confirmed] == [SUM]
    assert declaration.recorded_by == rosa


def test_pressing_publish_again_is_no_second_press(desk: Client, counted):
    sent = northquay(**TEN_MORE)
    doubted = doubted_in(desk.post(DESK, sent).content.decode())
    answer = desk.post(DESK, {**sent, "doubted": doubted})
    assert answer.status_code == 422
    assert "Publish all the same" in answer.content.decode()


def test_other_figures_are_asked_about_again(desk: Client, counted):
    sent = northquay(**TEN_MORE)
    doubted = doubted_in(desk.post(DESK, sent).content.decode())
    other = {**sent, "result.votes.ada-quill": "2,811", "doubted": doubted, "anyway": "1"}
    answer = desk.post(DESK, other)
    assert answer.status_code == 422
    assert "a difference of 11." in answer.content.decode()
    assert not Declaration.objects.exists()


def test_sent_twice_the_second_press_makes_one_entry(desk: Client, counted):
    sent = northquay(**TEN_MORE)
    pressed = {**sent, "anyway": "1"}
    pressed["doubted"] = doubted_in(desk.post(DESK, sent).content.decode())
    assert [desk.post(DESK, pressed).status_code for _ in range(2)] == [302, 302]
    assert desk.post(DESK, sent).status_code == 302  # the first press, come late
    assert Declaration.objects.count() == 1


@pytest.mark.parametrize("doubted", ["", " ", "nonsense", "x" * 10_000, "0 differs_from_ballots"])
def test_a_confirmation_that_we_did_not_ask_for_confirms_nothing(desk, counted, doubted):
    sent = northquay(**TEN_MORE, doubted=doubted, anyway="1")
    assert desk.post(DESK, sent).status_code == 422
    assert not Declaration.objects.exists()


def test_a_turnout_is_asked_about_in_the_same_way(desk: Client, blog: Blog, contests):
    sent = typed("turnout", turnout__contest="northquay", turnout__ballots="3,000")
    page = desk.post(DESK, sent).content.decode()
    assert "−30.4 points on 60.4 per cent last time: look again." in page
    pressed = {**sent, "doubted": doubted_in(page), "anyway": "1"}
    assert desk.post(DESK, pressed).status_code == 302
    assert contests[0].turnout.ballots == 3_000


def test_an_entry_without_doubts_shows_no_panel(desk: Client, counted):
    assert 'class="doubts"' not in desk.get(DESK).content.decode()
    assert desk.post(DESK, northquay()).status_code == 302


def test_a_correction_is_asked_about_where_it_is_edited(desk: Client, counted):
    assert desk.post(DESK, northquay()).status_code == 302
    entry = counted.entries.get(kind="result")
    address = f"{DESK}{entry.public_id}/"
    form = desk.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {**TEN_MORE, "reason": "Ten more were found."}
    answer = desk.post(address, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert SUM in page
    assert "Save all the same" in page
    pressed = {**sent, "doubted": doubted_in(page), "anyway": "1"}
    assert desk.post(address, pressed).status_code == 302
    assert Declaration.objects.last().total_votes == 6_010


BEFORE_MIDNIGHT = {"at": "10.10pm"}


def test_an_editor_may_publish_against_a_check_with_a_reason(editor: Client, blog, contests):
    sent = northquay(**BEFORE_MIDNIGHT)
    page = editor.post(DESK, sent).content.decode()
    assert "Less than half an hour after the close of poll" in page
    assert 'name="override_reason"' in page
    answer = editor.post(DESK, {**sent, "override_reason": "A very small island."})
    assert answer.status_code == 302
    assert Declaration.objects.get().override_reason == "A very small island."


def test_a_reporter_is_told_to_ask_an_editor(desk: Client, blog, contests):
    sent = northquay(**BEFORE_MIDNIGHT)
    page = desk.post(DESK, sent).content.decode()
    assert 'name="override_reason"' not in page
    assert "an editor can publish them with a reason" in page
    forced = desk.post(DESK, {**sent, "override_reason": "I insist."})
    assert forced.status_code == 422
    assert "Only an editor of this blog publishes against a check." in forced.content.decode()
    assert not Declaration.objects.exists()


def test_nobody_is_offered_to_publish_what_is_incomplete(editor: Client, blog, contests):
    page = editor.post(DESK, northquay(**{"result.votes.dov-reed": ""})).content.decode()
    assert 'name="override_reason"' not in page


def test_a_draft_takes_a_second_press_too(desk: Client, counted, rosa):
    votes = {"ada-quill": 2_810, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}
    figures = publishing.ResultFigures("northquay", votes=votes, rejected=40)
    draft, _ = publishing.publish_entry(blog=counted, result=figures, by=rosa, status="draft")
    address = f"{DESK}{draft.public_id}/publish/"
    answer = desk.post(address)
    assert answer.status_code == 422
    assert SUM in answer.content.decode()
    confirmed = {"confirm": "differs_from_ballots"}
    assert desk.post(address, {**confirmed, "version": "7"}).status_code == 422
    assert desk.post(address, {**confirmed, "version": "1"}).status_code == 302
    draft.refresh_from_db()
    assert draft.status == "published"


def test_points_called_per_cent_are_pointed_out_once_they_are_published(desk: Client, blog):
    answer = desk.post(DESK, typed(body="Turnout is up 5.2 per cent."), follow=True)
    assert answer.status_code == 200
    assert "the difference of two percentages is 5.2 points" in answer.content.decode()

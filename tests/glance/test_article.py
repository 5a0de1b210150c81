"""An article is edited, published, corrected and archived, and no figure in it goes stale."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liveblog import publishing
from liveblog.glance import INTRODUCTION, article
from liveblog.models import GlanceEdit
from liveblog.publishing import (
    Conflict,
    Refused,
    ResultFigures,
    SectionWords,
    StaleGlance,
    TurnoutFigures,
    publish_glance,
    save_glance,
    take_down_glance,
)
from tests.glance.edits import PAGE, correct, public_page, section_of, write
from tests.results.night import at


def test_it_is_not_there_before_it_is_published(blog, result, cast):
    assert Client().get(PAGE).status_code == 404
    write(blog, cast, INTRODUCTION, "A quiet night.")
    assert Client().get(PAGE).status_code == 404, "saved is not published"
    publish_glance(blog=blog, by=cast.edith)
    assert "A quiet night." in public_page(blog)
    take_down_glance(blog=blog, by=cast.edith)
    assert Client().get(PAGE).status_code == 404


def test_it_brings_its_own_page_for_the_printer(blog, result, cast):
    publish_glance(blog=blog, by=cast.edith)
    assert re.search(
        r'<link rel="stylesheet" href="[^"]*article-print[^"]*" media="print">', public_page(blog)
    )


def test_it_cannot_be_published_before_anything_is_declared(blog):
    with pytest.raises(Conflict, match="no result yet"):
        publish_glance(blog=blog)


def test_every_figure_leads_to_the_entry_that_declared_it(blog, result, cast):
    ballots = TurnoutFigures("northquay", ballots=6_040)
    told, _ = publishing.publish_entry(blog=blog, turnout=ballots, at=at("00:30"), by=cast.rosa)
    publish_glance(blog=blog)
    html = public_page(blog)
    assert f'<a href="{result.get_absolute_url()}">Declared at 1.10am</a>' in html
    assert f'<a href="{told.get_absolute_url()}">turnout announced at 12.30am</a>' in html
    assert 'href="/elections/quayshire-2024/northquay/"' in html


def test_a_section_that_nobody_edited_is_written_again_when_figures_are_corrected(
    blog, result, northquay
):
    publish_glance(blog=blog)
    assert "2,800" in public_page(blog)
    correct(result)
    html = public_page(blog)
    assert "2,790" in html
    assert "2,800" not in html
    assert "Corrected figures: A bundle was counted twice." in html
    assert result.get_absolute_url() in html


def test_an_edit_is_kept_and_the_corrected_figures_stand_beneath(blog, result, northquay, cast):
    write(blog, cast, str(northquay.pk), "Quill *only just* held on with 2,800.")
    publish_glance(blog=blog)
    html = public_page(blog)
    assert "Quill <em>only just</em> held on with 2,800." in html
    assert "The figures have changed" not in html
    correct(result)
    html = public_page(blog)
    assert "held on with 2,800." in html
    assert "The figures have changed since this was written." in html
    assert "2,790" in html.split("They are now:")[1]


def test_other_contests_figures_outdate_no_edit(blog, result, northquay, cast):
    write(blog, cast, str(northquay.pk), "Quill held on.")
    votes = {"hana-wells": 2_500, "ivo-crane": 2_000}
    publishing.publish_entry(blog=blog, result=ResultFigures("millbrook", votes=votes))
    assert not section_of(blog, northquay).is_outdated


def test_an_edit_is_outdated_until_it_changes_or_is_said_to_fit(blog, result, northquay, cast):
    key = str(northquay.pk)
    write(blog, cast, key, "Quill held on.")
    correct(result)
    write(blog, cast, INTRODUCTION, "A night.")
    assert section_of(blog, northquay).is_outdated, "saving another section says nothing of it"
    write(blog, cast, key, "Quill held on.", fit=True)
    assert not section_of(blog, northquay).is_outdated
    assert section_of(blog, northquay).edit.text == "Quill held on."


def test_new_words_are_for_the_figures_that_the_editor_saw(blog, result, northquay, cast):
    key, standing = str(northquay.pk), article(blog)
    seen = section_of(blog, northquay).written
    correct(result)
    words = {key: SectionWords("Quill held on.", seen.text, seen.figures)}
    save_glance(blog=blog, version=standing.version, sections=words, by=cast.edith)
    assert section_of(blog, northquay).is_outdated, "the correction came while she was writing"


def test_what_was_only_shown_is_no_edit_though_figures_changed_meanwhile(
    blog, result, northquay, cast
):
    key, seen = str(northquay.pk), section_of(blog, northquay).written
    correct(result)
    text = seen.text.replace("\n", "\r\n")  # as a browser sends it
    words = {key: SectionWords(text, seen.text, seen.figures)}
    save_glance(blog=blog, version=0, sections=words, by=cast.edith)
    assert not GlanceEdit.objects.exists()
    assert "2,790" in section_of(blog, northquay).text


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_emptied_section_has_the_written_one_back(blog, result, northquay, cast, text):
    write(blog, cast, str(northquay.pk), "Quill held on.")
    write(blog, cast, str(northquay.pk), text)
    assert section_of(blog, northquay).edit is None
    assert "2,800" in section_of(blog, northquay).text


def test_two_editors_do_not_overwrite_each_other(blog, result, northquay, cast):
    write(blog, cast, INTRODUCTION, "The first.")
    words = {INTRODUCTION: SectionWords("The second.", "", "")}
    with pytest.raises(StaleGlance) as stale:
        save_glance(blog=blog, version=0, sections=words, by=cast.edith)
    assert stale.value.current == 1
    assert article(blog).introduction.text == "The first."


@pytest.mark.parametrize(
    ("headline", "key", "text", "field"),
    [
        ("x" * 201, INTRODUCTION, "A night.", "headline"),
        ("a\x00", INTRODUCTION, "A night.", "headline"),
        ("", INTRODUCTION, "x" * 20_001, "introduction.text"),
        ("", INTRODUCTION, "a\x00", "introduction.text"),
        ("", "999999", "A night.", "999999.text"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(blog, headline, key, text, field):
    with pytest.raises(Refused) as refused:
        save_glance(
            blog=blog,
            version=0,
            headline=headline,
            sections={key: SectionWords(text, "", "")},
        )
    assert [fault.field for fault in refused.value.faults] == [field]
    assert article(blog).glance is None


def test_what_an_editor_types_is_never_obeyed(blog, result, cast):
    write(blog, cast, INTRODUCTION, "<script>alert(1)</script> [x](javascript:alert(1))")
    publish_glance(blog=blog)
    html = public_page(blog)
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


def test_an_archived_blog_keeps_its_article_and_takes_no_change(blog, result, cast):
    publish_glance(blog=blog)
    publishing.close_blog(blog=blog)
    publishing.archive_blog(blog=blog)
    assert "2,800" in public_page(blog)
    words = {INTRODUCTION: SectionWords("Late words.", "", "")}
    with pytest.raises(Conflict, match="archived"):
        save_glance(blog=blog, version=1, sections=words)
    with pytest.raises(Conflict, match="archived"):
        take_down_glance(blog=blog)


def test_a_retracted_entry_takes_its_figures_out_of_the_article(blog, result, northquay):
    publish_glance(blog=blog)
    publishing.retract_entry(entry=result, reason="Another hall.")
    html = public_page(blog)
    assert "2,800" not in html
    assert "The result of Northquay was withdrawn" in html


def test_it_asks_the_same_however_many_contests_there_are(blog, result):
    publish_glance(blog=blog)
    counts = []
    for kept in (5, 1):
        publishing.follow_contests(blog=blog, contests=list(blog.contests.all())[:kept])
        with CaptureQueriesContext(connection) as queries:
            public_page(blog)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16

"""The editor's page of the article: nothing typed is lost, and nobody else sits there."""

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.glance import INTRODUCTION, article
from liveblog.models import Blog, GlanceEdit
from tests.conftest import Cast
from tests.glance.edits import DESK, PAGE, correct, public_page, write


@pytest.fixture
def desk(cast: Cast, blog: Blog) -> Client:
    """Edith's browser."""
    browser = Client()
    browser.force_login(cast.edith)
    return browser


def form(blog: Blog, **changes: str) -> dict[str, str]:
    """What the page's form sends; `a__b` stands for the field `a.b`."""
    standing = article(blog)
    sent = {"version": str(standing.version), "headline": ""}
    for each in standing.sections:
        sent[f"{each.key}.text"] = each.text
        sent[f"{each.key}.written"] = each.written.text
        sent[f"{each.key}.figures"] = each.written.figures
    return sent | {name.replace("__", "."): value for name, value in changes.items()}


def test_an_editor_writes_reads_and_publishes(desk, blog, result):
    assert desk.get(DESK).status_code == 200
    sent = form(blog, headline="What Quayshire did", introduction__text="A quiet night.")
    assert desk.post(DESK, sent).status_code == 302
    preview = desk.get(f"{DESK}preview/").content.decode()
    assert "What Quayshire did" in preview
    assert "A quiet night." in preview
    assert desk.post(f"{DESK}publish/", {"public": "1"}).status_code == 302
    assert "What Quayshire did" in public_page(blog)
    assert desk.post(f"{DESK}publish/", {"public": "0"}).status_code == 302
    assert Client().get(PAGE).status_code == 404


def test_saving_without_a_change_keeps_nothing(desk, blog, result):
    desk.post(DESK, form(blog))
    assert not GlanceEdit.objects.exists()


def test_the_desk_shows_old_and_new_figures_side_by_side(desk, blog, result, northquay, cast):
    write(blog, cast, str(northquay.pk), "Quill held on.")
    correct(result)
    html = desk.get(DESK).content.decode()
    then, now = html.index("The figures said then"), html.index("They say now")
    assert "2,800" in html[then:now]
    assert "2,790" in html[now : now + 600]
    sent = form(blog) | {f"{northquay.pk}.fit": "on"}
    desk.post(DESK, sent)
    assert "The figures said then" not in desk.get(DESK).content.decode()


def test_who_was_slower_keeps_what_was_typed(desk, blog, result, cast):
    sent = form(blog, introduction__text="The slower words.")
    write(blog, cast, INTRODUCTION, "The faster words.")
    refused = desk.post(DESK, sent)
    assert refused.status_code == 409
    html = refused.content.decode()
    assert "The slower words." in html
    assert "The faster words." in html
    assert article(blog).introduction.text == "The faster words."
    again = sent | {"version": "1"}
    assert desk.post(DESK, again).status_code == 302
    assert article(blog).introduction.text == "The slower words."


def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(desk, blog, result):
    refused = desk.post(DESK, form(blog, headline="x" * 201, introduction__text="Kept."))
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "201 characters; the limit is 200." in html
    assert "Kept." in html


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_version_that_is_none_is_no_way_around(desk, blog, result, version):
    assert desk.post(DESK, form(blog, version=version)).status_code in {409, 422}
    assert article(blog).glance is None


@pytest.mark.parametrize("path", [DESK, f"{DESK}preview/"])
def test_only_an_editor_sits_here(blog, cast, path):
    assert Client().get(path).status_code == 302
    for person, status in ((cast.rosa, 403), (cast.stan, 404)):
        browser = Client()
        browser.force_login(person)
        assert browser.get(path).status_code == status
        assert browser.post(f"{DESK}publish/").status_code == status


def test_it_is_published_by_a_press_and_not_by_a_link(desk, blog, result):
    assert desk.get(f"{DESK}publish/").status_code == 405
    assert Client().get(PAGE).status_code == 404


def test_who_archives_is_told_that_the_article_is_not_public(desk, blog, result):
    publishing.close_blog(blog=blog)
    page = "/newsroom/quayshire/archive/"
    assert "The results at a glance are not public" in desk.get(page).content.decode()
    desk.post(f"{DESK}publish/", {"public": "1"})
    assert "The results at a glance are not public" not in desk.get(page).content.decode()


def test_an_archived_blog_offers_no_form(desk, blog, result):
    publishing.close_blog(blog=blog)
    publishing.archive_blog(blog=blog)
    html = desk.get(DESK).content.decode()
    assert "This blog is archived" in html
    assert "<textarea" not in html
    assert desk.post(DESK, form(blog)).status_code == 409

"""Deeds on the article of the Quayshire night, as its tests ask for them."""

from django.test import Client

from liveblog import publishing
from liveblog.glance import Section, article
from liveblog.models import Blog, Entry
from liveblog.publishing import ResultFigures, SectionWords, save_glance
from results.models import Contest
from tests.conftest import Cast

PAGE = "/quayshire/at-a-glance/"
DESK = "/newsroom/quayshire/at-a-glance/"
VOTES = {"ada-quill": 2_800, "ben-marsh": 2_600, "cleo-finch": 300, "dov-reed": 300}
CORRECTED = {**VOTES, "ada-quill": 2_790, "ben-marsh": 2_610}


def correct(entry: Entry) -> Entry:
    entry = Entry.objects.get(pk=entry.pk)
    figures = ResultFigures("northquay", votes=CORRECTED, rejected=40)
    return publishing.revise_entry(
        entry=entry, version=entry.version, result=figures, reason="A bundle was counted twice."
    )


def section_of(blog: Blog, contest: Contest) -> Section:
    return next(each for each in article(blog).contests if each.contest == contest)


def write(blog: Blog, cast: Cast, key: str, text: str, *, fit: bool = False) -> None:
    """As the desk sends it: the article as it stands, with one section written over."""
    standing = article(blog)
    words = {
        each.key: SectionWords(
            text if each.key == key else each.text,
            each.written.text,
            each.written.figures,
            fit=fit and each.key == key,
        )
        for each in standing.sections
    }
    save_glance(blog=blog, version=standing.version, sections=words, by=cast.edith)


def public_page(blog: Blog) -> str:
    response = Client().get(PAGE)
    assert response.status_code == 200
    return response.content.decode()

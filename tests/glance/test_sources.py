"""Every figure of the article leads to where it was declared, and a correction to itself."""

from datetime import timedelta

from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, Entry
from liveblog.publishing import ResultFigures
from liveblog.publishing.glance import publish_glance
from results.models import Baseline, BaselineVotes, Party
from tests.glance.edits import CORRECTED, DESK, VOTES, correct, public_page, section_of
from tests.results.night import at

PAGE = "/elections/quayshire-2024/northquay/"


def sources(blog, northquay):
    return [(each.what, each.url, each.where) for each in section_of(blog, northquay).sources]


def test_a_result_of_a_feed_leads_to_its_contests_page(blog, northquay):
    figures = ResultFigures("northquay", votes=VOTES, rejected=40)
    publishing.declare_result(contest=northquay, figures=figures, at=at("01:10"))
    publish_glance(blog=blog)
    assert sources(blog, northquay) == [("declared", PAGE, "")]
    assert f'<a href="{PAGE}">Declared at 1.10am</a>' in public_page(blog)


def test_a_correction_in_its_own_entry_is_linked_beside_the_first_declaration(
    blog, result, northquay, cast
):
    figures = ResultFigures("northquay", votes=CORRECTED, rejected=40, reason="Counted twice.")
    later, _ = publishing.publish_entry(
        blog=blog, kind="correction", corrects=result, result=figures, at=at("02:05"), by=cast.rosa
    )
    publish_glance(blog=blog)
    assert sources(blog, northquay) == [
        ("declared", result.get_absolute_url(), ""),
        ("corrected", later.get_absolute_url(), ""),
    ]
    html = public_page(blog)
    assert f'<a href="{later.get_absolute_url()}">corrected at 2.05am</a>' in html
    assert "Corrected figures: Counted twice." in html


def test_figures_put_right_in_their_entry_have_the_time_of_the_change(blog, result, northquay):
    correct(result)
    declared, corrected = section_of(blog, northquay).sources
    assert declared.url == corrected.url == result.get_absolute_url()
    edited = Entry.objects.get(pk=result.pk).edited_at
    assert declared.at == result.at
    assert abs(corrected.at - edited) < timedelta(seconds=5)


def test_what_another_blog_declared_leads_there_and_says_so(blog, northquay, cast):
    other = publishing.create_blog(
        slug="other-hall",
        title="The other hall",
        polling_day=blog.polling_day,
        status=Blog.Status.LIVE,
        contests=[northquay],
        by=cast.edith,
    )
    figures = ResultFigures("northquay", votes=VOTES, rejected=40)
    entry, _ = publishing.publish_entry(blog=other, result=figures, at=at("01:10"), by=cast.edith)
    publish_glance(blog=blog)
    assert sources(blog, northquay) == [("declared", entry.get_absolute_url(), "The other hall")]
    assert "Declared at 1.10am</a> in The other hall" in public_page(blog)


def test_the_edit_room_has_the_same_links(blog, result, cast):
    browser = Client()
    browser.force_login(cast.edith)
    html = browser.get(DESK).content.decode()
    assert f'<a href="{result.get_absolute_url()}">Declared at 1.10am</a>' in html


def test_a_record_is_told_with_what_it_rests_on(blog, result, northquay):
    before = section_of(blog, northquay).written
    assert "on record" not in before.text
    harbour, orchard = Party.objects.get(slug="harbour"), Party.objects.get(slug="orchard")
    Baseline.objects.filter(contest=northquay).update(same_area=True)
    for year in (2017, 2015):
        earlier = Baseline.objects.create(
            contest=northquay, year=year, label=str(year), same_area=True, winner_party=harbour
        )
        for party, votes in ((harbour, 3_000), (orchard, 2_000)):
            BaselineVotes.objects.create(baseline=earlier, party=party, votes=votes)
    after = section_of(blog, northquay).written
    assert (
        "The majority of 200 is the smallest of the four on record for these boundaries, 2015–2024."
    ) in after.text
    assert after.figures != before.figures, "an editor is told that there is more to say"

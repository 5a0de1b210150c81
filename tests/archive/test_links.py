"""Links of the site become links of the archive, and nothing else in a page changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveblog import prose
from liveblog.archive.links import localise

PAGES = {
    "/night/": "index.html",
    "/night/entry/a/": "entry/a.html",
    "/night/entry/b/": "entry/b.html",
}


def local(html: str, page: str = "index.html") -> str:
    return localise(html, site_path="/night/", pages=PAGES, page=page)


@pytest.mark.parametrize(
    ("href", "on_the_front_page", "on_an_entry_page"),
    [
        ("/night/entry/a/", "entry/a.html", "a.html"),
        ("/night/entry/b/#x", "entry/b.html#x", "b.html#x"),
        ("/night/", "index.html", "../index.html"),
        ("/night/#entry-b", "#entry-b", "../index.html#entry-b"),
        ("#entry-b", "#entry-b", "../index.html#entry-b"),
        ("entry/a/", "entry/a.html", "a.html"),
        ("/night/?before=9", "index.html", "../index.html"),
    ],
)
def test_a_link_within_the_blog_leads_to_its_file(href, on_the_front_page, on_an_entry_page):
    assert local(f'<a href="{href}">x</a>') == f'<a href="{on_the_front_page}">x</a>'
    there = local(f'<a href="{href}">x</a>', page="entry/a.html")
    assert there == f'<a href="{on_an_entry_page}">x</a>'


@pytest.mark.parametrize("href", ["/", "/another/", "/night/entry/gone/", "../x", "/static/x.pdf"])
def test_a_link_to_another_page_of_the_site_becomes_words(href):
    assert (
        local(f'<p>See <a class="c" href="{href}">this</a>.</p>')
        == '<p>See <a class="c">this</a>.</p>'
    )


@pytest.mark.parametrize(
    "href", ["https://example.org/night/?a=1&amp;b=2", "mailto:rosa@example.org", "//example.org/x"]
)
def test_a_link_to_elsewhere_stays(href):
    link = f'<a href="{href}" rel="noopener nofollow ugc">x</a>'
    assert local(link) == link


def test_what_only_looks_like_a_link_stays():
    text = (
        '<p title="href=&quot;/night/&quot;">href="/night/" &lt;a href="/night/"&gt; &amp;amp;</p>'
    )
    assert local(text) == text


def test_attributes_keep_their_values():
    html = (
        '<a href="/night/entry/a/" title="a &quot;b&quot; &amp; c" data-x>t</a><br><img alt="" />'
    )
    assert local(html) == html.replace("/night/entry/a/", "entry/a.html")


@given(st.text())
def test_prose_without_links_comes_through_byte_for_byte(source):
    html = prose.render(source)
    if "<a" not in html:
        assert local(html) == html


def test_of_an_embed_only_its_link_comes_into_the_archive():
    html = local(prose.render("One\nhttps://youtu.be/Qu4ysh1re_-\ntwo"))
    assert "youtube-nocookie" not in html
    assert "button" not in html
    assert "data-" not in html
    link = "https://www.youtube.com/watch?v=Qu4ysh1re_-"
    assert f'<a href="{link}" rel="noopener nofollow ugc">Video on YouTube</a>' in html
    assert html.startswith("<p>One</p>")
    assert html.endswith("<p>two</p>")

"""What a reporter typed becomes HTML that does nothing but say it."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from liveblog import prose

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "<javascript:alert(1)>",
    '[x](https://a.example "\\" onmouseover=alert(1) x=\\"")',
    "</div></article><script src=//evil.example></script>",
    "<style>*{display:none}</style>",
    "<iframe src=//evil.example></iframe>",
    "<!-- <script> -->",
    "]]><script>alert(1)</script>",
    "`<script>`",
    "![x](javascript:alert(1))",
    "\\<script>",
    "&lt;script&gt;",
    "{{ 7 * 7 }}{% csrf_token %}",
]
MARKS = st.sampled_from(
    [*ATTACKS, "*", "**", "_", "`", "[", "](", ")", "> ", "# ", "- ", "1. ", "|", "\n", "\n\n", "<"]
)
TYPED = st.lists(st.one_of(MARKS, st.text(max_size=12)), max_size=12).map("".join)


class Inspector(HTMLParser):
    """Collects what a browser would make of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    handle_decl = unknown_decl = handle_pi = handle_comment


BARE = {"p", "br", "strong", "em", "s", "ul", "li", "blockquote", "code", "hr", "h4"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href", "title", "rel"}, "ol": {"start"}}


def assert_inert(html: str) -> None:
    for tag, attributes in Inspector(html).elements:
        assert tag in BARE | TABLE | set(ATTRIBUTES), html
        assert set(attributes) <= ATTRIBUTES.get(tag, set()), html
        if "href" in attributes:
            scheme = re.match(r"\s*([a-z0-9+.\-]*):", attributes["href"].lower())
            assert scheme is None or scheme[1] in {"http", "https", "mailto"}, html
            assert attributes["rel"] == "noopener nofollow ugc"


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_shown_and_not_obeyed(attack: str) -> None:
    assert_inert(prose.render(attack))


@given(TYPED)
@example("[a](http://b 'c\"d')")
def test_whatever_is_typed_is_inert(source: str) -> None:
    html = prose.render(source)
    assert_inert(html)
    assert "{{" not in html or "{{" in source


def test_the_inspector_finds_what_is_not_inert() -> None:
    """The test above can fail."""
    for html in ("<script>", '<p onclick="x">', '<a href="javascript:x" rel="noopener">', "<img>"):
        with pytest.raises(AssertionError):
            assert_inert(html)


WORDS = st.lists(
    st.text(st.characters(whitelist_categories=("Lu", "Ll", "Nd")), min_size=1, max_size=9),
    min_size=1,
    max_size=9,
).map(" ".join)


@given(WORDS)
def test_plain_words_come_back_as_they_were(words: str) -> None:
    assert prose.render(words) == f"<p>{words}</p>"
    assert prose.plain(words) == words


@given(TYPED)
def test_plain_text_has_no_markup_left_and_the_words_of_the_html(source: str) -> None:
    shown = " ".join("".join(Inspector(prose.render(source)).words).split())
    assert prose.plain(source) == shown


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("It is **close** & *tense*.", "<p>It is <strong>close</strong> &amp; <em>tense</em>.</p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("5 < 6 > 4", "<p>5 &lt; 6 &gt; 4</p>"),
        ("~~No~~ Yes.", "<p><s>No</s> Yes.</p>"),
        ("1997. What a night", '<ol start="1997">\n<li>What a night</li>\n</ol>'),
        ("# Later", "<h4>Later</h4>"),
        ("###### Later", "<h4>Later</h4>"),
        ("Northquay\n---", "<p>Northquay</p>\n<hr>"),
        ("[Northquay]: counting", "<p>[Northquay]: counting</p>"),
        ("    An indented paragraph.", "<p>An indented paragraph.</p>"),
        (
            "![Hall](https://example.org/hall)",
            '<p>!<a href="https://example.org/hall" rel="noopener nofollow ugc">Hall</a></p>',
        ),
        ("1,735 + 2 × 5.5% × 41,917", "<p>1,735 + 2 × 5.5% × 41,917</p>"),
    ],
)
def test_what_is_typed_is_what_is_read(typed: str, html: str) -> None:
    assert prose.render(typed) == html


@pytest.mark.parametrize(
    "piece",
    ["[", "[a](", "*a _b ", "> ", "- ", "`", "<", "&", "**", "![", "<http://a", "|a", "~~a"],
)
def test_the_longest_body_of_the_worst_kind_is_read_within_a_moment(piece: str) -> None:
    body = (piece * prose.MAX_BODY)[: prose.MAX_BODY]
    began = time.process_time()
    assert_inert(prose.render(body))
    assert time.process_time() - began < 5

"""Plain text survives Markdown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liveblog import prose
from liveblog.importing.markdown import as_markdown

SIGNS = [
    "* ", "1. ", "2) ", "# ", "> ", "- ", "+ ", "---", "===", "_", "**", "~~", "`", "[a](b)", "<b>",
    "&amp;", "&#35;", "\\", "!", "| a | b |", "http://example.org", "quay", " ", "\n\n",
]  # fmt: skip

ASCII = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=6)


@pytest.mark.parametrize(
    "text",
    ["* starred", "1. first", "#1 in the list", "# heading", "> said", "- dash", "a_b_c", "---",
     "[link](http://example.org)", "5 < 6 & 7 > 6", "&amp; so on", "~~struck~~", "\\", "<b>",
     "**not bold**"],
)  # fmt: skip
def test_text_with_the_signs_of_markdown_renders_as_printed(text):
    html = prose.render(as_markdown(text))
    assert html.startswith("<p>")
    assert prose.plain(as_markdown(text)) == text


def test_ordinary_copy_is_left_as_it_is():
    text = 'He said: "It\'s 5.4 per cent, up 1.2 - at 3.00am (or so)!"\n\n"And more."'
    assert as_markdown(text) == text


@settings(max_examples=500, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(SIGNS), ASCII), max_size=10))
def test_any_text_renders_as_itself_in_paragraphs(parts):
    text = "".join(parts)
    paragraphs = [" ".join(line.split()) for line in text.split("\n\n")]
    html = prose.render(as_markdown(text))
    assert prose.plain(as_markdown(text)) == " ".join(p for p in paragraphs if p)
    assert html.count("<p>") == sum(bool(p) for p in paragraphs)
    assert html.count("<") == 2 * html.count("<p>")

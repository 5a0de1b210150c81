"""What a reporter typed becomes safe HTML: the only file that marks a string safe."""

from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

MAX_BODY = 20_000

_TAGS = {"p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "hr", "h4",
         "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "breaks": True, "typographer": False})
    .enable(["table", "strikethrough"])
    # What would make words disappear, or turn an indented paragraph into a program.
    .disable(["image", "reference", "code", "lheading"])
)


def _below_the_headline(state: StateCore) -> None:
    """However a heading is typed, it stands below the entry's own headline, which is an h3."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h4"


_MARKDOWN.core.ruler.push("below_the_headline", _below_the_headline)


def render(source: str) -> SafeString:
    """Markdown to HTML in which no script, style, event handler or odd link survives.

    HTML in the source is shown as text, not obeyed; what remains is filtered again by nh3, so that
    a fault in one of the two is not a fault of the page.
    """
    html = nh3.clean(
        _MARKDOWN.render(source),
        tags=_TAGS,
        # Without its start, a body that begins “1997. What a night” would read “1. What a night”.
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow ugc",
    )
    return mark_safe(html.strip())  # noqa: S308 - cleaned on the line above


def trusted(html: str) -> SafeString:
    """HTML that `render` or a fragment template made earlier and that was stored since."""
    return mark_safe(html)  # noqa: S308 - only ever our own output


def plain(source: str) -> str:
    """The words alone, for titles, descriptions and search; not HTML, so escape it as usual."""
    text = nh3.clean(_MARKDOWN.render(source), tags=set())
    return " ".join(unescape(text).split())

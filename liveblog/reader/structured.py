"""What search engines read of a page: schema.org's LiveBlogPosting, as JSON-LD."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from liveblog import nightclock, prose
from liveblog.models import Blog, Entry, Picture
from liveblog.templatetags.house import opening

# As Django's json_script does: no text can end the script element or begin a comment in it.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
_BLOCK_ENDS = re.compile(r"</(?:p|li|h3|h4|th|td|blockquote|figure)>|<br>|<hr>")

Absolute = Callable[[str], str]


def live_blog_posting(blog: Blog, entries: Iterable[Entry], absolute: Absolute) -> dict[str, Any]:
    """The blog with these entries, of which tombstones say nothing.

    `absolute` turns a path into an address.
    """
    published = [entry for entry in entries if not entry.is_retracted]
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": blog.title,
        "description": blog.standfirst,
        "url": absolute(blog.get_absolute_url()),
        "coverageStartTime": _coverage_start(blog).astimezone(blog.zone).isoformat(),
        "liveBlogUpdate": [blog_posting(entry, blog, absolute) for entry in published],
    }
    if blog.byline:
        posting["author"] = _person(blog.byline)
    if blog.place:
        posting["contentLocation"] = {"@type": "Place", "name": blog.place}
    if published:
        newest = max(entry.edited_at or entry.at for entry in published)
        posting["dateModified"] = newest.astimezone(blog.zone).isoformat()
    if blog.is_over and blog.closed_at:
        posting["coverageEndTime"] = blog.closed_at.astimezone(blog.zone).isoformat()
    return posting


def blog_posting(entry: Entry, blog: Blog, absolute: Absolute) -> dict[str, Any]:
    """One entry as a BlogPosting."""
    body, pictures = plain_text(entry), list(entry.pictures.all())
    posting: dict[str, Any] = {
        "@type": "BlogPosting",
        "headline": entry.headline or Truncator(body).chars(110) or opening(entry),
        "articleBody": body or entry.headline or " ".join(each.alt for each in pictures),
        "datePublished": entry.at.astimezone(blog.zone).isoformat(),
        "url": absolute(entry.get_absolute_url()),
    }
    if entry.edited_at:
        posting["dateModified"] = entry.edited_at.astimezone(blog.zone).isoformat()
    if pictures:
        posting["image"] = [_image(picture, absolute) for picture in pictures]
    if entry.authors:
        posting["author"] = [_person(name) for name in entry.authors]
    return posting


def plain_text(entry: Entry) -> str:
    """The entry's words alone, with who said them; not HTML."""
    html = prose.words_in(entry.body_html)
    spaced = _BLOCK_ENDS.sub(r" \g<0>", html)  # “one</p><p>two” is two words
    words = " ".join(unescape(strip_tags(spaced)).split())
    if entry.kind == Entry.Kind.QUOTE and entry.speaker:
        role = f", {entry.speaker_role}" if entry.speaker_role else ""
        return f"{entry.speaker}{role}: {words}"
    return words


def as_script(posting: dict[str, Any]) -> SafeString:
    """The JSON for a script element of type application/ld+json, which no browser executes."""
    return prose.trusted(json.dumps(posting, ensure_ascii=False).translate(_ESCAPES))


def _coverage_start(blog: Blog) -> datetime:
    """Always the same for a blog: when it was opened, or the night's start if that was later on.

    A night that was imported years afterwards is opened when it is imported.
    """
    start, end = nightclock.night_of(blog.polling_day, blog.zone)
    return blog.opened_at if blog.opened_at and blog.opened_at < end else start


def _image(picture: Picture, absolute: Absolute) -> dict[str, Any]:
    image = {
        "@type": "ImageObject",
        "contentUrl": absolute(picture.plain.url),
        "width": picture.plain.width,
        "height": picture.plain.tall,
        "description": picture.alt,
    }
    if picture.caption:
        image["caption"] = picture.caption
    if picture.credit:
        image["creditText"] = picture.credit
    return image


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}

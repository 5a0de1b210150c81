"""Which entries a page of the stream shows, newest first, and where the next page begins."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q

from liveblog.models import Blog, Entry

PAGE = 100


@dataclass(frozen=True, slots=True)
class Page:
    """`earlier` is the cursor of the page of older entries; empty on the last page."""

    entries: list[Entry]
    earlier: str


def newest(blog: Blog, *, before: str = "") -> Page:
    """A page of what readers may see, from the newest or from just below the cursor `before`.

    A cursor is an entry's sort key and not a page number, so that entries which arrive meanwhile
    neither repeat nor hide any. Raises ValueError for a cursor that is none.
    """
    entries = blog.entries.visible().newest_first().for_fragments()
    if before:
        entries = entries.before(before)
    rows = list(entries[: PAGE + 1])
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return Page(rows, rows[-1].sort_key if more else "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: the published entries beside it, and the live page that shows it."""

    earlier: Entry | None
    later: Entry | None
    address: str


def place(entry: Entry) -> Place:
    """The entry's neighbours, and an address on the live page that is good without JavaScript."""
    blog = entry.blog
    visible = blog.entries.visible()
    above = visible.filter(Q(at__gt=entry.at) | Q(at=entry.at, pk__gt=entry.pk)).oldest_first()
    below = visible.before(entry.sort_key).newest_first()
    address = blog.get_absolute_url()
    if len(newer := list(above[:PAGE])) == PAGE:
        address += f"?{urlencode({'before': newer[0].sort_key})}"
    published = Entry.Status.PUBLISHED
    return Place(
        earlier=below.filter(status=published).first(),
        later=next((each for each in newer if each.status == published), None),
        address=f"{address}#entry-{entry.public_id}",
    )

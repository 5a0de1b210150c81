"""From a noun to its HTML fragment: the only Python that names templates/liveblog/fragments/.

A fragment is the same for everyone: no request, no user. The page includes it, the frame carries
it, the archive keeps it.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from liveblog.models import Awaited, Blog, Entry
from liveblog.standings import Standing, Standings

# The regions of an election's page: those of the whole, and those that each contest has.
STANDINGS = (
    "count",
    "parties",
    "forecast",
    "legend",
    "latest",
    "gains",
    "closest",
    "turnouts",
    "regions",
)
CONTEST = ("seat", "row")


def entry_html(entry: Entry) -> SafeString:
    """The entry, or a retracted one's tombstone; the root has id, data-entry-id, data-version."""
    name = "tombstone" if entry.is_retracted else "entry"
    return render_to_string(f"liveblog/fragments/{name}.html", {"entry": entry, "blog": entry.blog})


def board_html(blog: Blog, board: dict[str, Any]) -> SafeString:
    """The scoreboard and contest cards of one election, as `results.board.board` gives them."""
    return render_to_string("liveblog/fragments/board.html", {"blog": blog, "board": board})


def standings_html(shown: Standings, regions: Iterable[str] = STANDINGS) -> dict[str, SafeString]:
    """The regions of an election's page that any of its contests may change, by their names."""
    context = {"shown": shown, "zone": timezone.get_default_timezone()}
    return {
        region: render_to_string(f"liveblog/fragments/standings/{region}.html", context)
        for region in regions
    }


def contest_html(moved: Standing) -> dict[str, SafeString]:
    """The regions of an election's page that are one contest's own."""
    return {
        f"{region}:{moved.slug}": render_to_string(
            f"liveblog/fragments/standings/{region}.html", {"each": moved}
        )
        for region in CONTEST
    }


def head_html(blog: Blog) -> SafeString:
    """The blog's headline, standfirst and whether it is live."""
    return render_to_string("liveblog/fragments/head.html", {"blog": blog})


def pinned_html(blog: Blog) -> SafeString:
    """Links to the pinned entries; empty when there is none."""
    return render_to_string(
        "liveblog/fragments/pinned.html", {"blog": blog, "pinned": pinned(blog)}
    )


def pinned(blog: Blog) -> list[Entry]:
    """The published entries that are pinned, newest first."""
    entries = blog.entries.filter(pinned=True, status=Entry.Status.PUBLISHED)
    return list(entries.newest_first().for_fragments())


def awaited_html(blog: Blog) -> SafeString:
    """What the blog still waits for; empty when that is nothing."""
    return render_to_string(
        "liveblog/fragments/awaited.html", {"blog": blog, "awaited": awaited(blog)}
    )


def awaited(blog: Blog) -> list[Awaited]:
    """The promised figures that have not come, longest promised first."""
    return list(blog.awaited.still_open().select_related("contest"))


def site(_request: HttpRequest) -> dict[str, Any]:
    """For every page's masthead."""
    return {"site_name": settings.SITE_NAME}

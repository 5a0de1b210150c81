"""The static copy: pages that open from a disk, with every entry and no request to anywhere."""

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse

from liveblog import presentation, prose, scoreboard
from liveblog.archive import bag, contests
from liveblog.archive.links import localise
from liveblog.glance import article
from liveblog.models import Blog, Entry

STYLESHEETS = (
    "liveblog/site.css",
    "liveblog/fragments.css",
    "liveblog/board.css",
    "liveblog/reader/live.css",
    "liveblog/elections/elections.css",
    "liveblog/archive/archive.css",
)


def write_pages(
    blog: Blog, entries: Sequence[Entry], *, to: Path, on_progress: Callable[[str], None]
) -> None:
    """The whole blog on one page, newest first as on the live page, and a page for each entry.

    A page for each contest, too, and the article if it is public. `entries` are the visible ones,
    oldest first. Raises FileNotFoundError for a lost stylesheet.
    """
    home, told = blog.get_absolute_url(), article(blog)
    has_article = bool(told.glance and told.glance.is_public)
    site = {
        home: bag.FRONT,
        **{entry.get_absolute_url(): bag.entry_page(entry.public_id) for entry in entries},
        **_copy_pictures(entries, to, on_progress),
        **contests.addresses(blog.seal),
        **({reverse("reader:at_a_glance", args=[blog.slug]): bag.ARTICLE} if has_article else {}),
    }
    local = partial(localise, site_path=home, pages=site)
    context: dict[str, Any] = {
        "blog": blog,
        "site_name": settings.SITE_NAME,
        "sheets": _copy_stylesheets(to),
        "records": [bag.BLOG, bag.EVENTS, bag.RESULTS_TABLE, bag.RESULTS, bag.README],
    }
    fragments = [presentation.entry_html(entry) for entry in entries]

    def write(template: str, page: str, **also: Any) -> None:
        # `root` leads from the page's folder to the front page's.
        also["root"] = "../" * page.count("/")
        html = render_to_string(f"liveblog/archive/{template}", {**context, **also})
        file = to / page
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, encoding="utf-8", newline="\n")

    def inside(page: str, html: str) -> str:
        return prose.trusted(local(html, page=page))

    on_progress("writing the front page")
    boards = [presentation.board_html(blog, board) for board in scoreboard.boards(blog)]
    write(
        "index.html",
        bag.FRONT,
        head=inside(bag.FRONT, presentation.head_html(blog)),
        boards=[inside(bag.FRONT, board) for board in boards],
        pinned=inside(bag.FRONT, presentation.pinned_html(blog)),
        awaited=inside(bag.FRONT, presentation.awaited_html(blog)),
        stream=[inside(bag.FRONT, html) for html in reversed(fragments)],
        article=bag.ARTICLE if has_article else "",
        contests=contests.listed(blog.seal),
    )
    if has_article:
        html = render_to_string(
            "liveblog/reader/at_a_glance_text.html", {"article": told, "blog": blog}
        )
        write("article.html", bag.ARTICLE, headline=told.headline, html=inside(bag.ARTICLE, html))
    for dossier in blog.seal.contests:
        page = bag.contest_page(contests.address(dossier))
        write("contest.html", page, **contests.context(dossier), is_article=has_article)
    on_progress(f"writing the pages of entries ({len(entries):,})")
    for (earlier, _), (entry, html), (later, _) in _with_neighbours(entries, fragments):
        page = bag.entry_page(entry.public_id)
        write(
            "entry.html", page, entry=entry, html=inside(page, html), earlier=earlier, later=later
        )


def readme(blog: Blog, entries: Sequence[Entry]) -> str:
    """README.txt: what the archive is and how to check it, for who finds it in forty years."""
    return render_to_string(
        "liveblog/archive/readme.txt",
        {"blog": blog, "entries": len(entries), "site_name": settings.SITE_NAME},
    )


def _with_neighbours(entries: Sequence[Entry], fragments: Sequence[str]) -> Any:
    """(earlier, this, later) for each entry and its fragment; (None, "") beyond both ends."""
    nobody = (None, "")
    row = [nobody, *zip(entries, fragments, strict=True), nobody]
    return ((a, b, c) for (a, b), (_, c) in pairwise(pairwise(row)))


def _copy_pictures(
    entries: Sequence[Entry], to: Path, on_progress: Callable[[str], None]
) -> dict[str, str]:
    """Every size of the pictures that readers see: the file in the archive by its address.

    Raises FileNotFoundError for a lost one.
    """
    carried = [each for entry in entries if not entry.is_retracted for each in entry.pictures.all()]
    if carried:
        on_progress(f"copying pictures ({len(carried):,})")
    files = {}
    for size in (each for picture in carried for each in picture.file.get_picture_files_list()):
        files[size.url] = bag.picture_file(size.url)
        file = to / files[size.url]
        file.parent.mkdir(parents=True, exist_ok=True)
        with size.storage.open(size.name) as source, file.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    return files


def _copy_stylesheets(to: Path) -> list[str]:
    assets = to / "assets"
    assets.mkdir()
    names = []
    for sheet in STYLESHEETS:
        source = finders.find(sheet)
        if source is None:
            raise FileNotFoundError(f"The stylesheet {sheet} is not among the static files.")
        names.append(f"assets/{Path(sheet).name}")
        shutil.copyfile(source, to / names[-1])
    return names

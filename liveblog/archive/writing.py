"""Sealing a closed blog and writing it down: all of it, or nothing."""

import tempfile
from collections.abc import Callable
from errno import EISDIR
from pathlib import Path

from django.conf import settings
from django.db import transaction

from liveblog import publishing
from liveblog.archive import bag, container, pages, records
from liveblog.models import Blog

Progress = Callable[[str], None]


def archive_path(blog: Blog) -> Path:
    """Where the blog's archive is kept, whether or not it has been written yet."""
    return settings.VAR_DIR / "archives" / f"{blog.slug}.zip"


def write_archive(
    blog: Blog, *, to: Path | None = None, on_progress: Progress = lambda line: None
) -> Path:
    """Write the blog's archive to `to`, by default `archive_path(blog)`, and return where it is.

    A closed blog is sealed by it: the seal and the file come about together, or the blog is still
    closed and there is no file. Of a blog that is sealed already the same bytes are written again.
    Raises publishing.Conflict (it is not closed) and OSError (no room, no permission).
    """
    to = to or archive_path(blog)
    if to.is_dir():
        raise IsADirectoryError(EISDIR, "is a folder; name the file to write", str(to))
    to.parent.mkdir(parents=True, exist_ok=True)
    # Beside its place, so that the last step is a rename, which cannot leave half a file.
    with tempfile.TemporaryDirectory(prefix=f".{to.stem}-", dir=to.parent) as desk:
        packed = Path(desk) / "packed.zip"
        with transaction.atomic():
            blog = _sealed(blog)
            _write_bag(blog, Path(desk) / "bag", on_progress)
            on_progress("packing")
            container.pack(Path(desk) / "bag", top=blog.slug, at=blog.archived_at, to=packed)
        packed.replace(to)
    return to


def _sealed(blog: Blog) -> Blog:
    """The blog as it stands now, archived. Raises Conflict."""
    blog = Blog.objects.get(pk=blog.pk)
    if not blog.is_archived:
        publishing.archive_blog(blog=blog)
    return Blog.objects.select_related("feed", "seal").get(pk=blog.pk)


def _write_bag(blog: Blog, folder: Path, on_progress: Progress) -> None:
    folder.mkdir()
    entries = list(
        blog.entries.visible().oldest_first().for_fragments().prefetch_related("revisions")
    )
    pages.write_pages(blog, entries, to=folder, on_progress=on_progress)
    on_progress("writing the record, the log and the results")
    _write(folder / bag.BLOG, records.blog_record(blog, entries))
    with (folder / bag.EVENTS).open("w", encoding="utf-8", newline="\n") as log:
        log.writelines(records.event_lines(blog, entries))
    _write(folder / bag.RESULTS_TABLE, records.results_table(blog))
    _write(folder / bag.RESULTS, records.results_record(blog))
    _write(folder / bag.README, pages.readme(blog, entries))
    on_progress("computing checksums")
    bag.make_bag(
        folder,
        {
            "Bag-Software-Agent": "Declared <archive format 1>",
            "Bagging-Date": f"{blog.archived_at:%Y-%m-%d}",
            "External-Identifier": blog.slug,
            "External-Description": f"{blog.title}. To read it, open data/{bag.FRONT}.",
            "Source-Organization": settings.SITE_NAME,
        },
    )


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")

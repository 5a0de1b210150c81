"""The front page: every blog under its state, the live ones with their newest entry."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from liveblog.models import Blog, Entry


@dataclass(frozen=True, slots=True)
class Listed:
    """A blog on the front page; `newest` is its newest published entry, if it has one."""

    blog: Blog
    newest: Entry | None


@dataclass(frozen=True, slots=True)
class FrontPage:
    live: list[Listed]
    upcoming: list[Listed]
    over: list[Listed]

    @property
    def is_empty(self) -> bool:
        return not (self.live or self.upcoming or self.over)


def front_page() -> FrontPage:
    """Two queries, however many blogs and entries there are."""
    published = Entry.objects.filter(blog=OuterRef("pk"), status=Entry.Status.PUBLISHED)
    newest_id = Subquery(published.newest_first().values("pk")[:1])
    blogs = list(Blog.objects.annotate(newest_id=newest_id))
    entries = Entry.objects.in_bulk([blog.newest_id for blog in blogs if blog.newest_id])
    listed = [Listed(blog, entries.get(blog.newest_id)) for blog in blogs]
    return FrontPage(
        live=[each for each in listed if each.blog.is_live],
        upcoming=[each for each in listed if each.blog.status == Blog.Status.UPCOMING],
        over=[each for each in listed if each.blog.is_over],
    )

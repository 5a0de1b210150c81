"""Which figures are public only once somebody else has confirmed them."""

from django.db.models import Q

from liveblog.models import Blog
from liveblog.publishing.figures import Figures, ResultFigures
from results.models import Contest


def must_wait(given: Figures | None, contest: Contest | None, blog: Blog | None) -> bool:
    """Whether these figures take a second look: results do, where a blog asks for one."""
    if contest is None or not isinstance(given, ResultFigures):
        return False
    return given.confirm is not None and asking(contest, blog) is not None


def asking(contest: Contest, blog: Blog | None = None) -> Blog | None:
    """A blog that asks for it: the one that is written in, or one with the contest on its board.

    Otherwise its board would show, by way of another blog, what nobody has confirmed.
    """
    concerned = Q(contests=contest) | Q(pk=blog.pk if blog else None)
    asking = Blog.objects.filter(concerned, needs_second_look=True)
    return asking.exclude(status=Blog.Status.ARCHIVED).first()

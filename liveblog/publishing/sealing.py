"""Keeping the figures of a blog as they stand, so that later corrections leave its pages alone."""

from liveblog import scoreboard
from liveblog.glance import article
from liveblog.glance.sealed import as_sealed
from liveblog.models import Blog, Entry, Seal
from results.dossier import contest_dossier
from results.exporting import results_rows
from results.models import Contest


def seal(blog: Blog) -> Seal:
    """Write down what the blog's contests say now; the caller holds the feed's lock.

    Figures that a retracted entry announced are in no version that is kept.
    """
    of_the_blog = Contest.objects.with_results().filter(blogcontest__blog=blog)
    followed = list(of_the_blog.order_by("blogcontest__order", "blogcontest__pk"))
    sources = {each.source for contest in followed for each in contest.declarations.all()}
    sources |= {each.source for contest in followed for each in contest.turnout_reports.all()}
    gone = set(
        Entry.objects.filter(public_id__in=sources, status=Entry.Status.RETRACTED).values_list(
            "public_id", flat=True
        )
    )
    return Seal.objects.create(
        blog=blog,
        boards=scoreboard.boards(blog),
        article=as_sealed(article(blog)),
        contests=[contest_dossier(each, without=gone) for each in followed],
        rows=[list(row) for row in results_rows(followed)],
    )

"""What becomes of an entry whose declaration was corrected or withdrawn by something else."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from liveblog.models import Blog, Entry
from liveblog.publishing.keeping import keep, tell
from liveblog.publishing.wording import MAX_REASON
from results.models import Contest, Declaration


def tell_superseded(
    contests: Iterable[Contest], *, by: User | None, of: Entry | None = None
) -> list[Entry]:
    """Let every public entry that shows a declaration of these contests say what became of it.

    In whichever blog, in this transaction; `of`, which caused it, tells its own story. Returns the
    entries that were told of again.
    """
    told = []
    for contest in dict.fromkeys(contests):
        carrying = Entry.objects.filter(
            declaration__contest=contest, status=Entry.Status.PUBLISHED
        ).exclude(blog__status=Blog.Status.ARCHIVED)
        if of is not None:
            carrying = carrying.exclude(pk=of.pk)
        for entry in carrying.select_related("blog", "declaration").order_by("blog__feed_id", "pk"):
            newest = standing_over(entry.declaration)
            if newest == entry.superseded_by:
                continue
            entry.superseded_by = newest
            entry.version += 1
            keep(entry, why="corrected", by=by, reason=newest.reason[:MAX_REASON] if newest else "")
            tell(entry, "corrected")
            told.append(entry)
    return told


def standing_over(declaration: Declaration | None) -> Declaration | None:
    """The newest declaration of the contest, where it says something else than this one."""
    if declaration is None:
        return None
    newest = declaration.contest.declarations.order_by("-version").first()
    if newest is None or newest == declaration or _figures(newest) == _figures(declaration):
        return None
    return newest


def _figures(declaration: Declaration) -> tuple[object, ...]:
    votes = {each.candidacy_id: each.votes for each in declaration.votes.all()}
    return declaration.is_final, votes, declaration.rejected, declaration.lot_winner_id

"""What there is in a blog, in figures, for a person who is about to end something."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from liveblog.models import Blog, Entry

Status = Entry.Status


@dataclass(frozen=True, slots=True)
class Stock:
    """Entries by where they stand. `next_due` is when the first of the scheduled would be out."""

    published: int
    results: int
    turnouts: int
    retracted: int
    drafts: int
    scheduled: int
    proposed: int
    next_due: datetime | None
    awaited: int

    @property
    def unpublished(self) -> int:
        return self.drafts + self.scheduled + self.proposed


def stock_of(blog: Blog) -> Stock:
    public = Q(status=Status.PUBLISHED)
    counted = blog.entries.aggregate(
        published=Count("pk", filter=public),
        results=Count("pk", filter=public & Q(declaration__isnull=False)),
        turnouts=Count("pk", filter=public & Q(turnout__isnull=False)),
        retracted=Count("pk", filter=Q(status=Status.RETRACTED)),
        drafts=Count("pk", filter=Q(status=Status.DRAFT)),
        scheduled=Count("pk", filter=Q(status=Status.SCHEDULED)),
        proposed=Count("pk", filter=Q(status=Status.PROPOSED)),
        next_due=Min("publish_at", filter=Q(status=Status.SCHEDULED)),
    )
    return Stock(**counted, awaited=blog.awaited.still_open().count())


def showing_the_same(entry: Entry) -> int:
    """How many other public entries, of any blog, show the result that this one declared."""
    if entry.declaration_id is None:
        return 0
    same = Entry.objects.filter(declaration=entry.declaration_id, status=Status.PUBLISHED)
    return same.exclude(pk=entry.pk).count()

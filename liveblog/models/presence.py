"""Who is at the desk just now, by the pages that they have open. No reader is told of any of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from liveblog.models.blog import Blog
from liveblog.models.entry import Entry

LIFETIME = timedelta(seconds=60)  # after its last sign of life a page is thought to be shut
GRACE = timedelta(seconds=5)  # for the next page of a tab to take up where the last one left


class PresenceQuerySet(models.QuerySet["Presence"]):
    def alive(self, now: datetime) -> "PresenceQuerySet":
        """The pages that are open, as far as anybody can know."""
        return self.filter(seen__gt=now - LIFETIME)

    def gone(self, now: datetime) -> "PresenceQuerySet":
        return self.filter(seen__lte=now - LIFETIME)

    def editing(self, entry: Entry) -> "PresenceQuerySet":
        """The pages on which the entry is being edited; who holds it comes first."""
        return self.filter(entry=entry).order_by(
            models.F("taken_at").asc(nulls_first=True), "since", "pk"
        )


class Presence(models.Model):
    """One page that somebody has open at a desk, and what they do there."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences"
    )
    tab = models.UUIDField(help_text="Chosen by the browser; kept from page to page.")
    page = models.UUIDField(help_text="The page in that tab, which is another after a reload.")
    seen = models.DateTimeField()
    entry = models.ForeignKey(
        Entry,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="What is being edited.",
    )
    since = models.DateTimeField(help_text="When that was begun.")
    is_writing = models.BooleanField(default=False)
    place = models.CharField(max_length=120, blank=True, help_text="The hall, of who is on shift.")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who took over the editing.",
    )
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blog", "user", "tab"], name="liveblog_present_once"),
        ]
        indexes = [models.Index(fields=["blog", "seen"], name="liveblog_presence_seen")]

    def __str__(self) -> str:
        return f"{self.user} at {self.blog}"

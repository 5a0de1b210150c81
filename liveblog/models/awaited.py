"""A figure that somebody has promised: open until it lands, or until nobody waits any more."""

from datetime import datetime

from django.conf import settings
from django.db import models

from liveblog.models.blog import Blog
from liveblog.models.entry import Entry


class AwaitedQuerySet(models.QuerySet["Awaited"]):
    def still_open(self) -> "AwaitedQuerySet":
        return self.filter(closed_at=None)

    def closed(self) -> "AwaitedQuerySet":
        return self.exclude(closed_at=None)

    def overdue(self, now: datetime) -> "AwaitedQuerySet":
        """Open, and later than promised; the latest first."""
        return self.still_open().filter(due_at__lt=now).order_by("due_at", "pk")


class Awaited(models.Model):
    class Kind(models.TextChoices):
        TURNOUT = "turnout", "Turnout"
        RESULT = "result", "Result"
        OTHER = "other", "Another figure"

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="awaited")
    what = models.CharField(max_length=120, help_text="Such as “turnout in Wanstead”.")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.OTHER)
    contest = models.ForeignKey(
        "results.Contest",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Its turnout or result, when it lands, closes the wait.",
    )
    from_entry = models.ForeignKey(
        Entry, on_delete=models.SET_NULL, null=True, blank=True, related_name="promises"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_with_entry = models.ForeignKey(
        Entry, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_dropped = models.BooleanField(default=False, help_text="It never came, for this reason.")
    reason = models.CharField(max_length=300, blank=True)

    objects = AwaitedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "awaited"
        ordering = ["opened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.what} in {self.blog}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_overdue(self, now: datetime) -> bool:
        return self.is_open and self.due_at is not None and now > self.due_at

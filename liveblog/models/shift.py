"""Who is in which hall, from when to when, and when somebody last heard of them."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from liveblog.models.blog import Blog

SILENT_AFTER = timedelta(minutes=25)  # then the desk is told that nothing was heard


class ShiftQuerySet(models.QuerySet["Shift"]):
    def running(self) -> "ShiftQuerySet":
        return self.filter(ended=None)


class Shift(models.Model):
    """One person in one hall. At most one at a time in a blog."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="shifts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shifts"
    )
    place = models.CharField(max_length=120, help_text="The hall.")
    contests = models.ManyToManyField(
        "results.Contest",
        related_name="+",
        blank=True,
        help_text="What is counted there; empty: whatever the blog follows.",
    )
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who said so.",
    )
    seen = models.DateTimeField(null=True, blank=True, help_text="The last beat of their pages.")
    phoned = models.DateTimeField(null=True, blank=True, help_text="Last heard by phone.")
    phoned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["began", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["blog", "user"],
                condition=models.Q(ended=None),
                name="liveblog_one_shift_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.place}"

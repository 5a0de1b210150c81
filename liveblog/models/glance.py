"""The morning-after article of a blog: what an editor changed in it, and whether it is public.

What the figures say is never stored as the article: it is written afresh from them whenever it is
read, so that it cannot fall behind a correction.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse

from liveblog.models.blog import Blog


class Glance(models.Model):
    blog = models.OneToOneField(Blog, on_delete=models.CASCADE, related_name="glance")
    version = models.PositiveIntegerField(default=1)
    headline = models.CharField(max_length=200, blank=True, help_text="Empty: the usual one.")
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.blog} at a glance"

    def get_absolute_url(self) -> str:
        return reverse("reader:at_a_glance", args=[self.blog.slug])

    @property
    def is_public(self) -> bool:
        return self.published_at is not None


class GlanceEdit(models.Model):
    """An editor's words in place of those that were written from the figures."""

    glance = models.ForeignKey(Glance, on_delete=models.CASCADE, related_name="edits")
    contest = models.ForeignKey(
        "results.Contest",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the introduction.",
    )
    text = models.TextField(help_text="Markdown, as typed.")
    replaced = models.TextField(help_text="What had been written from the figures.")
    figures = models.CharField(max_length=64, help_text="The digest of those figures.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["glance", "contest"], name="liveblog_glance_edit_once"),
            models.UniqueConstraint(
                fields=["glance"],
                condition=models.Q(contest__isnull=True),
                name="liveblog_glance_introduction_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest or 'Introduction'} in {self.glance}"

"""What every set of figures ever shown keeps: its number, its source, its author and its reason."""

from typing import Any

from django.conf import settings
from django.db import models


class FiguresVersion(models.Model):
    """Written once. To change figures is to write the next version, so that both stay readable."""

    version = models.PositiveIntegerField()
    source = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="Why it corrects or withdraws the one before.")
    confirmed = models.JSONField(
        default=list,
        help_text="The findings that were published knowingly: severity, field, message, code.",
    )
    override_reason = models.TextField(
        blank=True, help_text="Why an editor published against a sum that does not add up."
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "version"], name="%(class)s_version_in_contest"
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(
                f"A {self._meta.verbose_name} is never edited: record a new version "
                "through results.declarations or results.forecasts."
            )
        super().save(*args, **kwargs)


def author_field() -> "models.ForeignKey[Any, Any]":
    """Who recorded it; the figures outlive the account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

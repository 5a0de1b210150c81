"""The feed of an election: what open pages of its results follow."""

from django.db import models

from liveblog.realtime.models import Feed


class ElectionFeed(models.Model):
    election = models.OneToOneField(
        "results.Election", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    feed = models.OneToOneField(Feed, on_delete=models.PROTECT, related_name="+")
    shown = models.JSONField(
        default=dict, help_text="A digest of each region of the page, as the log leaves it."
    )

    def __str__(self) -> str:
        return f"The feed of {self.election}"

    @staticmethod
    def name_for(slug: str) -> str:
        """What the feed of an election of that slug is called; no slug of a blog has a slash."""
        return f"elections/{slug}"

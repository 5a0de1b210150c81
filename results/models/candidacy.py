"""A candidacy: one person, for one party, on one ballot paper."""

from __future__ import annotations

from django.db import models


class CandidacyManager(models.Manager["Candidacy"]):
    """Always with the party: a candidate is never named without it."""

    def get_queryset(self) -> models.QuerySet[Candidacy]:
        return super().get_queryset().select_related("party")


class Candidacy(models.Model):
    contest = models.ForeignKey("results.Contest", models.CASCADE, related_name="candidacies")
    slug = models.SlugField(max_length=120, help_text="The key of its votes in the API.")
    name = models.CharField(max_length=200)
    party = models.ForeignKey("results.Party", models.PROTECT, related_name="candidacies")
    description = models.CharField(max_length=200, blank=True, help_text="On the ballot paper.")
    order = models.PositiveSmallIntegerField(default=0, help_text="On the ballot paper.")
    sitting = models.BooleanField(default=False, help_text="The member at dissolution.")

    objects = CandidacyManager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "candidacies"
        constraints = [
            models.UniqueConstraint(fields=["contest", "slug"], name="candidacy_slug_in_contest")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.party.short_name})"

"""A turnout report: what was announced of turnout, under which of the three definitions."""

from __future__ import annotations

from django.db import models

from results.models.version import FiguresVersion, author_field


class TurnoutReport(FiguresVersion):
    class Definition(models.TextChoices):
        BALLOTS_VERIFIED = "ballots_verified", "ballot papers verified"
        VALID_VOTES = "valid_votes", "valid votes"
        WITH_REJECTED_POSTAL = "with_rejected_postal", "ballot papers and rejected postal votes"

    contest = models.ForeignKey("results.Contest", models.PROTECT, related_name="turnout_reports")
    ballots = models.PositiveIntegerField(
        null=True, help_text="The papers (or votes) that the definition counts."
    )
    percentage = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, help_text="As announced."
    )
    electorate = models.PositiveIntegerField(null=True, help_text="As it was known then.")
    definition = models.CharField(
        max_length=20, choices=Definition.choices, default=Definition.BALLOTS_VERIFIED
    )
    provisional = models.BooleanField(default=True)
    is_withdrawn = models.BooleanField(default=False)
    announced_at = models.DateTimeField()
    reported_by = author_field()

    class Meta(FiguresVersion.Meta):
        constraints = [
            *FiguresVersion.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(percentage__isnull=True)
                | models.Q(percentage__gte=0, percentage__lte=100),
                name="turnoutreport_percentage_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest} turnout, version {self.version}"

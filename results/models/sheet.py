"""What has been worked out already: each contest's card, and the sums of each region.

Written by `results.sheets` alone, in the transaction that changes the figures. Nothing here is a
fact of its own: all of it can be thrown away and worked out again.
"""

from django.db import models


class Sheet(models.Model):
    """A contest as it stands, with the columns that lists of an election are made by."""

    contest = models.OneToOneField(
        "results.Contest", models.CASCADE, related_name="sheet", primary_key=True
    )
    election = models.ForeignKey("results.Election", models.CASCADE, related_name="sheets")
    region = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12)
    declared_at = models.DateTimeField(null=True)
    is_gain = models.BooleanField(default=False, help_text="Whether a seat changed hands.")
    majority = models.PositiveIntegerField(null=True, help_text="Of a single seat, once declared.")
    turnout = models.FloatField(null=True, help_text="Hundredths of the electorate, rounded.")
    turnout_definition = models.CharField(max_length=20, blank=True)
    card = models.JSONField(help_text="As results.card.contest_card gives it.")
    digest = models.CharField(max_length=16, help_text="Of the card: another one, another card.")
    sums = models.JSONField(help_text="As results.sums.Sums gives them.")

    class Meta:
        indexes = [
            models.Index(fields=["election", "state", "-declared_at"], name="results_sheet_latest"),
            models.Index(fields=["election", "majority"], name="results_sheet_closest"),
            models.Index(
                fields=["election", "turnout_definition", "turnout"], name="results_sheet_turnout"
            ),
            models.Index(fields=["election", "is_gain"], name="results_sheet_gains"),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id}: {self.state}"


class Tally(models.Model):
    """The sums of an election's contests in one region; all its regions make the election."""

    election = models.ForeignKey("results.Election", models.CASCADE, related_name="tallies")
    region = models.CharField(max_length=80, blank=True)
    sums = models.JSONField(default=dict, help_text="As results.sums.Sums gives them.")

    class Meta:
        verbose_name_plural = "tallies"
        ordering = ["region"]
        constraints = [
            models.UniqueConstraint(fields=["election", "region"], name="tally_once_a_region")
        ]

    def __str__(self) -> str:
        return f"{self.region or 'No region'}, {self.election}"

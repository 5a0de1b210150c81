"""How far a count is: every move that was reported, and every time that was given for its end."""

from django.db import models

from results.models.version import author_field
from results.stages import Stage


class CountMove(models.Model):
    """The contest moved to a stage. Written once; the newest row is where it stands."""

    contest = models.ForeignKey("results.Contest", models.CASCADE, related_name="moves")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    moved_at = models.DateTimeField()
    reason = models.TextField(blank=True, help_text="Why it went back, or was postponed.")
    source = models.CharField(max_length=120, blank=True)
    by = author_field()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.contest}: {self.get_stage_display()}"


class Expectation(models.Model):
    """When the declaration is expected, as somebody said then. The newest row is what is said now.

    Without a time: nobody says any more.
    """

    contest = models.ForeignKey("results.Contest", models.CASCADE, related_name="expectations")
    at = models.DateTimeField(null=True)
    source = models.CharField(max_length=120, blank=True)
    by = author_field()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.contest} expected at {self.at}"

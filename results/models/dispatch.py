"""A dispatch: what an agency's feed sent about a contest, and what became of it."""

from django.db import models


class Dispatch(models.Model):
    """Kept whole, so that what was set aside can be taken once the roster is mended."""

    class Agency(models.TextChoices):
        PA = "PA", "PA Media"
        AP = "AP", "Associated Press"

    class Kind(models.TextChoices):
        NOMINATIONS = "nominations", "nominations"
        RUSH = "rush", "winner without votes"
        RESULT = "result", "result"
        RECOUNT = "recount", "recount"
        PARTIES = "parties", "state of the parties"
        UNREADABLE = "unreadable", "unreadable"

    class State(models.TextChoices):
        TAKEN = "taken", "taken"
        NOTED = "noted", "noted"
        IGNORED = "ignored", "ignored"
        SET_ASIDE = "set_aside", "set aside"
        REFUSED = "refused", "refused"

    election = models.ForeignKey("results.Election", models.CASCADE, related_name="dispatches")
    contest = models.ForeignKey(
        "results.Contest", models.CASCADE, null=True, blank=True, related_name="dispatches"
    )
    agency = models.CharField(max_length=4, choices=Agency.choices, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject = models.CharField(max_length=200, blank=True, help_text="As the agency names it.")
    revision = models.BigIntegerField(
        default=0, help_text="The higher is the newer: PA's number; of AP the second it was sent."
    )
    file = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file that brought it.")
    body = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices)
    note = models.TextField(blank=True, help_text="What it says, or why it was not taken.")
    declaration = models.ForeignKey(
        "results.Declaration", models.SET_NULL, null=True, blank=True, related_name="dispatches"
    )
    received = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "dispatches"
        constraints = [
            models.UniqueConstraint(
                fields=["election", "digest", "kind", "subject"], name="dispatch_taken_once"
            )
        ]
        indexes = [models.Index(fields=["election", "state"], name="dispatch_by_state")]

    def __str__(self) -> str:
        return f"{self.file}: {self.note or self.get_state_display()}"

"""A baseline: the result of last time that a contest is compared with, and of which kind it is."""

from __future__ import annotations

from django.db import models


class BaselineManager(models.Manager["Baseline"]):
    def get_queryset(self) -> models.QuerySet[Baseline]:
        return super().get_queryset().select_related("winner_party")


class Baseline(models.Model):
    class Kind(models.TextChoices):
        ACTUAL = "actual", "actual"
        NOTIONAL = "notional", "notional"

    contest = models.ForeignKey("results.Contest", models.CASCADE, related_name="baselines")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ACTUAL)
    label = models.CharField(max_length=80, help_text="E.g. “2005 (notional)”.")
    year = models.PositiveSmallIntegerField()
    electorate = models.PositiveIntegerField(null=True, blank=True)
    valid_votes = models.PositiveIntegerField(null=True, blank=True)
    ballots = models.PositiveIntegerField(
        null=True, blank=True, help_text="Ballot papers verified, rejected ones among them."
    )
    winner_party = models.ForeignKey(
        "results.Party", models.PROTECT, null=True, blank=True, related_name="+"
    )
    same_area = models.BooleanField(
        default=False,
        help_text="Proved by its code to be of these very boundaries; only such make records.",
    )
    is_default = models.BooleanField(default=False, help_text="The one that pages compare with.")
    source = models.TextField(blank=True)

    objects = BaselineManager()

    class Meta:
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "kind", "year"], name="baseline_kind_and_year_in_contest"
            ),
            models.UniqueConstraint(
                fields=["contest"],
                condition=models.Q(is_default=True),
                name="baseline_one_default_in_contest",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def total_votes(self) -> int:
        """All valid votes: as stated, which may name more than the parties listed."""
        return max(self.valid_votes or 0, sum(each.votes for each in self.votes.all()))

    def votes_for(self, party_id: int) -> int | None:
        """The party's votes; None where it did not stand, which files also write as 0."""
        return sum(each.votes for each in self.votes.all() if each.party_id == party_id) or None

    @property
    def majority(self) -> int | None:
        """First less second; in a ward of several seats last elected less first not elected.

        None unless two sides are known by name, and in a ward who won each seat.
        """
        if self.contest.seats > 1:
            return self._majority_in_ward()
        named = sorted((row.votes for row in self.votes.all() if row.party_id), reverse=True)
        return named[0] - named[1] if len(named) > 1 else None

    def _majority_in_ward(self) -> int | None:
        rows = list(self.votes.all())
        elected = [row.votes for row in rows if row.seats]
        beaten = [row.votes for row in rows if row.seats == 0]
        if not elected or not beaten or any(row.seats is None for row in rows):
            return None
        return min(elected) - max(beaten)


class BaselineVotesManager(models.Manager["BaselineVotes"]):
    def get_queryset(self) -> models.QuerySet[BaselineVotes]:
        return super().get_queryset().select_related("party")


class BaselineVotes(models.Model):
    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="votes")
    party = models.ForeignKey(
        "results.Party",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: all others together.",
    )
    label = models.CharField(max_length=200, blank=True, help_text="A person, or “Others”.")
    votes = models.PositiveIntegerField()
    seats = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Seats that these votes won. Empty: not known."
    )

    objects = BaselineVotesManager()

    class Meta:
        ordering = ["-votes"]
        verbose_name_plural = "baseline votes"

    def __str__(self) -> str:
        return (
            f"{self.label or (self.party.short_name if self.party else 'Others')}: {self.votes:,}"
        )

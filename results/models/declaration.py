"""A declaration: the votes of every candidacy as they were declared, corrected or withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from results import arithmetic
from results.models.version import FiguresVersion, author_field

if TYPE_CHECKING:
    from results.models import Candidacy


class RejectedHead(models.TextChoices):
    """Why papers are rejected at the count, as the officer reports it (RPA 1983, Sch. 1, r. 47)."""

    OFFICIAL_MARK = "official_mark", "want of an official mark"
    TOO_MANY_VOTES = "too_many_votes", "votes for more candidates than allowed"
    VOTER_IDENTIFIED = "voter_identified", "a mark by which the voter could be identified"
    UNMARKED = "unmarked", "unmarked or wholly void"
    UNCERTAIN = "uncertain", "void for uncertainty"
    IN_PART = "in_part", "rejected in part"

    @classmethod
    def of(cls, *, seats: int) -> list[RejectedHead]:
        """Only where there are several votes can a paper be rejected in part, and count in part."""
        return [each for each in cls if seats > 1 or each != cls.IN_PART]


class Declaration(FiguresVersion):
    class Stage(models.TextChoices):
        PROVISIONAL = "provisional", "provisional"
        DECLARED = "declared", "declared"
        CORRECTED = "corrected", "corrected"
        WITHDRAWN = "withdrawn", "withdrawn"

    contest = models.ForeignKey("results.Contest", models.PROTECT, related_name="declarations")
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.DECLARED)
    unopposed = models.BooleanField(
        default=False, help_text="Nobody voted: no more were nominated than there are seats."
    )
    rejected = models.PositiveIntegerField(
        null=True, help_text="Papers rejected at the count. Empty: not announced, which is not 0."
    )
    rejected_heads = models.JSONField(
        default=dict, help_text="Of the rejected, by head; a head left out is not known."
    )
    declared_at = models.DateTimeField()
    recorded_by = author_field()
    confirmed_by = author_field()  # the second pair of eyes, where one was asked for
    lot_winner = models.ForeignKey(
        "results.Candidacy",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Whom the lot chose between equal votes.",
    )

    class Meta(FiguresVersion.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.contest} {self.stage}, version {self.version}"

    @property
    def is_withdrawn(self) -> bool:
        return self.stage == self.Stage.WITHDRAWN

    @property
    def is_final(self) -> bool:
        """Whether it elects anybody: a provisional count, known to the agents, does not."""
        return self.stage in {self.Stage.DECLARED, self.Stage.CORRECTED}

    @property
    def total_votes(self) -> int:
        """The votes of all the candidates; for one seat, the valid votes."""
        return sum(each.votes for each in self.votes.all())

    @property
    def ballots_counted(self) -> int | None:
        """Valid and rejected papers together; None where either is not known.

        In a ward of several seats votes are not papers, so that they tell nothing of these.
        """
        if self.unopposed or self.rejected is None or self.contest.seats != 1:
            return None
        return self.total_votes + self.rejected

    def ranked(self) -> list[DeclaredVotes]:
        """Most votes first; of equals whom the lot chose, then as on the ballot paper."""
        return sorted(
            self.votes.all(),
            key=lambda each: (
                -each.votes,
                each.candidacy_id != self.lot_winner_id,
                each.candidacy.order,
                each.candidacy.name,
            ),
        )

    def elected(self) -> list[Candidacy]:
        """Who has a seat by these figures, most votes first; nobody before the declaration."""
        if not self.is_final:
            return []
        if self.unopposed:
            return list(self.contest.candidacies.all())
        return [each.candidacy for each in self.ranked()[: self.contest.seats]]

    @property
    def majority(self) -> int | None:
        """Last elected less first not elected; None where there was nobody to beat."""
        votes = [each.votes for each in self.votes.all()]
        if len(votes) <= self.contest.seats:
            return None
        return arithmetic.majority(votes, seats=self.contest.seats)

    def votes_for(self, party_id: int) -> int | None:
        """The party's votes; None where it did not stand."""
        rows = [each.votes for each in self.votes.all() if each.candidacy.party_id == party_id]
        return sum(rows) if rows else None


class DeclaredVotesManager(models.Manager["DeclaredVotes"]):
    """Always with candidate and party: votes are never shown without them."""

    def get_queryset(self) -> models.QuerySet[DeclaredVotes]:
        return super().get_queryset().select_related("candidacy__party")


class DeclaredVotes(models.Model):
    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="votes")
    candidacy = models.ForeignKey("results.Candidacy", models.PROTECT, related_name="declared")
    votes = models.PositiveIntegerField()

    objects = DeclaredVotesManager()

    class Meta:
        verbose_name_plural = "declared votes"
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "candidacy"], name="declaredvotes_once_a_candidacy"
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidacy}: {self.votes:,}"

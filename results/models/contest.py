"""A contest: one ballot paper in one constituency or ward, and what is known of it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

if TYPE_CHECKING:
    from results.models import Baseline, Declaration, Party, TurnoutReport

# What a card or a board reads of a contest; each is fetched once for all the contests.
RESULT_LOOKUPS = (
    *("candidacies", "baselines__votes", "declarations__votes", "turnout_reports"),
    *("moves", "expectations"),
)


class ContestQuerySet(models.QuerySet["Contest"]):
    def with_results(self) -> ContestQuerySet:
        """With everything a board or a card reads, in a number of queries that does not grow."""
        return self.select_related("election", "sitting_party").prefetch_related(*RESULT_LOOKUPS)


class Contest(models.Model):
    election = models.ForeignKey("results.Election", models.CASCADE, related_name="contests")
    slug = models.SlugField(max_length=100)
    name = models.CharField(max_length=200)
    ballot_paper_id = models.CharField(
        max_length=200,
        unique=True,
        null=True,
        blank=True,
        help_text="Democracy Club's: parl.ilford-north.2010-05-06.",
    )
    gss_code = models.CharField("GSS code", max_length=9, blank=True)
    pa_number = models.PositiveIntegerField(
        "PA number", null=True, blank=True, help_text="PA Media's number of the constituency."
    )
    region = models.CharField(max_length=80, blank=True)
    seats = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    electorate = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )
    sitting_party = models.ForeignKey(
        "results.Party",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of the member at dissolution, if that member does not stand again.",
    )
    order = models.PositiveIntegerField(default=0)

    objects = ContestQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["election", "slug"], name="contest_slug_in_election")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        # The admin sends an empty string, of which only one contest could have one.
        self.ballot_paper_id = self.ballot_paper_id or None
        papers = self._papers_seen() if self.pk else 0
        if self.electorate is not None and papers > self.electorate:
            raise ValidationError(
                {
                    "electorate": f"{papers:,} ballot papers are on record for {self.name}, "
                    f"more than an electorate of {self.electorate:,}."
                }
            )

    @property
    def newest_declaration(self) -> Declaration | None:
        """The newest version, be it a withdrawal."""
        return max(self.declarations.all(), key=lambda each: each.version, default=None)

    @property
    def declaration(self) -> Declaration | None:
        """The figures that stand now: the newest version, None once that withdraws them."""
        newest = self.newest_declaration
        return None if newest is None or newest.is_withdrawn else newest

    @property
    def newest_turnout(self) -> TurnoutReport | None:
        """The newest version, be it a withdrawal."""
        return max(self.turnout_reports.all(), key=lambda each: each.version, default=None)

    @property
    def turnout(self) -> TurnoutReport | None:
        """The turnout that stands now: the newest version, None once that withdraws it."""
        newest = self.newest_turnout
        return None if newest is None or newest.is_withdrawn else newest

    @property
    def baseline(self) -> Baseline | None:
        """The result of last time that this contest is compared with."""
        return next((each for each in self.baselines.all() if each.is_default), None)

    @property
    def defending(self) -> Party | None:
        """The party that a winner holds the seat for or gains it from, by the election's policy."""
        if self.election.hold_policy == self.election.HoldPolicy.SITTING:
            sitting = next((each.party for each in self.candidacies.all() if each.sitting), None)
            if party := sitting or self.sitting_party:
                return party
        return self.baseline.winner_party if self.baseline else None

    @property
    def in_great_britain(self) -> bool:
        """Northern Ireland has parties of its own and is left out of every running swing."""
        return not (self.gss_code.startswith("N") or self.region.casefold() == "northern ireland")

    def _papers_seen(self) -> int:
        """The most ballot papers that any figure which stands now speaks of."""
        seen = [0]
        if (declaration := self.declaration) and self.seats == 1:
            seen.append(declaration.total_votes + (declaration.rejected or 0))
        if (turnout := self.turnout) and turnout.ballots:
            seen.append(turnout.ballots)
        return max(seen)

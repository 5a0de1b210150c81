"""An election: one polling day, its seats, and by what rule a seat is called held or gained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models

if TYPE_CHECKING:
    from results.models import Forecast


class Election(models.Model):
    class Kind(models.TextChoices):
        GENERAL = "general", "general election"
        LOCAL = "local", "local elections"
        BY_ELECTION = "by-election", "by-election"

    class HoldPolicy(models.TextChoices):
        LAST_GENERAL = "last_general", "the winner of the last general election"
        SITTING = "sitting", "the party of the sitting member"

    slug = models.SlugField(unique=True, max_length=100)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.GENERAL)
    polling_day = models.DateField()
    polls_close_at = models.DateTimeField()
    seats = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Of the whole election, e.g. 650; empty where they are not known.",
    )
    council_seats = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Of the whole council, also those not up this time; for who controls it.",
    )
    hold_policy = models.CharField(
        max_length=20,
        choices=HoldPolicy.choices,
        default=HoldPolicy.LAST_GENERAL,
        help_text="Whom a winner is compared with.",
    )
    previous_label = models.CharField(max_length=80, blank=True, help_text="E.g. “2005”.")

    class Meta:
        ordering = ["-polling_day", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def takes_deposits(self) -> bool:
        """Parliamentary candidates leave a deposit, council candidates do not."""
        return self.kind != self.Kind.LOCAL

    @property
    def forecast(self) -> Forecast | None:
        """The forecast to show: of those that stand, one a publisher, the newest."""
        newest = {each.publisher: each for each in self.forecasts.order_by("version")}
        standing = [each for each in newest.values() if not each.is_withdrawn]
        return max(standing, key=lambda each: (each.published_at, each.pk), default=None)

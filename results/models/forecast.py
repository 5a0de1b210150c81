"""A forecast: the seats that an exit poll gives each party, apart from what is declared."""

from __future__ import annotations

from django.db import models

from results.models.version import FiguresVersion, author_field


class Forecast(FiguresVersion):
    """One source's forecast of a whole election; its versions are numbered by source."""

    election = models.ForeignKey("results.Election", models.PROTECT, related_name="forecasts")
    publisher = models.CharField(max_length=120, help_text="E.g. “BBC/ITV/Sky”.")
    others = models.PositiveIntegerField(default=0, help_text="Seats of all who have no row.")
    note = models.TextField(blank=True, help_text="How it was made, or what to beware of.")
    is_withdrawn = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    recorded_by = author_field()

    class Meta(FiguresVersion.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["election", "publisher", "version"], name="forecast_version_of_publisher"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publisher} for {self.election}, version {self.version}"

    def ranked(self) -> list[ForecastSeats]:
        """Most seats first."""
        return sorted(self.seats.all(), key=lambda each: (-each.seats, each.party.name))


class ForecastSeatsManager(models.Manager["ForecastSeats"]):
    def get_queryset(self) -> models.QuerySet[ForecastSeats]:
        return super().get_queryset().select_related("party")


class ForecastSeats(models.Model):
    forecast = models.ForeignKey(Forecast, models.CASCADE, related_name="seats")
    party = models.ForeignKey("results.Party", models.PROTECT, related_name="+")
    seats = models.PositiveIntegerField()

    objects = ForecastSeatsManager()

    class Meta:
        verbose_name_plural = "forecast seats"
        constraints = [
            models.UniqueConstraint(fields=["forecast", "party"], name="forecastseats_once_a_party")
        ]

    def __str__(self) -> str:
        return f"{self.party.short_name}: {self.seats}"

"""A hex: where a contest stands on the map on which every contest has the same size."""

from django.db import models


class Hex(models.Model):
    """Rows count northwards, columns eastwards; odd rows stand half a hex further east."""

    contest = models.OneToOneField("results.Contest", models.CASCADE, related_name="hex")
    column = models.SmallIntegerField()
    row = models.SmallIntegerField()

    class Meta:
        verbose_name_plural = "hexes"

    def __str__(self) -> str:
        return f"{self.contest} at {self.column}, {self.row}"

"""A party: whom a candidacy stands for, and how prose and colour name it."""

from django.core.validators import RegexValidator
from django.db import models

hex_colour = RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", "Write a colour as # and six hex digits.")


class Party(models.Model):
    slug = models.SlugField(unique=True)
    name = models.CharField(
        max_length=200, help_text="As registered with the Electoral Commission."
    )
    short_name = models.CharField(
        max_length=80, help_text="Before a noun, in prose: “Conservative” (hold)."
    )
    people = models.CharField(
        max_length=80,
        blank=True,
        help_text="After a preposition, in prose: “the Conservatives”. Blank: as the short name.",
    )
    abbreviation = models.CharField(max_length=12)
    colour = models.CharField(max_length=7, default="#767676", validators=[hex_colour])
    colour_dark = models.CharField(
        max_length=7,
        blank=True,
        validators=[hex_colour],
        help_text="If it differs on a dark page.",
    )
    ec_id = models.CharField("Electoral Commission id", max_length=20, blank=True)
    is_independent = models.BooleanField(
        default=False, help_text="Stands for no party: never added up, never compared."
    )
    is_speaker = models.BooleanField(
        default=False, help_text="The Speaker seeking re-election: no swing is worked out."
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name

    @property
    def in_prose(self) -> str:
        """“the Conservatives”, as in “from Labour to the Conservatives”."""
        return self.people or self.short_name

    @property
    def can_swing(self) -> bool:
        """Whether its share last time and now are the share of one and the same side."""
        return not (self.is_independent or self.is_speaker)

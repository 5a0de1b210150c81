"""The words, the time and the figures that the composer and the revision of an entry share."""

from datetime import datetime

from django import forms

from liveblog.desk.forms.faults import FaultForm
from liveblog.desk.forms.figures import HEADS, VOTES, VotesRow, votes_field
from liveblog.desk.stamps import Misread, read_stamp
from liveblog.models import Blog, Entry
from results.models import Contest


class WordingForm(FaultForm):
    """The words and the time that every entry has."""

    shown_at = {
        "result.reason": "reason",
        "turnout.reason": "reason",
        "forecast.others": "forecast.seats",
    }

    headline = forms.CharField(required=False)
    body = forms.CharField(
        required=False, strip=False, label="Text", widget=forms.Textarea({"rows": 6})
    )
    at = forms.CharField(
        required=False,
        label="Time",
        widget=forms.TextInput({"placeholder": "now", "autocomplete": "off"}),
    )
    provenance = forms.CharField(
        required=False,
        label="How do you know?",
        help_text="Readers see it as a small word.",
        widget=forms.Select(choices=[("", "Not said"), *Entry.Provenance.choices]),
    )
    speaker = forms.CharField(required=False, label="Who said it")
    speaker_role = forms.CharField(
        required=False, label="Who they are", help_text="Such as “returning officer”."
    )

    blog: Blog
    contest: Contest | None = None

    @property
    def result(self) -> dict[str, forms.BoundField]:
        """The RESULT's fields but the votes, by the last word of their names."""
        return self._figures_fields("result")

    @property
    def turnout(self) -> dict[str, forms.BoundField]:
        return self._figures_fields("turnout")

    @property
    def forecast(self) -> dict[str, forms.BoundField]:
        return self._figures_fields("forecast")

    def clean_body(self) -> str:
        return self.cleaned_data["body"].replace("\r\n", "\n")

    def votes_rows(self) -> list[VotesRow]:
        """Candidates in ballot order, each with the field for their votes."""
        if self.contest is None or "result.rejected" not in self.fields:
            return []
        return [VotesRow(each, self[votes_field(each)]) for each in self.contest.candidacies.all()]

    def asks_for_lot(self) -> bool:
        """The lot is drawn once in decades: its field is shown when it is needed."""
        name = "result.lot_winner"
        return bool(name in self.fields and (self[name].errors or self[name].value()))

    def shows_what_was_said(self) -> bool:
        """What was read out besides votes is folded up while nothing is in it."""
        names = [f"result.{each}" for each in ("elected", "majority", "valid_votes", "provisional")]
        fields = [self[name] for name in names if name in self.fields]
        return any(field.errors or field.value() for field in fields)

    def heads(self) -> list[forms.BoundField]:
        """The fields of rejected papers by head."""
        return [self[name] for name in self.fields if name.startswith(HEADS)]

    def shows_heads(self) -> bool:
        """Few officers read the heads out: their fields are folded up while they are empty."""
        return any(field.errors or field.value() for field in self.heads())

    def _figures_fields(self, kind: str) -> dict[str, forms.BoundField]:
        return {
            name.removeprefix(f"{kind}."): self[name]
            for name in self.fields
            if name.startswith(f"{kind}.") and not name.startswith((VOTES, HEADS))
        }

    def _read_at(self, near: datetime) -> datetime | None:
        try:
            return read_stamp(self.cleaned_data["at"], blog=self.blog, near=near)
        except Misread as misread:
            self.propose("at", misread.proposals)
            raise forms.ValidationError(str(misread)) from misread

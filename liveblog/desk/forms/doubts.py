"""The second press: warnings are shown with their sums, and confirmed for these figures only."""

import hashlib
import json
from dataclasses import replace
from typing import TypeVar

from django import forms

from liveblog.desk.forms.wording import WordingForm
from liveblog.publishing import Doubtful, Fault, Refused, ResultFigures, TurnoutFigures
from liveblog.publishing.figures import Figures, typed

Counted = TypeVar("Counted", ResultFigures, TurnoutFigures)

ANYWAY = "anyway"


class DoubtsForm(WordingForm):
    """A form whose figures may be doubted. What was confirmed of other figures confirms nothing."""

    shown_at = {
        **WordingForm.shown_at,
        "result.override_reason": "override_reason",
        "turnout.override_reason": "override_reason",
    }

    doubted = forms.CharField(required=False, widget=forms.HiddenInput)
    override_reason = forms.CharField(
        required=False,
        label="Why it is published against the check",
        help_text="Kept with the figures. Only an editor can do this.",
    )

    remarks: list[Fault] = []
    may_be_overridden = False
    may_be_confirmed = False
    _looked_at = ""
    _confirmed: tuple[str, ...] = ()

    def accepted(self, figures: Counted) -> Counted:
        """The figures with what is taken upon oneself: warnings seen, and an editor’s reason."""
        return replace(
            figures,
            confirm=self.confirmed(figures),
            override_reason=self.cleaned_data["override_reason"].strip(),
        )

    def confirmed(self, figures: Figures | None) -> tuple[str, ...]:
        """The codes of the warnings that were seen of these figures and these words."""
        seen, *codes = (self.cleaned_data["doubted"] or " ").split(" ")
        self._looked_at = self._print_of(figures)
        confirms = ANYWAY in self.data and seen == self._looked_at
        self._confirmed = tuple(codes) if confirms else ()
        return self._confirmed

    def asks_for_override(self) -> bool:
        """The field is there once it can help, and as long as there is something in it."""
        field = self["override_reason"]
        return bool(self.may_be_overridden or field.errors or field.value())

    def blame(self, refused: Refused) -> None:
        """Errors stand beside their fields; warnings and infos together, above the second press."""
        self.remarks = refused.remarks
        self.may_be_overridden = bool(refused.errors) and all(
            fault.overridable for fault in refused.errors
        )
        if isinstance(refused, Doubtful) and self._looked_at:
            self.may_be_confirmed = True
            self.data = self.data.copy()
            # With those confirmed before: of one entry a press confirms all there is.
            codes = dict.fromkeys([*self._confirmed, *refused.codes])
            self.data["doubted"] = " ".join([self._looked_at, *codes])
        super().blame(Refused(refused.errors))

    def _print_of(self, figures: Figures | None) -> str:
        """What was on the screen when it was confirmed: the figures and the words about them."""
        said = [typed(figures), self.cleaned_data["headline"], self.cleaned_data["body"]]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]

"""The second press: warnings are shown with their sums, and confirmed for these figures only."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from django import forms

from liveblog import nightclock
from liveblog.desk.forms.wording import WordingForm
from liveblog.publishing import Doubtful, Fault, Refused, ResultFigures, TurnoutFigures
from liveblog.publishing.figures import Figures, typed
from liveblog.publishing.pollslock import CODE, WAIT

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
        label="Why it is published all the same",
        help_text="Kept in the history of the entry. Only an editor can do this.",
    )

    remarks: list[Fault] = []
    locked: frozenset[str] = frozenset()  # the fields that tell of an open poll
    waits = ""  # what waiting for its close is called, where the entry can
    may_be_overridden = False
    may_be_confirmed = False
    closes: datetime | None = None
    _waiting: list[Fault] = []
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
        self._wait_for_close(refused)
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

    def told(self) -> list[dict[str, Any]]:
        """The remarks, as JSON answers carry them; one on `when` proposes to wait for the close."""
        return [
            {
                "field": each.field,
                "message": each.message,
                "severity": each.severity,
                **({"proposals": list(each.proposals)} if each.proposals else {}),
            }
            for each in [*self.remarks, *self._waiting]
        ]

    def _wait_for_close(self, refused: Refused) -> None:
        """What tells of an open poll is offered to wait for its close, if it is not out yet."""
        self.remarks = [each for each in refused.remarks if each.code != WAIT]
        self._waiting = [
            replace(each, field="when", proposals=("close",))
            for each in refused.remarks
            if each.code == WAIT and "when" in self.fields
        ]
        locked = [each.field for each in refused.errors if each.code == CODE]
        self.locked = frozenset(self.shown_at.get(field, field) for field in locked)
        if self._waiting and self.closes:
            close = nightclock.house_time(self.closes, self.blog.zone)
            self.waits = f"Publish when the polls close, at {close}"

    def _print_of(self, figures: Figures | None) -> str:
        """What was on the screen when it was confirmed: the figures and the words about them."""
        said = [typed(figures), self.cleaned_data["headline"], self.cleaned_data["body"]]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]

"""A form whose faults come from the deeds and stand beside the field that caused them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from liveblog.publishing import Fault, Refused


class FaultForm(forms.Form):
    """Fields are optional and unlimited here, so that one place, the deed, says what is wrong."""

    # Where a fault is shown, if its own path is not the name of a field.
    shown_at: Mapping[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._proposed: dict[str, list[str]] = {}

    def blame(self, refused: Refused) -> None:
        """Put each fault beside its field; one without a field is shown above the form."""
        self.is_valid()
        for fault in refused.faults:
            field = self.place_of(fault)
            self.add_error(field or None, fault.message)
            self.propose(field, fault.proposals)

    def place_of(self, fault: Fault) -> str:
        """The field that the fault stands beside; empty where there is none."""
        field = self.shown_at.get(fault.field, fault.field)
        return field if field in self.fields else ""

    def propose(self, field: str, values: Iterable[str]) -> None:
        """Offer these for the field, each by one tap beside it."""
        kept = self._proposed.setdefault(field, [])
        kept += [each for each in values if each not in kept]

    def proposals(self, field: str) -> list[str]:
        """What the field could have instead, the likeliest first."""
        return self._proposed.get(field, [])

    def mark_refused(self) -> None:
        """Start the cursor at the first field that is wrong."""
        if refused := [name for name in self.fields if name in self.errors]:
            self.fields[refused[0]].widget.attrs["autofocus"] = True

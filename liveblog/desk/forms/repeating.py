"""The composer's tool “If repeated here”: a swing asked of a contest, while an entry is written."""

from collections.abc import Mapping
from typing import Any

from django import forms

from results.models import Contest
from results.repeating import CannotProject, Question, contenders, projection_card

PREFIX = "repeat."


class RepeatForm(forms.Form):
    """Stands inside the composer's form, so that what is typed there goes with it."""

    def __init__(self, contests: Mapping[str, Contest], data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        self.contests = {key: each for key, each in contests.items() if len(contenders(each)) > 1}
        parties = {
            p.slug: p.short_name for each in self.contests.values() for p in contenders(each)
        }
        keys = [(key, str(each)) for key, each in self.contests.items()]
        points = {"inputmode": "decimal", "autocomplete": "off", "class": "count"}
        for name, label, widget in (
            ("contest", "In", forms.Select(choices=keys)),
            ("swing", "Swing, in points", forms.TextInput(points)),
            ("from", "From", forms.Select(choices=list(parties.items()))),
            ("to", "To", forms.Select(choices=list(reversed(parties.items())))),
            ("turnout", "Turnout, per cent", forms.TextInput(points)),
        ):
            self.fields[PREFIX + name] = forms.CharField(required=False, label=label, widget=widget)
        self.fields[f"{PREFIX}turnout"].help_text = "Empty: as many votes as last time."
        self.answer: dict[str, Any] | None = None
        self.sentence = ""

    def rows(self) -> dict[str, forms.BoundField]:
        return {name.removeprefix(PREFIX): self[name] for name in self.fields}

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        contest = self.contests.get(typed[f"{PREFIX}contest"])
        if contest is None:
            self.add_error(f"{PREFIX}contest", "This blog follows no such contest.")
            return typed
        question, findings = Question.read(
            contest,
            swing=typed[f"{PREFIX}swing"],
            losing=typed[f"{PREFIX}from"],
            gaining=typed[f"{PREFIX}to"],
            turnout=typed[f"{PREFIX}turnout"],
        )
        for each in findings:
            self.add_error(PREFIX + each.field, each.message)
        if question is None:
            return typed
        try:
            self.sentence = question.sentence()
        except CannotProject as refusal:
            self.add_error(f"{PREFIX}swing", str(refusal))
        else:
            self.answer = projection_card(question)
        return typed

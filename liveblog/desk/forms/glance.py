"""The form of the morning-after article: a headline, and the words of each section."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from liveblog.desk.forms.faults import FaultForm
from liveblog.glance import Article, Section
from liveblog.publishing.glance import SectionWords


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section with its fields, for the template."""

    section: Section
    text: forms.BoundField
    written: forms.BoundField
    figures: forms.BoundField
    fit: forms.BoundField | None


class GlanceForm(FaultForm):
    """The article as it stands, with what the figures say now kept beside every text."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    headline = forms.CharField(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, article: Article) -> None:
        self.article = article
        # The suggestion is a placeholder: an empty headline stays the usual one.
        headline = article.glance.headline if article.glance else ""
        initial: dict[str, Any] = {"version": article.version, "headline": headline}
        for section in article.sections:
            key = section.key
            initial[f"{key}.text"] = section.text
            initial[f"{key}.written"] = section.written.text
            initial[f"{key}.figures"] = section.written.figures
        super().__init__(data, initial=initial)
        self.fields["headline"].widget.attrs["placeholder"] = article.usual_headline
        for section in article.sections:
            self._add(section)

    def rows(self) -> Iterator[SectionRow]:
        """The sections in the article's order."""
        for section in self.article.sections:
            key = section.key
            fit = self[f"{key}.fit"] if f"{key}.fit" in self.fields else None
            fields = (self[f"{key}.{name}"] for name in ("text", "written", "figures"))
            yield SectionRow(section, *fields, fit)

    def words(self) -> dict[str, SectionWords]:
        """What the editor sends, by section, for the deed."""
        return {
            section.key: SectionWords(
                text=self.cleaned_data[f"{section.key}.text"],
                written=self.cleaned_data[f"{section.key}.written"],
                figures=self.cleaned_data[f"{section.key}.figures"],
                fit=self.cleaned_data.get(f"{section.key}.fit", False),
            )
            for section in self.article.sections
        }

    def _add(self, section: Section) -> None:
        key, name = section.key, section.contest.name if section.contest else "Introduction"
        rows = max(3, section.text.count("\n") + len(section.text) // 70 + 1)
        self.fields[f"{key}.text"] = forms.CharField(
            required=False, strip=False, label=name, widget=forms.Textarea({"rows": rows})
        )
        for hidden in ("written", "figures"):
            self.fields[f"{key}.{hidden}"] = forms.CharField(
                required=False, strip=False, widget=forms.HiddenInput
            )
        if section.is_outdated:
            self.fields[f"{key}.fit"] = forms.BooleanField(
                required=False, label="My words fit the new figures"
            )

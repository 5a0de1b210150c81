"""Two edits of one entry: what the edit form is filled with when somebody was faster."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from liveblog import nightclock
from liveblog.desk.forms.figures import initial_figures, plain_figure
from liveblog.desk.forms.forecasts import initial_forecast
from liveblog.desk.forms.picturing import listed
from liveblog.desk.forms.revising import RevisionForm
from liveblog.merging import Change, Merging, Piece, differences, merge_fields
from liveblog.models import Entry, EntryRevision

_FIGURES = ("result.", "turnout.", "forecast.")
_WORDS = ("headline", "body", "provenance", "speaker", "speaker_role")
# What is typed about the edit itself, or carried along by the page: nobody else's is in the way.
_OWN = {"version", "reason", "doubted", "override_reason"}


@dataclass(frozen=True, slots=True)
class Row:
    """One field that somebody changed: whose it is now, or how yours differs from what stands."""

    label: str
    whose: str
    shown: str = ""
    pieces: tuple[Piece, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Combined:
    """The form's data with both changes in it, and what to say of each field."""

    data: dict[str, Any]
    rows: list[Row]
    clashes: list[str]


def combine(posted: Mapping[str, Any], *, entry: Entry, version: int | None) -> Combined:
    """What was typed over `version` of the entry, put together with how the entry is now."""
    form = RevisionForm(posted, entry=entry)
    base = entry.revisions.filter(version=version).first() if version else None
    stands = _standing(form)
    merging = merge_fields(
        _as_it_was(base, form, stands), _typed(form, stands), stands, texts=("body",), bare=_bare
    )
    data = {name: value for name, value in posted.items() if name not in {"doubted", "anyway"}}
    for name, value in merging.values.items():
        if not isinstance(form.fields[name], forms.BooleanField):
            data[name] = value
        elif value:
            data[name] = "on"
        else:
            data.pop(name, None)
    data["version"] = entry.version
    labels = {name: str(form[name].label) for name in form.fields}
    clashes = [labels[name] for name in merging.clashes]
    return Combined(data, list(_rows(merging, form, stands)), clashes)


def _standing(form: RevisionForm) -> dict[str, Any]:
    """The entry's fields as the form shows them now."""
    return {name: form.get_initial_for_field(form.fields[name], name) for name in _merged(form)}


def _as_it_was(
    base: EntryRevision | None, form: RevisionForm, stands: Mapping[str, Any]
) -> dict[str, Any]:
    """The same fields of the version that was read; without those of which that is not known."""
    if base is None:
        return {}
    was: dict[str, Any] = {name: getattr(base, name) for name in _WORDS}
    was["at"] = nightclock.house_time(base.at, form.blog.zone)
    was["pictures"] = listed(base.pictures)
    if base.figures is not None:
        figures = initial_figures(base.figures, form.contest) | initial_forecast(base.figures)
        for name in stands:
            if name.startswith(_FIGURES):
                was[name] = figures.get(name, "")
    return was


def _typed(form: RevisionForm, stands: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent; a field that the page did not have yet says what stands."""
    typed = {}
    for name in _merged(form):
        sent = form[name].data
        is_missing = sent is None and not isinstance(form.fields[name], forms.BooleanField)
        value = stands[name] if is_missing else sent
        if name == "pictures" and not is_missing:
            value = form.listed
        typed[name] = value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
    return typed


def _merged(form: RevisionForm) -> list[str]:
    # The pictures are one field here, the list; their rows are read from it.
    rows = ("picture.", "pictures.")
    return [name for name in form.fields if name not in _OWN and not name.startswith(rows)]


def _bare(name: str, value: object) -> object:
    if value in (None, False, ""):
        return ""
    return plain_figure(value) if name.startswith(_FIGURES) else value


def _rows(merging: Merging, form: RevisionForm, stands: Mapping[str, Any]) -> Iterable[Row]:
    def shown(name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if name == "pictures":
            return ", ".join(f"“{each['alt']}”" for each in json.loads(value or "[]")) or "none"
        choices = dict(getattr(form.fields[name].widget, "choices", ()))
        return str(choices.get(value, value) or "nothing")

    for name, value in merging.values.items():
        label = str(form[name].label)
        if name in merging.texts:
            yield Row(label, "both", pieces=tuple(merging.texts[name].pieces))
        elif name in merging.clashes:
            before, after = shown(name, stands[name]), shown(name, value)
            yield Row(label, "clash", changes=tuple(differences(before, after)))
        elif name in merging.yours or name in merging.theirs:
            yield Row(label, "yours" if name in merging.yours else "theirs", shown(name, value))

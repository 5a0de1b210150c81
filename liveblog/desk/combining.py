"""Two edits of one entry: what the edit form is filled with when somebody was faster."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from liveblog import nightclock
from liveblog.desk.forms.figures import initial_figures, plain_figure
from liveblog.desk.forms.forecasts import initial_forecast
from liveblog.desk.forms.revising import RevisionForm
from liveblog.merging import Change, Merging, Piece, differences, merge_fields
from liveblog.models import Entry, EntryRevision, Picture

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
    rows = list(_rows(merging, form, stands))
    clashes = [row.label for row in rows if row.whose == "clash"]
    if (pictures := _pictures(form, base)) is not None:
        rows.append(pictures)
        if pictures.whose == "clash":
            clashes.append(pictures.label)
        if pictures.whose == "theirs":
            _take_their_pictures(data, entry)
    return Combined(data, rows, clashes)


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
        typed[name] = value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
    return typed


def _merged(form: RevisionForm) -> list[str]:
    own = {name for name in form.fields if name.startswith("picture")}  # as one list: see below
    return [name for name in form.fields if name not in _OWN | own]


def _pictures(form: RevisionForm, base: EntryRevision | None) -> Row | None:
    """The pictures are one field: their order is part of what is said with them."""
    yours = _pictures_typed(form)
    theirs = [each.words for each in form.entry.pictures.all()]
    if yours == theirs:
        return None
    if base is not None and yours == base.pictures:
        return Row("Pictures", "theirs", _described(theirs))
    if base is not None and theirs == base.pictures:
        return Row("Pictures", "yours", _described(yours))
    changes = differences(_described(theirs), _described(yours))
    return Row("Pictures", "clash", changes=tuple(changes))


def _pictures_typed(form: RevisionForm) -> list[dict[str, str]]:
    """As a version keeps them, which has our own ids."""
    asked = form.picture_words()
    ids = [each.id for each in asked if _is_uuid(each.id)]
    known = Picture.objects.filter(blog=form.blog, client_id__in=ids)
    ours = {str(each.client_id): each.public_id for each in known}
    return [
        {
            "id": ours.get(each.id, each.id),
            "alt": each.alt,
            "credit": each.credit,
            "caption": each.caption,
        }
        for each in asked
    ]


def _take_their_pictures(data: dict[str, Any], entry: Entry) -> None:
    for name in [each for each in data if each.startswith("pictures")]:
        del data[name]
    stand = [{**each.words, "id": str(each.client_id)} for each in entry.pictures.all()]
    data["pictures"] = json.dumps(stand)


def _described(pictures: Iterable[Mapping[str, str]]) -> str:
    return "\n".join(each["alt"] or "A picture without a text" for each in pictures) or "none"


def _is_uuid(name: str) -> bool:
    try:
        uuid.UUID(name)
    except ValueError:
        return False
    return True


def _bare(name: str, value: object) -> object:
    if value in (None, False, ""):
        return ""
    return plain_figure(value) if name.startswith(_FIGURES) else value


def _rows(merging: Merging, form: RevisionForm, stands: Mapping[str, Any]) -> Iterable[Row]:
    def shown(name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
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

"""The pictures of an entry, in the forms of the desk: fields for each, or one field for all.

A page with scripts sends `pictures`, a list in JSON, since its pictures are on the device until
they are sent. One without sends fields `pictures.0.alt` and the like for those that are here
already, and files. The form has both as fields, so that a fault stands beside its picture.
"""

import json
import re
import tempfile
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from liveblog import publishing
from liveblog.desk.forms.doubts import DoubtsForm
from liveblog.models import Blog, EntryRevision, Picture
from liveblog.pictures.developing import Busy
from liveblog.pictures.limits import MAX_IN_ENTRY, Unfit, check_size
from liveblog.publishing import Conflict, Fault, PictureWords, Refused

FILES = "picture.files"
_WORDS = ("alt", "credit", "caption")
_ROW = re.compile(r"pictures\.([0-9]{1,3})\.id")
_FIELD = re.compile(r"pictures\.([0-9]{1,3})\.(\w+)")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One picture on the form: its fields, and what it looks like where it has arrived."""

    number: int
    id: str
    alt: forms.BoundField
    credit: forms.BoundField
    caption: forms.BoundField
    place: forms.BoundField
    is_removed: bool
    faults: list[str]
    picture: Picture | None


class PicturesForm(DoubtsForm):
    """A form whose entry may carry pictures; `carried` are those that it carries already."""

    pictures = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        carried: Sequence[Picture] = (),
    ) -> None:
        rows: list[Row] = [{**each.words, "id": str(each.client_id)} for each in carried]
        said = data if data is not None else (initial or {})
        self._is_unreadable = False
        if data is not None or "pictures" in said or any(map(_ROW.fullmatch, said)):
            try:
                rows = _rows(said)
            except ValueError:
                rows, self._is_unreadable = [], True
        named = _named(rows)
        if data is not None:
            data = data.copy()  # type: ignore[attr-defined]
            for name, value in named.items():
                data[name] = value
        super().__init__(data, initial={**(initial or {}), **named})
        self._rows = rows
        self._order = list(range(len(rows)))
        for number in range(len(rows)):
            self.fields |= _fields(number)
        self.fields |= _fields_for_files()

    @property
    def listed(self) -> str:
        """The pictures as typed, in the form in which a page with scripts sends them."""
        return listed(row for row in self._rows if not row.get("remove"))

    def clean_pictures(self) -> str:
        if self._is_unreadable:
            raise forms.ValidationError("The list of pictures could not be read.")
        return self.cleaned_data["pictures"]

    def picture_rows(self) -> list[PictureRow]:
        """The pictures in the order of the form, for the page to show."""
        ids = [found for row in self._rows if (found := _uuid(row["id"]))]
        here = {
            str(each.client_id): each
            for each in Picture.objects.filter(blog=self.blog, client_id__in=ids)
        }
        return [
            PictureRow(
                number=number,
                id=row["id"],
                alt=self[f"pictures.{number}.alt"],
                credit=self[f"pictures.{number}.credit"],
                caption=self[f"pictures.{number}.caption"],
                place=self[f"pictures.{number}.place"],
                is_removed=bool(row.get("remove")),
                faults=list(self[f"pictures.{number}.id"].errors),
                picture=here.get(row["id"]),
            )
            for number, row in enumerate(self._rows)
        ]

    def new_picture(self) -> dict[str, forms.BoundField]:
        """The fields for files that are still to be sent, by the last word of their names."""
        return {name: self[f"picture.{name}"] for name in ("files", *_WORDS)}

    def picture_words(self) -> list[PictureWords]:
        """The pictures that the entry is to carry, as typed, in the order asked for."""
        kept = [n for n, row in enumerate(self._rows) if not row.get("remove")]
        self._order = sorted(kept, key=lambda n: (_place(self._rows[n], n), n))
        return [
            PictureWords(**{word: self._rows[n][word] for word in ("id", *_WORDS)})
            for n in self._order
        ]

    def blame(self, refused: Refused) -> None:
        """Put each fault beside the picture that it is of, wherever that is on the form."""
        super().blame(type(refused)(map(self._as_on_the_form, refused.faults)))

    def blame_files(self, faults: Sequence[Fault]) -> None:
        """What was wrong with the files, beside the field that they were chosen in."""
        self.is_valid()
        for fault in faults:
            self.add_error(fault.field, fault.message)

    def _as_on_the_form(self, fault: Fault) -> Fault:
        found = _FIELD.fullmatch(fault.field)
        if found is None or int(found[1]) >= len(self._order):
            return fault
        return replace(fault, field=f"pictures.{self._order[int(found[1])]}.{found[2]}")


def take_files(request: HttpRequest, blog: Blog, *, by: User) -> list[Fault]:
    """Take in what a page without scripts sent, as if it had been there already; what is wrong.

    So a form that is refused for another reason does not ask for the files again.
    """
    files = request.FILES.getlist(FILES)
    if not files:
        return []
    posted, faults = request.POST.copy(), []
    words = {word: posted.get(f"picture.{word}", "") for word in _WORDS}
    try:
        rows = list(_rows(posted))
    except ValueError:
        rows = []
    for file in files[: MAX_IN_ENTRY + 1]:
        name = (file.name or "The file")[:60]
        try:
            rows.append({**words, "id": str(_taken(file, blog, by).client_id)})
        except (Unfit, Busy, Conflict) as fault:
            faults.append(Fault(FILES, f"{name}: {fault}"))
    for field, value in _named(rows).items():
        posted[field] = value
    if not faults:
        for word in _WORDS:
            posted[f"picture.{word}"] = ""
    request.POST = posted  # type: ignore[assignment]
    return faults


def were_carried(first: EntryRevision, asked: Sequence[PictureWords]) -> bool:
    """Whether a version of an entry carried pictures with just these words."""
    words = [{word: getattr(each, word) for word in _WORDS} for each in asked]
    return [{word: each[word] for word in _WORDS} for each in first.pictures] == words


def listed(rows: Iterable[Mapping[str, Any]]) -> str:
    """Pictures with their words as the one field has them; empty for none."""
    kept = [{word: row[word] for word in ("id", *_WORDS)} for row in rows]
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def _taken(file: UploadedFile, blog: Blog, by: User) -> Picture:
    check_size(file.size or 0)
    with tempfile.NamedTemporaryFile(prefix="declared-sent-") as copy:
        for block in file.chunks():
            copy.write(block)
        copy.flush()
        return publishing.add_picture(
            blog=blog, file=Path(copy.name), client_id=uuid.uuid4(), by=by
        )[0]


def _rows(said: Mapping[str, Any]) -> list[Row]:
    """What was sent of each picture: by its fields, else by the list. Raises ValueError."""
    if numbers := sorted(int(found[1]) for name in said if (found := _ROW.fullmatch(name))):
        return [
            {
                word: str(said.get(f"pictures.{number}.{word}") or "")
                for word in ("id", *_WORDS, "place", "remove")
            }
            for number in numbers
        ]
    try:
        listed = json.loads(said.get("pictures") or "[]")
    except RecursionError as error:
        raise ValueError("This is no list of pictures.") from error
    if not isinstance(listed, list):
        raise ValueError("This is no list of pictures.")
    return [_row(each) for each in listed[: MAX_IN_ENTRY + 1]]


def _row(said: Any) -> Row:
    if not isinstance(said, dict) or not isinstance(said.get("id"), str):
        raise ValueError("This is no picture.")
    row = {word: said.get(word) or "" for word in ("id", *_WORDS)}
    if not all(isinstance(value, str) for value in row.values()):
        raise ValueError("The words of a picture are text.")
    return row


def _named(rows: Sequence[Row]) -> dict[str, str]:
    """The rows as fields, numbered from 0, and as the one list."""
    named = {"pictures": listed(row for row in rows if not row.get("remove"))}
    for number, row in enumerate(rows):
        for word in ("id", *_WORDS):
            named[f"pictures.{number}.{word}"] = row[word]
        named[f"pictures.{number}.place"] = row.get("place") or str(number + 1)
    return named


def _place(row: Row, number: int) -> int:
    typed = row.get("place", "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else number + 1


def _uuid(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name)
    except ValueError:
        return None


def _fields(number: int) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        f"pictures.{number}.id": forms.CharField(required=False, widget=forms.HiddenInput),
        f"pictures.{number}.place": forms.CharField(
            required=False,
            label="Place",
            widget=forms.TextInput({"inputmode": "numeric", "size": "3"}),
        ),
    }
    return fields | {f"pictures.{number}.{name}": each for name, each in _fields_of_words().items()}


def _fields_for_files() -> dict[str, forms.Field]:
    # The input of files is the template's own: a file cannot be given back, so it has no value.
    files = forms.CharField(required=False, label="Pictures", widget=forms.HiddenInput)
    return {FILES: files} | {f"picture.{n}": each for n, each in _fields_of_words().items()}


def _fields_of_words() -> dict[str, forms.Field]:
    def text(label: str, **widget: Any) -> forms.CharField:
        return forms.CharField(required=False, label=label, **widget)

    return {
        "alt": text("What can be seen", widget=forms.Textarea({"rows": 2})),
        "credit": text("Credit"),
        "caption": text("Caption"),
    }

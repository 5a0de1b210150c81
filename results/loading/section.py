"""Reading a JSON document strictly: every problem is named by the path where it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from results.lettering import visible

T = TypeVar("T")


class DocumentRefused(ValueError):
    """Nothing was loaded; `problems` are the lines “path: what is wrong there”."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Section:
    """One JSON object of a document: its keys are taken one by one, what is left is a problem."""

    def __init__(self, value: object, path: str, problems: list[str]) -> None:
        self.path, self.problems = path, problems
        self.keys: dict[str, Any] = dict(value) if isinstance(value, dict) else {}
        self._asked: set[str] = set()
        if not isinstance(value, dict):
            self.problem("", "should be an object.")

    def problem(self, key: str, message: str) -> None:
        path = ".".join(each for each in (self.path, key) if each)
        self.problems.append(f"{path}: {message}" if path else message)

    def has(self, key: str) -> bool:
        return key in self.keys

    def text(self, key: str, default: str | None = None) -> str:
        """Without a default the text must be there, and not blank."""
        typed = self._take(key)
        if typed is None and default is not None:
            return default
        if not isinstance(typed, str) or (default is None and not visible(typed).strip()):
            self.problem(key, "should be text." if typed is not None else "is missing.")
            return ""
        return visible(typed)

    def count(self, key: str) -> int | None:
        """A whole number of nought or more, or None."""
        typed = self._take(key)
        if typed is None:
            return None
        if not isinstance(typed, int) or isinstance(typed, bool) or typed < 0:
            self.problem(key, f"should be a whole number, not {typed!r}.")
            return None
        return typed

    def number(self, key: str) -> int:
        """A whole number of nought or more that must be there."""
        if self.keys.get(key) is None:
            self.problem(key, "is missing.")
        return self.count(key) or 0

    def flag(self, key: str) -> bool:
        typed = self._take(key)
        if typed is not None and not isinstance(typed, bool):
            self.problem(key, f"should be true or false, not {typed!r}.")
        return typed is True

    def day(self, key: str) -> date:
        return self._moment(key, parse_date, "a day like 2010-05-06", date.min)

    def instant(self, key: str) -> datetime:
        """With its time zone: a night that crosses midnight has no room for guesses."""
        return self._moment(
            key,
            lambda text: (
                moment if (moment := parse_datetime(text)) and timezone.is_aware(moment) else None
            ),
            "an instant like 2010-05-06T22:00:00+01:00",
            timezone.now(),
        )

    def section(self, key: str) -> Section:
        return Section(self._take(key), self._path(key), self.problems)

    def sections(self, key: str) -> Iterator[Section]:
        """The objects of a list, none if it is left out."""
        typed = self._take(key)
        if typed is not None and not isinstance(typed, list):
            self.problem(key, "should be a list.")
            return
        for number, each in enumerate(typed or []):
            yield Section(each, f"{self._path(key)}[{number}]", self.problems)

    def close(self, *also: str) -> None:
        """A key that nobody asked for is a slip of the pen: say so instead of leaving it out."""
        for key in self.keys.keys() - self._asked - set(also):
            self.problem(key, "is not a field of this format.")

    def accept(self, instance: models.Model, *, foreign: tuple[str, ...] = ()) -> None:
        """Hold the instance against its model's own rules; `foreign` keys are checked elsewhere."""
        try:
            instance.clean_fields(exclude=foreign)
        except ValidationError as refusal:
            for key, messages in refusal.message_dict.items():
                self.problem(key, " ".join(messages))

    def _take(self, key: str) -> Any:
        self._asked.add(key)
        return self.keys.get(key)

    def _path(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _moment(self, key: str, parse: Callable[[str], T | None], like: str, otherwise: T) -> T:
        typed = self._take(key)
        try:
            moment = parse(typed) if isinstance(typed, str) else None
        except ValueError:  # well formed, but no such day
            moment = None
        if moment is None:
            self.problem(key, f"should be {like}, not {typed!r}.")
            return otherwise
        return moment

"""Keys under which two publishers' names of one constituency, person or party are the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")

_FILLERS = {"and", "the", "of", "city"}


def contest_key(name: str) -> str:
    """Without case, accents, punctuation, word order and fillers: “Durham, City of” is “City Of
    Durham”."""
    words = [each for each in _words(name) if each not in _FILLERS]
    return " ".join(sorted(words or _words(name)))


def person_key(name: str) -> str:
    """Without case, accents and punctuation; the order of the names counts."""
    return " ".join(_words(name))


def party_key(name: str) -> str:
    """Also without what stands in brackets, “the” before and “party” or “candidate” after it."""
    words = [each for each in _words(re.sub(r"\([^)]*\)", " ", name)) if each != "and"]
    if words[:1] == ["the"]:
        words = words[1:]
    while len(words) > 1 and words[-1] in {"party", "candidate"}:
        words = words[:-1]
    return " ".join(words)


class ContestIndex(Generic[T]):
    """Finds a contest by GSS code, then by ballot paper id, then by the key of its name.

    A code changes when boundaries do, so two codes that differ are two areas whatever their names;
    a name that two areas share finds neither.
    """

    def __init__(self) -> None:
        self._by_code: dict[str, T] = {}
        self._by_paper: dict[str, T] = {}
        self._by_name: dict[str, list[tuple[str, T]]] = {}

    def add(self, contest: T, *, gss_code: str, paper: str, name: str) -> None:
        if gss_code:
            self._by_code[gss_code] = contest
        if paper:
            self._by_paper[paper] = contest
        named = self._by_name.setdefault(contest_key(name), [])
        if not any(each is contest for _, each in named):
            named.append((gss_code, contest))

    def find(self, *, gss_code: str, paper: str, name: str) -> T | None:
        if gss_code in self._by_code:
            return self._by_code[gss_code]
        if paper in self._by_paper:
            return self._by_paper[paper]
        named = [
            contest
            for code, contest in self._by_name.get(contest_key(name), [])
            if not (code and gss_code)
        ]
        return named[0] if len(named) == 1 else None


@lru_cache(maxsize=1 << 14)
def _words(name: str) -> tuple[str, ...]:
    decomposed = unicodedata.normalize("NFKD", name.replace("&", " and "))
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    # An apostrophe parts no words: “Women's” is “Womens”.
    return tuple(re.findall(r"[^\W_]+", re.sub(r"['’‘]", "", plain.casefold())))

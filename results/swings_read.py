"""What a sentence says of swings: how many points, between whom, and what majority they would make.

It is read strictly: what could mean something else is not read at all, since a desk that is asked
for nothing stops looking.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

_COUNT = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7}"
_NO_COUNT = r"(?![0-9]|[.,][0-9])(?!\s*(?:%|per\s?cent|points?|seats?|MPs?|members))"
_ROUGHLY = (
    r"about|around|roughly|approximately|some|nearly|almost|just under|just over|over|under|"
    r"more than|less than|at least|at most|up to|as much as|as many as|close to|only"
)
_POINTS = r"[0-9]{1,2}(?:\.[0-9]{1,3})?"
_UNIT = r"(?:percentage[ -])?(?:per[ -]?cent|%|points?|pts?|pc)(?![a-z])"
_SWING = re.compile(
    rf"(?P<rough>\b(?:{_ROUGHLY})\s+(?:an?\s+)?)?(?<![0-9.,])"
    rf"(?P<before>{_POINTS})[ -]?{_UNIT}\s+swing\b"
    rf"|\bswing\s+(?:(?:in|to|from)\s+(?P<between>[^.;]{{1,80}}?)\s+)?(?:of|was|is)\s+"
    rf"(?P<roughly>(?:{_ROUGHLY})\s+)?(?:an?\s+)?(?P<after>{_POINTS})"
    rf"(?:\s*{_UNIT}|(?=\s+(?:from|to)\b)|(?=\s*(?:[,;:)]|\.?\s*$)))",
    re.IGNORECASE,
)
_SWING_IN_WORDS = re.compile(r"\bswing\s+of\b", re.IGNORECASE)
_REPEATED = (
    r"\b(?:repeated|replicated|reproduced|mirrored)\s+"
    r"(?:(?:(?:here\s+)?in|across|at)\s+(?:the\s+)?(?:(?:seat|constituency)\s+of\s+)?(?P<place>{})\b"
    r"|(?P<here>here|locally|in\s+this\s+(?:seat|constituency))\b)"
)
_WOULD = re.compile(r"\b(?:would|could|might|will|means?|makes?|giv(?:es?|ing))\b", re.IGNORECASE)
_MAJORITY = re.compile(
    r"(?<!overall )(?<!Commons )(?<!parliamentary )(?<!working )(?<!national )\bmajority\b",
    re.IGNORECASE,
)
_RISES_TO = re.compile(rf"\bto\s+(?P<rough>(?:{_ROUGHLY})\s+)?(?P<n>{_COUNT}){_NO_COUNT}", re.I)
_IS = re.compile(
    rf"\b(?:of|at|be|by)\s+(?P<rough>(?:{_ROUGHLY})\s+)?(?P<n>{_COUNT}){_NO_COUNT}", re.I
)
_BEFORE = re.compile(rf"(?P<rough>\b(?:{_ROUGHLY})\s+)?(?P<n>{_COUNT})(?:[- ]votes?)?\s*$", re.I)
_ANOTHER_TURNOUT = re.compile(r"\bturnout\b", re.IGNORECASE)
_SAME_TURNOUT = re.compile(
    r"\bsame turnout|turnout (?:is|was|were|stays?|remains?) (?:the same|unchanged|as)|"
    r"unchanged turnout|turnout as (?:in|last)|no change in turnout",
    re.IGNORECASE,
)
_NOT_WHAT_HAPPENED = re.compile(
    r"\b(?:if|would|could|might|may|needs?|needed|needing|requires?|required|polls?|forecasts?|"
    r"predict\w*|expect\w*|project\w*|suggest\w*|claim\w*|sampl\w*|says?|said|saying|agents?|"
    r"thinks?|reckons?|believes?|hopes?|fears?|guess\w*|rumou?rs?|"
    r"targets? of|last time|previous(?:ly)?|average|notional\w*|"
    r"not|never|unlike|compared|against|than|half|twice)\b"
    r"|\b(?:national|nationwide|country\w*|UK|regional|London|English|Scottish|Welsh)\s+swing\b"
    r"|\bswing\s+(?:nationally|nationwide|across|needed|required)\b"
    r"|\b(?:nationally|elsewhere|neighbouring|next door)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![0-9,.])(?:19|20)[0-9]{2}(?![0-9,]|\.[0-9])")
_SENTENCES = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n+")
_HIGHLIGHT = re.compile(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}")
SENTENCES_BACK = 2
LONGEST = 800  # characters of a sentence that anybody reads to its end


@dataclass(frozen=True)
class Swing:
    """So many `points`, printed in steps of `step`; a party is a key, "" where none is named."""

    points: Decimal
    losing: str = ""
    gaining: str = ""
    quote: str = ""

    @property
    def step(self) -> Decimal:
        exponent = self.points.as_tuple().exponent
        return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


@dataclass(frozen=True)
class Projected:
    """“If repeated in `place` … a majority of `majority`”; the place is "" for “here”.

    `majorities` are the numbers that may be meant; `rough` is the word that goes before.
    """

    swing: Swing
    place: str
    majorities: tuple[int, ...]
    rough: bool
    same_turnout: bool


@dataclass(frozen=True)
class Swung:
    """“`place` … on a swing of …”: what is said to have happened there."""

    swing: Swing
    place: str
    years: tuple[int, ...]


def projections(text: str, *, places: Collection[str], parties: Iterable[str]) -> list[Projected]:
    """Every “if repeated in …” with one swing, of its own sentence or of one just before, and a
    majority. `places` and `parties` are the names that are known, in any case.
    """
    repeated = re.compile(_REPEATED.format(_any_of(places)), re.IGNORECASE)
    between = _Between(parties)
    said: list[str] = []
    found = []
    for sentence in sentences(text):
        if read := _projected(sentence, said[-SENTENCES_BACK:], repeated, between):
            found.append(read)
        said.append(sentence)
    return found


def swings(
    text: str, *, places: Collection[str], parties: Iterable[str], people: Iterable[str] = ()
) -> list[Swung]:
    """Every sentence that gives one swing to one of the `places` as what happened there.

    `people` are the names that may stand between the two; any other name may be another place.
    """
    name = re.compile(rf"\b(?:{_any_of(places)})\b", re.IGNORECASE)
    parties = list(parties)
    between = _Between(parties)
    familiar = {word for each in [*parties, *people] for word in each.casefold().split()}
    found = []
    for sentence in sentences(text):
        named = list(name.finditer(sentence))
        given = list(_swings(sentence, between))
        if len(named) != 1 or len(given) != 1 or _NOT_WHAT_HAPPENED.search(sentence):
            continue
        if _belong_together(sentence, named[0], given[0].quote, between, familiar):
            years = tuple(int(each) for each in _YEAR.findall(sentence))
            found.append(Swung(given[0], named[0][0].casefold(), years))
    return found


def sentences(text: str) -> Iterator[str]:
    """The sentences, without what only makes them bold; what is too long to be one is left out."""
    for each in _SENTENCES.split(_HIGHLIGHT.sub("", text)):
        if 0 < len(sentence := each.strip()) <= LONGEST:
            yield sentence


class _Between:
    """“from Labour to the Conservatives”, where these are known by name."""

    def __init__(self, parties: Iterable[str]) -> None:
        self.names = _any_of(parties)
        self._from = re.compile(rf"\bfrom\s+(?:the\s+)?({self.names})\b", re.IGNORECASE)
        self._to = re.compile(rf"\bto\s+(?:the\s+)?({self.names})\b", re.IGNORECASE)

    def cut(self, text: str) -> str:
        """The text without what it says of the parties."""
        return re.sub(rf"\b(?:from|to|the|{self.names})\b", "", text, flags=re.IGNORECASE)

    def read(self, sentence: str) -> tuple[str, str]:
        sides = []
        for side in (self._from, self._to):
            named = {each[1].casefold() for each in side.finditer(sentence)}
            sides.append(named.pop() if len(named) == 1 else "")
        return sides[0], sides[1]


def _any_of(names: Iterable[str]) -> str:
    """An expression for any of the names, the longest first; one that never matches for none."""
    listed = sorted({each.strip() for each in names if each.strip()}, key=len, reverse=True)
    return "|".join(re.escape(each) for each in listed) or r"(?!)"


def _swings(sentence: str, between: _Between) -> Iterator[Swing]:
    """The swings in figures; none where one of them is only roughly given."""
    matches = list(_SWING.finditer(sentence))
    if any(each["rough"] or each["roughly"] for each in matches):
        return
    losing, gaining = between.read(sentence)
    for each in matches:
        yield Swing(Decimal(each["before"] or each["after"]), losing, gaining, each[0].strip())


def _projected(
    sentence: str, before: list[str], repeated: re.Pattern[str], between: _Between
) -> Projected | None:
    where = repeated.search(sentence)
    if where is None or not _WOULD.search(sentence):
        return None
    for each in [sentence, *reversed(before)]:
        given = list(_swings(each, between))
        if given or _SWING.search(each) or _SWING_IN_WORDS.search(each):
            break
    same = bool(_SAME_TURNOUT.search(sentence))
    if len(given) != 1 or (_ANOTHER_TURNOUT.search(sentence) and not same):
        return None
    swing = given[0]
    if not (swing.losing or swing.gaining):
        losing, gaining = between.read(sentence)
        swing = replace(swing, losing=losing, gaining=gaining)
    meant = _majorities(sentence)
    if meant is None:
        return None
    numbers, rough = meant
    return Projected(swing, (where["place"] or "").casefold(), numbers, rough, same)


def _majorities(sentence: str) -> tuple[tuple[int, ...], bool] | None:
    """The numbers that the sentence may give to the majority, the likeliest first."""
    found: list[re.Match[str]] = []
    for word in _MAJORITY.finditer(sentence):
        if ahead := _BEFORE.search(sentence[: word.start()]):
            found.append(ahead)
        rest = re.split(r"[;.](?![0-9])", sentence[word.end() :])[0]
        rises = list(_RISES_TO.finditer(rest))
        found += rises[-1:] or list(_IS.finditer(rest))[:1]
    counts = {
        int(each["n"].replace(",", "")): bool(each["rough"]) for each in found if _is_count(each)
    }
    return (tuple(counts), any(counts.values())) if counts else None


def _is_count(found: re.Match[str]) -> bool:
    """A number without a comma that could be a year is one."""
    return not _YEAR.fullmatch(found["n"])


def _belong_together(
    sentence: str, name: re.Match[str], quote: str, between: _Between, familiar: set[str]
) -> bool:
    """Whether the swing is that of the place: “swing in …”, or the place and then its swing."""
    start = sentence.index(quote)
    end = start + len(quote)
    if start <= name.start() and name.end() <= end:  # “The swing in Ilford North was 3.7 points”
        return bool(re.search(r"\bin\s+$", sentence[: name.start()]))
    if name.start() > end:  # “A 3.7 point swing from Labour in Ilford North”
        said = between.cut(sentence[end : name.start()])
        return said.replace(",", "").split() == ["in"]
    words = re.findall(r"(?<!: )\b[A-Z][\w’'-]*", sentence[name.end() : start])
    return all(re.sub("[’']s?$", "", each.casefold()) in familiar for each in words)

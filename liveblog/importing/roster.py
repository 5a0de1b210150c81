"""Who stands where: the contests and people that a text names, known beforehand or found in it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

_WORD = r"[^\W\d_a-z][\w’'&-]*"
NAME = rf"{_WORD}(?:,?\s(?:(?:and|upon|on|of|the|in|under|le|with|&)\s)*{_WORD})*(?:\s(?i:ward)\b)?"
PERSON = rf"{_WORD}(?:\s(?:de|van|von|ap|al|O’|{_WORD})){{1,3}}"

# How prose names a party -> its short name. Longer words first where one holds the other.
PARTIES = {
    "Labour and Co-operative": "Labour",
    "Conservatives": "Conservative",
    "Conservative": "Conservative",
    "Tories": "Conservative",
    "Tory": "Conservative",
    "Con": "Conservative",
    "Labour": "Labour",
    "Lab": "Labour",
    "Liberal Democrats": "Liberal Democrat",
    "Liberal Democrat": "Liberal Democrat",
    "Lib Dems": "Liberal Democrat",
    "Lib Dem": "Liberal Democrat",
    "LD": "Liberal Democrat",
    "Greens": "Green",
    "Green Party": "Green",
    "Green": "Green",
    "UK Independence Party": "UKIP",
    "Ukip": "UKIP",
    "UKIP": "UKIP",
    "British National Party": "BNP",
    "BNP": "BNP",
    "SNP": "SNP",
    "Plaid Cymru": "Plaid Cymru",
    "Plaid": "Plaid Cymru",
    "Reform UK": "Reform UK",
    "Brexit Party": "Brexit Party",
    "DUP": "DUP",
    "Sinn Féin": "Sinn Féin",
    "SDLP": "SDLP",
    "UUP": "UUP",
    "Independents": "Independent",
    "Independent": "Independent",
    "independent": "Independent",
}
PARTY = r"(?:" + "|".join(re.escape(p) for p in sorted(PARTIES, key=len, reverse=True)) + r")\b"
_ROLE = r"(?:candidate|challenger|contender|hopeful|incumbent|rival|MP|for|in|at|the)"
_CONTEST_PHRASES = (
    rf"\bRESULT\b[\s:–-]+(?:(?:for|in|from|at)\s)?(?P<name>{NAME}?)\s*(?:[,:;–-]|$)",
    rf"(?i:\bturnout\s(?:for|in|at))\s(?P<name>{NAME})(?:\s(?:today\s)?(?:is|was|stands|has)\b|:)",
    rf"(?i:\bturnout\s(?:figure\s)?(?:has\sbeen|was|is)\sannounced\sin)\s(?P<name>{NAME})",
    rf"(?i:\bturned\sout\s(?:to\svote\s)?in)\s(?P<name>{NAME})",
)


@dataclass(frozen=True)
class Roster:
    """The contests that a blog may speak of; `own` are those that it gives figures for."""

    contests: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()
    parties: dict[str, str] = field(default_factory=dict)

    def mentioned(self, text: str) -> list[str]:
        """Names of contests in the text, in the order of their first mention."""
        found = (self._spelt.get(contest_key(m[0])) for m in self._pattern.finditer(text))
        return list(dict.fromkeys(name for name in found if name))

    def without_contests(self, text: str) -> str:
        """The text with a mark for each contest, so that no name runs on from it."""
        return self._pattern.sub("§", text)

    @cached_property
    def _spelt(self) -> dict[str, str]:
        return {contest_key(name): name for name in self.contests}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # Bath, Reading and Wells are words too: alone they count where the blog gives figures.
        sure = (name for name in self.contests if name in self.own or " " in name)
        names = {re.sub(r"(?i)\s+ward$", "", name) for name in sure}
        if not names:
            return re.compile(r"(?!)")
        either = "|".join(_spellings(name) for name in sorted(names, key=len, reverse=True))
        return re.compile(rf"(?<![\w-])(?:{either})(?:\s+[Ww]ard)?(?![\w-])")


def contest_key(name: str) -> str:
    """What two spellings of one contest share: no case, accents, points, “ward” or small words."""
    bare = unicodedata.normalize("NFKD", name.casefold().replace("&", " "))
    words = re.findall(r"\w+", "".join(c for c in bare if not unicodedata.combining(c)))
    return " ".join(sorted(w for w in words if w not in {"and", "the", "of", "ward"}))


def gather(texts: Sequence[str], known: Roster | None = None) -> Roster:
    """`known`, with the contests that the texts give figures for and the parties they tell."""
    known = known or Roster()
    spelt = {contest_key(name): name for name in known.contests}
    own = {spelt.setdefault(contest_key(name), name) for name in _contests_in(texts)}
    roster = Roster(tuple(spelt.values()), frozenset(own))
    told = {person: party for text in texts for person, party in _people_in(text, roster)}
    return Roster(roster.contests, roster.own, {**told, **known.parties})


def bare_name(printed: str) -> str:
    """A name without the party before it: “Labour’s Ben Marsh” -> “Ben Marsh”."""
    return re.sub(rf"^(?:{PARTY}(?:['’]s)?(?:\s+|$))+", "", printed.strip())


def _spellings(name: str) -> str:
    """A pattern for the name with & or “and”, with or without its comma."""
    words = (
        "(?:&|and)" if word in {"&", "and"} else re.escape(word)
        for word in name.replace(",", "").split()
    )
    return r",?\s+".join(words)


def _contests_in(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        for phrase in _CONTEST_PHRASES:
            for found in re.finditer(phrase, text):
                if not re.fullmatch(PARTY, found["name"]):
                    yield found["name"]


def _people_in(text: str, roster: Roster) -> Iterable[tuple[str, str]]:
    """People with the party that the text gives them: “Tory candidate for X Ada Quill”."""
    marked = roster.without_contests(text)
    before = rf"\b({PARTY})(?:['’]s)?\s(?:(?:{_ROLE}|§|\([^)]*\))[\s,]+)*({PERSON})"
    after = rf"({PERSON})(?:,\s(?:the\s)?|\s\()({PARTY})(?:\s{_ROLE}|\))"
    for found in re.finditer(before, marked):
        yield found[2], PARTIES[found[1]]
    for found in re.finditer(after, marked):
        yield found[1], PARTIES[found[2]]

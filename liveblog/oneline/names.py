"""Which contest, candidate or party is meant by what was typed; where several fit, all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from liveblog.oneline.roster import Candidate, Roster, RosterContest
from liveblog.oneline.tokens import Token, tokens_of, words_of
from liveblog.oneline.words import PARTIES, SEAT, SMALL, WARD

LONGEST = 12  # words of a name
SHORTEST_PREFIX, SHORTEST_SLIP = 3, 5  # letters

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class FoundContest:
    """The contests that fit what stands up to token `end`; `sure` but for a slip of a letter."""

    contests: list[RosterContest]
    end: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class FoundCandidate:
    """The slugs of the candidates who fit `words` words, in ballot order.

    `given`: it is a first name, which helps to tell two candidates apart and is none by itself.
    """

    slugs: tuple[str, ...]
    words: int
    sure: bool = True
    given: bool = False


def find_contest(roster: Roster, text: str, tokens: Sequence[Token], i: int) -> FoundContest | None:
    """The contest whose name begins at token `i`: in full, else its beginning, else with a slip.

    Of a seat and a ward of one name both are found, unless “ward” or “seat” is said.
    """
    index = _kept(roster, "contests", lambda: _ContestIndex(roster.contests))
    if i < len(tokens) and (found := index.by_key(text, tokens, i)):
        return found
    windows = list(_windows(tokens, i))
    for fits in (index.exact, index.beginning, index.slip):
        for end in windows:
            if contests := fits([each.key for each in tokens[i:end] if each.kind != "cell"]):
                return _said_kind(contests, tokens, i, end, sure=fits != index.slip)
    return None


def say_contest(roster: Roster, contest: RosterContest) -> str:
    """The shortest that `find_contest` understands as this contest: its name, or else its key."""
    kind = WARD[0] if contest.is_ward else SEAT[0]
    for said in (contest.name, f"{contest.name} {kind}"):
        tokens = tokens_of(said)
        found = find_contest(roster, said, tokens, 0)
        if found and found.end == len(tokens) and found.contests == [contest]:
            return said
    return contest.key


def find_candidate(
    contest: RosterContest, roster: Roster, tokens: Sequence[Token], i: int
) -> FoundCandidate | None:
    """Whom the words from token `i` on name, longest name first; party names count, too."""
    index = _kept(roster, f"candidates {contest.key}", lambda: _CandidateIndex(contest))
    return index.find(tokens, i)


def find_person(roster: Roster, tokens: Sequence[Token], i: int) -> tuple[list[int], int]:
    """Who has the full name that begins at token `i`, as numbers of `people`, and where it ends."""
    index: dict[str, list[int]] = _kept(roster, "people", lambda: _people_index(roster))
    for end in range(min(len(tokens), i + LONGEST), i, -1):
        if all(each.kind == "word" for each in tokens[i:end]):
            name = " ".join(each.key for each in tokens[i:end])
            if name in index:
                return index[name], end
    return [], i


def people(roster: Roster) -> list[tuple[RosterContest, Candidate]]:
    """Everybody who stands, with their contest."""
    return [(contest, each) for contest in roster.contests for each in contest.candidates]


def is_slip(typed: str, name: str) -> bool:
    """Whether one letter is missing, too many or another one, or two have changed places."""
    if typed == name or abs(len(typed) - len(name)) > 1:
        return False
    shorter, longer = sorted((typed, name), key=len)
    i = 0
    while i < len(shorter) and shorter[i] == longer[i]:
        i += 1
    if len(shorter) == len(longer):
        swapped = shorter[i : i + 2] == longer[i : i + 2][::-1]
        return shorter[i + 1 :] == longer[i + 1 :] or (
            swapped and shorter[i + 2 :] == longer[i + 2 :]
        )
    return shorter[i:] == longer[i + 1 :]


class _ContestIndex:
    def __init__(self, contests: Iterable[RosterContest]) -> None:
        self.keys = {each.key.lower(): each for each in contests}
        self.names = [(_plain(words_of(each.name)), each) for each in self.keys.values()]
        self.sorted: dict[str, list[RosterContest]] = {}
        for words, each in self.names:
            self.sorted.setdefault(" ".join(sorted(words)), []).append(each)

    def by_key(self, text: str, tokens: Sequence[Token], i: int) -> FoundContest | None:
        """The key of a contest, such as quayshire-2024/northquay, as one word."""
        typed = text[tokens[i].start : tokens[i].start + 210].lower()
        parted = next((n for n, each in enumerate(typed) if each in " \t\n\r,:;"), len(typed))
        contest = self.keys.get(typed[:parted])
        if contest is None or ("-" not in contest.key and "/" not in contest.key):
            return None
        past = tokens[i].start + parted
        end = next((n for n in range(i, len(tokens)) if tokens[n].start >= past), len(tokens))
        return FoundContest([contest], end)

    def exact(self, words: list[str]) -> list[RosterContest]:
        return self.sorted.get(" ".join(sorted(_plain(words))), [])

    def beginning(self, words: list[str]) -> list[RosterContest]:
        typed = _plain(words)
        if not typed or len(typed[0]) < SHORTEST_PREFIX or words[-1] in (*SMALL, *WARD):
            return []
        return [
            contest
            for name, contest in self.names
            if len(typed) <= len(name)
            and all(_begins(part, whole) for part, whole in zip(typed, name, strict=False))
        ]

    def slip(self, words: list[str]) -> list[RosterContest]:
        typed = _plain(words)
        return [contest for name, contest in self.names if _has_slip(typed, name)]


class _CandidateIndex:
    def __init__(self, contest: RosterContest) -> None:
        self.order = [each.slug for each in contest.candidates]
        self.names: dict[str, set[str]] = {}
        self.given: dict[str, set[str]] = {}
        for each in contest.candidates:
            words = words_of(each.name)
            for name in [*_forms(words), *_party_names(each)]:
                self.names.setdefault(name, set()).add(each.slug)
            if len(words) > 1:
                self.given.setdefault(words[0], set()).add(each.slug)
        self.longest = max((name.count(" ") + 1 for name in self.names), default=0)
        self.single = [(name, slugs) for name, slugs in self.names.items() if " " not in name]
        self.guessed: dict[str, FoundCandidate | None] = {}

    def find(self, tokens: Sequence[Token], i: int) -> FoundCandidate | None:
        for end in range(min(len(tokens), i + self.longest), i, -1):
            if all(each.kind == "word" for each in tokens[i:end]):
                name = " ".join(each.key for each in tokens[i:end])
                if name in self.names:
                    return FoundCandidate(self.in_order(self.names[name]), end - i)
        word = tokens[i].key
        if word in self.given:
            return FoundCandidate(self.in_order(self.given[word]), 1, given=True)
        return None

    def guess(self, word: str) -> FoundCandidate | None:
        """Whom a word means that is the beginning of a name, or has a slip in it."""
        if word not in self.guessed:
            self.guessed[word] = self._guess(word)
        return self.guessed[word]

    def _guess(self, word: str) -> FoundCandidate | None:
        found: set[str] = set()
        if len(word) >= SHORTEST_SLIP:
            found = _all(s for n, s in self.single if len(n) >= SHORTEST_SLIP and is_slip(word, n))
        if not found and len(word) >= SHORTEST_PREFIX:
            found = _all(slugs for name, slugs in self.single if name.startswith(word))
        return FoundCandidate(self.in_order(found), 1, sure=False) if found else None

    def in_order(self, slugs: set[str]) -> tuple[str, ...]:
        return tuple(each for each in self.order if each in slugs)


def guess_candidate(contest: RosterContest, roster: Roster, word: str) -> FoundCandidate | None:
    """Whom a single word means that is the beginning of a name, or has a slip of a letter in it."""
    index = _kept(roster, f"candidates {contest.key}", lambda: _CandidateIndex(contest))
    return index.guess(word)


def _forms(words: list[str]) -> set[str]:
    """How a name may be typed: in full, or by its end, with or without first name or initial."""
    forms = {" ".join(words)}
    for i in range(1, len(words)):
        end = " ".join(words[i:])
        forms |= {end, f"{words[0]} {end}", f"{words[0][:1]} {end}", f"{end} {' '.join(words[:i])}"}
    return forms


def _party_names(candidate: Candidate) -> set[str]:
    party = candidate.party
    given = (party.slug, party.name, party.short_name, party.abbreviation)
    names = {" ".join(words) for each in given if (words := words_of(each))}
    for alike in PARTIES:
        if not names.isdisjoint(alike):
            names |= set(alike)
    return names


def _people_index(roster: Roster) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for number, (_contest, each) in enumerate(people(roster)):
        index.setdefault(" ".join(words_of(each.name)), []).append(number)
    index.pop("", None)
    return index


def _windows(tokens: Sequence[Token], i: int) -> Iterable[int]:
    """Ends of what may be one name from token `i` on, the longest first."""
    end = i
    ends = []
    while end < len(tokens) and end - i < LONGEST:
        token = tokens[end]
        if token.kind == "word" or token.number == "count":
            ends.append(end + 1)
        elif token.text != "," or end == i:
            break
        end += 1
    return reversed(ends)


def _said_kind(
    contests: list[RosterContest], tokens: Sequence[Token], i: int, end: int, *, sure: bool
) -> FoundContest:
    said = {each.key for each in tokens[i:end]}
    if end < len(tokens) and tokens[end].key in (*WARD, *SEAT):
        said.add(tokens[end].key)
        end += 1
    if not said.isdisjoint(WARD):
        contests = [each for each in contests if each.is_ward] or contests
    elif not said.isdisjoint(SEAT):
        contests = [each for each in contests if not each.is_ward] or contests
    return FoundContest(contests, end, sure)


def _plain(words: list[str]) -> list[str]:
    """Without the words that count for nothing, unless there are no others."""
    return [each for each in words if each not in (*SMALL, *WARD)] or words


def _begins(part: str, whole: str) -> bool:
    return part == whole or (whole.startswith(part) and part[0] not in "0123456789")


def _has_slip(typed: list[str], name: list[str]) -> bool:
    if len(typed) != len(name):
        return False
    wrong = [(a, b) for a, b in zip(typed, name, strict=True) if a != b]
    return bool(wrong) and all(
        len(a) >= SHORTEST_SLIP and len(b) >= SHORTEST_SLIP and is_slip(a, b) for a, b in wrong
    )


def _all(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)


def _kept(roster: Roster, name: str, make: Callable[[], Known]) -> Known:
    if name not in roster.known:
        roster.known[name] = make()
    return roster.known[name]

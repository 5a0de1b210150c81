"""Who is quoted: “quote sonia klein: the mood is good”, “Sonia Klein (Lab): “…””."""

from __future__ import annotations

import re
from collections.abc import Sequence

from liveblog.oneline.names import find_person, people
from liveblog.oneline.reading import Reading
from liveblog.oneline.roster import Candidate, Roster, RosterContest
from liveblog.oneline.tokens import BLANK, Token, words_of
from liveblog.oneline.words import SUBJECT_OF

_MARKS = "\"“”'‘’"
_CAPITAL = re.compile("[A-ZÀ-ÖØ-Þ]")
_ROLE, _NAME = 80, 60  # characters


def read_quote(
    reading: Reading, tokens: Sequence[Token], text: str, start: int, roster: Roster
) -> bool:
    """What follows “quote”; False where that is a sentence, such as “Quote of the night”."""
    if start >= len(tokens):
        reading.is_of("quote")
        reading.rest = ""
        return True
    found, end = find_person(roster, tokens, start)
    if found:
        reading.is_of("quote")
        reading.rest = _said(tokens, text, _past_role(tokens, end))
        _speaks(reading, roster, found)
        return True
    if tokens[start].key in SUBJECT_OF or tokens[start].key in {"the", "unquote"}:
        return False
    colon = next((i for i in range(start, len(tokens)) if tokens[i].text == ":"), None)
    told = text[tokens[start].start : tokens[colon].start].strip(BLANK) if colon is not None else ""
    name, _, role = (each.strip(BLANK) for each in told.partition(","))
    if colon is None or not _is_name(name) or len(role) > _ROLE:
        return False
    reading.is_of("quote")
    reading.rest = _said(tokens, text, colon + 1)
    reading.fill("speaker", name, "Who said it", sure=False)
    if role:
        reading.fill("speaker_role", role, "Who they are")
    return True


def read_attributed(reading: Reading, tokens: Sequence[Token], text: str, roster: Roster) -> bool:
    """A candidate's full name, their party or not, a colon, and what stands in quotation marks."""
    found, end = find_person(roster, tokens, 0)
    if not found:
        return False
    past = _past_role(tokens, end)
    if past >= len(tokens) or past == 0 or tokens[past - 1].text != ":":
        return False
    rest = text[tokens[past - 1].end :].strip(BLANK)
    if rest[:1] not in tuple(_MARKS):
        return False
    reading.is_of("quote")
    reading.rest = rest
    _speaks(reading, roster, found)
    return True


def _speaks(reading: Reading, roster: Roster, found: Sequence[int]) -> None:
    """Fill the speaker, and who they are; where they stand twice, as what they speak is asked."""
    everybody = people(roster)
    named = [everybody[number] for number in found]
    roles = [_role(contest, candidate) for contest, candidate in named]
    name = named[0][1].name
    reading.fill("speaker", name, "Who said it")
    if len(set(roles)) == 1:
        reading.fill("speaker_role", roles[0], "Who they are")
        reading.contests = [contest.key for contest, _candidate in named]
    else:
        choices = [
            {"label": role, "fields": {"speaker_role": role}} for role in dict.fromkeys(roles)
        ]
        reading.ask("role", f"As what does {name} speak?", name, choices)
    reading.candidates = list(dict.fromkeys(candidate.slug for _contest, candidate in named))


def _role(contest: RosterContest, candidate: Candidate) -> str:
    ward = " ward" if contest.is_ward and not contest.name.lower().endswith(" ward") else ""
    return f"{candidate.party.short_name} candidate for {contest.name}{ward}"


def _past_role(tokens: Sequence[Token], i: int) -> int:
    """Behind “(Lab):”, or behind the colon alone."""
    place = i
    if place < len(tokens) and tokens[place].text in {"(", ","}:
        while place < len(tokens) and place - i < _NAME and tokens[place].text not in {":", ")"}:
            place += 1
        if place < len(tokens) and tokens[place].text == ")":
            place += 1
    if place < len(tokens) and tokens[place].text == ":":
        return place + 1
    return i


def _said(tokens: Sequence[Token], text: str, i: int) -> str:
    return text[tokens[i - 1].end :].strip(BLANK) if i else text.strip(BLANK)


def _is_name(name: str) -> bool:
    """“Roger Bloom” or “Hazel van Rook”: words of which first and last begin with a capital."""
    words = name.split(" ")
    return (
        0 < len(name) <= _NAME
        and len(words_of(name)) == len(words) <= 5
        and all(_CAPITAL.match(words[i]) for i in (0, -1))
    )

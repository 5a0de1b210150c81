"""Figures in a sentence: “Lee Scott holds seat with 21,506 votes”, “Turnout … is 59.7 per cent”.

What a sentence says is taken only where it cannot be read otherwise, and the sentence stays whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from liveblog.oneline.names import find_candidate
from liveblog.oneline.reading import Reading, thousands
from liveblog.oneline.roster import Roster, RosterContest
from liveblog.oneline.tokens import Token
from liveblog.oneline.words import (
    BEFORE_VOTES,
    BYGONE,
    GAINS,
    HOLDS,
    OF_A_SEAT,
    OF_A_YEAR,
    OPPOSED,
    POLLED,
    POSSESSIVE,
    SENTENCE,
    VOTES,
    WINS,
)

_BETWEEN = 12  # tokens between a name and its votes, at the most
_REACH = 4


def is_sentence(
    tokens: Sequence[Token], start: int, contest: RosterContest, roster: Roster
) -> bool:
    """Whether a verb stands in the tokens, which is nobody's name."""
    i = start
    while i < len(tokens):
        token = tokens[i]
        found = find_candidate(contest, roster, tokens, i) if token.kind == "word" else None
        if found is None and token.key in SENTENCE:
            return True
        i += found.words if found else 1
    return False


def read_result(
    reading: Reading,
    tokens: Sequence[Token],
    start: int,
    contest: RosterContest,
    roster: Roster,
) -> bool:
    """Who is elected, and the votes and the majority that the sentences give; whether any."""
    names = {each.slug: str(each) for each in contest.candidates}
    votes: dict[str, list[str]] = {}
    elected: list[tuple[str, str]] = []
    first, of_today, opposed = True, True, False
    clause: set[str] = set()  # who is named since the last votes: of two, either may have them
    i = start
    while i < len(tokens):
        if tokens[i].kind == "stop" and i > start:
            first, of_today, opposed, clause = False, True, False, set()
        elif tokens[i].number == "year" and tokens[i - 1].key in OF_A_YEAR:
            of_today = False  # what follows in this sentence may be last time's
        opposed = opposed or tokens[i].key in OPPOSED
        found = find_candidate(contest, roster, tokens, i) if tokens[i].kind == "word" else None
        if found is None or found.given or len(found.slugs) != 1:
            i += found.words if found else 1
            continue
        after = _past_party(tokens, i + found.words, contest, roster, found.slugs)
        outcome = _outcome(tokens, after) if first and contest.seats == 1 else ""
        if outcome and not elected:
            elected.append((found.slugs[0], outcome))
        clause.add(found.slugs[0])
        plain = of_today and not opposed and len(clause) == 1
        number = _votes_after(tokens, after, outcome=bool(outcome)) if plain else None
        if number is not None:
            votes.setdefault(found.slugs[0], []).append(number.key)
            clause = set()
        i = after
    majorities = _majorities(tokens, start)
    for slug, outcome in elected:
        reading.fill("result.elected", slug, "Declared elected", names[slug])
        reading.show("outcome", "Outcome", outcome)
    for slug, name in names.items():
        if len(set(votes.get(slug, []))) == 1:
            digits = votes[slug][0]
            reading.fill(f"result.votes.{slug}", digits, name, thousands(digits))
    if len(majorities) == 1 and (elected or votes):
        digits = majorities[0]
        reading.fill("result.majority", digits, "Majority announced", thousands(digits))
    told = {slug for slug, _outcome in elected} | set(votes)
    reading.candidates = [slug for slug in names if slug in told]
    return bool(told)


def is_bygone(tokens: Sequence[Token], i: int) -> bool:
    """Whether “in 2005” or “last time” follows: it is another night's figure."""
    after = [each.key for each in tokens[i : i + _REACH]]
    in_year = len(after) > 1 and after[0] in {"in", "at"} and tokens[i + 1].number == "year"
    said = " ".join(after)
    return in_year or any(said == each or said.startswith(f"{each} ") for each in BYGONE)


def ends_in_question(tokens: Sequence[Token]) -> bool:
    """Whether the first sentence asks."""
    return "?" in next((each.text for each in tokens if each.kind == "stop"), "")


def _past_party(
    tokens: Sequence[Token],
    i: int,
    contest: RosterContest,
    roster: Roster,
    slugs: tuple[str, ...],
) -> int:
    """Behind the party in “Lee Scott (Con)”."""
    opened = i < len(tokens) and tokens[i].text in {"(", ","}
    inside = i + 1 if opened else i
    if inside < len(tokens) and tokens[inside].kind == "word":
        found = find_candidate(contest, roster, tokens, inside)
        if found and set(slugs) <= set(found.slugs):
            i = inside + found.words
            return i + 1 if opened and i < len(tokens) and tokens[i].text == ")" else i
    return i


def _outcome(tokens: Sequence[Token], i: int) -> str:
    """hold, gain or win, if what follows a name says that they have the seat."""
    while i < len(tokens) and tokens[i].key in {"has", "is", "was", "been", "re", "duly"}:
        i += 1
    verb = tokens[i].key if i < len(tokens) else ""
    outcome = (
        "hold" if verb in HOLDS else "gain" if verb in GAINS else "win" if verb in WINS else ""
    )
    i += 1
    while i < len(tokens) and tokens[i].key in POSSESSIVE:
        i += 1
    ends = i >= len(tokens) or tokens[i].kind in {"stop", "line", "cell"}
    counted = i + 1 < len(tokens) and tokens[i + 1].key in VOTES
    return outcome if outcome and (ends or counted or tokens[i].key in OF_A_SEAT) else ""


def _votes_after(tokens: Sequence[Token], i: int, *, outcome: bool) -> Token | None:
    """The number of votes that belongs to the name before token `i`."""
    last = ""
    for place in range(i, min(len(tokens), i + _BETWEEN)):
        token = tokens[place]
        if token.kind == "number":
            plain = token.number == "count" and (last in POLLED or last in {"", ":", "-", "–", "—"})
            return token if plain and _are_votes(tokens, place + 1) else None
        allowed = token.key in BEFORE_VOTES or token.key in POLLED
        if outcome:
            allowed = allowed or token.key in (*HOLDS, *GAINS, *WINS)
        if token.text not in {",", ":", "-", "–", "—"} and not allowed:
            return None
        last = last if token.text == "," else token.key or token.text
    return None


def _are_votes(tokens: Sequence[Token], i: int) -> bool:
    """“votes”, or the end of what is said, and no “majority”, “people” or “seats”."""
    if i >= len(tokens) or tokens[i].key in VOTES:
        return not is_bygone(tokens, i + 1)
    return tokens[i].kind in {"stop", "line", "cell"} or tokens[i].key in {"to", "and"}


def _majorities(tokens: Sequence[Token], start: int) -> list[str]:
    """The numbers after “majority of”; more than one where another night's is told, too."""
    found = []
    for i in range(start, len(tokens)):
        if tokens[i].key != "majority":
            continue
        place = i + 1
        while place < len(tokens) and tokens[place].key in {"of", "is", "was"}:
            place += 1
        if place < len(tokens) and tokens[place].number == "count":
            found += [tokens[place].key] * (2 if is_bygone(tokens, place + 1) else 1)
    return found

"""Words that tell how a poll went, or how people voted, while it may still be open.

Pure: tables of phrases over one sentence at a time, knowing names and nothing else. It errs on the
side of the law: what may be a result is named, with the words that made it one, so that a person
can look. Past elections named with their year, hopes, questions and what is still to come are let
through. English only.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from results.checks.telltale_phrases import EXIT_POLL, FOR_CERTAIN, Tables, tables

What = Literal["result", "exit poll", "forecast", "vote"]


@dataclass(frozen=True, slots=True)
class Telltale:
    """The words that tell, and what they tell."""

    phrase: str
    what: What


# What a clause may say beside all that without telling of this poll.
_PAST = re.compile(
    r"\b(?:last (?:time|election|general election|month|year|contest)|previous(?:ly)?|"
    r"(?:\w+ )?(?:years|elections|decades|months|weeks) ago|yesterday|historically|"
    r"(?:at|in) the (?:last|previous|\d{4}) (?:\w+ )?election|outgoing|dissolution|"
    r"notional(?:ly)?)\b",
    re.I,
)
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
# “The biggest since 1931” is of now; only what has been held since 1992 is of then.
_COMPARED = re.compile(r"\b(?:since|than|than in|on|up on|down on)\s+(?:1[89]|20)\d\d\b", re.I)
_STANDS_SINCE = re.compile(r"\bsince\s+(?:1[89]|20)\d\d\b", re.I)
_UNSURE = re.compile(
    r"\b(?:if|whether|would|could|might|may|can|cannot|can[’']t|should|must|unless|until|"
    r"hop(?:e|es|ed|ing)|need(?:s|ed)?|want(?:s|ed)?|try(?:ing)?|tr(?:ies|ied)|aim(?:s|ing)?|"
    r"fight(?:s|ing)?|bid(?:ding)?|seek(?:s|ing)?|target(?:s|ing)?|defend(?:s|ed|ing)?|"
    r"battl(?:e|es|ing)|chance|campaign(?:ed|ing)?|who(?:ever)?|once|when(?:ever)?|before|"
    r"refus(?:e|es|ed|ing)|to be|nobody|no ?one|due|require[sd]?|"
    r"expected? (?:at|by|from|around|about|after|between|in))\b",
    re.I,
)
_TO = re.compile(r"\bto\s*$", re.I)
_SURE_TO = re.compile(rf"\b(?:{FOR_CERTAIN}|about)\s+to\s*$", re.I)
# What was asked before anybody voted, and seats for which nobody votes.
_NO_VOTE = re.compile(
    r"\b(?:opinion poll\w*|pre-election|poll of polls|bookmaker\w*|bookies|odds|unopposed|"
    r"polls? (?:published|conducted|taken) (?:last|on|before|yesterday))\b",
    re.I,
)
_OPENING = re.compile(r"(?:in|at|since|back|until|during|by|last|previously|\w+ \w+ ago)\b", re.I)
_ASKS = re.compile(
    r"^(?:and |but |so )?(?:who|will|can|could|does|do|did|what|which|how|is|are|has|have|when|why|"
    r"where|whether)\b",
    re.I,
)
_TO_COME = re.compile(
    r"\b(?:will|due|expected|comes? (?:at|out)|published|at 10|at ten|before|no exit poll|waiting|"
    r"awaited|embargo\w*|banned|forbid\w*)\b",
    re.I,
)
_SAYS = re.compile(r"\b(?:puts?|shows?|says|gives|suggests?|predicts|has|have)\b", re.I)


def telltales(
    text: str, *, year: int, names: Iterable[str] = (), contests: Iterable[str] = ()
) -> list[Telltale]:
    """What in the text tells of a poll of `year`; empty where nothing does.

    `names` are those of candidates and parties on the roster, `contests` those of the seats.
    """
    known = tables(tuple(sorted(set(names))), tuple(sorted(set(contests))))
    found = [each for sentence in _sentences(text) for each in _in_sentence(sentence, known, year)]
    return list(dict.fromkeys(found))


def _in_sentence(sentence: str, known: Tables, year: int) -> Iterator[Telltale]:
    if sentence.rstrip().endswith("?") and _ASKS.match(sentence):
        return
    found = next(_in_clauses(sentence, known, year), None)
    if found is None and not _is_history(sentence, year):
        # What commas divide: “Con 307, Lab 255”, and “the exit poll, just out, has …”.
        found = next(_told(sentence, "result", known.tallies), None)
        if found is None and not _is_still_to_come(sentence):
            found = next(_told(sentence, "exit poll", known.polls), None)
    if found is not None:
        yield found


def _in_clauses(sentence: str, known: Tables, year: int) -> Iterator[Telltale]:
    """A clause at a time: that a seat was won in 2005 excuses nothing in the next clause."""
    clauses = _clauses(sentence)
    # “In 2005, Lee Scott won”: a time at the head of the sentence is that of the next clause.
    dated = bool(_OPENING.match(clauses[0])) and len(clauses[0].split()) <= 7
    for number, clause in enumerate(clauses):
        opens = clauses[0] if dated and number == 1 else ""
        if any(_is_history(each, year) for each in (clause, opens)) or _NO_VOTE.search(clause):
            continue
        if re.search(EXIT_POLL, clause, re.I) and _is_still_to_come(clause):
            continue
        yield from _told(clause, "exit poll", known.polls)
        yield from _told(clause, "vote", known.votes)
        yield from _told(clause, "forecast", known.forecasts)
        if not _STANDS_SINCE.search(clause):
            yield from _told(clause, "result", known.results)


def _told(clause: str, what: What, patterns: Iterable[re.Pattern[str]]) -> Iterator[Telltale]:
    for pattern in patterns:
        for match in pattern.finditer(clause):
            if not _is_unsure(clause, match):
                yield Telltale(_quoted(match[0]), what)


def _is_unsure(clause: str, match: re.Match[str]) -> bool:
    """Whether it is only hoped, asked or supposed: said before the words, or within them."""
    before = clause[: match.start()]
    if _TO.search(before) and not _SURE_TO.search(before):
        return True
    return _UNSURE.search(before) is not None or _UNSURE.search(match[0]) is not None


def _is_history(clause: str, year: int) -> bool:
    years = [int(each) for each in _YEAR.findall(_COMPARED.sub("", clause))]
    return any(each < year for each in years) or _PAST.search(clause) is not None


def _is_still_to_come(clause: str) -> bool:
    """Of an exit poll: that there will be one, and not what it says."""
    return _TO_COME.search(clause) is not None and _SAYS.search(clause) is None


def _sentences(text: str) -> list[str]:
    """Sentences and lines, without the marks of Markdown. A point in a number ends nothing."""
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    plain = re.sub(r"[*_~`#>\u200b\u200c\u200d\ufeff\u00ad]+", "", plain)
    plain = re.sub(r"[\u00a0\u2009\u202f\t]+", " ", plain)
    return [each for each in re.split(r"(?<=[.!?…])[”\"’)]*\s+|\n+", plain) if each.strip()]


def _clauses(sentence: str) -> list[str]:
    """Split at marks that are not within a number, and before what begins a thought of its own."""
    parts = re.split(
        r"\s*(?:;|(?<!\d),|,(?!\d)|\s[–—-]\s)\s*|\s+(?=(?:but|although|though|while|whereas)\b)",
        sentence,
    )
    return [each for each in parts if each.strip()] or [sentence]


def _quoted(words: str) -> str:
    words = " ".join(words.split()).strip(" ,:;(")
    return words if len(words) <= 90 else f"{words[:89]}…"

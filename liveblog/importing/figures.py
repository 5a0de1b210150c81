"""Figures in prose -> structured form: results, turnouts, swings and majorities as printed.

Nothing is computed or completed here: what the text does not say is absent. Percentages are in
hundredths (65.2), swings and changes in percentage points, votes and ballots are counts.
"""

import re
from collections.abc import Iterator
from typing import Any

from liveblog.importing.roster import PARTIES, PARTY, PERSON, Roster, bare_name

Figures = dict[str, Any]

_PERCENT = r"(\d{1,3}(?:\.\d+)?)\s?(?:per\s?cent\b|%)"
_COUNT = r"(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(?!\d|[.,]\d|\s?(?:per\s?cent|%))"
_OUTCOMES = {
    "hold": r"\b(?:holds?|held|retains?|retained|keeps?|kept)\b",
    "gain": r"\b(?:gains?|gained|takes?|took)\b[^.]{0,40}\bfrom\b|\bgains?\b",
    "win": r"\b(?:wins?|won|elected|returned)\b",
}
_RESULT = re.compile(
    r"\bRESULT\b[\s:–-]*(?:(?:for|in|from|at)\s)?(?P<contest>[^,:;–]+?)\s*"
    r"(?:[,:;–-]\s*(?P<tail>.*)|$)"
)
_POLLED = re.compile(
    rf"(?P<name>(?:{PARTY}(?:['’]s)?\s)?{PERSON})(?:,?\s?\((?P<party>[^)\d]*)\))?,?\s*"
    r"(?:who\s)?(?:polled|received|got|took|had|has|secured|managed|scored|on|with"
    rf"|(?:was|came|finished)\s\w+\s(?:with|on)|[:–-]|(?=\d{{1,3}},\d))\s*{_COUNT}"
)
_TABLE_ROW = re.compile(
    rf"^(?P<name>{PERSON})\s*(?:[,(–-]+\s*(?P<party>[^\d()]*?)\s*[),–:-]*)?[\s:–-]+{_COUNT}"
    r"(?:\s?votes?)?(?:\s?\([^)]*\))?\.?$"
)
_TURNOUT_PERCENT = re.compile(
    rf"(?i:turnout)\b[^.%]{{0,60}}?(?:\b(?:is|was|of|at|as)|:)\s{_PERCENT}"
    rf"|{_PERCENT}\s(?i:turnout)"
)
_BALLOTS = re.compile(
    rf"(?i:total\sturnout|turnout)\b[^.\d]{{0,60}}?\b(?:is|was|of)\s{_COUNT}"
    rf"|(?i:turned\sout|voted|number\sof\s(?:voters|ballots|ballot\spapers|papers))\b"
    rf"[^.\d]{{0,60}}?\bwas\s{_COUNT}"
    rf"|{_COUNT}\s(?:people|voters|electors|residents|ballot\spapers|ballots|papers|votes)\s"
    r"(?:have\s|had\s|were\s|has\s)?(?:been\s)?(?:turned\sout|voted|verified|cast)"
)
_PREVIOUS = re.compile(rf"\b(?:up|down)\sfrom\s{_PERCENT}(?:\s(?:in|at)\D{{0,20}}(\d{{4}}))?")
_CHANGE = re.compile(
    r"\b(up|down)\s(?:by\s)?(\d{1,2}(?:\.\d+)?)\s?(per\s?cent(?:age\spoints)?|%|points)"
    r"(?:\s(?:on|since|from)\s(\d{4}))?"
)
_SWING = re.compile(
    rf"\bswing\s(?:of\s|to\s\w+\sof\s)?{_PERCENT}|{_PERCENT}\sswing"
    rf"|\bswing\b[^.]{{0,70}}?\b(?:at|is|of)\s{_PERCENT}"
)
_DIRECTION = re.compile(rf"\bfrom\s(?:the\s)?({PARTY})(?:\sto\s(?:the\s)?({PARTY}))?")
_NATIONAL = re.compile(
    r"\b(?:nationwide|nationally|overall(?! majority)|around the country)\b", re.IGNORECASE
)
_MAJORITY = re.compile(
    rf"(?<!overall\s)\bmajority\s(?:up\sfrom\b[^.]*?\bto|of|to|is|was)\s(?:an?\s(?:\w+\s)?)?{_COUNT}",
    re.IGNORECASE,
)
_PROJECTED = re.compile(r"\bif\s(?:\w+\s)?(?:repeated|replicated)\b|\bwould\b", re.IGNORECASE)


def read(text: str, known: Roster) -> Figures:
    """The figures of an entry; {} where there are none.

    The first result, turnout or swing is given flat with its `kind`; further ones under `also`.
    """
    paragraphs = text.split("\n\n")
    found: list[Figures] = []
    if result := _result(paragraphs, known):
        found.append(result)
    found += _turnouts(paragraphs, known)
    if swing := _swings(paragraphs, known):
        found.append(swing)
    if not found:
        return {}
    return {**found[0], **({"also": found[1:]} if found[1:] else {})}


def each(figures: Figures) -> Iterator[Figures]:
    """Every set of figures in what `read` gave."""
    if figures:
        yield {name: value for name, value in figures.items() if name != "also"}
        yield from figures.get("also", [])


def contest_of(figures: Figures) -> str | None:
    """The name of the contest that a set of figures belongs to, where the text says it."""
    return figures.get("contest")


def _result(paragraphs: list[str], known: Roster) -> Figures | None:
    """A RESULT sentence with its winner, and the votes of all whom the entry gives votes for."""
    for i, paragraph in enumerate(paragraphs):
        if not (found := _RESULT.search(paragraph)):
            continue
        named = known.mentioned(found["contest"])
        contest = named[0] if named else found["contest"]
        figures: Figures = {"kind": "result", "contest": contest}
        told = _unmarked_start(found["tail"] or " ".join(paragraphs[i + 1 : i + 2]))
        sentence = _sentences(told)[0]
        votes: dict[str, int] = {}
        if winner := re.match(rf"(?:{PARTY}(?:['’]s)?\s)*({PERSON})(?!\s\d)", told):
            figures["winner"] = bare_name(winner[1])
            if polled := re.search(rf"{_COUNT}\svotes", sentence):
                votes[figures["winner"]] = _number(polled[1])
        figures["outcome"] = _outcome(sentence)
        votes |= {name: n for name, n in _votes(paragraphs) if name not in votes}
        figures["votes"] = votes
        if majority := _first(_MAJORITY, "\n".join(paragraphs)):
            figures["majority"] = _number(majority)
        return figures if winner or votes else None
    return None


def _unmarked_start(tail: str) -> str:
    """“CON HOLD. Ada Quill …” and “HOLD: Ada Quill …” begin with the name."""
    return re.sub(rf"^(?:(?:{PARTY}|[A-Z]{{2,}})\s)*(?:HOLD|GAIN|WIN)\b[^A-Za-z]*", "", tail)


def _outcome(sentence: str) -> str | None:
    return next((name for name, verbs in _OUTCOMES.items() if re.search(verbs, sentence)), None)


def _votes(paragraphs: list[str]) -> Iterator[tuple[str, int]]:
    for paragraph in paragraphs:
        row = _TABLE_ROW.match(paragraph)
        for found in [row] if row else _POLLED.finditer(paragraph):
            yield bare_name(found["name"]), _number(found.groups()[-1])


def _turnouts(paragraphs: list[str], known: Roster) -> list[Figures]:
    """One set of figures for each contest whose turnout the entry gives."""
    by_contest: dict[str, Figures] = {}
    facts: Figures = {}
    for sentence in (s for paragraph in paragraphs for s in _sentences(paragraph)):
        says = _turnout_facts(sentence)
        named = known.mentioned(sentence)
        if says.keys() & {"percentage", "ballots"} and named:
            facts = by_contest.setdefault(named[0], {"kind": "turnout", "contest": named[0]})
        elif says.keys() & {"percentage", "ballots"} and not facts:
            facts = by_contest.setdefault("", {"kind": "turnout", "contest": None})
        if facts:
            facts.update({name: value for name, value in says.items() if name not in facts})
    return list(by_contest.values())


def _turnout_facts(sentence: str) -> Figures:
    facts: Figures = {}
    if percentage := _first(_TURNOUT_PERCENT, sentence):
        facts["percentage"] = float(percentage)
    if ballots := _first(_BALLOTS, sentence):
        facts["ballots"] = _number(ballots)
    if found := _PREVIOUS.search(sentence):
        facts["previous_percentage"] = float(found[1])
        if found[2]:
            facts["previous_year"] = int(found[2])
    elif found := _CHANGE.search(sentence):
        facts["change"] = float(found[2]) * (1 if found[1] == "up" else -1)
        facts["change_printed_in"] = "points" if "point" in found[3] else "per cent"
        if found[4]:
            facts["previous_year"] = int(found[4])
    return facts


def _swings(paragraphs: list[str], known: Roster) -> Figures | None:
    """The swings of an entry with their direction, and the majority that goes with them."""
    swings: list[Figures] = []
    figures: Figures = {"kind": "swing"}
    told = [s for paragraph in paragraphs for s in _sentences(paragraph)]
    for i, sentence in enumerate(told):
        for found in _SWING.finditer(sentence):
            swing: Figures = {"points": float(next(filter(None, found.groups())))}
            if direction := _DIRECTION.search(sentence, found.start()):
                swing["from"] = PARTIES[direction[1]]
                if direction[2]:
                    swing["to"] = PARTIES[direction[2]]
            if _NATIONAL.search(sentence, max(0, found.start() - 40), found.end() + 60):
                swing["scope"] = "national"
            swings.append(swing)
            context = " ".join(told[i : i + 2]) if not _MAJORITY.search(sentence) else sentence
            if "contest" not in figures and (named := known.mentioned(context)):
                figures["contest"] = named[0]
            if majority := _first(_MAJORITY, context):
                projected = _PROJECTED.search(context)
                name = "projected_majority" if projected else "majority"
                figures.setdefault(name, _number(majority))
    return {**figures, "swings": swings} if swings else None


def _sentences(paragraph: str) -> list[str]:
    return re.split(r"(?<=[.!?])[\"”]?\s+(?=[\"“A-Z0-9])", paragraph)


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return next(filter(None, found.groups())) if found else None


def _number(printed: str) -> int:
    return int(printed.replace(",", ""))

"""A turnout: “ilford south 59.7 51505”, “Turnout for Ilford South is 59.7 per cent - up from …”."""

from __future__ import annotations

from collections.abc import Sequence

from liveblog.oneline.reading import Choice, Reading, thousands
from liveblog.oneline.roster import RosterContest
from liveblog.oneline.sentences import is_bygone
from liveblog.oneline.tokens import Token
from liveblog.oneline.words import OF_A_YEAR, TURNOUT_FILLERS, TURNOUT_VERBS

FEWEST_ELECTORS = 1_000  # where a hundred papers would be no turnout but a mistake
_LABELS = {"percentage": "Turnout", "ballots": "Ballot papers"}


def verb_at(tokens: Sequence[Token], i: int) -> int:
    """How many words of “is”, “has been announced as” and the like stand at token `i`."""
    for verb in sorted(TURNOUT_VERBS, key=len, reverse=True):
        words = verb.split(" ")
        if [each.key for each in tokens[i : i + len(words)]] == words:
            return len(words)
    return 0


def read_sentence(
    reading: Reading, tokens: Sequence[Token], i: int, contest: RosterContest
) -> bool:
    """The number directly after the verb; whether there is one that is a turnout of today."""
    if i >= len(tokens) or tokens[i].kind != "number" or is_bygone(tokens, i + 1):
        return False
    number = tokens[i]
    what = _what(number, contest)
    if what not in _LABELS or (i + 1 < len(tokens) and tokens[i + 1].key in {"points", "lower"}):
        return False
    _fill(reading, what, number)
    return True


def read_list(
    reading: Reading, tokens: Sequence[Token], text: str, start: int, contest: RosterContest
) -> bool:
    """Numbers up to the first other word, which begins the rest; False where that comes first."""
    numbers: list[Token] = []
    i = start
    while i < len(tokens):
        token = tokens[i]
        if token.kind == "number":
            numbers.append(token)
        elif token.kind in {"word", "other"} and token.key not in TURNOUT_FILLERS:
            break
        i += 1
    if not numbers and i < len(tokens):
        return False
    if numbers and i < len(tokens) and tokens[i].key in OF_A_YEAR and is_bygone(tokens, i):
        return False
    reading.rest = text[tokens[i].start :] if i < len(tokens) else ""
    _share_out(reading, numbers, contest)
    return True


def _share_out(reading: Reading, numbers: list[Token], contest: RosterContest) -> None:
    kinds = [_what(each, contest) for each in numbers]
    if kinds.count("either") == 1 and kinds.count("ballots") == 1:
        kinds[kinds.index("either")] = "percentage"  # there are no two numbers of papers
    said = " ".join(each.text for each in numbers)
    plain = all(each in _LABELS for each in kinds) and len(set(kinds)) == len(kinds)
    if plain:
        for what, number in sorted(
            zip(kinds, numbers, strict=True), key=lambda each: -len(each[0])
        ):
            _fill(reading, what, number)
    elif kinds == ["either"]:
        digits = numbers[0].key
        choices: list[Choice] = [
            {"label": f"{digits} per cent", "fields": {"turnout.percentage": digits}},
            {"label": f"{digits} ballot papers", "fields": {"turnout.ballots": digits}},
        ]
        reading.ask("turnout", f"Is {digits} per cent, or ballot papers?", said, choices)
    else:
        message = (
            "Write the turnout as 59.7%, or the ballot papers as 51505, or one after the other."
        )
        reading.ask("turnout", message, said)


def _what(number: Token, contest: RosterContest) -> str:
    """percentage, ballots, either, or nothing that a turnout can be."""
    value = number.key
    if number.number in {"percent", "decimal"}:
        return "percentage" if _hundredths(value) <= 10_000 else ""
    if number.number not in {"count", "year"}:
        return ""
    if int(value) > 100:
        return "ballots" if number.number == "count" else ""
    return "percentage" if (contest.electorate or 0) >= FEWEST_ELECTORS else "either"


def _hundredths(value: str) -> int:
    whole, _, part = value.partition(".")
    return int(whole) * 100 + int(f"{part}00"[:2])


def _fill(reading: Reading, what: str, number: Token) -> None:
    shown = f"{number.key}%" if what == "percentage" else thousands(number.key)
    reading.fill(f"turnout.{what}", number.key, _LABELS[what], shown)

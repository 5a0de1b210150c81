"""The heads of a line, and what each makes of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from liveblog.oneline.names import FoundContest, find_candidate, find_contest
from liveblog.oneline.quotes import read_attributed, read_quote
from liveblog.oneline.reading import Reading, choose_contest
from liveblog.oneline.roster import Roster, RosterContest
from liveblog.oneline.sentences import ends_in_question, is_sentence, read_result
from liveblog.oneline.stamps import stamp_of
from liveblog.oneline.tokens import BLANK, Token, tokens_of
from liveblog.oneline.turnouts import read_list, read_sentence, verb_at
from liveblog.oneline.votes import read_figures
from liveblog.oneline.words import PROSE_HEADS, SENTENCE, SUBJECT_OF, TOWARDS

Line = dict[str, Any]

MOST_CHOICES = 8


def read_line(text: str, roster: Roster) -> Line:
    """What a typed line says, as the module tells. Never raises, whatever the text is."""
    reading = Reading(text)
    stamp = stamp_of(text)
    if stamp is not None and not stamp.sure:
        # “6am turnout ilford south 59.7”, but not “6am is when they expect it”
        attempt = Reading(text[stamp.end :])
        if not _read(attempt, text[stamp.end :], roster):
            stamp = None
    if stamp is not None:
        text = text[stamp.end :]
        reading.rest = text
        reading.stamp = stamp.text
        reading.fill("at", stamp.text, "Time")
    _read(reading, text, roster)
    return reading.as_json()


def read_votes(text: str, contest: RosterContest, roster: Roster) -> Line:
    """The figures of a RESULT whose contest is known, as they are pasted into its form."""
    reading = Reading(text)
    reading.contests = [contest.key]
    read_figures(reading, tokens_of(text), text, contest, roster)
    return reading.as_json()


def _read(reading: Reading, text: str, roster: Roster) -> bool:
    """Whether the line is anything but prose; then `reading` has it all."""
    tokens = tokens_of(text)
    tokens = tokens[_past(tokens, 0, {"line", "cell", "stop"}) :]
    if not tokens:
        return False
    head = tokens[0].key
    if head == "result":
        return _result(reading, text, tokens, roster)
    if head == "turnout":
        return _turnout(reading, text, tokens, roster)
    if head == "quote":
        return read_quote(reading, tokens, text, _past_parting(tokens, 1), roster)
    return (
        _prose(reading, text, tokens)
        or read_attributed(reading, tokens, text, roster)
        or _contest_first(reading, text, tokens, roster)
    )


def _prose(reading: Reading, text: str, tokens: Sequence[Token]) -> bool:
    """“correction: …”, “exit poll …”: the kind, and the rest is the text."""
    for head, kind in PROSE_HEADS.items():
        words = head.split(" ")
        after = len(words)
        if [each.key for each in tokens[:after]] != words:
            continue
        follows = tokens[after].key if after < len(tokens) else ""
        is_whole = head == "correction" and follows in {"to", "of"}
        if follows in SUBJECT_OF and not is_whole:
            return False
        reading.is_of(kind)
        if not is_whole:
            reading.rest = _rest_from(tokens, text, after)
        return True
    return False


def _result(reading: Reading, text: str, tokens: Sequence[Token], roster: Roster) -> bool:
    """“result …” with its contest, then figures or sentences."""
    start = _past_towards(tokens)
    found = _contest(reading, text, tokens, start, roster, kind="result")
    if found is None or len(found.contests) != 1:
        return bool(found)
    contest, end = found.contests[0], found.end
    past = _past_parting(tokens, end)
    told = Reading(text)
    _is_about(told, found, kind="result")
    if past < len(tokens) and tokens[past].key in SUBJECT_OF:
        named = find_candidate(contest, roster, tokens, past)
        if named is None or named.given:
            return False
    if not is_sentence(tokens, past, contest, roster):
        read_figures(told, tokens[past:], text, contest, roster)
    elif ends_in_question(tokens) or not read_result(told, tokens, past, contest, roster):
        return False
    reading.take(told)
    return True


def _turnout(reading: Reading, text: str, tokens: Sequence[Token], roster: Roster) -> bool:
    start = _past_towards(tokens)
    if ends_in_question(tokens):
        return False
    found = _contest(reading, text, tokens, start, roster, kind="turnout")
    if found is None or len(found.contests) != 1:
        return bool(found)
    return _turnout_figures(reading, text, tokens, found.end, found)


def _turnout_figures(
    reading: Reading, text: str, tokens: Sequence[Token], end: int, found: FoundContest
) -> bool:
    contest = found.contests[0]
    told = Reading(text)
    _is_about(told, found, kind="turnout")
    past = _past_parting(tokens, end)
    if verb := verb_at(tokens, past):
        is_read = read_sentence(told, tokens, past + verb, contest)
    else:
        is_read = read_list(told, tokens, text, past, contest)
    if is_read:
        reading.take(told)
    return is_read


def _contest_first(reading: Reading, text: str, tokens: Sequence[Token], roster: Roster) -> bool:
    """“ilford south turnout 59.7%”, “Ilford North: Scott 21,506, Klein 16,102”."""
    if ends_in_question(tokens) or not any(each.kind == "number" for each in tokens[:24]):
        return False
    found = find_contest(roster, text, tokens, 0)
    said = _past_parting(tokens, found.end) if found else len(tokens)
    if found is None or said + 1 >= len(tokens):
        return False
    if tokens[said].key != "turnout":
        return _bare_result(reading, text, tokens, said, found, roster)
    if len(found.contests) != 1:
        is_figure = tokens[_past_parting(tokens, said + 1) :][:1]
        if not is_figure or is_figure[0].kind != "number":
            return False
        _ask_contest(reading, roster, text, tokens, 0, found, kind="turnout", until=said + 1)
        return True
    return _turnout_figures(reading, text, tokens, said + 1, found)


def _bare_result(
    reading: Reading,
    text: str,
    tokens: Sequence[Token],
    start: int,
    found: FoundContest,
    roster: Roster,
) -> bool:
    """Two candidates or more with their votes, and nothing that is doubtful or left."""
    contest = found.contests[0]
    if len(found.contests) != 1 or is_sentence(tokens, start, contest, roster):
        return False
    told = Reading(text)
    _is_about(told, found, kind="result")
    read_figures(told, tokens[start:], text, contest, roster)
    votes = [name for name in told.fields if name.startswith("result.votes.")]
    if len(votes) < 2 or told.questions or told.rest:
        return False
    reading.take(told)
    return True


def _contest(
    reading: Reading,
    text: str,
    tokens: Sequence[Token],
    start: int,
    roster: Roster,
    *,
    kind: str,
) -> FoundContest | None:
    """The contest of a head, asked for where several fit; None where the line is prose."""
    if start >= len(tokens):
        if len(roster.contests) == 1:
            return FoundContest(list(roster.contests), start)
        nobody = FoundContest(list(roster.contests[:MOST_CHOICES]), start)
        return _ask_contest(reading, roster, text, tokens, start, nobody, kind=kind, until=start)
    found = find_contest(roster, text, tokens, start) or _nowhere(roster, tokens, start)
    if found is None or (len(found.contests) == 1 and found.end > start):
        return found
    after = _past_parting(tokens, found.end)
    if after < len(tokens) and tokens[after].key in SUBJECT_OF:
        return None
    return _ask_contest(reading, roster, text, tokens, start, found, kind=kind, until=found.end)


def _nowhere(roster: Roster, tokens: Sequence[Token], start: int) -> FoundContest | None:
    """“result ilfrd 21506 16102”: figures of a contest that is not known; None for a sentence."""
    figures = {"count", "percent", "decimal"}
    end = next((i for i in range(start, len(tokens)) if tokens[i].number in figures), None)
    if end is None or any(each.key in (*SENTENCE, *SUBJECT_OF) for each in tokens[start:]):
        return None
    return FoundContest(list(roster.contests[:MOST_CHOICES]), end)


def _ask_contest(
    reading: Reading,
    roster: Roster,
    text: str,
    tokens: Sequence[Token],
    start: int,
    found: FoundContest,
    *,
    kind: str,
    until: int,
) -> FoundContest:
    """Which contest is meant; the kind is certain, and nothing else."""
    is_typed = start < len(tokens)
    first = tokens[start].start if is_typed else 0
    last = tokens[found.end - 1].end if found.end > start else first
    before = text[:first] if is_typed else f"{text.rstrip(BLANK)} "
    after = text[last:] if found.end > start else f" {text[first:]}" if is_typed else ""
    typed = text[first:last].strip(BLANK)
    some = found.contests[:MOST_CHOICES]
    names = list(dict.fromkeys(each.name for each in some))
    message = f"Which contest is “{typed}”?" if typed else "Which contest?"
    if typed and len(found.contests) <= MOST_CHOICES and len(names) > 1:
        message = f"Which contest is “{typed}”: {' or '.join(names)}?"
    reading.is_of(kind)
    choices = choose_contest(roster, some, kind=kind, before=before, after=after)
    reading.ask("contest", message, typed, choices)
    reading.rest = _rest_from(tokens, text, until)
    return found


def _is_about(reading: Reading, found: FoundContest, *, kind: str) -> None:
    reading.is_of(kind)
    reading.is_about(found.contests[0], kind=kind, sure=found.sure)


def _rest_from(tokens: Sequence[Token], text: str, i: int) -> str:
    start = _past_parting(tokens, i)
    return text[tokens[start].start :] if start < len(tokens) else ""


def _past_towards(tokens: Sequence[Token]) -> int:
    """Behind “result for”, “RESULT -” or “turnout:”."""
    i = _past_parting(tokens, 1)
    return i + 1 if i < len(tokens) and tokens[i].key in TOWARDS else i


def _past_parting(tokens: Sequence[Token], i: int) -> int:
    return _past(tokens, i, {"cell", "line"})


def _past(tokens: Sequence[Token], i: int, kinds: set[str]) -> int:
    while i < len(tokens) and tokens[i].kind in kinds:
        i += 1
    return i

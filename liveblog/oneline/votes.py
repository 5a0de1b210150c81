"""The figures of a RESULT as they are typed or pasted: pairs, a table, or numbers in ballot order.

A number becomes a candidate's only where no other reading is left. What is a share, a change, a
rank or a year by its looks is set aside; a number that could belong to two is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from liveblog.oneline.items import Item, items_of
from liveblog.oneline.pairing import FIELDS, Row, Taken, field_of, is_certain, take_rows
from liveblog.oneline.reading import Reading, choose_candidate, thousands
from liveblog.oneline.roster import Roster, RosterContest
from liveblog.oneline.tokens import BLANK, Token
from liveblog.oneline.words import OUTCOMES

_NOT_VOTES = {"decimal", "percent", "change", "rank"}
_SHARES = {"decimal", "percent"}


def read_figures(
    reading: Reading, tokens: Sequence[Token], text: str, contest: RosterContest, roster: Roster
) -> None:
    """Fill what the list says for certain, ask about the others; what says nothing is the rest."""
    items = items_of(tokens, text, contest, roster)
    items = _take_outcome(reading, items, contest)
    items = _take_aside(reading, items)
    rows = [list(row) for _number, row in groupby(items, key=lambda each: each.row)]
    taken = take_rows(rows, contest)
    _give(reading, contest, taken)
    counts = [each for each in taken.left if each.number == "count"]
    words = [each for each in taken.left if each.number != "count"]
    reading.aside += [each.text for each in counts]
    last = max((each.end for each in tokens if each.kind == "number"), default=0)
    follows = bool(words) and all(each.start >= last for each in words)
    reading.rest = text[words[0].start :].strip(BLANK) if follows else _said(words)


def _take_outcome(reading: Reading, items: Row, contest: RosterContest) -> Row:
    """“Con hold”, “Lab gain from Con”, “Scott elected”: who has the seat, and no votes."""
    kept: Row = []
    outcome, winners = "", []
    for i, item in enumerate(items):
        after = items[i + 1].kind if i + 1 < len(items) else ""
        if item.kind == "outcome":
            outcome = outcome or OUTCOMES[item.word]
            if kept and is_certain(kept[-1]) and kept[-1].slugs and kept[-1].row == item.row:
                winners.append(kept[-1].slugs[0])
                before = [each.kind for each in kept[-3:-1]]
                if after != "number" and not (before[-1:] == ["number"] and "label" not in before):
                    kept.pop()
        elif item.kind == "from" or (i and items[i - 1].kind == "from" and item.slugs):
            continue
        else:
            kept.append(item)
    if outcome and (winners or outcome != "win"):  # “Elected” is the head of a column, too
        reading.show("outcome", "Outcome", outcome)
    names = {each.slug: str(each) for each in contest.candidates}
    if len(set(winners)) == 1 and contest.seats == 1:
        reading.fill("result.elected", winners[0], "Declared elected", names[winners[0]])
        reading.candidates.append(winners[0])
    elif winners and contest.seats == 1:
        told = " and ".join(dict.fromkeys(names[each] for each in winners))
        reading.ask("elected", f"Who has the seat: {told}?", "")
    return kept


def _take_aside(reading: Reading, items: Row) -> Row:
    """Without shares, changes, ranks and years, and without a turnout that is a share."""
    kept: Row = []
    for i, item in enumerate(items):
        if item.number in _NOT_VOTES:
            reading.aside.append(item.text)
        elif item.key == "turnout" and _is_share(items[i - 1 : i] + items[i + 1 : i + 2]):
            continue
        else:
            kept.append(item)
    return kept


def _is_share(beside: Row) -> bool:
    return any(each.number in _SHARES for each in beside)


def _give(reading: Reading, contest: RosterContest, taken: Taken) -> None:
    """The fields in the order of the ballot paper, then the questions in that of the text."""
    doubtful: list[tuple[Item, Item]] = []
    by_field: dict[str, list[tuple[Item, Item]]] = {}
    for label, number in taken.pairs:
        if label.key in {"turnout", "other"}:
            reading.aside.append(number.text)
        elif is_certain(label) and number.number == "count":
            by_field.setdefault(field_of(label), []).append((label, number))
        else:
            doubtful.append((label, number))
    order = [f"result.votes.{each.slug}" for each in contest.candidates]
    order += [name for name, _label in FIELDS.values()]
    for name in order:
        pairs = by_field.get(name, [])
        if len({number.word for _label, number in pairs}) > 1:
            told = " and ".join(thousands(number.word) for _label, number in pairs)
            said = " ".join(f"{label.text} {number.text}" for label, number in pairs)
            shown = _shown(pairs[0][0], contest)
            choices = [
                {"label": thousands(number.word), "fields": {name: number.word}}
                for _label, number in pairs
            ]
            reading.ask("votes", f"{shown} is given {told}: which is right?", said, choices)
        elif pairs:
            label, number = pairs[0]
            sure = all(each.sure for each, _number in pairs)
            value = thousands(number.word)
            reading.fill(name, number.word, _shown(label, contest), value, sure=sure)
            reading.aside += [each.text for _label, each in pairs[1:]]
            if label.slugs and label.slugs[0] not in reading.candidates:
                reading.candidates.append(label.slugs[0])
    slugs = [each.slug for each in contest.candidates]
    reading.candidates = [each for each in slugs if each in reading.candidates]
    for label, number in doubtful:
        _ask_about(reading, contest, label, number)
    for items, choices in taken.asked:
        reading.ask("votes", _message(items, contest), _said(items), choices)
    for label in taken.alone:
        if label.key or f"result.votes.{label.slugs[0]}" not in reading.fields:
            reading.ask("votes", f"What is the number for {_shown(label, contest)}?", label.text)


def _message(items: Row, contest: RosterContest) -> str:
    years = [each.text for each in items if each.number == "year"]
    if all(each.number for each in items) and years and len(items) >= len(contest.candidates):
        return f"{years[0]} may be a year: are these the votes in the order of the ballot paper?"
    if all(each.number for each in items):
        count = len(contest.candidates)
        return f"{contest.name} has {count} candidates, and these are {len(items)} numbers."
    return "It is not plain which number is whose."


def _ask_about(reading: Reading, contest: RosterContest, label: Item, number: Item) -> None:
    said = f"{label.text} {number.text}"
    shown = thousands(number.word)
    if number.number not in {"count", "year", "dotted"}:
        message = f"“{number.text}” is not a number of votes: write it as 21506 or 21,506."
        reading.ask("votes", message, said)
    elif is_certain(label):
        digits = number.word.replace(".", "")
        whose = _shown(label, contest)
        asked = "a year, or a number" if number.number == "year" else "a whole number"
        choices = [{"label": thousands(digits), "fields": {field_of(label): digits}}]
        message = f"Is {number.text} {asked} for {whose}? Write {thousands(digits)} if it is."
        reading.ask("votes", message, said, choices)
    elif label.key:
        reading.ask("votes", f"What is {shown}: “{label.text}”?", said)
    else:
        among = [each for each in contest.candidates if each.slug in label.slugs]
        several = len(among) > 1 and not label.strange
        wrong = (
            f"“{label.text}” fits {len(among)} candidates"
            if several
            else (f"“{label.text}” is not on the ballot paper of {contest.name}")
        )
        digits = number.word if number.number == "count" else ""
        free = [
            each
            for each in among or contest.candidates
            if f"result.votes.{each.slug}" not in reading.fields
        ]
        choices = choose_candidate(free, digits) if digits else []
        reading.ask("votes", f"{wrong}: whose is {shown}?", said, choices)


def _shown(label: Item, contest: RosterContest) -> str:
    if label.key:
        return FIELDS[label.key][1] if label.key in FIELDS else f"“{label.text}”"
    named = [str(each) for each in contest.candidates if each.slug in label.slugs]
    return " or ".join(named)


def _said(items: Row) -> str:
    return " ".join(each.text for each in items)

"""What a list of figures is made of: names, numbers, and words that belong to neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from liveblog.oneline.names import find_candidate, guess_candidate, is_slip
from liveblog.oneline.roster import Roster, RosterContest
from liveblog.oneline.tokens import Token, words_of
from liveblog.oneline.words import FILLERS, KEYS, OF_A_YEAR, OUTCOMES

NEAR = 3  # letters of a first name that may have a slip
_PHRASES = sorted(
    ((phrase.split(" "), key) for key, phrases in KEYS.items() for phrase in phrases),
    key=lambda each: -len(each[0]),
)


@dataclass(frozen=True, slots=True)
class Item:
    """`kind`: label, unknown (words that are no name), number, outcome or from.

    A label is of candidates (`slugs`, more than one where the name fits several) or of a `key` of
    `words.KEYS`. It begins at `start`. `row`, `part` and `cell` number what newlines, commas
    and anything else parts; a name that goes over several cells began in `since`. `strange`: words
    that are not on the ballot paper stand with the name. `given`: it is only a first name.
    """

    kind: str
    text: str
    start: int = 0
    row: int = 0
    part: int = 0
    since: int = 0
    cell: int = 0
    word: str = ""
    number: str = ""
    slugs: tuple[str, ...] = ()
    key: str = ""
    sure: bool = True
    strange: bool = False
    given: bool = False


def items_of(
    tokens: Sequence[Token], text: str, contest: RosterContest, roster: Roster
) -> list[Item]:
    """The items of a list of figures, where names of one candidate that touch are one."""
    items: list[Item] = []
    row = part = cell = i = 0
    while i < len(tokens):
        token, used, item = tokens[i], 1, None
        if token.kind == "line":
            row, part, cell = row + 1, part + 1, cell + 1
        elif token.kind in {"cell", "stop"}:
            part, cell = part + (token.text == ","), cell + 1
        else:
            item, used = _item(tokens, i, contest, roster)
        if item is not None:
            span = text[token.start : tokens[i + used - 1].end]
            item = replace(item, text=span, start=token.start)
            items.append(replace(item, row=row, part=part, since=cell, cell=cell))
        i += used
    if not _has_pair(items):
        items = [replace(each, row=0) for each in items]  # each cell in a line of its own
    first_names = {each.slug: words_of(each.name)[:1] for each in contest.candidates}
    return _with_strange(_merged(items, first_names))


def _has_pair(items: list[Item]) -> bool:
    """Whether in any row a name stands with a number."""
    named = {each.row for each in items if each.kind == "label"}
    return any(each.row in named for each in items if each.number == "count")


def _item(
    tokens: Sequence[Token], i: int, contest: RosterContest, roster: Roster
) -> tuple[Item | None, int]:
    """The longest name, key or word at token `i` that says something, and its length in tokens."""
    token = tokens[i]
    blank = Item("unknown", token.text, word=token.key)
    if token.kind == "number":
        number = "rank" if _is_of_a_year(tokens, i) else token.number
        return replace(blank, kind="number", number=number), 1
    if token.kind == "other":
        return (None if token.text == "%" else blank), 1
    found = find_candidate(contest, roster, tokens, i)
    key, length = _key_at(tokens, i)
    if found and not found.given and found.words >= length:
        return replace(blank, kind="label", slugs=found.slugs), found.words
    if key:
        return replace(blank, kind="label", key=key), length
    if token.key in OUTCOMES or token.key == "from":
        return replace(blank, kind="outcome" if token.key in OUTCOMES else "from"), 1
    if found:
        return replace(blank, slugs=found.slugs, given=True), 1
    if token.key in FILLERS:
        return None, 1
    if guessed := guess_candidate(contest, roster, token.key):
        return replace(blank, kind="label", slugs=guessed.slugs, sure=False), 1
    return blank, 1


def _is_of_a_year(tokens: Sequence[Token], i: int) -> bool:
    """“in 2005”, “(2005)”: certainly nobody's votes."""
    if tokens[i].number != "year" or i == 0:
        return False
    before, after = tokens[i - 1], tokens[i + 1] if i + 1 < len(tokens) else None
    return before.key in OF_A_YEAR or bool(before.text == "(" and after and after.text == ")")


def _key_at(tokens: Sequence[Token], i: int) -> tuple[str, int]:
    for phrase, key in _PHRASES:
        if [each.key for each in tokens[i : i + len(phrase)]] == phrase:
            return key, len(phrase)
    return "", 0


def _merged(items: list[Item], first_names: dict[str, list[str]]) -> list[Item]:
    """“Lee Scott (Con)”, “QUILL, Ada” and “Ian Duncan Smith” for Iain are one label each."""
    merged: list[Item] = []
    for item in items:
        if merged and (one := _one(merged[-1], item, first_names)):
            merged[-1] = one
            if len(merged) > 1 and (more := _one(merged[-2], one, first_names)):
                merged[-2:] = [more]
        else:
            merged.append(item)
    return merged


def _one(a: Item, b: Item, first_names: dict[str, list[str]]) -> Item | None:
    """The two as one label, where both mean the same candidate."""
    if a.row != b.row or not (_is_named(a) or _is_named(b)):
        return None
    text, sure = f"{a.text} {b.text}", a.sure and b.sure
    if a.slugs and b.slugs:
        both = tuple(each for each in a.slugs if each in b.slugs)
        if both:
            named = b if _is_named(b) else a
            return replace(named, text=text, since=a.since, cell=b.cell, slugs=both, sure=sure)
        return None
    named, other = (a, b) if _is_named(a) else (b, a)
    touch = other.kind == "unknown" and a.cell == b.since and len(named.slugs) == 1
    if touch and any(_is_near(other.word, each) for each in first_names[named.slugs[0]]):
        return replace(named, text=text, since=a.since, cell=b.cell, sure=False)
    return None


def _is_named(item: Item) -> bool:
    return item.kind == "label" and not item.key


def _is_near(typed: str, name: str) -> bool:
    return min(len(typed), len(name)) >= NEAR and is_slip(typed, name)


def _with_strange(items: list[Item]) -> list[Item]:
    """Words that stand in one cell with a name make it doubtful whose name it is."""
    told: list[Item] = []
    for item in items:
        last = told[-1] if told else None
        touch = last is not None and last.cell == item.since
        if last and touch and {last.kind, item.kind} == {"label", "unknown"}:
            label, text = item if item.kind == "label" else last, f"{last.text} {item.text}"
            told[-1] = replace(label, text=text, since=last.since, cell=item.cell, strange=True)
        elif last and touch and last.kind == item.kind == "unknown":
            told[-1] = replace(last, text=f"{last.text} {item.text}", given=False, slugs=())
        else:
            told.append(item)
    return told

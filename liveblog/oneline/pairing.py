"""Which number stands with which name: in ballot order, by turns, by commas, or in a column."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from liveblog.oneline.items import Item
from liveblog.oneline.reading import Choice, thousands
from liveblog.oneline.roster import RosterContest

FIELDS = {
    "rejected": ("result.rejected", "Rejected papers"),
    "majority": ("result.majority", "Majority announced"),
    "valid_votes": ("result.valid_votes", "Valid votes announced"),
}

Row = list[Item]


@dataclass
class Taken:
    """What a list came to, each number once: pairs, what is to be asked, names without a number.

    `left` is words, and numbers that are ranks.
    """

    pairs: list[tuple[Item, Item]] = field(default_factory=list)
    asked: list[tuple[Row, list[Choice]]] = field(default_factory=list)
    alone: Row = field(default_factory=list)
    left: Row = field(default_factory=list)


def take_rows(rows: list[Row], contest: RosterContest) -> Taken:
    """Pair the names and numbers of all the rows."""
    taken = Taken()
    if not _in_ballot_order(rows, contest, taken):
        wide: list[Row] = []
        for row in rows:
            _pair(_undescribed(row, taken, is_table=len(rows) > 1), taken, wide)
        _choose_column(wide, taken)
    return taken


def is_certain(label: Item) -> bool:
    """Whether it names one candidate, or one field, and nothing strange stands with it."""
    is_known = len(label.slugs) == 1 or label.key in FIELDS
    return label.kind == "label" and is_known and not label.strange


def field_of(label: Item) -> str:
    """The composer's field for the number of a certain label."""
    return FIELDS[label.key][0] if label.key else f"result.votes.{label.slugs[0]}"


def _is_label(item: Item) -> bool:
    return item.kind in {"label", "unknown"}


def _in_ballot_order(rows: list[Row], contest: RosterContest, taken: Taken) -> bool:
    """Numbers and no names: they are the candidates', if there are exactly as many.

    One more is the rejected papers. What is keyed (“rejected 197”) stands before or after them.
    """
    items = [item for row in rows for item in row]
    if any(item.slugs or item.kind == "unknown" for item in items):
        return False
    keyed = _keyed(items)
    numbers = [item for item in items if item.number]
    used = {id(number) for _key, number in keyed or []}
    numbers = [each for each in numbers if id(each) not in used]
    if not numbers:
        return False
    if keyed is None:
        taken.asked.append((items, []))
        return True
    taken.pairs += keyed
    labels = [Item("label", str(each), slugs=(each.slug,)) for each in contest.candidates]
    if not any(key.key == "rejected" for key, _number in keyed):
        labels.append(Item("label", "rejected", key="rejected"))
    fits = bool(contest.candidates) and len(numbers) in {len(contest.candidates), len(labels)}
    pairs = list(zip(labels, numbers, strict=False))
    if fits and all(each.number == "count" for each in numbers):
        taken.pairs += pairs
    else:
        readable = fits and all(each.number in {"count", "year"} for each in numbers)
        fields = {field_of(label): number.word for label, number in pairs}
        choices = [{"label": "in the order of the ballot paper", "fields": fields}]
        taken.asked.append((numbers, choices if readable else []))
    return True


def _keyed(items: Row) -> list[tuple[Item, Item]] | None:
    """Keys with their numbers where other numbers stand about; None where that is not plain."""
    shape = "".join("n" if each.number else "k" for each in items)
    count = shape.count("k")
    if shape.endswith("kn" * count) and "k" not in shape[: len(shape) - 2 * count]:
        start, step = len(items) - 2 * count, 0
    elif shape.startswith("kn" * count) and "k" not in shape[2 * count :]:
        start, step = 0, 0
    elif shape.endswith("nk" * count) and "k" not in shape[: len(shape) - 2 * count]:
        start, step = len(items) - 2 * count, 1
    else:
        return None
    places = range(start, start + 2 * count, 2)
    return [(items[place + step], items[place + 1 - step]) for place in places]


def _undescribed(row: Row, taken: Taken, *, is_table: bool) -> Row:
    """Without words that have a cell of their own beside a name, such as a party unknown here."""
    kept: Row = []
    for i, item in enumerate(row):
        before, after = row[max(0, i - 1) : i], row[i + 1 : i + 2]
        alone = not any(each.cell == item.since for each in before)
        alone = alone and not any(each.since == item.cell for each in after)
        named = any(each.kind == "label" and each.slugs for each in (*before, *after))
        if item.kind == "unknown" and alone and named:
            if not is_table:
                taken.left.append(item)
        else:
            kept.append(item)
    return kept


def _pair(row: Row, taken: Taken, wide: list[Row]) -> None:
    """The numbers of a row, each with the name that it stands by."""
    labels = [each for each in row if _is_label(each)]
    numbers = [each for each in row if each.number]
    named = [each for each in labels if each.kind == "label"]
    if not numbers or (not named and all(each.number == "year" for each in numbers)):
        named = [each for each in named if each.slugs or each.key in FIELDS]
        taken.alone += named
        taken.left += [each for each in row if each.kind != "label"]
    elif len(labels) == 1:
        if len(numbers) == 1:
            taken.pairs.append((labels[0], numbers[0]))
        else:
            wide.append(row)
    elif pairs := _by_parts(row) or _by_turns(row, taken):
        taken.pairs += pairs
    else:
        taken.asked.append((row, []))


def _by_parts(row: Row) -> list[tuple[Item, Item]]:
    """“Scott 21,506, 120 rejected”: where commas part pairs, either may come first."""
    pairs = []
    for _part, part in groupby(row, key=lambda each: each.part):
        two = sorted(part, key=lambda each: bool(each.number))
        if [bool(each.number) for each in two] != [False, True]:
            return []
        pairs.append((two[0], two[1]))
    return pairs


def _by_turns(row: Row, taken: Taken) -> list[tuple[Item, Item]]:
    """Name, number, name, number, or the other way about, without exception.

    Only the last name may lack its number, while it is being typed, and words may follow.
    """
    end = len(row)
    while not row[0].number and row[end - 1].kind == "unknown":
        end -= 1
    shape = "".join("n" if each.number else "k" for each in row[:end])
    if shape == "nk" * (end // 2):
        return [(row[i + 1], row[i]) for i in range(0, end, 2)]
    if shape not in {"kn" * (end // 2), "kn" * (end // 2) + "k"}:
        return []
    taken.alone += row[2 * (end // 2) : end]
    taken.left += row[end:]
    return [(row[i], row[i + 1]) for i in range(0, end - 1, 2)]


def _choose_column(rows: list[Row], taken: Taken) -> None:
    """Of a table with several columns of whole numbers the votes, where the others are ranks."""
    if not rows:
        return
    shapes = {"".join("n" if each.number else "k" for each in row) for row in rows}
    if len(shapes) != 1 or len(rows) == 1:
        taken.asked += [(row, _one_of(row)) for row in rows]
        return
    labels = [next(each for each in row if _is_label(each)) for row in rows]
    numbers = [[each for each in row if each.number] for row in rows]
    columns = [list(column) for column in zip(*numbers, strict=True)]
    ranks = [str(i + 1) for i in range(len(rows))]
    counted = [each for each in columns if [item.word for item in each] != ranks]
    if len(counted) == 1:
        taken.pairs += zip(labels, counted[0], strict=True)
        taken.left += [item for each in columns if each is not counted[0] for item in each]
        return
    certain = all(is_certain(label) for label in labels)
    choices = [
        {
            "label": ", ".join(thousands(item.word) for item in column),
            "fields": {
                field_of(label): item.word for label, item in zip(labels, column, strict=True)
            },
        }
        for column in counted
        if certain and all(item.number == "count" for item in column)
    ]
    taken.asked.append(([item for row in rows for item in row], choices))


def _one_of(row: Row) -> list[Choice]:
    """A choice for each number that may be the one of the only name in the row."""
    label = next(each for each in row if _is_label(each))
    if not is_certain(label):
        return []
    return [
        {"label": thousands(each.word), "fields": {field_of(label): each.word}}
        for each in row
        if each.number == "count"
    ]

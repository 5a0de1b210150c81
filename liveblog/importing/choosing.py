"""Which lines of a text blog begin an entry, and which only begin with a number."""

from bisect import bisect
from collections.abc import Sequence
from datetime import date, tzinfo
from itertools import pairwise
from typing import NamedTuple

from liveblog.importing.parsed import Line, Note
from liveblog.importing.stamps import StampLine, Weight, read_line
from liveblog.nightclock import Order, order_of, strain

# A stamp that is not certain must fit between its neighbours, be it with one slip of am and pm.
FITS = 10.5
# Stamps that strain the night more than this, a short line each, are a list inside an entry.
LIST_STRAIN = 30.0
LONGEST_LIST, LIST_LINE = 12, 60
FEWEST_BARE = 3
NEIGHBOURS = 5


def find_stamps(
    lines: Sequence[Line], *, polling_day: date, tz: tzinfo
) -> tuple[list[StampLine], list[Note]]:
    """The lines that begin an entry, and the doubtful ones that were left in the text.

    A separator, a bracket, am or pm, or a line of its own make a stamp firm. Without them a line
    counts only where its style is the file's own and its time fits between its neighbours.
    """
    seen = [stamp for line in lines if (stamp := read_line(line))]
    accepted = _base(seen)
    night = _Night(
        polling_day,
        tz,
        order_of([stamp.clock for stamp in accepted], polling_day=polling_day, tz=tz),
    )
    for stamp in seen:
        if stamp.weight is Weight.LIKELY and stamp not in accepted and _in_style(stamp, seen):
            i = bisect(accepted, stamp.line.number, key=lambda each: each.line.number)
            if night.gain([*accepted[:i], stamp, *accepted[i:]], i, i + 1) <= FITS:
                accepted.insert(i, stamp)
    dropped = _best_lists(accepted, lines, night)
    accepted = [stamp for stamp in accepted if stamp not in dropped]
    doubts = [
        Note(s.line.number, s.line.text, _doubt(s, in_list=s in dropped))
        for s in seen
        if s not in accepted and (accepted and (s.weight is not Weight.WEAK or s.has_mark))
    ]
    return accepted, doubts


class _Night(NamedTuple):
    """What the neighbours of a stamp say of it."""

    polling_day: date
    tz: tzinfo
    order: Order

    def strain(self, stamps: Sequence[StampLine]) -> float:
        return strain(
            [stamp.clock for stamp in stamps],
            polling_day=self.polling_day,
            tz=self.tz,
            order=self.order,
        )

    def turned(self, order: Order) -> "_Night":
        return self._replace(order=order)

    def gain(self, stamps: Sequence[StampLine], start: int, end: int) -> float:
        """How much less strain there is without these stamps, among their neighbours."""
        before, after = stamps[max(0, start - NEIGHBOURS) : start], stamps[end : end + NEIGHBOURS]
        return self.strain([*before, *stamps[start:end], *after]) - self.strain([*before, *after])


def _base(seen: Sequence[StampLine]) -> list[StampLine]:
    """The stamps to start from: the firm ones, or else the commonest style of the others."""
    if firm := [s for s in seen if s.weight is Weight.FIRM]:
        return firm
    likely = [s for s in seen if s.weight is Weight.LIKELY]
    # “2010: a hung Parliament” is a year, “2010: polls close” a time where others stand like it.
    if len(digits := [s for s in likely if s.clock.text.isdigit()]) < FEWEST_BARE:
        likely = [s for s in likely if s not in digits]
    if likely:
        marked = [s for s in likely if s.has_mark]
        return marked if len(marked) * 2 >= len(likely) else likely
    # Bare times with text behind them make a blog only where they are the rule.
    bare = [s for s in seen if not s.has_mark and s.rest[:1].isupper() and "  " not in s.line.text]
    return bare if len(bare) >= FEWEST_BARE else []


def _in_style(stamp: StampLine, seen: Sequence[StampLine]) -> bool:
    """Whether the file's other stamps also run on, or have no mark, where this one does."""
    sure = [s for s in seen if s.weight is not Weight.WEAK]
    if stamp.runs_on and sum(s.runs_on for s in sure) * 4 < len(sure):
        return False
    is_decimal = not stamp.has_mark and ":" not in stamp.clock.text
    return not is_decimal or sum(not s.has_mark for s in sure) * 4 >= len(sure)


def _best_lists(
    accepted: Sequence[StampLine], lines: Sequence[Line], night: _Night
) -> list[StampLine]:
    """The lists inside entries, if taking them out pays; they may hide which way the blog runs."""

    def price(dropped: list[StampLine]) -> float:
        kept = [stamp for stamp in accepted if stamp not in dropped]
        return min(night.turned(order).strain(kept) for order in Order) + FITS * len(dropped)

    return min([], *(_lists(accepted, lines, night.turned(order)) for order in Order), key=price)


def _lists(accepted: Sequence[StampLine], lines: Sequence[Line], night: _Night) -> list[StampLine]:
    """Runs of short timed lines that cannot be entries where they stand: a timetable, say."""
    following = {a.number: b.number for a, b in pairwise(lines)}
    kept, dropped = list(accepted), list[StampLine]()
    if night.strain(kept) <= LIST_STRAIN:
        return dropped
    runs = []
    for start in range(len(kept)):
        for end in range(start + 1, min(start + LONGEST_LIST, len(kept)) + 1):
            if not _is_list(kept[start:end], following) or end - start == len(kept):
                break
            runs.append((night.gain(kept, start, end), start - end, start, end))
    taken: set[int] = set()
    for gain, _, start, end in sorted(runs, reverse=True):
        if gain < LIST_STRAIN:
            break
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            # One stamp alone that does not fit is a misprint, and its entry an entry.
            dropped += kept[start:end] if end - start > 1 else []
    # A file that is all disorder has no lists; its stamps are all that is known of it.
    return dropped if len(dropped) * 2 < len(kept) else []


def _is_list(run: Sequence[StampLine], following: dict[int, int]) -> bool:
    adjoining = all(following.get(a.line.number) == b.line.number for a, b in pairwise(run))
    return adjoining and all(0 < len(s.rest) <= LIST_LINE for s in run)


def _doubt(stamp: StampLine, *, in_list: bool) -> str:
    if in_list:
        return "looks like a list of times inside an entry, so it was left there"
    if stamp.weight is Weight.WEAK or stamp.runs_on:
        return "begins with a time but reads like a sentence or a table, so it was left in the text"
    return "begins with a time that does not fit in here, so it was left in the text"

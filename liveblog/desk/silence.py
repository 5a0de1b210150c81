"""Who is on shift in which hall, when each was last heard of and by what, and who is silent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from liveblog.models import Blog, EntryRevision, Shift
from liveblog.models.shift import SILENT_AFTER
from results.models import Contest, CountMove

NAMED = 6  # contests of a hall that are named; the rest is a number


@dataclass(frozen=True, slots=True)
class Watched:
    """Somebody on shift. `heard` is when they were last heard of, by `what`."""

    shift: Shift
    heard: datetime
    what: str
    now: datetime

    @property
    def is_silent(self) -> bool:
        return self.now - self.heard > SILENT_AFTER

    @property
    def minutes(self) -> int:
        """Whole minutes since then."""
        return max(0, (self.now - self.heard) // timedelta(minutes=1))

    @property
    def silent_at(self) -> datetime:
        """When the desk will be told."""
        return self.heard + SILENT_AFTER


@dataclass(frozen=True, slots=True)
class Hall:
    """A person on shift, and what is still undeclared where they are."""

    watched: Watched
    undeclared: list[Contest]

    @property
    def named(self) -> list[Contest]:
        return self.undeclared[:NAMED]

    @property
    def more(self) -> int:
        return max(0, len(self.undeclared) - NAMED)


def watched(blog: Blog, now: datetime) -> list[Watched]:
    """Everybody on shift, the longest silent first."""
    shifts = list(blog.shifts.running().select_related("user", "phoned_by"))
    if not shifts:
        return []
    people = [each.user_id for each in shifts]
    entries = _newest(EntryRevision.objects.filter(entry__blog=blog, by__in=people))
    moves = _newest(CountMove.objects.filter(contest__blogs=blog, by__in=people))
    rows = []
    for shift in shifts:
        signs = [
            (shift.began, "began the shift"),
            (entries.get(shift.user_id), "an entry"),
            (moves.get(shift.user_id), "moved a count"),
            (shift.seen, "had the desk open"),
            (shift.phoned, "by phone"),
        ]
        heard, what = max((at, what) for at, what in signs if at is not None)
        rows.append(Watched(shift, heard, what, now))
    return sorted(rows, key=lambda row: row.heard)


def halls(blog: Blog, now: datetime) -> list[Hall]:
    """The same with the contests of each hall that are not declared."""
    rows = watched(blog, now)
    if not rows:
        return []
    chosen = {row.shift.pk: {each.pk for each in row.shift.contests.all()} for row in rows}
    followed = blog.contests.order_by("blogcontest__order", "blogcontest__pk")
    if all(chosen.values()):
        followed = followed.filter(pk__in=set().union(*chosen.values()))
    undeclared = [each for each in followed.with_results() if not _is_declared(each)]
    return [
        Hall(row, [each for each in undeclared if _is_counted(each, chosen[row.shift.pk])])
        for row in rows
    ]


def still_counting(blog: Blog, shift: Shift) -> str:
    """What can be told to readers while there is nothing to tell."""
    chosen = {each.pk for each in shift.contests.all()}
    waits = [
        each.name
        for each in blog.contests.order_by("blogcontest__order", "blogcontest__pk").with_results()
        if not _is_declared(each) and _is_counted(each, chosen)
    ]
    if not waits:
        return f"Nothing to report from {shift.place} just now."
    names = _in_words(waits) if len(waits) <= NAMED else f"{len(waits)} contests"
    return f"Still counting {names} at {shift.place}; nothing to report yet."


def _newest(rows: "Iterable") -> dict[int, datetime]:
    return dict(rows.values_list("by").annotate(newest=Max("created")))


def _is_declared(contest: Contest) -> bool:
    return contest.declaration is not None and contest.declaration.is_final


def _is_counted(contest: Contest, chosen: set[int]) -> bool:
    return not chosen or contest.pk in chosen


def _in_words(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

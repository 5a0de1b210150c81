"""What the count page shows: how far each contest is, and the figures that the blog waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from liveblog import nightclock
from liveblog.desk.access import Desk
from liveblog.desk.forms.count import NAMED, AwaitForm, DropForm, ExpectForm, MoveForm, SettleForm
from liveblog.desk.forms.figures import contest_keys
from liveblog.desk.roster import likely_next
from liveblog.models import Awaited, Entry
from liveblog.realtime import log
from liveblog.templatetags.house import opening
from results import stages
from results.models import Contest
from results.progress import Progress, progress
from results.stages import Stage

UPCOMING = 4  # contests that the composer names: what a thumb finds without scrolling far

_LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ContestRow:
    key: str
    contest: Contest
    known: Progress
    is_overdue: bool
    move: MoveForm
    expect: ExpectForm

    @property
    def late_at(self) -> datetime | None:
        """When it will be overdue."""
        waits = not self.known.is_declared and self.known.stage is not Stage.POSTPONED
        return self.known.expected_at + stages.LATE if waits and self.known.expected_at else None


@dataclass(frozen=True, slots=True)
class AwaitedRow:
    awaited: Awaited
    is_overdue: bool
    settle: SettleForm
    drop: DropForm


# The form that was refused, by its kind and the id of its row, to be shown as it was typed.
Refusals = Mapping[tuple[str, int], Any]


def count_context(
    desk: Desk, refused: Refusals | None = None, *, entry: Entry | None = None
) -> dict[str, Any]:
    """Everything on the page."""
    refused, now = refused or {}, timezone.now()
    position = log.position(desk.blog.slug)
    return {
        "desk": desk,
        "blog": desk.blog,
        # Read before the rows: what comes between the two is asked for once too often.
        "offset": position.head if position else 0,
        "contests": _contest_rows(desk, refused, now),
        "awaited": _awaited_rows(desk, refused, now),
        "closed": desk.blog.awaited.closed()
        .select_related("closed_with_entry")
        .order_by("-closed_at", "-pk")[:20],
        "wait": refused.get(("wait", 0)) or AwaitForm(blog=desk.blog, entry=entry),
    }


def upcoming(desk: Desk, contests: Mapping[str, Contest] | None = None) -> list[ContestRow]:
    """The contests that will likely be declared next, for the composer; no contributor's business.

    What is postponed is none of them. `contests` are those of the blog, by their keys, where they
    are at hand with all that is known of them.
    """
    if desk.is_contributor or not desk.blog.takes_entries:
        return []
    keys = {each: key for key, each in (contests or _contests(desk)).items()}
    known = {each: progress(each) for each in likely_next(keys)}
    waiting = [
        each
        for each, so_far in known.items()
        if not so_far.is_declared and so_far.stage is not Stage.POSTPONED
    ]
    now = timezone.now()
    return [_row(desk, keys[each], each, {}, now) for each in waiting[:UPCOMING]]


def _contest_rows(desk: Desk, refused: Refusals, now: datetime) -> list[ContestRow]:
    """What moved longest ago first; then what is postponed, and what is declared."""
    rows = [_row(desk, key, each, refused, now) for key, each in _contests(desk).items()]
    return sorted(rows, key=_longest_ago)


def _contests(desk: Desk) -> dict[str, Contest]:
    followed = desk.blog.contests.order_by("blogcontest__order", "blogcontest__pk")
    return contest_keys(followed.with_results().prefetch_related("moves__by"))


def _row(desk: Desk, key: str, contest: Contest, refused: Refusals, now: datetime) -> ContestRow:
    known = progress(contest)
    about: dict[str, Any] = {"blog": desk.blog, "contest": contest, "known": known}
    return ContestRow(
        key=key,
        contest=contest,
        known=known,
        is_overdue=known.is_overdue(now),
        move=refused.get(("move", contest.pk)) or MoveForm(**about),
        expect=refused.get(("expect", contest.pk)) or ExpectForm(**about),
    )


def _longest_ago(row: ContestRow) -> tuple[bool, bool, datetime]:
    known = row.known
    return (known.is_declared, known.stage is Stage.POSTPONED, known.moved_at or _LONG_AGO)


def _awaited_rows(desk: Desk, refused: Refusals, now: datetime) -> list[AwaitedRow]:
    listed = list(
        desk.blog.awaited.still_open().select_related("contest", "from_entry", "opened_by")
    )
    entries = _newest_entries(desk) if listed else []
    return [
        AwaitedRow(
            awaited=each,
            is_overdue=each.is_overdue(now),
            settle=refused.get(("settle", each.pk)) or SettleForm(awaited=each, entries=entries),
            drop=refused.get(("drop", each.pk)) or DropForm(awaited=each),
        )
        for each in listed
    ]


def _newest_entries(desk: Desk) -> list[tuple[str, str]]:
    published = desk.blog.entries.filter(status=Entry.Status.PUBLISHED).newest_first()
    zone = desk.blog.zone
    return [
        (each.public_id, f"{nightclock.house_time(each.at, zone)} {opening(each)}")
        for each in published[:NAMED]
    ]

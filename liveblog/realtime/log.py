"""Writing and reading the log: the one place where an offset is given out."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from liveblog.realtime import doorbell
from liveblog.realtime.models import Event, Feed, new_epoch

PAGE = 500


@dataclass(frozen=True, slots=True)
class Position:
    """Where a feed stands: what a hello says and what a snapshot carries."""

    name: str
    epoch: str
    head: int
    status: str
    is_open: bool
    redactions: int = 0


_POSITION = tuple(Position.__dataclass_fields__)


def create_feed(name: str, *, status: str = "") -> Feed:
    """A new, empty feed. Raises IntegrityError if the name is taken."""
    return Feed.objects.create(name=name, status=status)


def lock(feeds: Sequence[int]) -> dict[int, Feed]:
    """Lock these feeds until the transaction ends, in one order for everybody.

    A deed that will append to several feeds locks all of them first: two deeds that took them in
    different orders would wait for each other for ever.
    """
    _demand_transaction()
    locked = Feed.objects.select_for_update().filter(pk__in=set(feeds)).order_by("pk")
    return {feed.pk: feed for feed in locked}


def append(
    feed_id: int,
    frame: Mapping[str, object],
    *,
    status: str | None = None,
    is_open: bool | None = None,
) -> int:
    """Add one event to a feed and return its offset; sockets get it when the transaction commits.

    The offset is taken under the feed's row lock, so offsets are handed out in commit order and a
    rolled back transaction gives its offset back. Raises TransactionManagementError outside a
    transaction and Feed.DoesNotExist for an unknown feed.
    """
    feed = lock([feed_id]).get(feed_id)
    if feed is None:
        raise Feed.DoesNotExist(f"There is no feed {feed_id}.")
    feed.head += 1
    if status is not None:
        feed.status = status
    if is_open is not None:
        feed.is_open = is_open
    feed.save(update_fields=["head", "status", "is_open"])
    text = _as_text({"type": frame["type"], "offset": feed.head, **frame})
    Event.objects.create(feed=feed, offset=feed.head, frame=text)
    doorbell.ring_on_commit(feed.name, feed.head)
    return feed.head


def redact(
    feed_id: int, rewrite: Callable[[dict[str, Any]], dict[str, Any] | None], *, mentioning: str
) -> int:
    """Rewrite old frames, where `rewrite` gives another; the number rewritten.

    Only frames whose text has `mentioning` in it are looked at. Offsets and epoch stay, so every
    position is still good; what was sent before the redaction was sent. Append the event that tells
    of it in the same transaction: with it every process reads its frames again.
    """
    feed = lock([feed_id])[feed_id]
    redacted = []
    for event in feed.events.filter(frame__contains=mentioning):
        if (frame := rewrite(json.loads(event.frame))) is not None:
            event.frame = _as_text(frame)
            redacted.append(event)
    if redacted:
        Event.objects.bulk_update(redacted, ["frame"], batch_size=100)
        feed.redactions += 1
        feed.save(update_fields=["redactions"])
    return len(redacted)


def restart(feed_id: int, *, status: str) -> None:
    """Empty the feed and begin a new epoch: every position that anybody holds is void."""
    feed = lock([feed_id])[feed_id]
    feed.events.all().delete()
    feed.epoch, feed.head, feed.status, feed.is_open = new_epoch(), 0, status, True
    feed.save()
    doorbell.ring_on_commit(feed.name, feed.head)


def remove(feed_id: int) -> None:
    """Take the feed away with its events; whoever follows it is told that it is gone."""
    feed = lock([feed_id])[feed_id]
    feed.delete()
    doorbell.ring_on_commit(feed.name, 0)


def position(name: str) -> Position | None:
    """Where the feed stands now, or None if there is no such feed."""
    row = Feed.objects.filter(name=name).values_list(*_POSITION)
    return next((Position(*values) for values in row), None)


def news(name: str, epoch: str, offset: int) -> tuple[Position | None, list[tuple[int, str]]]:
    """Where the feed stands now, and the first of what it has above `offset` of that epoch."""
    now = position(name)
    if now is None or now.epoch != epoch or now.head <= offset:
        return now, []
    return now, frames_after(name, epoch, offset)


def positions(names: Sequence[str]) -> list[Position]:
    """Where each of these feeds stands, in one query."""
    rows = Feed.objects.filter(name__in=names)
    return [Position(*values) for values in rows.values_list(*_POSITION)]


def frames_after(name: str, epoch: str, offset: int, limit: int = PAGE) -> list[tuple[int, str]]:
    """Up to `limit` (offset, frame) pairs above `offset`, ascending; none of another epoch."""
    rows = _events(name, epoch).filter(offset__gt=offset).order_by("offset")
    return list(rows.values_list("offset", "frame")[:limit])


def newest_frames(name: str, epoch: str, count: int) -> list[tuple[int, str]]:
    """The newest `count` (offset, frame) pairs, ascending; none of another epoch."""
    rows = _events(name, epoch).order_by("-offset")
    return list(rows.values_list("offset", "frame")[:count])[::-1]


def _events(name: str, epoch: str) -> QuerySet[Event]:
    """The events of one run of offsets: epoch and rows are one query, so they cannot disagree."""
    return Event.objects.filter(feed__name=name, feed__epoch=epoch)


def _as_text(frame: Mapping[str, object]) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def _demand_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "An event is appended inside the transaction of the deed that it announces."
        )

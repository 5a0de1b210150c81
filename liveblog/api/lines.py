"""A typed line as an entry: what `liveblog.oneline` is certain of, and its questions as faults."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from liveblog import nightclock, oneline
from liveblog.api.schemas import EntryIn
from liveblog.models import Blog, Entry
from liveblog.publishing import Fault, Refused

VOTES = "result.votes."
FIGURES = ("result", "turnout")


def with_line(blog: Blog, entry: EntryIn) -> EntryIn:
    """What was sent, with what its line says beside. Raises Refused."""
    # A client_id that is known returns its entry, whatever is said now.
    if not entry.line or blog.entries.filter(client_id=entry.client_id).exists():
        return entry
    said = entry_of(blog, read(blog, entry.line), now=timezone.now())
    return EntryIn(**{**said, **entry.dict(exclude_unset=True)})


def read(blog: Blog, line: str) -> oneline.Line:
    """What a line says in this blog, with what is to be asked."""
    contests = blog.contests.order_by("blogcontest__order", "blogcontest__pk")
    listed = contests.select_related("election").prefetch_related("candidacies__party")
    return oneline.read_line(line, oneline.roster_of(listed))


def entry_of(blog: Blog, reading: oneline.Line, *, now: datetime) -> dict[str, Any]:
    """The reading as the fields of a new entry.

    Raises Refused at `line`, for what is to be asked and for a stamp that is a slip.
    """
    if reading["questions"]:
        raise Refused([Fault("line", _asked(each)) for each in reading["questions"]])
    said = reading["fields"]
    entry: dict[str, Any] = {"kind": said.get("kind", Entry.Kind.UPDATE), "body": reading["rest"]}
    entry |= {name: said[name] for name in ("speaker", "speaker_role") if name in said}
    if "at" in said:
        entry["at"] = _instant(blog, said["at"], now)
    for kind in FIGURES:
        figures = {
            name.removeprefix(f"{kind}."): value
            for name, value in said.items()
            if name.startswith(f"{kind}.") and not name.startswith(VOTES)
        }
        if figures:
            entry[kind] = figures
    if "result" in entry:
        votes = {name.removeprefix(VOTES): said[name] for name in said if name.startswith(VOTES)}
        entry["result"]["votes"] = votes
    return entry


def _asked(question: dict[str, Any]) -> str:
    """A question with what may be written instead."""
    choices = [choice.get("line") or choice["label"] for choice in question["choices"]]
    if not choices:
        return str(question["message"])
    told = ", or ".join(f"“{each.strip()[:120]}”" for each in choices)
    return f"{question['message']} Say {told}."


def _instant(blog: Blog, stamp: str, now: datetime) -> datetime:
    """When it happened; a slip of am and pm is asked back and never put right in silence."""
    meant = nightclock.propose(stamp, now=now, polling_day=blog.polling_day, tz=blog.zone)
    readings = {nightclock.house_time(each, blog.zone) for each in (meant.at, *meant.others)}
    if meant.slip is not None:
        proposed = nightclock.house_time(meant.at, blog.zone)
        day = nightclock.house_date(meant.slip.as_printed, blog.zone)
        raise Refused.one("line", f"{stamp} would be on {day}. Did you mean {proposed}? Say that.")
    if len(readings) > 1 and meant.clock.meridiem is None and not meant.clock.exact:
        told = " or ".join(sorted(readings))
        raise Refused.one("line", f"“{stamp}” could be {told}: say which.")
    return meant.at

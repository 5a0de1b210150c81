"""The night as programs read it: the blog's record, its event log and its results.

What was public, and no more: drafts are left out, and of a retracted entry only the tombstone is
kept. The log has forgotten its text already; here its figures leave the old boards too.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from liveblog import frames, scoreboard
from liveblog.archive import bag
from liveblog.glance import article
from liveblog.models import Awaited, Blog, Entry, EntryRevision, Picture
from results.models import Declaration, TurnoutReport

FORMAT = "declared-archive/1"


def blog_record(blog: Blog, entries: Sequence[Entry]) -> str:
    """blog.json: the blog and its visible entries, oldest first, each with its public versions."""
    told = [_entry(entry) for entry in entries]
    record = {
        "format": FORMAT,
        "blog": {
            "slug": blog.slug,
            "title": blog.title,
            "standfirst": blog.standfirst,
            "byline": blog.byline,
            "place": blog.place,
            "time_zone": blog.time_zone,
            "polling_day": blog.polling_day.isoformat(),
            "status": blog.status,
            "is_rehearsal": blog.is_rehearsal,
            "opened_at": _instant(blog.opened_at),
            "closed_at": _instant(blog.closed_at),
            "archived_at": _instant(blog.archived_at),
            "contests": [_address(each) for each in _contests(blog)],
        },
        "feed": {"epoch": blog.feed.epoch, "head": blog.feed.head},
        "counts": {
            "entries": len(told),
            "retracted": sum(entry.is_retracted for entry in entries),
            "versions": sum(len(each["versions"]) for each in told),
            "events": blog.feed.events.count(),
        },
        "article": _article(blog),
        "entries": told,
        "awaited": [_awaited(each) for each in blog.awaited.all()],
    }
    return _json(record)


def event_lines(blog: Blog, entries: Sequence[Entry]) -> Iterator[str]:
    """events.jsonl: a line an event, ascending; frames stand as they were sent, byte for byte.

    But for the redacted: `"redacted": true` is then on the event, and its frame is another.
    """
    gone = _GoneFigures([entry for entry in entries if entry.is_retracted], blog)
    for event in blog.feed.events.order_by("offset").iterator():
        told = json.loads(event.frame)
        frame = event.frame
        if gone.shown_in(told):
            told = {**told, "redacted": True, "board": {}, "html": ""}
            frame = _json(told, indent=None)
        mark = '"redacted":true,' if told.get("redacted") else ""
        created = _instant(event.created)
        yield f'{{"offset":{event.offset},"created":"{created}",{mark}"frame":{frame}}}\n'


def results_table(blog: Blog) -> str:
    """results.csv: a row a candidacy of the contests that the blog followed, as sealed."""
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\n").writerows(blog.seal.rows)
    return sheet.getvalue()


def results_record(blog: Blog) -> str:
    """results.json: the boards as the page shows them, and every version of every figure."""
    return _json({"boards": scoreboard.boards(blog), "contests": blog.seal.contests})


class _GoneFigures:
    """The figures that retracted entries declared, which old boards still show."""

    def __init__(self, entries: Sequence[Entry], blog: Blog) -> None:
        gone = {each.public_id for each in entries}
        # Figures name the entry that announced them as their source.
        followed = {"contest__in": blog.contests.all()}
        self.declarations = {
            (each.contest.slug, each.version)
            for each in _figures(Declaration, **followed)
            if each.source in gone
        }
        turnouts: dict[bool, set[tuple[Any, ...]]] = {True: set(), False: set()}
        for each in _figures(TurnoutReport, **followed):
            share = None if each.percentage is None else float(each.percentage)
            key = (each.contest.slug, each.announced_at, share)
            turnouts[each.source in gone].add(key)
        # A board does not say which version of a turnout it shows; what stands is never emptied.
        self.turnouts = turnouts[True] - turnouts[False]

    def shown_in(self, frame: dict[str, Any]) -> bool:
        """Whether this is a board with such figures."""
        cards = frame["board"].get("contests", []) if frame["type"] == "board" else []
        return any(map(self._shows, cards))

    def _shows(self, card: dict[str, Any]) -> bool:
        """Whether a contest's card has figures that a retracted entry declared."""
        if (card["slug"], card["version"]) in self.declarations:
            return True
        turnout = card["turnout"]
        if not turnout or not turnout["announced_at"]:
            return False
        announced_at = datetime.fromisoformat(turnout["announced_at"])
        return (card["slug"], announced_at, turnout["announced_percentage"]) in self.turnouts


def _figures(model: Any, **which: Any) -> Any:
    return model.objects.filter(**which).select_related("contest")


def _article(blog: Blog) -> dict[str, Any] | None:
    """The article in words, an editor's where there are any; None where it was not public."""
    shown = article(blog)
    if shown.glance is None or not shown.glance.is_public:
        return None
    return {
        "headline": shown.headline,
        "published_at": _instant(shown.glance.published_at),
        "sections": [
            {
                "contest": _address(each.contest) if each.contest else None,
                "text": each.text,
                "is_edited": each.edit is not None,
                "written": each.written.text,
            }
            for each in shown.sections
        ],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    tombstone = {
        "id": entry.public_id,
        "kind": entry.kind,
        "status": entry.status,
        "version": entry.version,
        "at": _instant(entry.at),
        "published_at": _instant(entry.published_at),
    }
    if entry.is_retracted:
        return {
            **tombstone,
            "retracted_at": _instant(entry.retracted_at),
            "retraction_reason": entry.retraction_reason,
            "versions": [_version(each) for each in _public_versions(entry)],
        }
    return {
        **tombstone,
        "edited_at": _instant(entry.edited_at),
        "stamp": entry.stamp,
        **_words(entry),
        "key_event": entry.key_event,
        "pinned": entry.pinned,
        "contests": [_address(each) for each in entry.contests.all()],
        "corrects": entry.corrects.public_id if entry.corrects else None,
        "figures": entry.figures,
        "card": entry.card,
        "pictures": [_picture(each) for each in entry.pictures.all()],
        "versions": [
            {**_version(each), **(_words_of_version(each) if _was_read(each) else {})}
            for each in _public_versions(entry)
        ],
    }


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        **picture.words,
        "width": picture.width,
        "height": picture.height,
        "files": [
            bag.picture_file(each.url) for sizes in picture.sources.values() for each in sizes
        ],
    }


def _awaited(awaited: Awaited) -> dict[str, Any]:
    return {
        **frames.awaited_summary(awaited),
        "closed_at": _instant(awaited.closed_at),
        "dropped": awaited.reason if awaited.is_dropped else None,
    }


def _public_versions(entry: Entry) -> list[EntryRevision]:
    return [
        each
        for each in entry.revisions.all()
        if each.status in {Entry.Status.PUBLISHED, Entry.Status.RETRACTED}
    ]


def _was_read(revision: EntryRevision) -> bool:
    return revision.status == Entry.Status.PUBLISHED


def _version(revision: EntryRevision) -> dict[str, Any]:
    return {
        "version": revision.version,
        "why": revision.why,
        "status": revision.status,
        "at": _instant(revision.at),
        "created": _instant(revision.created),
    }


def _words(text: Entry | EntryRevision) -> dict[str, Any]:
    return {
        "headline": text.headline,
        "body": text.body,
        "speaker": text.speaker,
        "speaker_role": text.speaker_role,
        "provenance": text.provenance,
        "authors": text.authors,
    }


def _words_of_version(revision: EntryRevision) -> dict[str, Any]:
    return {**_words(revision), "pictures": revision.pictures}


def _contests(blog: Blog) -> Any:
    return blog.contests.order_by("blogcontest__order", "blogcontest__pk").with_results()


def _address(contest: Any) -> str:
    return f"{contest.election.slug}/{contest.slug}"


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def _json(value: Any, *, indent: int | None = 1) -> str:
    separators = (",", ":") if indent is None else None
    end = "" if indent is None else "\n"
    return json.dumps(value, ensure_ascii=False, indent=indent, separators=separators) + end

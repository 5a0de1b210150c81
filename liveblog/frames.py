"""The shape of every frame that carries an offset, spelt once; `realtime/README.md` explains it."""

from collections.abc import Mapping
from typing import Any

from liveblog import presentation
from liveblog.models import Awaited, Blog, Entry, Glance


def put(entry: Entry, why: str) -> dict[str, Any]:
    """Insert the entry, or replace it by `id` if `version` is newer."""
    return {
        "type": "put",
        "why": why,
        "entry": {**entry_summary(entry), "html": presentation.entry_html(entry)},
    }


def drop(entry: Entry) -> dict[str, Any]:
    """The entry was retracted: `html` is the tombstone that stands in its place."""
    return {
        "type": "drop",
        "id": entry.public_id,
        "version": entry.version,
        "order": entry.sort_key,
        "html": presentation.entry_html(entry),
    }


def board(election: str, figures: Mapping[str, Any], html: str) -> dict[str, Any]:
    """The whole board of one election's contests in this blog; the last one wins."""
    return {"type": "board", "election": election, "board": figures, "html": html}


def blog(blog: Blog) -> dict[str, Any]:
    """The blog's own state: status, headline, standfirst, pinned entries, what it waits for."""
    return {
        "type": "blog",
        "status": blog.status,
        "title": blog.title,
        "summary": blog.standfirst,
        "pinned": [
            {key: value for key, value in entry_summary(entry).items() if key != "authors"}
            for entry in presentation.pinned(blog)
        ],
        "html": presentation.head_html(blog),
        "pinned_html": presentation.pinned_html(blog),
        "awaited": [awaited_summary(each) for each in presentation.awaited(blog)],
        "awaited_html": presentation.awaited_html(blog),
    }


def standings(
    election: str,
    contest: Mapping[str, Any] | None,
    score: Mapping[str, Any],
    html: Mapping[str, str],
) -> dict[str, Any]:
    """A contest of an election moved, or its forecast: the score, and regions of its page."""
    return {
        "type": "standings",
        "election": election,
        "contest": contest,
        "score": score,
        "html": html,
    }


def glance(glance: Glance) -> dict[str, Any]:
    """The morning-after article was written over, published or taken down."""
    return {
        "type": "glance",
        "version": glance.version,
        "published": glance.is_public,
        "url": glance.get_absolute_url(),
    }


def redacted(frame: Mapping[str, Any], gone: Entry) -> dict[str, Any] | None:
    """An old frame without what the retracted entry said in it; None where it said nothing.

    It keeps its place and its meaning: a page that comes by it shows the tombstone there.
    """
    if frame["type"] == "put" and frame["entry"]["id"] == gone.public_id:
        return {**frame, "redacted": True, "entry": put(gone, "")["entry"]}
    if frame["type"] == "blog" and any(each["id"] == gone.public_id for each in frame["pinned"]):
        # The frame of the whole blog that followed when it left the pinned is the one that lasts.
        kept = [each for each in frame["pinned"] if each["id"] != gone.public_id]
        return {**frame, "redacted": True, "pinned": kept, "pinned_html": ""}
    return None


def awaited_summary(awaited: Awaited) -> dict[str, Any]:
    """A figure that was promised."""
    return {
        "id": awaited.pk,
        "what": awaited.what,
        "kind": awaited.kind,
        "contest": awaited.contest.slug if awaited.contest else None,
        "since": awaited.opened_at.isoformat(),
        "due_at": awaited.due_at.isoformat() if awaited.due_at else None,
    }


def entry_summary(entry: Entry) -> dict[str, Any]:
    """What a program needs to know of an entry; a retracted one tells nothing of its content."""
    gone = entry.is_retracted
    return {
        "id": entry.public_id,
        "version": entry.version,
        "kind": entry.kind,
        "status": entry.status,
        "at": entry.at.isoformat(),
        "order": entry.sort_key,
        "headline": "" if gone else entry.headline,
        "url": entry.get_absolute_url(),
        "authors": [] if gone else entry.authors,
        "contests": [] if gone else [contest.slug for contest in entry.contests.all()],
        "key_event": entry.key_event and not gone,
        "provenance": "" if gone else entry.provenance,
    }

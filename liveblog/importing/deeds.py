"""A parsed blog -> the deeds of `liveblog.publishing`: all of it, or nothing."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog import publishing
from liveblog.importing import figures
from liveblog.importing.contests import Register, is_imported, register
from liveblog.importing.figures import Figures
from liveblog.importing.markdown import as_markdown
from liveblog.importing.parsed import ParsedBlog, ParsedEntry
from liveblog.models import Blog
from liveblog.nightclock import night_of
from liveblog.publishing.locking import lock_feeds
from results import declarations
from results.models import Contest, Election

_NAMESPACE = uuid.UUID("5f6c3a52-9d0e-5b0a-8f86-0d2b6f3c1e70")
SOURCE = "read from prose by import_blog"


@dataclass
class Imported:
    """The blog, how many entries were new in it, and what a person should know."""

    blog: Blog
    added: int
    notes: list[str]


@transaction.atomic
def import_parsed(
    parsed: ParsedBlog,
    *,
    slug: str,
    title: str,
    polling_day: date,
    tz: ZoneInfo,
    election: Election | None = None,
    by: User | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Imported:
    """Publish the entries, oldest first, into the blog `slug`, which is made if it is new.

    The same entries again are not published twice. A blog whose night is over is closed at its
    last entry. Raises `publishing.Refused` and `publishing.Conflict`.
    """
    found = register(parsed, polling_day=polling_day, tz=tz, election=election)
    blog = _blog(parsed, found, slug=slug, title=title, polling_day=polling_day, tz=tz, by=by)
    # One transaction of many deeds: its locks are taken at once, feeds before contests, as theirs.
    lock_feeds(blog, found.contests.values())
    told = parsed.oldest_first()
    seen: dict[str, int] = {}
    added = 0
    for done, entry in enumerate(told, start=1):
        key = f"{slug} {entry.at.timestamp():.0f} {entry.text}"
        seen[key] = seen.get(key, 0) + 1
        client_id = uuid.uuid5(_NAMESPACE, f"{key} {seen[key]}")
        added += _publish(blog, entry, parsed, found, client_id, by)
        if progress:
            progress(done, len(told))
    if blog.takes_entries and timezone.now() >= night_of(polling_day, tz)[1]:
        blog = publishing.close_blog(blog=blog, at=told[-1].at)
    return Imported(blog, added, found.notes)


def _blog(
    parsed: ParsedBlog,
    found: Register,
    *,
    slug: str,
    title: str,
    polling_day: date,
    tz: ZoneInfo,
    by: User | None,
) -> Blog:
    contests = list(dict.fromkeys(found.contests.values()))
    if blog := Blog.objects.filter(slug=slug).first():
        if (blog.polling_day, blog.time_zone) != (polling_day, tz.key):
            other = f"{blog.polling_day} in {blog.time_zone}"
            raise publishing.Refused.one("slug", f"the blog “{slug}” exists and is of {other}.")
        followed = list(blog.contests.order_by("blogcontest__order"))
        if missing := [contest for contest in contests if contest not in followed]:
            publishing.follow_contests(blog=blog, contests=[*followed, *missing])
        return blog
    return publishing.create_blog(
        slug=slug,
        title=title,
        standfirst=_standfirst(parsed, found),
        byline=parsed.byline,
        time_zone=tz.key,
        polling_day=polling_day,
        status=Blog.Status.LIVE,
        opened_at=parsed.oldest_first()[0].at,
        contests=contests,
        by=by,
    )


def _standfirst(parsed: ParsedBlog, found: Register) -> str:
    """As much of the introduction, in whole lines, as a standfirst holds."""
    longest = Blog._meta.get_field("standfirst").max_length or 0
    standfirst = ""
    for line in parsed.introduction:
        longer = f"{standfirst} {line.text}".strip()
        if len(longer) > longest:
            found.notes.append(f"line {line.number}: no room in the standfirst: {line.text}")
        else:
            standfirst = longer
    return standfirst


def _publish(
    blog: Blog,
    entry: ParsedEntry,
    parsed: ParsedBlog,
    found: Register,
    client_id: uuid.UUID,
    by: User | None,
) -> bool:
    """Whether the entry is new. Figures that the results refuse stay with the entry as read."""
    author = entry.byline or parsed.byline
    wording: dict[str, Any] = {
        "blog": blog,
        "kind": entry.kind,
        "headline": entry.headline.text if entry.headline else "",
        "body": as_markdown(entry.body),
        "at": entry.at,
        "authors": [author] if author else None,
        "by": by,
        "client_id": client_id,
        "stamp": entry.stamp,
        "speaker": entry.speaker,
        "contests": found.of(entry.contests),
        "read_figures": entry.figures,
    }
    main, *further = list(figures.each(entry.figures)) or [{}]
    try:
        with transaction.atomic():
            made, is_new = publishing.publish_entry(**wording, **_given(main, found))
    except publishing.Refused as refused:
        if not _given(main, found):
            raise publishing.Refused(
                publishing.Fault(f"line {entry.line}, {fault.field}", fault.message)
                for fault in refused.faults
            ) from refused
        found.notes.append(f"line {entry.line}: the figures stay with the entry: {refused}")
        made, is_new = publishing.publish_entry(**wording)
    if is_new:
        for row in filter(None, [made.declaration, made.turnout]):
            found.notes += [f"line {entry.line}: {doubt['message']}" for doubt in row.confirmed]
        _report_further(entry, further, found, by)
    return is_new


def _given(read: Figures, found: Register) -> dict[str, Any]:
    """The figures as a deed takes them, if they are whole enough to be recorded as results.

    They have been in print: what is doubtful in them is reported and keeps nothing out.
    """
    contest = found.contests.get(read.get("contest") or "")
    if contest is None:
        return {}
    name = f"{contest.election.slug}/{contest.slug}"
    if read["kind"] == "turnout":
        percentage, ballots = read.get("percentage"), read.get("ballots")
        shown = None if percentage is None else str(percentage)
        turnout = publishing.TurnoutFigures(name, percentage=shown, ballots=ballots, confirm=None)
        return {"turnout": turnout}
    if read["kind"] == "result" and (votes := _whole_count(read, contest)):
        return {"result": publishing.ResultFigures(name, votes=votes, confirm=None)}
    return {}


def _whole_count(read: Figures, contest: Contest) -> dict[str, int]:
    """Votes by slug where the text gives them for every candidate of a full list; else nothing."""
    if is_imported(contest.election):
        return {}
    slugs = {candidacy.name: candidacy.slug for candidacy in contest.candidacies.all()}
    votes = {slugs[name]: count for name, count in read["votes"].items() if name in slugs}
    return votes if slugs and len(votes) == len(slugs) == len(read["votes"]) else {}


def _report_further(
    entry: ParsedEntry, further: list[Figures], found: Register, by: User | None
) -> None:
    """An entry carries one set of figures; the turnouts beyond it are recorded beside it."""
    for read in further:
        contest = found.contests.get(read.get("contest") or "")
        if read["kind"] != "turnout" or contest is None:
            continue
        try:
            declarations.report_turnout(
                contest,
                percentage=read.get("percentage"),
                ballots=read.get("ballots"),
                announced_at=entry.at,
                by=by,
                source=SOURCE,
            )
        except declarations.FiguresRefused as refused:
            found.notes.append(f"line {entry.line}: turnout of {contest}: {refused}")

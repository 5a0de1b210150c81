"""Entries: pages of them, and the newsroom's verbs on them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Header, Query, Router, Status
from ninja.errors import HttpError

from liveblog import frames, presentation, publishing
from liveblog.api import lines
from liveblog.api.access import (
    blog_for_writer,
    entry_for_reporter,
    entry_for_writer,
    public_blog,
    writes,
)
from liveblog.api.pictures import picture_out
from liveblog.api.schemas import (
    Accepting,
    EntryIn,
    EntryOut,
    EntryPage,
    EntryPatch,
    ForecastIn,
    PictureIn,
    Problem,
    ResultIn,
    RetractIn,
    TurnoutIn,
)
from liveblog.merging import merge_fields
from liveblog.models import AccessToken, Entry, Proposal
from liveblog.publishing import (
    ForecastFigures,
    PictureWords,
    ResultFigures,
    StaleVersion,
    TurnoutFigures,
)
from liveblog.publishing.figures import contest_of
from results.models import Declaration

router = Router(tags=["entries"])

PAGE = 100
_NOT_WORDING = {"result", "turnout", "forecast", "pictures", "reason", "confirm", "override_reason"}
PROBLEMS = dict.fromkeys([400, 401, 403, 404, 409, 413, 422, 429], Problem)

IfMatch = Header("", alias="If-Match", description="The version that you read, such as 3.")


class StaleEntry(Exception):
    """The entry was changed since the asker read it; both texts go back to them."""

    def __init__(
        self, current: dict[str, Any], yours: dict[str, Any], merged: dict[str, Any] | None
    ) -> None:
        self.current = current
        self.yours = yours
        self.merged = merged
        super().__init__("This entry was changed while you were writing; here are both texts.")


def entry_out(entry: Entry) -> dict[str, Any]:
    """An entry as the API shows it to anybody: a retracted one keeps only its tombstone."""
    gone = entry.is_retracted
    return {
        **frames.entry_summary(entry),
        "body": "" if gone else entry.body,
        "html": presentation.entry_html(entry),
        "stamp": entry.stamp,
        "speaker": "" if gone else entry.speaker,
        "speaker_role": "" if gone else entry.speaker_role,
        "edited_at": entry.edited_at,
        "retraction_reason": entry.retraction_reason,
        "figures": {} if gone else entry.figures,
        "card": None if gone else entry.card,
        "pictures": [] if gone else [picture_out(each) for each in entry.pictures.all()],
        "superseded": None if gone else _superseded(entry.superseded_by),
    }


@router.get(
    "/{slug:slug}/entries",
    response={200: EntryPage, 404: Problem, 422: Problem},
    auth=None,
    summary="A blog's entries, newest first",
)
def list_entries(
    request: HttpRequest,
    slug: str,
    before: str = Query("", description="`next` of the page before."),
    limit: int = Query(PAGE, ge=1, le=PAGE),
) -> dict[str, Any]:
    entries = public_blog(slug).entries.visible().newest_first().for_fragments()
    try:
        # A time at the end of the calendar is found out only by the query.
        page = list((entries.before(before) if before else entries)[: limit + 1])
    except (ValueError, OverflowError) as error:
        raise publishing.Refused.one("before", "This is not a cursor of ours.") from error
    more = len(page) > limit
    return {
        "entries": [entry_out(entry) for entry in page[:limit]],
        "next": page[limit - 1].sort_key if more else None,
    }


@router.post(
    "/{slug:slug}/entries",
    response={200: EntryOut, 201: EntryOut, **PROBLEMS},
    throttle=writes,
    summary="Put an entry into the blog",
)
def create_entry(request: HttpRequest, response: HttpResponse, slug: str, entry: EntryIn) -> Status:
    blog = blog_for_writer(request, slug)
    entry = lines.with_line(blog, entry)
    corrects = None
    if entry.corrects:
        corrects = blog.entries.visible().filter(public_id=entry.corrects).first()
        if corrects is None:
            raise publishing.Refused.one("corrects", f"There is no entry “{entry.corrects}”.")
    made, created = publishing.publish_entry(
        blog=blog,
        by=request.user,
        client_id=entry.client_id,
        kind=entry.kind,
        body=entry.body,
        headline=entry.headline,
        at=entry.at,
        status=entry.status,
        publish_at=entry.publish_at,
        speaker=entry.speaker,
        speaker_role=entry.speaker_role,
        provenance=_provenance(request, entry),
        authors=entry.authors,
        key_event=entry.key_event,
        contests=[
            contest_of(blog, name, field=f"contests.{number}")
            for number, name in enumerate(entry.contests)
        ],
        corrects=corrects,
        confirm=entry.confirm,
        override_reason=entry.override_reason,
        pictures=_pictures(entry.pictures),
        **_figures(entry.result, entry.turnout, entry.forecast, entry),
    )
    return _answer(response, made, status=201 if created else 200)


@router.get(
    "/{slug:slug}/entries/{slug:public_id}",
    response={200: EntryOut, 404: Problem},
    auth=None,
    summary="One entry",
)
def read_entry(request: HttpRequest, response: HttpResponse, slug: str, public_id: str) -> Status:
    entries = public_blog(slug).entries.visible().for_fragments()
    entry = entries.filter(public_id=public_id).first()
    if entry is None:
        raise Http404(f"There is no entry “{public_id}” in this blog.")
    return _answer(response, entry)


@router.patch(
    "/{slug:slug}/entries/{slug:public_id}",
    response={200: EntryOut, 202: EntryOut, 412: Problem, 428: Problem, **PROBLEMS},
    throttle=writes,
    summary="Revise an entry; If-Match names the version that you read",
    description="202: it is checked and waits for somebody else; the entry is as it was.",
)
def revise(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    public_id: str,
    changes: EntryPatch,
    if_match: str = IfMatch,
) -> Status:
    entry = entry_for_writer(request, slug, public_id)
    version = _version(if_match)
    if version is None:
        raise HttpError(428, 'Send If-Match with the version that you read, such as "3".')
    sent = changes.dict(exclude_unset=True, exclude=_NOT_WORDING)
    wanted = {name: value for name, value in sent.items() if value is not None}
    try:
        revised = publishing.revise_entry(
            entry=entry,
            version=version,
            by=request.user,
            reason=changes.reason,
            confirm=changes.confirm,
            override_reason=changes.override_reason,
            pictures=None if changes.pictures is None else _pictures(changes.pictures),
            **_figures(changes.result, changes.turnout, changes.forecast, changes),
            **wanted,
        )
    except StaleVersion as stale:
        entry.refresh_from_db()
        yours = {"version": version, **sent}
        raise StaleEntry(entry_out(entry), yours, _merged(entry, version, wanted)) from stale
    is_kept = revised.version == version
    waits = is_kept and Proposal.objects.asked_by(request.user, revised) is not None
    return _answer(response, revised, status=202 if waits else 200)


@router.post(
    "/{slug:slug}/entries/{slug:public_id}/retract",
    response={200: EntryOut, **PROBLEMS},
    throttle=writes,
    summary="Take an entry back; readers see a tombstone with the reason",
)
def retract(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    public_id: str,
    why: RetractIn,
    if_match: str = IfMatch,
) -> Status:
    entry = entry_for_reporter(request, slug, public_id)
    retracted = publishing.retract_entry(
        entry=entry, reason=why.reason, by=request.user, version=_version(if_match)
    )
    return _answer(response, retracted)


def _merged(entry: Entry, version: int, wanted: dict[str, Any]) -> dict[str, Any] | None:
    """The words of both, put together: to be sent with the newest version, if they are right.

    `clashes` are the fields that both changed in the same place; in these stand the asker's.
    """
    base = entry.revisions.filter(version=version).first()
    if base is None or entry.is_retracted:
        return None
    was = {name: getattr(base, name) for name in wanted if hasattr(base, name)}
    merging = merge_fields(
        was, wanted, {name: getattr(entry, name) for name in wanted}, texts=("body",)
    )
    return {"changes": merging.values, "clashes": merging.clashes}


def _superseded(later: Declaration | None) -> dict[str, Any] | None:
    if later is None:
        return None
    return {"stage": later.stage, "at": later.created, "reason": later.reason}


def _answer(response: HttpResponse, entry: Entry, *, status: int = 200) -> Status:
    response["ETag"] = f'"{entry.version}"'
    response["Location"] = f"/api/blogs/{entry.blog.slug}/entries/{entry.public_id}"
    return Status(status, entry_out(Entry.objects.for_fragments().get(pk=entry.pk)))


def _pictures(sent: list[PictureIn]) -> list[PictureWords]:
    return [PictureWords(**each.dict()) for each in sent]


def _provenance(request: HttpRequest, entry: EntryIn) -> str:
    """As said. A result that a program sends was not heard from the stage by anybody here."""
    if entry.provenance is not None or entry.result is None:
        return entry.provenance or ""
    by_program = isinstance(request.auth, AccessToken)
    return Entry.Provenance.AGENCY if by_program else Entry.Provenance.STAGE


def _version(if_match: str) -> int | None:
    tag = if_match.strip().removeprefix("W/").strip('"')
    if tag and not (tag.isascii() and tag.isdigit()):
        raise publishing.Refused.one("If-Match", f"“{tag}” is not a version, such as 3.")
    return int(tag) if tag else None


def _figures(
    result: ResultIn | None,
    turnout: TurnoutIn | None,
    forecast: ForecastIn | None,
    accepting: Accepting,
) -> dict[str, Any]:
    accepted = accepting.dict(include={"confirm", "override_reason"})
    return {
        "result": ResultFigures(**result.dict(), **accepted) if result else None,
        "turnout": TurnoutFigures(**turnout.dict(), **accepted) if turnout else None,
        "forecast": ForecastFigures(**forecast.dict(), confirm=accepting.confirm)
        if forecast
        else None,
    }

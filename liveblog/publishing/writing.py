"""The deeds of a text: publish an entry, and revise it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from liveblog.models import Blog, Entry
from liveblog.publishing import carrying, doubting, figures, forecasting, pollslock
from liveblog.publishing.approving import takes_approval
from liveblog.publishing.figures import (
    Figures,
    ForecastFigures,
    ResultFigures,
    TurnoutFigures,
)
from liveblog.publishing.keeping import fresh, keep, locked, tell, tell_again
from liveblog.publishing.locking import lock_feeds
from liveblog.publishing.picturing import PictureWords, are_carried, check_pictures
from liveblog.publishing.proposing import examine, propose, propose_revision
from liveblog.publishing.refusals import Conflict, Refused, refusal
from liveblog.publishing.second_look import must_wait
from liveblog.publishing.superseding import tell_superseded
from liveblog.publishing.wording import check_links, check_reason, check_wording
from results.models import Contest

_REVISABLE = (
    "kind", "headline", "body", "at", "authors", "speaker", "speaker_role",
    "provenance", "key_event",
)  # fmt: skip


@transaction.atomic
def publish_entry(
    *,
    blog: Blog,
    body: str = "",
    headline: str = "",
    kind: str = "",
    at: datetime | None = None,
    authors: Sequence[str] | None = None,
    by: User | None = None,
    client_id: uuid.UUID | None = None,
    status: str = Entry.Status.PUBLISHED,
    publish_at: datetime | None = None,
    result: ResultFigures | None = None,
    turnout: TurnoutFigures | None = None,
    forecast: ForecastFigures | None = None,
    contests: Sequence[Contest] = (),
    speaker: str = "",
    speaker_role: str = "",
    provenance: str = "",
    corrects: Entry | None = None,
    key_event: bool | None = None,
    stamp: str = "",
    read_figures: dict[str, Any] | None = None,
    confirm: Collection[str] | None = None,
    via: str = "",
    pictures: Sequence[PictureWords] = (),
    override_reason: str = "",
) -> tuple[Entry, bool]:
    """Put an entry into the blog: published, or kept as a draft, or scheduled for `publish_at`.

    A result that takes a second look, and all that a contributor writes but drafts, is checked and
    then kept as proposed; see `confirm_proposal`.

    Returns (entry, created): a `client_id` that the blog has seen returns the entry it made then,
    whatever else is said now, so a lost answer can be asked for again. Figures are checked and
    declared in the same transaction, and where body and headline are empty the sentence is written
    from them. `read_figures` are figures that an import read from prose and that make no whole
    declaration. `confirm` are the codes of warnings about the words that were seen (None asks
    nobody; figures bring their own). `pictures` are in the blog already (`add_picture`) and in no
    other entry; an entry that has nothing else is of kind image. `via` is kept with the
    version, such as who typed it in a chat. Words that tell of a poll which is open when they would
    be public are refused, unless an editor gives an `override_reason`; see `pollslock`. Raises
    Refused (field by field), Doubtful and Conflict (the blog takes no entries).
    """
    client_id = client_id or uuid.uuid4()
    if existing := _made_with(client_id, blog):
        return existing, False
    given = figures.one_of(result, turnout, forecast)
    contest = figures.contest_named(blog, given)
    lock_feeds(blog, [contest] if contest else [], figures.elections_of(blog, given))
    if existing := _made_with(client_id, blog):  # by whoever held the lock until now
        return existing, False
    blog = Blog.objects.get(pk=blog.pk)
    if not blog.takes_entries:
        raise Conflict(f"This blog is {blog.get_status_display().lower()} and takes no entries.")

    now = timezone.now()
    is_public = status == Entry.Status.PUBLISHED
    is_contribution = status != Entry.Status.DRAFT and takes_approval(by, blog)
    waits = is_contribution or (is_public and must_wait(given, contest, blog))
    entry = Entry(
        blog=blog,
        client_id=client_id,
        kind=kind or (given.key if given else Entry.Kind.UPDATE),
        status=status,
        headline=headline.strip(),
        body=body.strip(),
        at=at or publish_at or now,
        authors=authors_of(authors, by, blog),
        speaker=speaker.strip(),
        speaker_role=speaker_role.strip(),
        provenance=provenance,
        publish_at=publish_at,
        published_at=now if is_public else None,
        corrects=corrects,
        key_event=given is not None if key_event is None else key_event,
        stamp=stamp,
        figures=figures.typed(given) or dict(read_figures or {}),
        created_by=by,
    )
    carried, faults = check_pictures(blog, pictures)
    if entry.kind == Entry.Kind.UPDATE and pictures and not (given or entry.body or entry.headline):
        entry.kind = Entry.Kind.IMAGE
    faults += check_wording(
        entry, has_figures=given is not None, has_pictures=bool(pictures), now=now
    )
    faults += check_links(entry)
    try:
        if given and is_public and waits:
            examine(entry, given, contest, by=by)
        elif given and is_public:
            carrying.record(entry, given, contest, by=by)
        elif given:
            carrying.check_ahead(entry, given)
    except Refused as refused:
        faults += refused.faults
    about = {*contests, *([contest] if contest else [])}
    doubts = [] if status == Entry.Status.DRAFT else doubting.doubts(entry, about)
    faults += doubting.unconfirmed(doubts, doubting.confirmed_by(given, confirm))
    held = pollslock.held(entry, about, given=given, now=now, pictures=carried)
    override_reason = override_reason or figures.override_of(given)
    faults += pollslock.unless_overridden(held, entry, by=by, reason=override_reason, but=faults)
    if faults:
        raise refusal(faults)
    if waits:
        entry.status, entry.published_at = Entry.Status.PROPOSED, None
    why = "published" if entry.status == Entry.Status.PUBLISHED else str(entry.status)
    knowingly = pollslock.knowingly(held, override_reason) or doubting.knowingly(doubts, via)
    keep(entry, why=why, by=by, reason=knowingly, pictures=carried or None)
    entry.contests.set(about)
    if waits:
        propose(entry, by=by)
    elif is_public:
        tell(entry, "published")
        told = tell_superseded([contest] if contest else [], by=by, of=entry)
        tell_again([entry.corrects], why="corrected", of=entry, but=told)
    return entry, True


def revise_entry(
    *,
    entry: Entry,
    version: int,
    by: User | None = None,
    reason: str = "",
    result: ResultFigures | None = None,
    turnout: TurnoutFigures | None = None,
    forecast: ForecastFigures | None = None,
    contests: Sequence[Contest] | None = None,
    confirm: Collection[str] | None = None,
    pictures: Sequence[PictureWords] | None = None,
    override_reason: str = "",
    **changes: Any,
) -> Entry:
    """Change an entry that is still at `version`; its old version stays readable to editors.

    New figures make a new version of the declaration, with `reason`, and where the sentence was
    ours it is written again. Figures that were declared in another contest, or of another kind, are
    withdrawn. A declaration whose change takes a second look stays as it is until that, and so does
    a public entry that a contributor changes: the change is a `Proposal`. `pictures`, where given,
    are all that it carries from now on, in order, with their words. `publish_at` is changed of what
    is not public yet: a time schedules it, None keeps it as a draft. `confirm` and
    `override_reason` are as in `publish_entry`. Raises Refused, Doubtful, Conflict and StaleVersion
    (somebody was faster).
    """
    if unknown := set(changes) - {*_REVISABLE, "publish_at"}:
        raise TypeError(f"revise_entry does not change {', '.join(sorted(unknown))}")
    return apply_revision(
        entry=entry,
        version=version,
        by=by,
        reason=check_reason(reason, required=False),
        given=figures.one_of(result, turnout, forecast),
        contests=contests,
        changes=changes,
        confirm=confirm,
        pictures=pictures,
        override_reason=override_reason,
    )


@transaction.atomic
def apply_revision(
    *,
    entry: Entry,
    version: int,
    by: User | None,
    reason: str,
    given: Figures | None,
    contests: Sequence[Contest] | None,
    changes: Mapping[str, Any],
    confirm: Collection[str] | None = None,
    pictures: Sequence[PictureWords] | None = None,
    override_reason: str = "",
    second: User | None = None,
) -> Entry:
    """Revise as asked; `second` has confirmed what `by` proposed."""
    asked = given
    given = figures.with_reason(given, reason) if given else None
    contest = figures.contest_named(entry.blog, given)
    old_contests = figures.contests_of(entry)
    entry = locked(
        entry,
        [*old_contests, *([contest] if contest else [])],
        elections=figures.elections_of(entry.blog, given, figures.untyped(entry.figures)),
        version=version,
    )
    if entry.is_retracted:
        raise Conflict("This entry was retracted; restore it before you change it.")
    if entry.status == Entry.Status.DISCARDED:
        raise Conflict("This draft was discarded; bring it back before you change it.")
    if entry.status == Entry.Status.PROPOSED:
        raise Conflict("This entry waits for confirmation; take it back before you change it.")
    before = {name: getattr(entry, name) for name in (*_REVISABLE, "publish_at")}
    for name, value in changes.items():
        setattr(entry, name, _trimmed(value))
    is_rescheduled = before["publish_at"] != entry.publish_at
    if is_rescheduled:
        _reschedule(entry)
    about = set(entry.contests.all() if contests is None else contests)
    if given and figures.are_those_of(entry, given, contest):
        given = None
    elif contest:
        about = {*about.difference(old_contests), contest}
    is_moved = before["at"] != entry.at
    carried, faults = check_pictures(entry.blog, pictures or (), entry=entry)
    if pictures is None or (not faults and are_carried(entry, carried)):
        carried = list(entry.pictures.all())
        pictures = None
    if (
        given is None
        and pictures is None
        and about == set(entry.contests.all())
        and before == {name: getattr(entry, name) for name in before}
    ):
        return entry

    has_figures = (given or figures.untyped(entry.figures)) is not None
    now = timezone.now()
    has_pictures = bool(carried if pictures is None else pictures)
    faults += check_wording(entry, has_figures=has_figures, has_pictures=has_pictures, now=now)
    is_public = entry.status == Entry.Status.PUBLISHED
    is_contribution = second is None and takes_approval(by, entry.blog)
    waits = is_public and second is None
    waits = waits and (is_contribution or must_wait(given, contest, entry.blog))
    faults += forecasting.check_moved(entry) if is_moved and given is None else []
    try:
        if given:
            blank_own_sentence(entry, before)
            entry.figures = figures.typed(asked)
            if waits:
                examine(entry, given, contest, by=by)
            elif is_public:
                carrying.record(entry, given, contest, by=by, second=second)
            else:
                carrying.check_ahead(entry, given)
    except Refused as refused:
        faults += refused.faults
    says_anew = any(getattr(entry, name) != before[name] for name in ("headline", "body"))
    if entry.status == Entry.Status.PUBLISHED and says_anew:
        doubts = doubting.doubts(entry, about)
        faults += doubting.unconfirmed(doubts, doubting.confirmed_by(given, confirm))
        reason = reason or doubting.knowingly(doubts)
    accepted = pollslock.accepted(entry)
    held = pollslock.held(entry, about, given=given, now=now, accepted=accepted, pictures=carried)
    override_reason = override_reason or figures.override_of(given)
    faults += pollslock.unless_overridden(held, entry, by=by, reason=override_reason, but=faults)
    faults += pollslock.check_words(entry.blog, {"reason": reason}) if is_public else []
    reason = pollslock.knowingly(held, override_reason) or reason or accepted.reason
    if faults:
        raise refusal(faults)
    if waits:
        propose_revision(
            entry,
            given=asked if given else None,
            changes=changes,
            contests=contests,
            pictures=pictures,
            reason=reason,
            by=by,
        )
        return fresh(entry)
    asks_again = is_contribution and entry.status == Entry.Status.SCHEDULED
    if asks_again:  # what was approved is not what it says now
        entry.status = Entry.Status.PROPOSED
    if is_public:
        entry.edited_at = timezone.now()
    entry.version += 1
    why = "rescheduled" if is_rescheduled else "revised"
    keep(entry, why=why, by=by, reason=reason, pictures=None if pictures is None else carried)
    entry.contests.set(about)
    if asks_again:
        propose(entry, by=by)
    if is_public:
        tell(entry, "revised")
        if given and contest:
            tell_superseded([*old_contests, contest], by=by, of=entry)
        if is_moved:  # they name each other by their times
            tell_again([entry.corrects, *entry.corrections.all()], why="revised", of=entry)
    return entry


def _reschedule(entry: Entry) -> None:
    if entry.status not in {Entry.Status.DRAFT, Entry.Status.SCHEDULED}:
        raise Conflict("This entry is on the page already: it cannot be scheduled.")
    entry.status = Entry.Status.SCHEDULED if entry.publish_at else Entry.Status.DRAFT
    entry.at = entry.publish_at or timezone.now()


def _made_with(client_id: uuid.UUID, blog: Blog) -> Entry | None:
    made = blog.entries.filter(client_id=client_id).values_list("pk", flat=True).first()
    return None if made is None else Entry.objects.for_fragments().get(pk=made)


def authors_of(authors: Sequence[str] | None, by: User | None, blog: Blog) -> list[str]:
    """The by-line: as said, else whoever writes, else the blog's own."""
    if authors is not None:
        return _trimmed(authors)
    if by is not None:
        return [by.get_full_name() or by.get_username()]
    return [blog.byline] if blog.byline else []


def _trimmed(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple):
        return [name for each in value if (name := _trimmed(each))]
    return value


def blank_own_sentence(entry: Entry, before: Mapping[str, Any] | None = None) -> None:
    """Blank what we wrote from the old figures, so that it is written again from the new ones.

    Words that differ from those `before` were changed on purpose.
    """
    written = (entry.card or {}).get("sentence", {})
    for name in ("headline", "body"):
        was = getattr(entry, name) if before is None else before[name]
        if getattr(entry, name) == was == written.get(name, None):
            setattr(entry, name, "")
